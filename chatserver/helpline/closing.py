"""Closing time, for those who wait: told before, told at the moment, and not left standing.

Closing keeps newcomers out. Who waits stays in line and may still be taken for a while
(`after_closing`), because a shift that ends helps whom it can. Who is not taken by then is told
that nobody comes, and whom to call. Who comes back in line later (their professional is gone)
has the same while from that moment. Conversations are never ended by the hours (decision 0018).
"""

import logging
from dataclasses import dataclass, field
from typing import Final

from chatserver.clock import Clock
from chatserver.domain.errors import Refused, Unavailable
from chatserver.helpline.chat import Chat
from chatserver.helpline.delivery import Delivery, Party
from chatserver.helpline.desk import Desk
from chatserver.helpline.opening import Opening
from chatserver.store.interface import DeskList
from chatserver.wire import codec, frames

LOOK_EVERY: Final = 2.0
"""Seconds."""

logger: Final = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Closing:
    """See the module's text. `run` it in the process's task group."""

    opening: Opening
    desk: Desk
    store: DeskList
    chat: Chat
    delivery: Delivery
    clock: Clock
    _told: dict[Party, str] = field(default_factory=dict, init=False)
    """What each of those who wait here was told last."""
    _since: dict[bytes, float] = field(default_factory=dict, init=False)
    """Since when each conversation stands here in the line of a closed desk."""

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.clock.sleep(LOOK_EVERY)
            try:
                await self.look()
            except (Unavailable, Refused):
                logger.warning("closing time waits for the store")

    async def look(self) -> None:
        """Tell those who wait here what is new, and let go whom nobody takes any more."""
        # A rehearsal is for when nobody is let in.
        waiting = [
            party
            for party in self.delivery.parties
            if self.desk.is_in_line(party) and not party.rehearses
        ]
        self._tell(waiting)
        await self._let_go(waiting)

    def _tell(self, waiting: list[Party]) -> None:
        frame = self.opening.shown_in_line()
        if frame is None:
            self._told.clear()
            return
        news = f"{frame.closes} {_is_past(frame)}"
        for party in waiting:
            if self._told.get(party) != news:
                party.emit(codec.encode(frame))
        self._told = dict.fromkeys(waiting, news)

    async def _let_go(self, waiting: list[Party]) -> None:
        now, most = self.clock.now(), self.opening.after_closing
        if not self.opening.is_closed:
            self._since.clear()
            return
        # A lost line does not begin the while anew; who stayed away for all of it is forgotten.
        here = {party.cid for party in waiting}
        self._since = {
            cid: since for cid, since in self._since.items() if cid in here or now - since < most
        }
        late = [party for party in waiting if now - self._since.setdefault(party.cid, now) >= most]
        if not late:
            return
        # Somebody may have been taken this moment, and the news of it is still on its way.
        in_line = {each.cid for each in await self.store.line()}
        for party in late:
            if party.cid in in_line:
                await self.chat.end(party, "closed")


def _is_past(frame: frames.Desk) -> bool:
    """Whether the desk has closed. Both are times of one clock, written so that they compare."""
    return frame.at is not None and frame.closes is not None and frame.at >= frame.closes
