"""Two colleagues aside: a conversation without a visitor (docs/protocol.md §1.12, decision 0048).

Whoever asks lays a table: they make what a visitor's page makes, seat themselves and the one
they asked, and forget it. From then on nobody can be let in, and both are what professionals are
in every conversation. What a visitor never has to show, who lays a table must: who they are.
"""

import secrets
from dataclasses import dataclass, field
from typing import Self

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.errors import refused
from chatserver.crypto.hl1.keys import Random
from chatserver.crypto.hl1.offer import OfferRead
from chatserver.crypto.hl1.professional import ProfessionalConversation
from chatserver.crypto.hl1.roster import Device, Entry, Roster, public_key, verify
from chatserver.crypto.hl1.visitor import VisitorConversation

_MAGIC = b"hl1|consult"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a colleague is asked with: which table, and who has laid it."""

    cid: bytes
    """16 bytes; names the consult."""
    commitment: bytes
    """32 bytes: the hash of the key that signs its grants."""
    signature: bytes
    """64 bytes: of the device of who asks, over both."""
    entry: bytes = field(repr=False)
    """Of that device."""

    def checked(self, *, roster: Roster, at: int) -> Entry:
        """Return who asks.

        Args:
            at: whole minutes since 1970.

        Raises:
            Hl1Error: `refused` unless a device of the roster has signed this table.
        """
        theirs = roster.check(self.entry, at=at)
        verify(public_key(theirs.key), signed(self.cid, self.commitment), self.signature)
        return theirs


def signed(cid: bytes, commitment: bytes) -> bytes:
    """Return what who lays a table signs; an offer never begins like it."""
    if (len(cid), len(commitment)) != (suite.CID_BYTES, suite.HASH_BYTES):
        raise refused("a table that is none")
    return _MAGIC + bytes([suite.VERSION]) + cid + commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """To be handed to the server: the grants of both, and the records to be said, in order."""

    mine: tuple[bytes, ...] = field(repr=False)
    theirs: tuple[bytes, ...] = field(repr=False)
    records: tuple[bytes, ...] = field(repr=False)


class Table:
    """A consult until both sit. `lay`, then `seat` once; it is forgotten by that."""

    def __init__(
        self, host: VisitorConversation, mine: ProfessionalConversation, call: Call
    ) -> None:
        """Use `lay`."""
        self._host: VisitorConversation | None = host
        self.mine = mine
        """Our own side, which is in it from `seat` on."""
        self.call = call

    @classmethod
    def lay(cls, device: Device, *, random: Random = secrets.token_bytes) -> Self:
        """Make a consult in the name of this device."""
        host = VisitorConversation.begin(random=random)
        cid, commitment = host.cid, host.commitment
        mine = ProfessionalConversation.begin(
            cid=cid, commitment=commitment, suite=suite.SUITE, device=device, random=random
        )
        signature = device.sign(signed(cid, commitment))
        call = Call(cid=cid, commitment=commitment, signature=signature, entry=device.entry)
        return cls(host, mine, call)

    def seat(
        self, offer: bytes, signature: bytes, entry: bytes, *, roster: Roster, name: str, at: int
    ) -> Seated:
        """Let the colleague in who was asked, and nobody after that.

        Args:
            name: whom we asked. The server says who answers, and may say another's offer.
            at: whole minutes since 1970.

        Raises:
            Hl1Error: `refused` for anybody else, and when somebody sits there already.
        """
        host = self._host
        if host is None:
            raise refused("a table at which both sit")
        theirs = self._read(host, (offer, signature, entry), roster, at)
        if theirs.name != name:
            raise refused("another colleague than was asked")
        parts = (self.mine.offer, self.mine.signature, self.mine.entry)
        ours = self._read(host, parts, roster, at)
        if ours.device == theirs.device:
            raise refused("a consult with oneself")
        alone = host.grant(ours, at, back=False)
        both = host.grant(theirs, at, back=False)
        seated = Seated(
            mine=(alone.grants[0].grant, both.grants[0].grant),
            theirs=(both.grants[1].grant,),
            records=(alone.record, both.record),
        )
        for grant in seated.mine:
            self.mine.admit(grant)
        self.clear()
        return seated

    def clear(self) -> None:
        """Forget what could let somebody in."""
        if self._host is not None:
            self._host.forget()
        self._host = None

    @staticmethod
    def _read(
        host: VisitorConversation, parts: tuple[bytes, bytes, bytes], roster: Roster, at: int
    ) -> OfferRead:
        return host.read_offer(*parts, roster=roster, suites=(suite.SUITE,), at=at)
