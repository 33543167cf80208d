"""Somebody who has every view and every release, knows all rules, and owns a solver.

Not part of the product. Reads nothing but what was printed, and the laws of the codebook; bounds
any number by propagation and by integer programming (HiGHS).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from chatserver.domain.disclosure.laws import row_name
from chatserver.domain.disclosure.shown import Print
from chatserver.domain.disclosure.system import System
from chatserver.domain.questions import Codebook

LARGE = 10_000
SIGNS = {"<5": (1, 4), "–": (5, LARGE), "×": (0, LARGE)}  # noqa: RUF001 - as printed
Range = tuple[int, int]
Term = tuple[tuple[str, int], ...]


@dataclass
class Attacker:
    """What is known: laws, and a range for every number."""

    laws: Sequence[Term]
    known: dict[str, Range] = field(default_factory=dict)
    masked: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, system: System) -> "Attacker":
        laws = [tuple((system.names[n], factor) for n, factor in law) for law in system.laws]
        return cls(laws)

    def learn(self, said: Iterable[tuple[str, Range]]) -> None:
        for name, (low, high) in said:
            before = self.known.get(name, (0, LARGE))
            self.known[name] = max(low, before[0]), min(high, before[1])

    def read(self, book: Codebook, shown: Iterable[Print]) -> None:
        """Read views as somebody would who knows the rules."""
        tables = {table.id: table for table in book.tables}
        for each in shown:
            table, span = tables[each.table], each.span.name
            base = f"{table.base.id}@{span}"
            if each.hidden:
                self.learn([(base, (0, 9) if each.hidden == "small" else (0, LARGE))])
                continue
            self.learn([(base, (int(each.total), int(each.total)))])
            for code, text in each.rows.items():
                name = f"{row_name(table, code)}@{span}"
                said = SIGNS.get(text) or (int(text), int(text))
                self.learn([(name, said)])
                if text in SIGNS:
                    self.masked.add(name)

    def pinned(self, wanted: Iterable[str]) -> dict[str, int]:
        """Give the numbers that only one value fits, by the solver."""
        return {name: low for name, (low, high) in self.solve(wanted).items() if low == high}

    def propagate(self) -> dict[str, Range]:
        """Add and subtract until nothing changes."""
        ranges = {name: self.known.get(name, (0, LARGE)) for law in self.laws for name, _ in law}
        waiting = set(range(len(self.laws)))
        stated: dict[str, set[int]] = {}
        for nth, law in enumerate(self.laws):
            for name, _ in law:
                stated.setdefault(name, set()).add(nth)
        for _ in range(100_000):
            if not waiting:
                break
            nth = waiting.pop()
            for name in self._tighten(ranges, self.laws[nth]):
                waiting |= stated[name]
        return ranges

    @staticmethod
    def _tighten(ranges: dict[str, Range], law: Term) -> set[str]:
        def least(name: str, factor: int) -> int:
            return factor * ranges[name][0 if factor > 0 else 1]

        changed = set()
        for name, factor in law:
            rest_low = sum(least(n, f) for n, f in law if n != name)
            rest_high = -sum(least(n, -f) for n, f in law if n != name)
            # factor * x = -rest
            ends = sorted((-rest_low / factor, -rest_high / factor))
            low = max(ranges[name][0], int(np.ceil(ends[0] - 1e-9)))
            high = min(ranges[name][1], int(np.floor(ends[1] + 1e-9)))
            if (low, high) != ranges[name]:
                ranges[name] = low, high
                changed.add(name)
        return changed

    def solve(self, wanted: Iterable[str]) -> Mapping[str, Range]:
        """Bound numbers as tightly as whole numbers allow."""
        names = list(dict.fromkeys(name for law in self.laws for name, _ in law))
        place = {name: nth for nth, name in enumerate(names)}
        rows, columns, factors = [], [], []
        for nth, law in enumerate(self.laws):
            for name, factor in law:
                rows.append(nth)
                columns.append(place[name])
                factors.append(factor)
        matrix = csr_matrix((factors, (rows, columns)), shape=(len(self.laws), len(names)))
        ranges = self.propagate()
        bounds = Bounds([ranges[n][0] for n in names], [ranges[n][1] for n in names])
        found = {}
        for name in wanted:
            goal = np.zeros(len(names))
            ends = []
            for sign in (1, -1):
                goal[place[name]] = sign
                result = milp(
                    goal,
                    constraints=LinearConstraint(matrix, 0, 0),
                    bounds=bounds,
                    integrality=np.ones(len(names)),
                    options={"time_limit": 20},
                )
                assert result.x is not None, f"{name}: {result.message}"
                ends.append(round(result.x[place[name]]))
            found[name] = ends[0], ends[1]
        return found
