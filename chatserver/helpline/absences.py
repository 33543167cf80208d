"""What happens when somebody stays away: after a grace time the other side is told the truth.

A visitor who is there and does nothing is asked (presence.py), warned, and then let go; so is
everybody at the hard end.
A visitor who is called and does not answer waits again, and nobody is sent to them before they say
that they are there. A visitor whose professional is gone stands in front of the line again, and
whoever is free is next. A conversation whose visitor is gone ends, and its ticket waits for a tag.
"""

from typing import Final

from chatserver.clock import Clock
from chatserver.domain.errors import Refused
from chatserver.helpline import news
from chatserver.helpline.chat import Chat
from chatserver.store.values import Holding, Standing

GAP: Final = 15.0
"""Seconds between two rounds after which we have slept ourselves: the machine, or the store."""

RETURN: Final = 12.0
"""Seconds in which every page has renewed its lease again, if it is there at all."""

EARLY: Final = 15
"""Seconds before the hard end at which a conversation is ended, while there is somebody to say why.
At the hard end its keys expire, whoever is alive or not. Longer than a round takes."""


class Absences:
    """See the module's text. `begin` each round, then `look` at each conversation."""

    def __init__(
        self,
        *,
        chat: Chat,
        clock: Clock,
        visitor_grace: int,
        professional_grace: int,
        silent_close: int,
        ready_within: int,
    ) -> None:
        """Args: visitor_grace, professional_grace, silent_close, ready_within: seconds."""
        self._silent_close = silent_close
        # What is known is the minute in which they were called.
        self._ready_within = ready_within + 60
        self._chat = chat
        self._clock = clock
        self._visitor_grace = visitor_grace
        self._professional_grace = professional_grace
        self._round = self._since = clock.now()

    def begin(self) -> None:
        """A round begins. After a sleep of our own, who seems to be away is given time first."""
        now = self._clock.now()
        if now - self._round > GAP:
            self._since = now
        self._round = now

    async def look(self, holding: Holding, standing: Standing) -> None:
        """Do what is due about one conversation that somebody holds; again is harmless."""
        # As of when the round began: time may have leapt since, and nobody could answer in it.
        now = int(self._round)
        is_settled = now - self._since >= RETURN
        try:
            if standing.hard_end - now <= EARLY:
                await self._chat.over(holding.cid, "time")
            elif is_settled:
                await self._look_who_is_away(holding, standing, now)
        except Refused:
            return  # ended or given to somebody else this moment

    async def _look_who_is_away(self, holding: Holding, standing: Standing, now: int) -> None:
        if is_over(standing.visitor_until, self._visitor_grace, now):
            await self._chat.over(holding.cid, "gone")
        elif standing.state == "called" and is_over(standing.stirred, self._ready_within, now):
            await self._free(holding, "unanswered", is_ready=False)
        elif is_over(standing.stirred, self._silent_close, now):
            await self._chat.over(holding.cid, "silent")
        elif is_over(standing.professional_until, self._professional_grace, now):
            await self._free(holding, "absent")

    async def _free(self, holding: Holding, reason: str, *, is_ready: bool = True) -> None:
        await self._chat.unseat(
            holding.cid,
            holding.place,
            reason=reason,
            cause=news.NOBODY,
            may_be_alone=True,
            is_ready=is_ready,
        )


def is_over(until: int, grace: int, now: int) -> bool:
    """Whether somebody of whom it is known until when they were there has been away too long."""
    return until > 0 and now - until > grace
