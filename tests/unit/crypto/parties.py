"""A visitor and a professional in one process, for the tests of HL1."""

from chatserver.crypto.hl1 import (
    Granted,
    Kept,
    ProfessionalConversation,
    VisitorConversation,
)
from chatserver.crypto.hl1.grant import Grant, seal_grant

SHARE = bytes(32)


def arriving(visitor: VisitorConversation, name: str = "Sam") -> ProfessionalConversation:
    """Return a professional who has made an offer."""
    return ProfessionalConversation.begin(
        cid=visitor.cid,
        commitment=visitor.commitment,
        suite=1,
        name=name,
        role="professional",
    )


def let_in(visitor: VisitorConversation, party: ProfessionalConversation) -> Granted:
    """Grant and admit; the record is left to be opened."""
    offer = visitor.read_offer(party.offer, party.signature, party.entry)
    granted = visitor.grant(offer, 1)
    party.admit(granted.grant)
    return granted


def talking() -> tuple[VisitorConversation, ProfessionalConversation]:
    """Return both sides with the first record opened."""
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    party.open(let_in(visitor, party).record)
    return visitor, party


def reloaded(visitor: VisitorConversation) -> VisitorConversation:
    """Return the visitor's page after a reload, nothing opened yet."""
    return VisitorConversation.restore(visitor.root, SHARE, visitor.state(SHARE))


def own_grant(kept: Kept, plaintext: Grant) -> bytes:
    """Return a grant as anybody can make it who knows the offer."""
    return seal_grant(plaintext, offer=kept.offer, key=kept.offer[-65:])
