"""Who sits where in a conversation: ask a colleague in, sit in, step out, be declined.

None of this lets anybody read. It says whose page the server delivers to; who holds a key
is decided by the visitor's page alone (docs/protocol.md §1.5).
"""

import secrets
from dataclasses import dataclass
from typing import Final

from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.errors import Code
from chatserver.domain.people import Act, may
from chatserver.helpline import news
from chatserver.helpline.chat import Chat
from chatserver.helpline.counting import Who
from chatserver.helpline.delivery import Party
from chatserver.helpline.sealing import AskFacts, seal_ask
from chatserver.store.interface import DeskList
from chatserver.store.values import Ask, Claim
from chatserver.wire import codec, fields, frames

GONE_ON: Final = frozenset({"passed", "declined", "not_accepted", "absent", "unanswered"})
"""Reasons by which a professional is out of a conversation that goes on: nothing to tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """See the module's text. `capacity`: conversations of one professional at once."""

    chat: Chat
    desk: DeskList
    ring: KeyRing
    capacity: int

    async def ask(self, who: Who, party: Party, how: fields.How | None, *, language: str) -> None:
        """Ask colleagues to take over or to join, or no longer; raises Refused(NOT_YOURS)."""
        ask = None
        if how is not None:
            facts = seal_ask(self.ring, party.cid, AskFacts(language, who.name))
            ask = Ask(party.cid, how, facts)
        await self.desk.ask(who.pseudonym, party.cid, ask)

    async def sit_in(self, who: Who, cid: bytes) -> Claim:
        """Answer a colleague who asks.

        Raises:
            Refused: TAKEN, NOT_YOURS (one's own), UNTAGGED, AT_CAPACITY.
        """
        return await self.desk.sit_in(
            who.pseudonym,
            cid=cid,
            ticket=secrets.token_bytes(16),
            place=secrets.token_bytes(8),
            may_go_on=may(who.role, Act.TAKE),
            capacity=self.capacity,
        )

    async def step_out(self, party: Party) -> None:
        """Leave a conversation to who is in it too; raises Refused(OUT_OF_TURN) if nobody is."""
        await self.chat.unseat(
            party.cid, party.seat, reason="passed", cause=party.connection, may_be_alone=False
        )

    async def decline(self, party: Party, said: frames.Decline) -> None:
        """The visitor's page does not let somebody in, or no longer.

        Raises:
            Refused: NOT_YOURS when nobody sits there (any more).
        """
        reason = "declined" if said.why == "no" else "not_accepted"
        went = await self.chat.unseat(
            party.cid, said.place, reason=reason, cause=party.connection, may_be_alone=True
        )
        if went.went == "guest":
            frame = codec.encode(frames.Refusal(code=Code.DECLINED, cid=party.cid))
            written = news.write(news.TO_STAFF, party.connection, frame)
            await self.chat.conversations.tell(party.cid, written)
