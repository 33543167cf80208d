"""The professional's side: offers a key, is granted epochs, and follows their records."""

import secrets
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from chatserver.crypto.hl1.body import End, Member, Role, Text
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.crypto.hl1.errors import Hl1Error, refused
from chatserver.crypto.hl1.grant import open_grant
from chatserver.crypto.hl1.keys import Random, commitment_of
from chatserver.crypto.hl1.offer import make_offer, read_offer
from chatserver.crypto.hl1.party import Adoption, Opened, Party
from chatserver.crypto.hl1.suite import SUITE

_NOBODY_YET = 255
"""Our member number before the first grant; nothing can be sealed or opened with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a reloaded staff page goes on from; the server replays grants and messages."""

    cid: bytes
    commitment: bytes
    offer: bytes
    private: ec.EllipticCurvePrivateKey = field(repr=False)


class ProfessionalConversation:
    """One conversation, as a professional's page holds it."""

    def __init__(self, *, kept: Kept, random: Random) -> None:
        """Use `begin` or `restore`."""
        self._kept: Kept | None = kept
        self._offer = kept.offer
        self._key = to_base64(read_offer(kept.offer, cid=kept.cid, commitment=kept.commitment).key)
        self._recorded = 0
        self._record = b""
        self._member: int | None = None
        self._party = Party(cid=kept.cid, number=_NOBODY_YET, random=random, adopt=self._adopt)

    @classmethod
    def begin(
        cls,
        *,
        cid: bytes,
        commitment: bytes,
        suite: int,
        name: str,
        role: Role,
        random: Random = secrets.token_bytes,
    ) -> Self:
        """Make a key for this conversation and offer it.

        Raises:
            Hl1Error: `unsupported` for a suite that is not 1, `refused` for a
                name or role no visitor's page would accept.
        """
        if suite != SUITE:
            raise Hl1Error("unsupported", "suite of a conversation")
        private = ec.generate_private_key(ec.SECP256R1())
        key = private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        offered = make_offer(cid=cid, commitment=commitment, epoch=0, role=role, name=name, key=key)
        kept = Kept(cid=cid, commitment=commitment, offer=offered, private=private)
        return cls(kept=kept, random=random)

    @classmethod
    def restore(cls, kept: Kept, *, random: Random = secrets.token_bytes) -> Self:
        """Go on after a reload; then `admit` the grants and open the messages again."""
        return cls(kept=kept, random=random)

    def kept(self) -> Kept:
        """Return what `restore` needs."""
        return self._remembered()

    @property
    def offer(self) -> bytes:
        """The offer, as the visitor's page reads it."""
        return self._offer

    @property
    def signature(self) -> bytes:
        """Empty: offers are not yet signed (docs/protocol.md §1.4)."""
        return b""

    @property
    def entry(self) -> bytes:
        """Empty: there is no roster yet (docs/protocol.md §1.4)."""
        return b""

    @property
    def epoch(self) -> int:
        """The newest epoch we were granted, in which we seal; -1 before the first grant."""
        return max(self._party.secrets, default=-1)

    @property
    def members(self) -> tuple[Member, ...]:
        """Who is in, by the newest record that has opened; nobody before the first."""
        return self._party.members[self._recorded] if self._recorded else ()

    def admit(self, grant: bytes) -> None:
        """Take the epochs a grant gives; the same grant again changes nothing.

        Raises:
            Hl1Error: `refused` if it answers another offer, does not come from the
                one who made the commitment, or contradicts an earlier grant.
        """
        kept = self._remembered()
        given = open_grant(grant, offer=self._offer, private=kept.private)
        if commitment_of(given.opening) != kept.commitment:
            raise refused("a grant that the visitor did not make")
        held = self._party.secrets
        if any(held.get(epoch, secret) != secret for epoch, secret in given.secrets.items()):
            raise refused("another secret for the same epoch")
        if self._member not in (None, given.member):
            raise refused("another member number")
        self._member = given.member
        self._party.number_is(given.member)
        held.update(given.secrets)

    def seal_text(self, text: str, at: int) -> bytes:
        """Seal what the professional wrote. Args: at: whole minutes since 1970."""
        return self._party.seal(Text(text=text), epoch=self.epoch, at=at)

    def seal_end(self, at: int) -> bytes:
        """Seal the last message of this side."""
        return self._party.seal(End(), epoch=self.epoch, at=at)

    def open(self, sealed: bytes) -> Opened:
        """Open one message, in the server's order.

        Raises:
            Hl1Error: `unreadable` if it was written before we were let in;
                otherwise see `Party.open`.
        """
        return self._party.open(sealed)

    def forget(self) -> None:
        """Drop every key."""
        self._kept = None
        self._party.forget()

    def _remembered(self) -> Kept:
        if self._kept is None:
            raise refused("a conversation that was forgotten")
        return self._kept

    def _adopt(self, asked: Adoption) -> None:
        """Believe a record that follows the one before (§1.3)."""
        came_later = not self._recorded and 0 not in self._party.secrets
        if asked.record.n <= self._recorded:
            raise refused("a record of an epoch that is over")
        if asked.record.previous != self._record and not came_later:
            raise refused("a record that does not follow the one before")
        we = [member for member in asked.record.members if member.id == self._member]
        if [member.key for member in we] != [self._key]:
            raise refused("a record that does not name us")
        if came_later:
            self._party.order.come_in_at(asked.line, asked.seq)
        self._recorded, self._record = asked.record.n, asked.digest
        self._party.members[self._recorded] = asked.record.members
