"""The counts of the desk: a minute each minute, and a copy in the ledger (decision 0033).

The scripts of the desk count by themselves. Here is what they cannot: the minutes that pass, and
that a lost vault does not take the week with it. Every process runs this; each minute is counted
once, by whoever comes first.

The copy is sealed, of one length, and written whether or not anything happened: it says nothing
to somebody who reads the ledger or its append-only file, not even when somebody came.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.domain.errors import Refused, Unavailable
from chatserver.domain.footfall import (
    Footfall,
    before,
    closed_weeks,
    is_outlived,
    minutes_of_week,
    week_of,
)
from chatserver.helpline.moments import Moments
from chatserver.helpline.opening import Opening
from chatserver.store.interface import Ledger
from chatserver.store.interface_of_footfall import Counts

LOOK_EVERY: Final = 20.0
"""Seconds: three looks in each minute, of which one counts it."""

KEEP_EVERY: Final = 5
"""Minutes between two copies: so much is lost with a vault."""

LENGTH: Final = 2048
"""Bytes of a copy, or a multiple: a busy week must not be told from a quiet one by its length."""

PURPOSE: Final = b"footfall|"

WHOLE_PERCENT: Final = 100

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnstile:
    """See the module's text. `run` it in the process's task group.

    Attributes:
        most: a longer line refuses newcomers.
        ring: the ledger's key ring.
    """

    counts: Counts
    ledger: Ledger
    ring: KeyRing
    opening: Opening
    moments: Moments
    most: int

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except (Unavailable, Refused):
                logger.warning("the counts of the desk wait for a store")
            await self.moments.clock.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Count this minute, unless somebody has; keep a copy when it is time."""
        at = self.moments.at()
        is_paused = self.opening.paused_since is not None and not self.opening.is_closed
        is_first = await self.counts.sample(
            at, most=self.most, is_open=self.opening.admits, is_paused=is_paused
        )
        if is_first:
            await self.carry_over()
            if at.now // 60 % KEEP_EVERY == 0:
                await self.keep()

    async def carry_over(self) -> None:
        """Go on from the copy where this vault does not know what was counted before it."""
        at = self.moments.at()
        for number, period in enumerate(at.periods):
            if not (await self.counts.read(period)).is_whole:
                known = (await self._kept()).get(period, Footfall())
                done = await self.counts.carry_over(period, known, number=number)
                if done and known.counts:
                    logger.info("the counts of the desk go on where they were")

    async def keep(self) -> None:
        """Keep a copy of what is counted now, and of what closed last: its copy must be whole."""
        now = self.moments.at()
        today = date.fromisoformat(now.day)
        kept = dict[str, bytes]()
        for period in (*now.periods, *before(today)):
            counted = await self.counts.read(period)
            # What is not whole would take the place of a copy that knows more.
            if counted.is_whole:
                kept[period] = self._seal(period, counted.footfall)
        if kept:
            outlived = [it for it in await self.ledger.footfall() if is_outlived(it, today)]
            await self.ledger.keep_footfall(kept, outlived=outlived)

    async def today(self) -> Footfall:
        """What was counted of this day so far."""
        return (await self.counts.read(self.moments.at().day)).footfall

    async def closed(self) -> Mapping[str, object]:
        """The last four weeks that are over, together; and who left the line, by closed month.

        `weeks` is None before there is one. `counted_percent`: of the minutes of those weeks, in
        how many the desk was counted at all.
        """
        at = self.moments.at()
        kept = await self._kept()
        mondays = [
            monday for monday in closed_weeks(date.fromisoformat(at.day)) if week_of(monday) in kept
        ]
        months = sorted(
            name
            for name, footfall in kept.items()
            if len(name) == len(at.month) and name < at.month and footfall["minutes"]
        )
        return {
            "weeks": self._together(mondays, kept) if mondays else None,
            "months": [kept[name].month(name) for name in months],
        }

    def _together(self, mondays: list[date], kept: Mapping[str, Footfall]) -> dict[str, object]:
        together = Footfall.together(kept[week_of(monday)] for monday in mondays)
        minutes = sum(minutes_of_week(monday, self.moments.zone) for monday in mondays)
        return {
            "weeks": len(mondays),
            "first": mondays[0].isoformat(),
            "last": date.fromordinal(mondays[-1].toordinal() + 6).isoformat(),
            "counted_percent": WHOLE_PERCENT * together["minutes"] // minutes,
            "hours": together.hours(),
            **together.as_dict(),
        }

    def _seal(self, period: str, footfall: Footfall) -> bytes:
        plain = msgspec.json.encode(footfall.counts)
        length = -(-len(plain) // LENGTH) * LENGTH
        return self.ring.wrap(plain.ljust(length), PURPOSE + period.encode())

    async def _kept(self) -> Mapping[str, Footfall]:
        """The copies that open: those of another key are as good as lost, and stop nothing."""
        found = {}
        for period, sealed in (await self.ledger.footfall()).items():
            try:
                plain = self.ring.unwrap(sealed, PURPOSE + period.encode())
            except SealError:
                continue
            found[period] = Footfall(msgspec.json.decode(plain, type=dict[str, int]))
        return found
