"""What happens when somebody stays away: after a grace time the other side is told the truth.

A visitor whose professional is gone stands in front of the line again, and whoever is free is
next. A conversation whose visitor is gone ends, and its ticket waits for a tag.
"""

from dataclasses import dataclass

from chatserver.clock import Clock
from chatserver.domain.errors import Refused
from chatserver.helpline import news
from chatserver.helpline.chat import Chat
from chatserver.store.interface import Conversations
from chatserver.store.values import VISITOR, Holding, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Absences:
    """See the module's text. Times in seconds."""

    conversations: Conversations
    chat: Chat
    clock: Clock
    visitor_grace: int
    professional_grace: int

    async def look(self, holding: Holding, standing: Standing) -> None:
        """Do what is due about one conversation that somebody holds; again is harmless."""
        now = int(self.clock.now())
        try:
            if is_over(standing.visitor_until, self.visitor_grace, now):
                await self._end(holding.cid)
            elif is_over(standing.professional_until, self.professional_grace, now):
                await self._take_back(holding)
        except Refused:
            return  # ended or given to somebody else this moment

    async def _end(self, cid: bytes) -> None:
        told = news.write(news.FINISHED, news.NOBODY, b"gone")
        await self.conversations.finish(cid, seat=VISITOR, news=told)
        await self.chat.released(cid)

    async def _take_back(self, holding: Holding) -> None:
        cid, place = holding.cid, holding.place
        let_in = await self.conversations.let_in(cid)
        went = await self.chat.desk.unseat(cid, place, let_in=let_in, may_be_alone=True)
        await self.chat.stand_up(cid, place, went, reason="absent", cause=news.NOBODY)
        if went.went == "passed":
            await self.chat.tell_passed(cid, went.successor)


def is_over(until: int, grace: int, now: int) -> bool:
    """Whether somebody of whom it is known until when they were there has been away too long."""
    return until > 0 and now - until > grace
