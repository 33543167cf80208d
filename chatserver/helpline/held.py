"""What a professional's page is told of a conversation that it holds."""

from collections.abc import Iterator

from msgspec import UNSET

from chatserver.helpline.chat import GRANT
from chatserver.helpline.delivery import Party
from chatserver.helpline.sealing import Facts
from chatserver.store.values import Claim, Life
from chatserver.wire import frames


def shown(
    party: Party, claim: Claim, life: Life, facts: Facts, ref: bytes | None
) -> Iterator[frames.Held | frames.Granting]:
    """The conversation, and every grant that this place was given. Args: ref: of what was asked."""
    yield frames.Held(
        cid=claim.cid,
        ticket=claim.ticket,
        place=claim.place,
        commitment=facts.commitment,
        language=facts.language,
        suites=facts.suites,
        last=life.last,
        delivered=life.opened_by_visitor,
        guest=claim.is_guest,
        ref=ref,
        rehearsal=facts.rehearsal or UNSET,
        says_writing=True,
        read=life.read_by_visitor,
        has_read=life.read_by_professional,
    )
    for place, epoch, sealed in life.grants:
        if place == claim.place:
            grant = party.data_key.open(GRANT, sealed)
            yield frames.Granting(cid=claim.cid, epoch=epoch, grant=grant)
