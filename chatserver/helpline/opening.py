"""Whether newcomers are let in: by the hours, and by the coordinator's switch.

The switch lies in the ledger, so that a restart of anything leaves it where it was. Whoever
throws it tells every process by the desk's news; a process that missed it looks by itself.
Running conversations and those who wait are never asked about any of this.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from chatserver.clock import Clock
from chatserver.domain.errors import Unavailable
from chatserver.domain.hours import Closed, ClosingSoon, OpeningHours, State, whole_minute
from chatserver.helpline.delivery import Spawn
from chatserver.helpline.desk import Desk
from chatserver.store.interface import DeskList, Ledger
from chatserver.wire import frames

LOOK_EVERY: Final = 2.0
"""Seconds: newcomers at a process that missed the news are kept out within that."""

SWITCHED: Final = b"switched"
"""News of the desk: look at the ledger."""

logger: Final = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Opening:
    """See the module's text. `run` it in the process's task group.

    Attributes:
        after_closing: seconds that who waits may still be taken.
        paused_since: whole minute, Unix seconds; None: newcomers are let in.
    """

    ledger: Ledger
    store: DeskList
    desk: Desk
    clock: Clock
    spawn: Spawn
    hours: OpeningHours
    after_closing: float
    paused_since: int | None = None
    _seen: tuple[int, State] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.store.watch(self._hear)

    @property
    def state(self) -> State:
        """What the hours say now."""
        now = whole_minute(self.clock.now())
        # The hours know whole minutes only, and a thousand pages may ask within one.
        if self._seen is None or self._seen[0] != now:
            self._seen = now, self.hours.at(now)
        return self._seen[1]

    @property
    def admits(self) -> bool:
        """Whether newcomers are let in."""
        return self.paused_since is None and not self.is_closed

    def shown(self, *, is_full: bool) -> frames.Desk:
        """What somebody is told who is not in line. Args: is_full: the waiting list is."""
        state = self.state
        at = self.hours.wall(self.clock.now())
        if isinstance(state, Closed):
            opens = None if state.opens is None else self.hours.wall(state.opens)
            return frames.Desk(state="closed", at=at, opens=opens)
        if self.paused_since is not None:
            return frames.Desk(state="closed", paused=True, at=at)
        closes = self.hours.wall(state.closes) if isinstance(state, ClosingSoon) else None
        return frames.Desk(state="full" if is_full else "open", at=at, closes=closes)

    def shown_to_everybody(self) -> frames.Desk:
        """The same, for who has not asked to come in yet."""
        return self.shown(is_full=self.desk.is_full)

    def shown_in_line(self) -> frames.Desk | None:
        """What somebody is told who waits: that the desk closes, or has; None: nothing."""
        match self.state:
            case ClosingSoon(closes=when) | Closed(since=int(when)):
                at = self.hours.wall(self.clock.now())
                return frames.Desk(state="open", at=at, closes=self.hours.wall(when))
            case _:
                return None

    @property
    def is_closed(self) -> bool:
        """Whether the hours say so; the switch alone closes nothing for who waits."""
        return isinstance(self.state, Closed)

    def as_told_to_coordinators(self) -> Mapping[str, str | None]:
        """The switch and the hours, apart. Times as the helpline's clock shows them."""
        state = self.state
        changes = state.opens if isinstance(state, Closed) else state.closes
        since = self.paused_since
        return {
            "paused_since": None if since is None else self.hours.wall(since),
            "hours": "closed" if isinstance(state, Closed) else "open",
            "changes": None if changes is None else self.hours.wall(changes),
            "at": self.hours.wall(self.clock.now()),
        }

    async def pause(self) -> None:
        """Keep newcomers out, here at once and everywhere else in a moment."""
        await self.ledger.pause_intake(now=whole_minute(self.clock.now()))
        await self._switched()

    async def resume(self) -> None:
        """Let newcomers in again, as far as the hours do."""
        await self.ledger.resume_intake()
        await self._switched()

    async def _switched(self) -> None:
        await self.look()
        with suppress(Unavailable):  # the others look by themselves
            await self.store.tell(SWITCHED)

    async def look(self) -> None:
        """Read the switch."""
        self.paused_since = await self.ledger.paused_since()

    def _hear(self, news: bytes) -> None:
        if news == SWITCHED:
            self.spawn(self._look_quietly())

    async def run(self) -> None:
        """Read the switch again and again until cancelled."""
        while True:
            await self.clock.sleep(LOOK_EVERY)
            await self._look_quietly()

    async def _look_quietly(self) -> None:
        try:
            await self.look()
        except Unavailable:
            logger.warning("the intake switch waits for the ledger")
