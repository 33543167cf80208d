"""Read a codebook from data and refuse one that could mislead (DOMAIN.md 3).

`parse` takes the mapping a TOML file was read into: opening files is not the
domain's work. Whatever is wrong is said with file, place and rule, before the
first tag is asked for. The form's half is read by `domain/reading.py`; the parts
themselves are in `domain/questions.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chatserver.domain.entries import Entry, opened
from chatserver.domain.questions import (
    Answers,
    BadAnswers,
    Base,
    Caution,
    Codebook,
    Condition,
    Cross,
    Derived,
    Label,
    Option,
    Part,
    Parts,
    Period,
    Question,
    Table,
    Value,
    Variable,
)
from chatserver.domain.reading import (
    TEXTS,
    read_caution,
    read_conditions,
    read_label,
    read_option,
    read_question,
    unlike,
)

__all__ = ["NOTES", "Answers", "BadAnswers", "Codebook", "parse"]

NOTES: Final = ("small", "withheld", "masked", "multi")
"""Notes that `domain/disclosure.py` prints, so every codebook must word them (V4)."""

COUNTED: Final = ("of", "parts", "cross", "untouched")
"""How a table says what it counts; each has exactly one of them."""

_VERSION: Final = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}")
_TITLE: Final = re.compile(r"[a-z][a-z0-9-]{0,23}")


def parse(data: Mapping[str, object], source: str) -> Codebook:
    """Build a codebook from parsed TOML.

    Args:
        data: what `tomllib` returned.
        source: the file's name, for messages.

    Raises:
        Misconfigured: names the file, the place and the rule.
    """
    return _Reading(opened(data, source)).codebook()


@dataclass(slots=True)
class _Reading:
    """What was read so far: later entries may refer to earlier ones only."""

    top: Entry
    universal: dict[str, Option]
    questions: dict[str, Question]
    derived: dict[str, Derived]
    bases: dict[str, Base]
    units: dict[str, Label]
    notes: dict[str, Label]

    def __init__(self, top: Entry) -> None:
        top.only({"id", "version", "name", "universal", "question", "derived", "base"}
                 | {"unit", "table", "note", "hard", "warning", "mapping"})  # fmt: skip
        self.top = top
        self.universal = {name: _universal(e, name) for name, e in top.named("universal").items()}
        self.units = {name: read_label(entry) for name, entry in top.named("unit").items()}
        self.notes = {name: read_label(entry) for name, entry in top.named("note").items()}
        self.questions, self.derived, self.bases = {}, {}, {}

    def codebook(self) -> Codebook:
        top = self.top
        for note in NOTES:
            top.need(note in self.notes, f"note {note} is missing")
        for entry in top.each("question"):
            name = self._fresh(entry, entry.name("id"))
            self.questions[name] = read_question(entry, self.universal, self.questions)
        for entry in top.each("derived"):
            self.derived[self._fresh(entry, entry.name("id"))] = self._derived(entry)
        for entry in top.each("base"):
            self.bases[self._fresh(entry, entry.name("id"))] = self._base(entry)
        tables: dict[str, Table] = {}
        for entry in top.each("table"):
            name = entry.name("id")
            entry.need(name not in tables, "id used twice")
            tables[name] = self._table(entry)
        return Codebook(
            id=top.word("id", _TITLE),
            version=top.word("version", _VERSION),
            name=read_label(top.entry("name")),
            questions=tuple(self.questions.values()),
            derived=tuple(self.derived.values()),
            bases=tuple(self.bases.values()),
            units=self.units,
            tables=tuple(tables.values()),
            notes=self.notes,
            hard=tuple(self._hard(entry) for entry in top.each("hard")),
            cautions=self._cautions(),
            mappings={name: self._mapping(e) for name, e in top.named("mapping").items()},
        )

    def _hard(self, entry: Entry) -> tuple[Condition, ...]:
        when = read_conditions(entry.only({"when"}), self.questions)
        entry.need(when, "a hard conversation needs conditions")
        return when

    def _cautions(self) -> tuple[Caution, ...]:
        found: dict[str, Caution] = {}
        for entry in self.top.each("warning"):
            caution = read_caution(entry, self.questions)
            entry.need(caution.id not in found, "id used twice")
            found[caution.id] = caution
        return tuple(found.values())

    def _mapping(self, entry: Entry) -> dict[str, str]:
        """Read what one other standard calls our codes (V3)."""
        ours = {f"{name}.{o.code}" for name, of in self._variables().items() for o in of.options}
        for name in entry.data:
            entry.need(name in ours, f"{name} is no code of a question or derived variable")
        return {name: entry.text(name) for name in entry.data}

    def _variables(self) -> dict[str, Question | Derived]:
        return {**self.questions, **self.derived}

    def _fresh(self, entry: Entry, name: str) -> str:
        taken = name in self.questions or name in self.derived or name in self.bases
        entry.need(not taken, "id used twice")
        return name

    def _derived(self, entry: Entry) -> Derived:
        entry.only({"id", "label", "values"})
        values = [
            Value(
                option=read_option(each.only(TEXTS - {"exclusive"} | {"when"}), each.name("code")),
                when=read_conditions(each, self.questions, exact=True),
            )
            for each in entry.each("values")
        ]
        unlike(entry, [value.option for value in values])
        total = all(value.when for value in values[:-1]) and not values[-1].when
        entry.need(total, "the last value, and only that, takes the rest")
        label = read_label(entry.entry("label"))
        return Derived(id=entry.name("id"), label=label, values=tuple(values))

    def _base(self, entry: Entry) -> Base:
        entry.only({"id", "label", "within", "when"})
        within = self._earlier(entry, "within") if "within" in entry.data else None
        label, when = read_label(entry.entry("label")), read_conditions(entry, self.questions)
        return Base(id=entry.name("id"), label=label, when=when, within=within)

    def _earlier(self, entry: Entry, key: str) -> Base:
        name = entry.name(key)
        entry.need(name in self.bases, f"base {name} is unknown or comes later")
        return self.bases[name]

    def _table(self, entry: Entry) -> Table:
        entry.only({"id", "title", "unit", "base", "period", "notes", "collapse", *COUNTED})
        unit, period, notes = entry.name("unit"), entry.name("period"), entry.names("notes")
        entry.need(unit in self.units, f"unit {unit} is not declared")
        entry.need(period in set(Period), f"period {period} is not month, quarter or year")
        for note in notes:
            entry.need(note in self.notes, f"note {note} is missing")
        base = self._earlier(entry, "base")
        of = self._counted(entry, base)
        if isinstance(of, Cross):
            entry.need(period == Period.YEAR, "two variables together are kept by year (I2)")
        return Table(
            id=entry.name("id"),
            title=read_label(entry.entry("title")),
            unit=unit,
            base=base,
            period=Period(period),
            of=of,
            notes=notes,
            collapse=self._collapse(entry, of) if "collapse" in entry.data else None,
        )

    def _counted(self, entry: Entry, base: Base) -> Variable:
        given = [name for name in COUNTED if name in entry.data]
        entry.need(len(given) == 1, "either of, parts, cross or untouched")
        match given[0]:
            case "of":
                return self._variable(entry, entry.name("of"), base)
            case "parts":
                return self._parts(entry, base)
            case "cross":
                return self._cross(entry, base)
            case _:
                return self._untouched(entry, base)

    def _variable(self, entry: Entry, name: str, base: Base) -> Question | Derived:
        variables = self._variables()
        entry.need(name in variables, f"{name} is neither question nor derived variable")
        of = variables[name]
        for source in sorted(of.sources):
            # Otherwise rows would not add up to the base, and percentages would lie (A4).
            always = all(_follows(condition, base) for condition in self.questions[source].when)
            entry.need(always, f"base {base.id} has tags where question {source} was not shown")
        return of

    def _parts(self, entry: Entry, base: Base) -> Parts:
        parts = [
            Part(
                option=read_option(each.only({"code", "nl", "en", "base"}), each.name("code")),
                base=self._earlier(each, "base"),
            )
            for each in entry.each("parts")
        ]
        unlike(entry, [part.option for part in parts])
        for part in parts:
            entry.need(base in part.base.chain(), f"base {part.base.id} is not within {base.id}")
        return Parts(parts=tuple(parts))

    def _cross(self, entry: Entry, base: Base) -> Cross:
        names = entry.names("cross")
        entry.need(len(names) == 2, "a cross has two variables")  # noqa: PLR2004 - it has
        rows, columns = (self._variable(entry, name, base) for name in names)
        for of in (rows, columns):
            entry.need(not of.multi, f"{of.id} may have several values: nothing would add up")
        entry.need(rows.sources.isdisjoint(columns.sources), "one question on both sides")
        return Cross(rows=rows, columns=columns)

    def _untouched(self, entry: Entry, base: Base) -> Parts:
        """Read a list of questions: how often each kept its default, as bases of their own."""
        parts = []
        for name in entry.names("untouched"):
            entry.need(name in self.questions, f"there is no question {name}")
            self._variable(entry, name, base)
            question = self.questions[name]
            entry.need(question.default, f"question {name} has no default")
            when = (Condition(question=name, codes=(question.default or "",)),)
            base_id = self._fresh(entry, f"{base.id}_untouched_{name}"[:24])
            self.bases[base_id] = Base(id=base_id, label=question.label, when=when, within=base)
            option = Option(code=name, label=question.label)
            parts.append(Part(option=option, base=self.bases[base_id]))
        unlike(entry, [part.option for part in parts])
        return Parts(parts=tuple(parts), shares=True)

    def _collapse(self, entry: Entry, of: Variable) -> Derived:
        name = entry.name("collapse")
        entry.need(name in self.derived, f"{name} is no derived variable")
        derived = self.derived[name]
        single = isinstance(of, Question) and not of.multi
        entry.need(single, "only the rows of a single answer can be added up")
        mine = isinstance(of, Question) and derived.sources == of.sources
        entry.need(mine, f"{name} is not computed from this question alone")
        return derived


def _universal(entry: Entry, name: str) -> Option:
    return read_option(entry.only(TEXTS - {"code"} | {"help"}), name)


def _follows(condition: Condition, base: Base) -> bool:
    """Tell whether every tag in `base` fulfils `condition`."""
    return any(stated.implies(condition) for each in base.chain() for stated in each.when)
