"""What coordinators were shown stays as it was: prints are kept before anybody sees them.

Whoever looks first after a period has closed works out what is shown of it, and keeps that; two
processes that look at once keep one of both. From then on it is read, never worked out again
(decision 0036).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from chatserver.clock import Clock
from chatserver.domain.disclosure import Disagree, Leak, Print, last_closed, prints
from chatserver.domain.disclosure.spans import LAG_DAYS, grain_of, last_month, months
from chatserver.domain.hours import date_of
from chatserver.domain.questions import Codebook, Period
from chatserver.domain.stretches import Stretch, stretches
from chatserver.domain.tallies import TOTAL, Cell, Counts
from chatserver.store.interface import Ledger

ATTEMPTS: Final = 3
"""Another process is first at most once for each period that closes."""

logger: Final = logging.getLogger(__name__)


class _Month(msgspec.Struct, frozen=True):
    """What closed with a month. `first`: the year its stretch begins with."""

    first: int
    prints: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that was shown of one codebook version. `is_whole`: what closed last is in it."""

    prints: tuple[Print, ...]
    counts: Counts
    is_whole: bool = True

    @property
    def whole_years(self) -> list[str]:
        """The years that were shown to their end, in order."""
        spans = {part for each in self.prints for part in each.span.parts}
        return sorted(part for part in spans if grain_of(part) is Period.YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """Reads what was shown, and decides it where nobody did yet.

    Attributes:
        settle: counts the tags whose time has come, so that none comes to a closed period later.
        window: days in which a tag can be corrected.
        quarters: whether tables of one question are shown per quarter too (decision 0037).
        decides: whether it works out what nobody was shown yet; otherwise it only reads.
    """

    ledger: Ledger
    clock: Clock
    settle: Callable[[], Awaitable[object]]
    window: int
    quarters: bool
    decides: bool = True
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def through(self) -> str:
        """The last month that may be shown."""
        return last_closed(date_of(self.clock.now()), max(LAG_DAYS, self.window))

    async def of(self, book: Codebook) -> Shown:
        """Give all that is shown of a version, after it was kept."""
        async with self._turn:
            shown = await self._attempt(book)
            for _ in range(ATTEMPTS):
                if shown is not None:
                    return shown
                shown = await self._attempt(book)
            return shown or await self._kept_only(book)

    async def _attempt(self, book: Codebook) -> Shown | None:
        """Read what is kept, and add what has closed; None if somebody else just did."""
        through = self.through
        kept = await self._read(book)
        counts = await self._counts(book, through)
        is_whole = not _missing(kept, counts, through)
        if not self.decides:
            return _shown(kept, counts, is_whole=is_whole)
        if not is_whole:
            await self.settle()
            counts = await self._counts(book, through)
        try:
            fresh = await self._worked_out(book, counts, kept, through)
        except (Disagree, Leak):
            logger.error(  # noqa: TRY400 - nothing of it is logged
                "figures of a closed month have changed since they were shown, or would give away"
                " a small number: nothing new of this codebook version is shown"
            )
            return _shown(kept, counts, is_whole=False)
        if fresh:
            encoded = {month: msgspec.json.encode(each) for month, each in fresh.items()}
            publications = self.ledger.publications
            if not await publications.freeze(book.key, encoded, known=len(kept)):
                return None
        return _shown({**kept, **fresh}, counts)

    async def _worked_out(
        self, book: Codebook, counts: Counts, kept: Mapping[str, _Month], through: str
    ) -> dict[str, _Month]:
        """Protect what closed and was never shown; takes seconds, so it is done in a thread.

        Raises:
            Disagree: the cells contradict each other, or what was shown.
            Leak: something small can be worked out from what was shown alone.
        """
        found: dict[str, _Month] = {}
        for stretch in _divided(kept, counts):
            every = _months(stretch, through)
            fresh = [month for month in every if month not in kept]
            if not fresh:
                continue
            earlier = [each for month in every if month in kept for each in _prints(kept[month])]
            part = {cell: n for cell, n in counts.items() if stretch.holds(cell.period)}
            made = await asyncio.to_thread(
                prints, book, part, every[-1], earlier, quarters=self.quarters
            )
            by_month = _by_month(made)
            if any(by_month.get(m, []) != _prints(kept[m]) for m in every if m in kept):
                raise Disagree("what was shown would have been shown differently")
            for month in fresh:
                shown = [each.as_dict() for each in by_month.get(month, [])]
                found[month] = _Month(first=stretch.first, prints=shown)
        return found

    async def _kept_only(self, book: Codebook) -> Shown:
        counts = await self._counts(book, self.through)
        return _shown(await self._read(book), counts, is_whole=False)

    async def _read(self, book: Codebook) -> dict[str, _Month]:
        found = await self.ledger.publications.prints(book.key)
        return {
            month: msgspec.json.decode(kept, type=_Month) for month, kept in sorted(found.items())
        }

    async def _counts(self, book: Codebook, through: str) -> Counts:
        """Read the cells of closed periods: those of an open one are not even looked at."""
        found = {Cell.read(name): n for name, n in (await self.ledger.cells(book.key)).items()}
        return {cell: n for cell, n in found.items() if n and last_month(cell.period) <= through}


def _divided(kept: Mapping[str, _Month], counts: Counts) -> tuple[Stretch, ...]:
    counted = {int(cell.period[:4]) for cell in counts if cell.row == TOTAL}
    return stretches(counted, {int(month[:4]): each.first for month, each in kept.items()})


def _months(stretch: Stretch, through: str) -> tuple[str, ...]:
    return months(f"{stretch.first}-01", stretch.through(through))


def _missing(kept: Mapping[str, _Month], counts: Counts, through: str) -> list[str]:
    every = [m for stretch in _divided(kept, counts) for m in _months(stretch, through)]
    return [month for month in every if month not in kept]


def _prints(month: _Month) -> list[Print]:
    return [Print.read(each) for each in month.prints]


def _by_month(made: Iterable[Print]) -> dict[str, list[Print]]:
    found: dict[str, list[Print]] = {}
    for each in made:
        found.setdefault(last_month(each.span.parts[-1]), []).append(each)
    return found


def _shown(kept: Mapping[str, _Month], counts: Counts, *, is_whole: bool = True) -> Shown:
    every = tuple(each for month in sorted(kept) for each in _prints(kept[month]))
    return Shown(prints=every, counts=counts, is_whole=is_whole)
