"""What a professional's window held when the vault was lost: to be tagged, or to go on with."""

from collections.abc import Callable, Container, Coroutine, Sequence
from functools import partial
from typing import Any

from chatserver.domain.errors import Refused, Unavailable
from chatserver.helpline import news
from chatserver.helpline.arrivals import Page
from chatserver.helpline.counting import Who
from chatserver.helpline.delivery import Spawn
from chatserver.helpline.recovery import Recovery
from chatserver.wire import frames

CameBack = Callable[[bytes], Coroutine[Any, Any, None]]


class Losses:
    """One window's lost conversations. Whoever of them comes back is found again at once."""

    def __init__(
        self, recovery: Recovery, spawn: Spawn, who: Who, page: Page, came_back: CameBack
    ) -> None:
        """Args: came_back: called with the conversation id when its visitor has returned."""
        self._recovery = recovery
        self._spawn = spawn
        self._who = who
        self._page = page
        self._came_back = came_back
        self._followed: dict[bytes, Callable[[bytes], None]] = {}

    async def hand_back(
        self, slips: Sequence[frames.HandedBack], *, held: Container[bytes]
    ) -> frozenset[bytes]:
        """Owe the tickets of what was lost; what the page was told of.

        Args: held: what goes on, and was not lost; whoever came back meanwhile joins it.
        """
        told = set[bytes]()
        for handed in slips:
            if handed.cid in held or handed.cid in self._followed:
                continue
            # First to listen: the visitor may come back this moment.
            self._follow(handed.cid)
            try:
                ticket = await self._recovery.owe(self._who, handed)
            except Refused as refused:
                self._unfollow(handed.cid)
                # Its visitor may have been faster: back since the desk was asked what is held.
                await self._came_back(handed.cid)
                if handed.cid in held:
                    told.add(handed.cid)
                else:
                    self._page.send(frames.Refusal(code=refused.code, cid=handed.cid))
            else:
                self._page.send(frames.Lost(may_return=True, cid=handed.cid, ticket=ticket))
                told.add(handed.cid)
        return frozenset(told)

    def forget(self) -> None:
        """The window is gone."""
        for cid in tuple(self._followed):
            self._unfollow(cid)

    def _follow(self, cid: bytes) -> None:
        follower = partial(self._hear, cid)
        self._followed[cid] = follower
        self._recovery.conversations.follow(cid, follower)

    def _unfollow(self, cid: bytes) -> None:
        self._recovery.conversations.unfollow(cid, self._followed.pop(cid))

    def _hear(self, cid: bytes, payload: bytes) -> None:
        if news.read(payload).kind == news.RETURNED and cid in self._followed:
            self._spawn(self._find(cid))

    async def _find(self, cid: bytes) -> None:
        try:
            await self._came_back(cid)
        except (Unavailable, Refused):
            return  # every page enters anew when the store is back
