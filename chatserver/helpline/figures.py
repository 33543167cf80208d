"""What coordinators see of what was tagged: the figures of closed years."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chatserver.clock import Clock
from chatserver.domain.disclosure import Print, last_closed, prints
from chatserver.domain.disclosure.shown import draw
from chatserver.domain.disclosure.spans import last_month
from chatserver.domain.hours import date_of, day_of
from chatserver.domain.questions import Codebook
from chatserver.domain.tallies import TOTAL, Cell
from chatserver.domain.versions import Codebooks
from chatserver.helpline.importing import ImportRecord, imports
from chatserver.store.interface import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Only strings that passed `domain.disclosure` leave here as figures (DESIGN.md §8)."""

    ledger: Ledger
    codebooks: Codebooks
    clock: Clock
    _kept: dict[str, tuple[object, tuple[Print, ...]]] = field(default_factory=dict)
    """What was protected last of each version, with what it was computed from."""

    async def tally(self) -> Mapping[str, object]:
        """The tables of each closed year and of the periods in it; newest year first.

        A year in which tags were counted with two versions is there twice: their numbers are
        never added up (V2). Nothing of an open period is read, so that looking twice around
        one tag shows the same (DOMAIN.md 4.2, live differencing).
        """
        through = last_closed(date_of(self.clock.now()))
        synthetic = await self.ledger.synthetic_years()
        records = imports(await self.ledger.imported())
        years: list[dict[str, object]] = []
        for book in self.codebooks.versions[::-1]:
            counts = _until(await self._counts(book), through)
            shown = await self._shown(book, counts, through)
            years += [
                {
                    "year": year,
                    "codebook": book.key,
                    "synthetic": int(year) in synthetic,
                    "imported": _origin(records.get(int(year))),
                    "tables": [draw(book, each).as_dict() for each in shown if _is_of(each, year)],
                    "periods": [
                        draw(book, each).as_dict()
                        for each in shown
                        if each.span.parts[-1].startswith(f"{year}-")
                    ],
                }
                for year in _years(shown)
                if counts_something(counts, int(year))
            ]
        return {
            "codebook": self.codebooks.current.key,
            "as_of": day_of(self.clock.now()),
            "years": sorted(years, key=lambda each: str(each["year"]), reverse=True),
        }

    async def _shown(
        self, book: Codebook, counts: Mapping[Cell, int], through: str
    ) -> tuple[Print, ...]:
        """Protect what closed since the last time; takes seconds, so it is done apart."""
        before = self._kept.get(book.key)
        if before is not None and before[0] == (through, counts):
            return before[1]
        shown = await asyncio.to_thread(prints, book, counts, through)
        self._kept[book.key] = (through, counts), shown
        return shown

    async def _counts(self, book: Codebook) -> Mapping[Cell, int]:
        cells = await self.ledger.cells(book.key)
        return {Cell.read(name): count for name, count in cells.items()}


def _origin(record: ImportRecord | None) -> dict[str, str] | None:
    """Where the figures of a year came from, if not from tags."""
    return {"source": record.source, "day": record.day} if record is not None else None


def _until(counts: Mapping[Cell, int], through: str) -> Mapping[Cell, int]:
    """Leave out what no closed month holds: cells of an open period are not even looked at."""
    return {cell: n for cell, n in counts.items() if last_month(cell.period) <= through}


def _years(shown: Sequence[Print]) -> list[str]:
    """Give the years that are over."""
    spans = [part for each in shown for part in each.span.parts]
    return sorted({part for part in spans if "-" not in part})


def _is_of(printed: Print, year: str) -> bool:
    return printed.span.parts[-1] == year


def counts_something(counts: Mapping[Cell, int], year: int) -> bool:
    """Whether anything was counted in a year."""
    return any(cell.row == TOTAL and cell.period.startswith(str(year)) for cell in counts)
