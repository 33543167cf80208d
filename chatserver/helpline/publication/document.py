"""What a release says, once: every file of it is drawn from this and from nothing else.

A `Document` is made from a `Release` of `domain/disclosure`, which holds text that passed the
audit; there is no other way to make one (DESIGN.md §8).
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from chatserver.domain.disclosure.releases import Page, Release
from chatserver.domain.questions import Label

Language = Literal["nl", "en"]


class Words(msgspec.Struct, frozen=True):
    """One text in both languages."""

    nl: str
    en: str

    @classmethod
    def of(cls, label: Label) -> "Words":
        """Take over a label of the codebook."""
        return cls(nl=label.nl, en=label.en)

    def said(self, language: Language) -> str:
        """Give it in one of them."""
        return self.nl if language == "nl" else self.en


class Line(msgspec.Struct, frozen=True):
    """One row: a rounded number or the sign for one that is left out."""

    code: str
    label: Words
    count: str
    percent: str


class Sheet(msgspec.Struct, frozen=True):
    """One table. `is_multi`: rows may add up to more than the total."""

    id: str
    title: Words
    unit: Words
    base: Words
    total: str
    is_multi: bool
    lines: list[Line]


class Document(msgspec.Struct, frozen=True):
    """All that is published of some years."""

    codebook: str
    rules: str
    years: list[str]
    is_made_up: bool
    sheets: list[Sheet]
    is_noisy: bool = False

    @property
    def period(self) -> str:
        """`2026`, or `2022-2026`."""
        return "-".join(dict.fromkeys([self.years[0], self.years[-1]]))


class Stamp(msgspec.Struct, frozen=True):
    """What only a release has, and a draft not yet. Days are ISO dates."""

    number: int
    proposed_by: str
    proposed_on: str
    approved_by: str = ""
    approved_on: str = ""
    replaces: int | None = None

    @property
    def is_draft(self) -> bool:
        """Nobody has approved it."""
        return not self.approved_by


def document(release: Release, *, is_made_up: bool) -> Document:
    """Write down what a release says.

    Args:
        release: as disclosure control gave it.
        is_made_up: the figures are of no helpline (demo, training).

    Raises:
        TypeError: it is anything else, such as exact figures.
    """
    if type(release) is not Release:
        raise TypeError("only what disclosure control gave can be written down")
    said: Mapping[str, Any] = release.metadata()
    return Document(
        codebook=said["codebook"],
        rules=said["rules"],
        years=list(release.years),
        is_made_up=is_made_up,
        sheets=[_sheet(release, page) for page in release.pages],
        is_noisy=release.is_noisy,
    )


def _sheet(release: Release, page: Page) -> Sheet:
    table = page.table
    return Sheet(
        id=table.id,
        title=Words.of(table.title),
        unit=Words.of(release.codebook.units[table.unit]),
        base=Words.of(table.base.label),
        total=page.total,
        is_multi=table.of.multi,
        lines=[
            Line(
                code=option.code,
                label=Words.of(option.label),
                count=page.rows[option.code],
                percent=page.percentages.get(option.code, ""),
            )
            for option in table.of.options
        ],
    )
