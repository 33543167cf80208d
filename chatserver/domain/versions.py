"""The versions of a codebook side by side (V1, V2).

The newest takes tags; all of them are counted and shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from chatserver.domain.errors import Misconfigured
from chatserver.domain.questions import Codebook


@dataclass(frozen=True, slots=True)
class Codebooks:
    """All versions of one codebook, oldest first. Make it with `of`."""

    versions: tuple[Codebook, ...]

    @classmethod
    def of(cls, books: Iterable[Codebook]) -> Self:
        """Put versions in order.

        Raises:
            Misconfigured: none, two of one number, or a version that drops what an earlier
                one of the same major number asked: that is another major version (V1).
        """
        versions = tuple(sorted(books, key=lambda book: book.number))
        if not versions:
            raise Misconfigured("there is no codebook")
        for earlier, later in pairwise(versions):
            if earlier.number == later.number or earlier.id != later.id:
                raise Misconfigured(f"codebook {later.key}: beside {earlier.key}")
            dropped = next(_dropped(earlier, later), None)
            if dropped is not None and earlier.number[0] == later.number[0]:
                raise Misconfigured(f"codebook {later.key}: {dropped} is gone since {earlier.key}")
        return cls(versions)

    @property
    def current(self) -> Codebook:
        """The version that tags are taken in."""
        return self.versions[-1]

    def named(self, key: str) -> Codebook | None:
        """Give the version of that key; None when this server does not know it."""
        return next((book for book in self.versions if book.key == key), None)


def _dropped(earlier: Codebook, later: Codebook) -> Iterator[str]:
    kept = set(_codes(later))
    return (each for each in _codes(earlier) if each not in kept)


def _codes(book: Codebook) -> Iterator[str]:
    for question in book.questions:
        yield from (f"question {question.id}, code {option.code}" for option in question.options)
