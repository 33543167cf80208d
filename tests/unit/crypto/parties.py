"""An organisation, its professionals, and a visitor in one process, for the tests of HL1."""

import hashlib
import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric import ec

from chatserver.crypto.hl1 import (
    Device,
    Entry,
    Granted,
    GrantKey,
    Kept,
    Member,
    OfferRead,
    ProfessionalConversation,
    Role,
    Roster,
    VisitorConversation,
    envelope,
    keys,
    make_entry,
    make_revoked,
    to_base64,
)
from chatserver.crypto.hl1.body import Body, Content, Record, encode
from chatserver.crypto.hl1.encapsulation import open_with, seal_to
from chatserver.crypto.hl1.envelope import Header
from chatserver.crypto.hl1.grant import Answered, Grant, open_grant, write_grant
from chatserver.crypto.hl1.offer import read_offer
from chatserver.crypto.hl1.roster import point_of, signer
from chatserver.crypto.hl1.state import State, open_state

SHARE = bytes(32)
AT = 29_430_000
DAY = 24 * 60


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


ORGANISATION = new_key()


def public_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return point_of(key.public_key())


def person_of(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:16]


def a_roster() -> Roster:
    return Roster(public_of(ORGANISATION))


def an_entry(
    name: str = "Sam",
    *,
    role: Role = "professional",
    since: int = AT - 90 * DAY,
    until: int = AT + 90 * DAY,
    key: bytes | None = None,
) -> Entry:
    key = public_of(new_key()) if key is None else key
    return Entry(person=person_of(name), role=role, name=name, since=since, until=until, key=key)


def a_device(
    name: str = "Sam",
    *,
    role: Role = "professional",
    by: ec.EllipticCurvePrivateKey = ORGANISATION,
) -> Device:
    """Return a device whose entry is signed `by` somebody, as a rule the organisation."""
    private = new_key()
    entry = an_entry(name, role=role, key=public_of(private))
    return Device.of(private, make_entry(entry, signer(by)))


def a_list(*devices: bytes) -> bytes:
    """Return a signed list of revoked devices."""
    return make_revoked(devices, issued=AT, sign=signer(ORGANISATION))


def arriving(
    visitor: VisitorConversation,
    name: str = "Sam",
    *,
    device: Device | None = None,
    suite: int = 1,
) -> ProfessionalConversation:
    """Return a professional who has made an offer."""
    return ProfessionalConversation.begin(
        cid=visitor.cid,
        commitment=visitor.commitment,
        suite=suite,
        device=device or a_device(name),
    )


def offered(
    visitor: VisitorConversation, party: ProfessionalConversation, *, roster: Roster | None = None
) -> OfferRead:
    """Return the offer as the visitor's page believes it."""
    return visitor.read_offer(
        party.offer,
        party.signature,
        party.entry,
        roster=roster or a_roster(),
        suites=(1, 2),
        at=AT,
    )


def key_of(party: ProfessionalConversation) -> str:
    kept = party.kept()
    read = read_offer(party.offer, cid=kept.cid, commitment=kept.commitment)
    return to_base64(read.key)


def grant_to(granted: Granted, party: ProfessionalConversation) -> bytes:
    """Return the one grant of a new epoch that is for this professional."""
    (grant,) = [to.grant for to in granted.grants if to.member.key == key_of(party)]
    return grant


def let_in(
    visitor: VisitorConversation,
    party: ProfessionalConversation,
    *others: ProfessionalConversation,
    back: bool = False,
) -> Granted:
    """Grant, and admit for all who are in; the record is left to be opened."""
    granted = visitor.grant(offered(visitor, party), AT, back=back)
    for each in (party, *others):
        each.admit(grant_to(granted, each))
    return granted


def leave_out(
    visitor: VisitorConversation, *numbers: int, rest: tuple[ProfessionalConversation, ...] = ()
) -> Granted:
    """Leave members out, and admit for those who stay; the record is left to be opened."""
    granted = visitor.remove(numbers, AT)
    for each in rest:
        each.admit(grant_to(granted, each))
    return granted


