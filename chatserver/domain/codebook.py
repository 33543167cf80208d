"""Read a codebook from data and refuse one that could mislead (DOMAIN.md 3).

`parse` takes the mapping a TOML file was read into: opening files is not the
domain's work. Whatever is wrong is said with file, place and rule, before the
first tag is asked for. The parts themselves are in `domain/questions.py`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chatserver.domain.entries import NAME, Entry, opened
from chatserver.domain.questions import (
    NOT_SHOWN,
    Answers,
    BadAnswers,
    Base,
    Codebook,
    Condition,
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

__all__ = ["NOTES", "Answers", "BadAnswers", "Codebook", "parse"]

NOTES: Final = ("small", "withheld", "masked", "multi")
"""Notes that `domain/disclosure.py` prints, so every codebook must word them (V4)."""

_VERSION: Final = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}")
_TITLE: Final = re.compile(r"[a-z][a-z0-9-]{0,23}")
_OPTION: Final = {"code", "nl", "en", "exclusive", "unknown"}


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
                 | {"unit", "table", "note", "hard"})  # fmt: skip
        self.top = top
        self.universal = {name: _option(e, name) for name, e in top.named("universal").items()}
        self.units = {name: _label(entry) for name, entry in top.named("unit").items()}
        self.notes = {name: _label(entry) for name, entry in top.named("note").items()}
        self.questions, self.derived, self.bases = {}, {}, {}

    def codebook(self) -> Codebook:
        top = self.top
        for note in NOTES:
            top.need(note in self.notes, f"note {note} is missing")
        for entry in top.each("question"):
            self.questions[self._fresh(entry)] = self._question(entry)
        for entry in top.each("derived"):
            self.derived[self._fresh(entry)] = self._derived(entry)
        for entry in top.each("base"):
            self.bases[self._fresh(entry)] = self._base(entry)
        tables: dict[str, Table] = {}
        for entry in top.each("table"):
            name = entry.name("id")
            entry.need(name not in tables, "id used twice")
            tables[name] = self._table(entry)
        return Codebook(
            id=top.word("id", _TITLE),
            version=top.word("version", _VERSION),
            name=_label(top.entry("name")),
            questions=tuple(self.questions.values()),
            derived=tuple(self.derived.values()),
            bases=tuple(self.bases.values()),
            units=self.units,
            tables=tuple(tables.values()),
            notes=self.notes,
            hard=tuple(self._hard(entry) for entry in top.each("hard")),
        )

    def _hard(self, entry: Entry) -> tuple[Condition, ...]:
        when = self._conditions(entry.only({"when"}))
        entry.need(when, "a hard conversation needs conditions")
        return when

    def _fresh(self, entry: Entry) -> str:
        name = entry.name("id")
        taken = name in self.questions or name in self.derived or name in self.bases
        entry.need(not taken, "id used twice")
        return name

    def _question(self, entry: Entry) -> Question:
        entry.only({"id", "label", "multi", "required", "default", "when", "universal", "codes"})
        multi, required = entry.flag("multi"), entry.flag("required")
        options = self._options(entry)
        default = entry.name("default") if "default" in entry.data else None
        entry.need(required == (default is None), "either required or with a default")
        known = {option.code for option in options}
        entry.need(default is None or default in known, "default is not one of its codes")
        for option in options:
            loose = multi and option.unknown and not option.exclusive
            entry.need(not loose, f"code {option.code}: unknown but not exclusive")
        return Question(
            id=entry.name("id"),
            label=_label(entry.entry("label")),
            options=options,
            multi=multi,
            required=required,
            default=default,
            when=self._conditions(entry),
        )

    def _options(self, entry: Entry) -> tuple[Option, ...]:
        options = [_option(code.only(_OPTION), code.name("code")) for code in entry.each("codes")]
        for name in entry.names("universal"):
            entry.need(name in self.universal, f"universal code {name} is not declared")
            options.append(self.universal[name])
        return _unlike(entry, options)

    def _conditions(self, entry: Entry, *, exact: bool = False) -> tuple[Condition, ...]:
        return tuple(self._condition(each, exact=exact) for each in entry.each("when"))

    def _condition(self, entry: Entry, *, exact: bool) -> Condition:
        """Read one condition; only a derived value may ask for exactly these codes."""
        is_exact = exact and "is" in entry.data
        word = "is" if is_exact else "has"
        asked, codes = entry.only({"question", word}).name("question"), entry.names(word)
        entry.need(asked in self.questions, f"question {asked} is unknown or comes later")
        known = {option.code for option in self.questions[asked].options}
        for code in codes:
            entry.need(code in known, f"question {asked} has no code {code}")
        entry.need(codes, "a condition needs codes")
        return Condition(question=asked, codes=codes, exact=is_exact)

    def _derived(self, entry: Entry) -> Derived:
        entry.only({"id", "label", "values"})
        values = [
            Value(
                option=_option(each.only(_OPTION - {"exclusive"} | {"when"}), each.name("code")),
                when=self._conditions(each, exact=True),
            )
            for each in entry.each("values")
        ]
        _unlike(entry, [value.option for value in values])
        total = all(value.when for value in values[:-1]) and not values[-1].when
        entry.need(total, "the last value, and only that, takes the rest")
        label = _label(entry.entry("label"))
        return Derived(id=entry.name("id"), label=label, values=tuple(values))

    def _base(self, entry: Entry) -> Base:
        entry.only({"id", "label", "within", "when"})
        within = self._earlier(entry, "within") if "within" in entry.data else None
        label, when = _label(entry.entry("label")), self._conditions(entry)
        return Base(id=entry.name("id"), label=label, when=when, within=within)

    def _earlier(self, entry: Entry, key: str) -> Base:
        name = entry.name(key)
        entry.need(name in self.bases, f"base {name} is unknown or comes later")
        return self.bases[name]

    def _table(self, entry: Entry) -> Table:
        entry.only({"id", "title", "unit", "base", "period", "of", "parts", "notes"})
        unit, period, notes = entry.name("unit"), entry.name("period"), entry.names("notes")
        entry.need(unit in self.units, f"unit {unit} is not declared")
        entry.need(period in set(Period), f"period {period} is not month, quarter or year")
        for note in notes:
            entry.need(note in self.notes, f"note {note} is missing")
        base = self._earlier(entry, "base")
        return Table(
            id=entry.name("id"),
            title=_label(entry.entry("title")),
            unit=unit,
            base=base,
            period=Period(period),
            of=self._parts(entry, base) if "parts" in entry.data else self._counted(entry, base),
            notes=notes,
        )

    def _counted(self, entry: Entry, base: Base) -> Variable:
        name = entry.name("of")
        if name in self.derived:
            return self.derived[name]
        entry.need(name in self.questions, f"{name} is neither question nor derived variable")
        question = self.questions[name]
        # Otherwise rows would not add up to the base, and percentages would lie (A4).
        always = all(_follows(condition, base) for condition in question.when)
        entry.need(always, f"base {base.id} has tags where question {name} was not shown")
        return question

    def _parts(self, entry: Entry, base: Base) -> Parts:
        entry.need("of" not in entry.data, "either of or parts")
        parts = [
            Part(
                option=_option(each.only({"code", "nl", "en", "base"}), each.name("code")),
                base=self._earlier(each, "base"),
            )
            for each in entry.each("parts")
        ]
        _unlike(entry, [part.option for part in parts])
        for part in parts:
            entry.need(base in part.base.chain(), f"base {part.base.id} is not within {base.id}")
        return Parts(parts=tuple(parts))


def _follows(condition: Condition, base: Base) -> bool:
    """Tell whether every tag in `base` fulfils `condition`."""
    stated = [narrower for each in base.chain() for narrower in each.when]
    return any(
        narrower.question == condition.question and set(narrower.codes) <= set(condition.codes)
        for narrower in stated
    )


def _unlike(entry: Entry, options: Sequence[Option]) -> tuple[Option, ...]:
    codes: Collection[str] = {option.code for option in options}
    entry.need(options, "codes are missing")
    entry.need(len(codes) == len(options), "a code twice")
    entry.need(NOT_SHOWN not in codes, f"code {NOT_SHOWN} belongs to the system")
    return tuple(options)


def _option(entry: Entry, code: str) -> Option:
    exclusive, unknown = entry.flag("exclusive"), entry.flag("unknown")
    label = Label(nl=entry.text("nl"), en=entry.text("en"))
    entry.need(NAME.fullmatch(code), f"{code!r} is not a name")
    return Option(code=code, label=label, exclusive=exclusive, unknown=unknown)


def _label(entry: Entry) -> Label:
    entry.only({"nl", "en"})
    return Label(nl=entry.text("nl"), en=entry.text("en"))
