"""The counts of the desk in the vault. Most are raised by the scripts of store/desk.py."""

from collections.abc import Sequence
from typing import Final

from chatserver.domain.footfall import Footfall, Moment
from chatserver.store import keys
from chatserver.store.commands import Argument, Commands
from chatserver.store.desk import DESK_KEYS, LIVES, counts_of, script
from chatserver.store.interface_of_footfall import Counted
from chatserver.store.lua import load
from chatserver.store.replies import pairs

COUNTS_LIVE: Final = (2 * 86400, 10 * 86400, 33 * 86400)
"""Seconds after the last change, of a day, a week and a month. The same is in scripts/_desk.lua."""

OURS: Final = b"_"
"""Names that begin so are not counts."""

WHOLE: Final = b"_whole"

SAMPLE: Final = script("sample")
CARRY_OVER: Final = load("carry_over")


class RedisCounts:
    """`interface_of_footfall.Counts` over one pipeline."""

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline

    async def sample(self, at: Moment, *, most: int, is_open: bool, is_paused: bool) -> bool:
        """See the interface."""
        names = (*DESK_KEYS, *counts_of(at))
        arguments = (keys.DESK_NEWS, LIVES, at.now, most, int(is_open), int(is_paused))
        return await self._pipeline.run_script(SAMPLE, names, arguments) == 1

    async def read(self, period: str) -> Counted:
        """See the interface."""
        found = pairs(await self._pipeline.call("HGETALL", keys.FOOTFALL + period.encode()))
        counts = {
            name.decode(): int(number)
            for name, number in found.items()
            if not name.startswith(OURS)
        }
        return Counted(Footfall(counts), is_whole=WHOLE in found)

    async def carry_over(self, period: str, before: Footfall, *, number: int) -> bool:
        """See the interface."""
        values = (each for pair in before.counts.items() for each in pair)
        arguments: Sequence[Argument] = (COUNTS_LIVE[number], *values)
        name = keys.FOOTFALL + period.encode()
        return await self._pipeline.run_script(CARRY_OVER, (name,), arguments) == 1
