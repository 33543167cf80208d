"""Read the form's half of a codebook: texts, codes, conditions, questions (DOMAIN.md 3.1).

Every function refuses with file, place and rule; `domain/codebook.py` calls them in order.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from chatserver.domain.asking import (
    ANOTHER,
    NOT_SHOWN,
    Caution,
    Condition,
    Label,
    Option,
    Question,
)
from chatserver.domain.entries import NAME, Entry

TEXTS: Final = {"code", "nl", "en", "exclusive", "unknown"}
"""What an option is written with, wherever it stands."""

ASKED: Final = {"id", "label", "multi", "required", "default", "when", "universal", "codes"} | {
    "help",
    "more",
    "auto",
}

Questions = Mapping[str, Question]


def read_label(entry: Entry) -> Label:
    """Read a text in both languages."""
    entry.only({"nl", "en"})
    return Label(nl=entry.text("nl"), en=entry.text("en"))


def read_help(entry: Entry) -> Label | None:
    """Read the help text of a question or code, if it has one."""
    return read_label(entry.entry("help")) if "help" in entry.data else None


def read_option(entry: Entry, code: str) -> Option:
    """Read one code."""
    exclusive, unknown = entry.flag("exclusive"), entry.flag("unknown")
    label = Label(nl=entry.text("nl"), en=entry.text("en"))
    entry.need(NAME.fullmatch(code), f"{code!r} is not a name")
    return Option(
        code=code, label=label, exclusive=exclusive, unknown=unknown, help=read_help(entry)
    )


def unlike(entry: Entry, options: Sequence[Option]) -> tuple[Option, ...]:
    """Check that the codes of one variable are there and differ."""
    codes: Collection[str] = {option.code for option in options}
    entry.need(options, "codes are missing")
    entry.need(len(codes) == len(options), "a code twice")
    entry.need(NOT_SHOWN not in codes, f"code {NOT_SHOWN} belongs to the system")
    return tuple(options)


def read_question(entry: Entry, universal: Mapping[str, Option], earlier: Questions) -> Question:
    """Read one question; its conditions may name those before it."""
    entry.only(ASKED)
    multi, required = entry.flag("multi"), entry.flag("required")
    options = _options(entry, universal)
    default = entry.name("default") if "default" in entry.data else None
    entry.need(required == (default is None), "either required or with a default")
    known = {option.code for option in options}
    entry.need(default is None or default in known, "default is not one of its codes")
    for option in options:
        loose = multi and option.unknown and not option.exclusive
        entry.need(not loose, f"code {option.code}: unknown but not exclusive")
    auto, more = entry.flag("auto"), entry.flag("more")
    if auto:
        plain = not (multi or required or more) and ANOTHER in known
        entry.need(plain, f"auto: one code, a default, the code {ANOTHER}, and never more")
    return Question(
        id=entry.name("id"),
        label=read_label(entry.entry("label")),
        options=options,
        multi=multi,
        required=required,
        default=default,
        when=read_form_conditions(entry, earlier),
        help=read_help(entry),
        more=more,
        auto=auto,
    )


def _options(entry: Entry, universal: Mapping[str, Option]) -> tuple[Option, ...]:
    codes = [code.only(TEXTS | {"help"}) for code in entry.each("codes")]
    options = [read_option(code, code.name("code")) for code in codes]
    for name in entry.names("universal"):
        entry.need(name in universal, f"universal code {name} is not declared")
        options.append(universal[name])
    return unlike(entry, options)


def read_caution(entry: Entry, questions: Questions) -> Caution:
    """Read one warning."""
    when = read_form_conditions(entry.only({"id", "label", "when"}), questions)
    entry.need(when, "a warning needs conditions")
    return Caution(id=entry.name("id"), label=read_label(entry.entry("label")), when=when)


def read_form_conditions(entry: Entry, questions: Questions) -> tuple[Condition, ...]:
    """Read conditions that the form itself looks at: it knows nothing that it does not ask."""
    conditions = read_conditions(entry, questions)
    for condition in conditions:
        auto = questions[condition.question].auto
        entry.need(not auto, f"question {condition.question} is not on the form")
    return conditions


def read_conditions(
    entry: Entry, questions: Questions, *, exact: bool = False
) -> tuple[Condition, ...]:
    """Read the conditions `when`; with `exact`, they may ask for just these codes."""
    return tuple(_condition(each, questions, exact=exact) for each in entry.each("when"))


def _condition(entry: Entry, questions: Questions, *, exact: bool) -> Condition:
    is_exact = exact and "is" in entry.data
    known = {"question", "is"} if is_exact else {"question", "has", "at_least"}
    asked, codes = entry.only(known).name("question"), entry.names("is" if is_exact else "has")
    entry.need(asked in questions, f"question {asked} is unknown or comes later")
    question = questions[asked]
    for code in codes:
        has = code in {option.code for option in question.options}
        entry.need(has, f"question {asked} has no code {code}")
    entry.need(codes, "a condition needs codes")
    at_least = entry.number("at_least", default=1)
    most = len(codes) if question.multi else 1
    entry.need(1 <= at_least <= most, f"at_least is not from 1 to {most}")
    return Condition(question=asked, codes=codes, exact=is_exact, at_least=at_least)