def joining(
    visitor: VisitorConversation,
    name: str,
    *others: ProfessionalConversation,
    back: bool = False,
) -> ProfessionalConversation:
    """Let somebody new in, and open the record everywhere."""
    party = arriving(visitor, name)
    record = let_in(visitor, party, *others, back=back).record
    for each in (*others, party) if not back else others:
        each.open(record)
    return party


def talking() -> tuple[VisitorConversation, ProfessionalConversation]:
    """Return both sides with the first record opened."""
    visitor = VisitorConversation.begin()
    return visitor, joining(visitor, "Sam")


def reloaded(visitor: VisitorConversation) -> VisitorConversation:
    """Return the visitor's page after a reload, nothing opened yet."""
    return VisitorConversation.restore(visitor.root, SHARE, visitor.state(SHARE))


def answered(kept: Kept) -> Answered:
    """Return what a grant to this professional answers."""
    key = read_offer(kept.offer, cid=kept.cid, commitment=kept.commitment).key
    return Answered(cid=kept.cid, key=key, hash=keys.digest(kept.offer))


def a_grant(n: int, *, member: int = 1, record: bytes = bytes(32)) -> Grant:
    """Return what a grant of one epoch could give."""
    return Grant(member=member, since=n, record=record, secrets={n: bytes(32)})


def own_grant(kept: Kept, grant: Grant, by: GrantKey) -> bytes:
    """Return a grant as whoever has this key can make it who knows the offer."""
    return sealed_to(kept, write_grant(grant, answered(kept), by))


def sealed_to(kept: Kept, plaintext: bytes) -> bytes:
    """Seal anything as a grant to this professional: for that it takes the offer only."""
    to = answered(kept)
    return seal_to(to.key, plaintext, info=b"hl1|grant" + to.hash)


def unsealed_by(kept: Kept, grant: bytes) -> bytes:
    """Return the plaintext of a grant, as whoever it is for can read it past all rules."""
    info = b"hl1|grant" + keys.digest(kept.offer)
    return open_with(kept.private, grant, info=info)


def state_of(visitor: VisitorConversation) -> State:
    """Return what the visitor's page keeps."""
    key = keys.state_key(visitor.root, share=SHARE, cid=visitor.cid)
    return open_state(visitor.state(SHARE), key=key, cid=visitor.cid)


def secrets_of(visitor: VisitorConversation) -> dict[int, bytes]:
    """Return ES of each epoch, as the visitor's state has them."""
    return dict(state_of(visitor).secrets)


def read_by(party: ProfessionalConversation, granted: Granted) -> Grant:
    """Return what stands in somebody's grant."""
    kept, sealed = party.kept(), grant_to(granted, party)
    return open_grant(sealed, answered(kept), commitment=kept.commitment, private=kept.private)


def given_to(party: ProfessionalConversation, granted: Granted) -> Mapping[int, bytes]:
    """Return the epochs that stand in somebody's grant."""
    return read_by(party, granted).secrets


def forged(visitor: VisitorConversation, content: Content, *, sender: int, epoch: int) -> bytes:
    """Return what a member with the epoch's secret could write in a page of their own."""
    header = Header(
        cid=visitor.cid, epoch=epoch, sender=sender, instance=secrets.token_bytes(16), seq=1
    )
    body = encode(Body(at=AT, prev=b"", seen=(), content=content))
    return envelope.seal(
        header, body, secret=secrets_of(visitor)[epoch], nonce=secrets.token_bytes(12)
    )


def record_naming(visitor: VisitorConversation, *members: Member, n: int, previous: bytes) -> bytes:
    """Return a record that the visitor never made."""
    record = Record(n=n, members=(visitor.members[0], *members), previous=previous, reason="join")
    return forged(visitor, record, sender=0, epoch=n)


def somebody(number: int, name: str = "Iemand") -> Member:
    """Return a member nobody let in."""
    return Member(id=number, role="professional", name=name, key=to_base64(public_of(new_key())))
