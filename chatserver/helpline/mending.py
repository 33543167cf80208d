"""Makes the lives of conversations follow the desk, after a process died between the two.

The desk alone decides who waits and who holds what; each of its scripts is one step. The life
of the conversation is told in a second step, by the same process. If that process died in
between, both stay as they are until this looks: twice, with a round between, so that a process
which is only slow is not taken for a dead one. The turn in either place tells which is newer
(docs/decisions/0013).
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chatserver.domain.errors import Refused
from chatserver.helpline import news
from chatserver.helpline.absences import Absences
from chatserver.helpline.chat import Chat
from chatserver.store.interface import Conversations, DeskList
from chatserver.store.values import Holding, Standing, Unseated

AT_ONCE: Final = 200
"""Conversations that are asked for in one go."""

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Difference:
    """A conversation that the desk and its life tell differently."""

    cid: bytes
    standing: Standing
    holding: Holding | None
    """None while it waits."""


class Mending:
    """See the module's text. `round` it every few seconds."""

    def __init__(
        self,
        conversations: Conversations,
        store: DeskList,
        chat: Chat,
        absences: Absences,
        *,
        grace: int,
    ) -> None:
        """Begin with no suspicion.

        Args: grace: seconds that a waiting visitor is kept after their page was last there.
        """
        self._grace = grace
        self._absences = absences
        self._conversations = conversations
        self._store = store
        self._chat = chat
        self._seen: frozenset[Difference] = frozenset()

    async def round(self) -> None:
        """Forget what has expired, and mend what was different last time already."""
        self._absences.begin()
        found = set[Difference]()
        holdings = {it.cid: it for it in await self._store.all_held()}
        waiting = [it.cid for it in await self._store.line() if it.cid not in holdings]
        cids = [*holdings, *waiting]
        for cid, standing in zip(cids, await self._standings(cids), strict=True):
            holding = holdings.get(cid)
            if standing is None:
                await self._forget(cid, is_held=holding is not None)
            elif is_different(standing, holding):
                found.add(Difference(cid, standing, holding))
            elif holding is not None:
                await self._absences.look(holding, standing)
        for difference in found & self._seen:
            await self._mend(difference)
        self._seen = frozenset(found - self._seen)

    async def _standings(self, cids: Sequence[bytes]) -> list[Standing | None]:
        found: list[Standing | None] = []
        for at in range(0, len(cids), AT_ONCE):
            some = cids[at : at + AT_ONCE]
            found += await asyncio.gather(*map(self._conversations.standing, some))
        return found

    async def _forget(self, cid: bytes, *, is_held: bool) -> None:
        self._chat.expired(cid)
        if is_held:
            await self._conversations.tell(cid, news.write(news.FINISHED, news.NOBODY, b"gone"))
            await self._chat.released(cid)
        else:
            # It expired because nobody was there any more: they left a grace time ago.
            left = self._chat.moments.at(ago=self._grace)
            await self._store.release(cid, tagged=False, at=left)

    async def _mend(self, difference: Difference) -> None:
        cid, standing, holding = difference.cid, difference.standing, difference.holding
        logger.info("a step that was left half-way is finished")
        try:
            if holding is None:
                await self._stand_up(cid, standing.place, Unseated("front", standing.turn))
            elif holding.place in standing.guests:
                went = Unseated("passed", holding.turn, holding.place)
                await self._stand_up(cid, standing.place, went)
            else:
                # Nobody ever sat down: the visitor stands in line again, in front.
                place = holding.place
                went = await self._store.unseat(cid, place, let_in=(), may_be_alone=True)
                await self._stand_up(cid, place, went)
        except Refused:
            return  # somebody was faster

    async def _stand_up(self, cid: bytes, place: bytes, went: Unseated) -> None:
        await self._chat.stand_up(cid, place, went, reason="passed", cause=news.NOBODY)


def is_different(standing: Standing, holding: Holding | None) -> bool:
    """Whether the life of a conversation has not heard what the desk decided."""
    return standing.state != "waiting" if holding is None else standing.turn < holding.turn
