"""The tickets of one professional's window: what waits for its tag, and what can be corrected."""

import asyncio
from typing import Final

from msgspec import UNSET

from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.domain.people import Act, may
from chatserver.helpline.arrivals import Page
from chatserver.helpline.counting import Counting, Who
from chatserver.helpline.delivery import Spawn
from chatserver.store.interface import DeskList
from chatserver.wire import frames

MOST_GIVEN: Final = 60
"""Tags that are shown to be corrected; each takes about 60 bytes. Nobody gives more in a night."""


class Tickets:
    """See the module's text. Every window of a professional shows the same."""

    def __init__(
        self, counting: Counting, store: DeskList, spawn: Spawn, who: Who, page: Page
    ) -> None:
        self._counting = counting
        self._store = store
        self._spawn = spawn
        self._who = who
        self._page = page
        # What was read first is told first: the page believes the last it hears.
        self._in_turn = asyncio.Lock()

    async def tag(self, said: frames.Tag) -> None:
        """Tag an ended conversation, or correct its tag; raises Refused: see `Counting.tag`."""
        is_practice = await self._counting.tag(self._who, said.ticket, said.codebook, said.answers)
        await self._tagged(said.ref, said.ticket, rehearsal=is_practice)

    async def skip(self, said: frames.Skip) -> None:
        """Leave a conversation untagged."""
        is_practice = await self._counting.skip(self._who, said.ticket, said.reason)
        await self._tagged(said.ref, said.ticket, rehearsal=is_practice)

    async def reopen(self, said: frames.Reopen) -> None:
        """Show the answers of one's own tag; raises Refused: see `Counting.reopen`, WRONG_ROLE."""
        if not self._may_tag:
            raise Refused(Code.WRONG_ROLE)
        codebook, answers = await self._counting.reopen(self._who, said.ticket)
        self._page.send(
            frames.Reopened(
                ref=said.ref,
                ticket=said.ticket,
                codebook=codebook,
                answers={question: list(codes) for question, codes in answers.items()},
            )
        )

    async def show(self) -> None:
        """Tell the page what waits for a tag, and what has one that can be corrected."""
        async with self._in_turn:
            tickets = await self._store.tickets_of(self._who.pseudonym)
            practice = [it for it, note in tickets.items() if self._counting.is_of_rehearsal(note)]
            self._page.send(frames.Untagged(tickets=list(tickets), rehearsals=practice or UNSET))
            if self._may_tag:
                given = await self._counting.given_by(self._who)
                tags = [frames.Given(ticket=ticket, at=at) for ticket, at in given[:MOST_GIVEN]]
                self._page.send(frames.Tags(given=tags))

    def show_soon(self) -> None:
        """Something has changed, perhaps in another window of theirs."""
        self._spawn(self._show_unless_away())

    async def _show_unless_away(self) -> None:
        try:
            await self.show()
        except Unavailable:
            return  # every page enters anew when the store is back

    async def _tagged(self, ref: bytes, ticket: bytes, *, rehearsal: bool) -> None:
        self._page.send(frames.Tagged(ref=ref, ticket=ticket, rehearsal=rehearsal or UNSET))
        await self.show()

    @property
    def _may_tag(self) -> bool:
        return may(self._who.role, Act.TAKE)
