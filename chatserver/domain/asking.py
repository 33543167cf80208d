"""What the tag form is made of (DOMAIN.md 3.1): questions, their codes, when they are asked.

`domain/questions.py` goes on from here: what is counted of the answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NewType

from chatserver.domain.errors import Code, Refused

NOT_SHOWN: Final = "na"
"""The answer the system gives for a question that was not shown (DOMAIN.md 3.1)."""

ANOTHER: Final = "oth"
"""The code of an automatic question for a language that has no code of its own."""

Answers = NewType("Answers", dict[str, tuple[str, ...]])
"""Checked answers: every question of the codebook in its order, defaults filled in."""


class BadAnswers(Refused):
    """The answers do not fit the codebook; the detail never repeats an answer."""

    def __init__(self, detail: str) -> None:
        super().__init__(Code.BAD_ANSWERS, detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text in both languages of the screen (V4)."""

    nl: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """Give the label as the browser reads it."""
        return {"nl": self.nl, "en": self.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One code. `exclusive`: never beside others; `unknown`: outside "% of known" (A1)."""

    code: str
    label: Label
    exclusive: bool = False
    unknown: bool = False
    help: Label | None = None

    def as_json(self) -> dict[str, object]:
        """Give the code as a chip of the form."""
        return {
            "code": self.code,
            "label": self.label.as_dict(),
            "exclusive": self.exclusive,
            "help": _text(self.help),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds if `at_least` so many of `codes` were answered; if `exact`, if just all of them."""

    question: str
    codes: tuple[str, ...]
    exact: bool = False
    at_least: int = 1

    def holds(self, answers: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether it holds; a question without answer never does."""
        given = answers.get(self.question, ())
        if self.exact:
            return set(given) == set(self.codes)
        return sum(code in self.codes for code in given) >= self.at_least

    def implies(self, other: "Condition") -> bool:
        """Tell whether the other one holds wherever this one does."""
        return (
            self.question == other.question
            and set(self.codes) <= set(other.codes)
            and self.at_least >= other.at_least
        )

    def as_json(self) -> dict[str, object]:
        """Give the condition as the form reads it; exact ones are for the server only."""
        return {"question": self.question, "has": list(self.codes), "at_least": self.at_least}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the form: either `required` or with a `default` (DOMAIN.md 3.1).

    Attributes:
        more: one of those the form keeps folded away (tier E).
        auto: never asked; the server fills in the language the visitor chose.
    """

    id: str
    label: Label
    options: tuple[Option, ...]
    multi: bool = False
    required: bool = False
    default: str | None = None
    when: tuple[Condition, ...] = ()
    help: Label | None = None
    more: bool = False
    auto: bool = False

    @property
    def sources(self) -> frozenset[str]:
        """The questions it is computed from: as `Derived` has them."""
        return frozenset({self.id})

    def is_shown(self, answers: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether the form shows it, given the answers before it."""
        return all(condition.holds(answers) for condition in self.when)

    def hits(self, answers: Answers) -> tuple[str, ...]:
        """Give the rows these answers count in."""
        return answers[self.id]

    def settle(self, given: Sequence[str] | None) -> tuple[str, ...]:
        """Check what was answered while it was shown, in the order of the options."""
        if given is None:
            if self.default is None:
                raise BadAnswers(f"question {self.id}: required")
            return (self.default,)
        chosen = tuple(option for option in self.options if option.code in given)
        if len(set(given)) != len(given):
            raise BadAnswers(f"question {self.id}: a code twice")
        if not given or len(chosen) != len(given):
            raise BadAnswers(f"question {self.id}: no code, or an unknown one")
        if len(chosen) > 1 and not self.multi:
            raise BadAnswers(f"question {self.id}: one code only")
        if len(chosen) > 1 and any(option.exclusive for option in chosen):
            raise BadAnswers(f"question {self.id}: an exclusive code beside others")
        return tuple(option.code for option in chosen)

    def pass_over(self, given: Sequence[str] | None) -> tuple[str, ...]:
        """Check what was answered while it was not shown: nothing, or `na`."""
        if given is not None and list(given) != [NOT_SHOWN]:
            raise BadAnswers(f"question {self.id}: answered though not shown")
        return (NOT_SHOWN,)

    def checked(
        self, given: Sequence[str] | None, earlier: Mapping[str, Sequence[str]]
    ) -> tuple[str, ...]:
        """Check one answer, whoever gave it.

        Args:
            given: None for nothing.
            earlier: the checked answers of the questions before.

        Raises:
            BadAnswers: names the question and the rule.
        """
        return self.settle(given) if self.is_shown(earlier) else self.pass_over(given)

    def answered(
        self,
        given: Sequence[str] | None,
        earlier: Mapping[str, Sequence[str]],
        *,
        language: str | None,
    ) -> tuple[str, ...]:
        """Check the answer of a page, or fill in that of the server.

        Args:
            given: what the page sent; None for nothing.
            earlier: the checked answers of the questions before.
            language: the one the visitor chose; None where nobody knows.

        Raises:
            BadAnswers: names the question and the rule.
        """
        if not self.auto:
            return self.checked(given, earlier)
        if given is not None:
            raise BadAnswers(f"question {self.id}: not asked")
        if not self.is_shown(earlier):
            return (NOT_SHOWN,)
        return self.settle([self.code_for(language)] if language is not None else None)

    def code_for(self, language: str) -> str:
        """Give the code of an automatic question for a language; again changes nothing."""
        return language if language in {option.code for option in self.options} else ANOTHER

    def as_json(self) -> dict[str, object]:
        """Give the question as the form is drawn from it."""
        return {
            "id": self.id,
            "label": self.label.as_dict(),
            "help": _text(self.help),
            "multi": self.multi,
            "required": self.required,
            "more": self.more,
            "when": [condition.as_json() for condition in self.when],
            "default": self.default,
            "codes": [option.as_json() for option in self.options],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """Answers that seldom go together: said on the form, and never in the way (V5)."""

    id: str
    label: Label
    when: tuple[Condition, ...]

    def as_json(self) -> dict[str, object]:
        """Give the warning as the form reads it."""
        return {
            "id": self.id,
            "label": self.label.as_dict(),
            "when": [condition.as_json() for condition in self.when],
        }


def _text(label: Label | None) -> dict[str, str] | None:
    return label.as_dict() if label is not None else None
