"""The visitor's side: makes every epoch, and alone lets somebody in."""

import secrets
from dataclasses import dataclass, field
from typing import Self

from chatserver.crypto.hl1 import keys, offer, suite
from chatserver.crypto.hl1.body import THE_VISITOR, End, Member, Record, Text
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.crypto.hl1.errors import refused
from chatserver.crypto.hl1.grant import Grant, seal_grant
from chatserver.crypto.hl1.keys import Identity, Random
from chatserver.crypto.hl1.offer import OfferRead
from chatserver.crypto.hl1.party import Adoption, Opened, Party
from chatserver.crypto.hl1.state import State, open_state, seal_state

_LAST_MEMBER = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """To be kept (`state`), sent as `grant`, and then said: in this order (§1.5)."""

    epoch: int
    grant: bytes
    record: bytes = field(repr=False)
    """The sealed epoch record: the first message of the new epoch."""


class VisitorConversation:
    """One conversation, as the visitor's page holds it."""

    def __init__(self, *, root: bytes, state: State, random: Random) -> None:
        """Use `begin` or `restore`."""
        self._root = root
        self._identity = keys.identity(root)
        self._next = state.next
        self._records = {max(state.secrets): state.record}
        self._chain = b""
        self._replayed = 0
        self._party = Party(
            cid=self._identity.cid, number=suite.VISITOR, random=random, adopt=self._adopt
        )
        self._party.secrets.update(state.secrets)
        self._epoch = max(state.secrets)
        self._party.members[self._epoch] = state.members

    @classmethod
    def begin(cls, *, random: Random = secrets.token_bytes) -> Self:
        """Start with a new root, alone in epoch 0."""
        root, secret = random(suite.SECRET_BYTES), random(suite.SECRET_BYTES)
        state = State(secrets={0: secret}, record=b"", members=(THE_VISITOR,), next=1)
        return cls(root=root, state=state, random=random)

    @staticmethod
    def identity(root: bytes) -> Identity:
        """Return what a root stands for."""
        return keys.identity(root)

    @classmethod
    def restore(
        cls, root: bytes, share: bytes, blob: bytes, *, random: Random = secrets.token_bytes
    ) -> Self:
        """Go on after a reload; then open the transcript from its first message.

        Raises:
            Hl1Error: the blob is not what this root and share sealed.
        """
        cid = keys.identity(root).cid
        state = open_state(blob, key=keys.state_key(root, share=share, cid=cid), cid=cid)
        return cls(root=root, state=state, random=random)

    @property
    def root(self) -> bytes:
        """32 bytes: `window.name` and nowhere else."""
        return self._root

    @property
    def cid(self) -> bytes:
        """16 bytes."""
        return self._identity.cid

    @property
    def token(self) -> bytes:
        """32 bytes."""
        return self._identity.token

    @property
    def commitment(self) -> bytes:
        """32 bytes."""
        return self._identity.commitment

    @property
    def epoch(self) -> int:
        """The epoch we seal in."""
        return self._epoch

    @property
    def members(self) -> tuple[Member, ...]:
        """Who can read what is sealed now."""
        return self._party.members[self._epoch]

    def seal_text(self, text: str, at: int) -> bytes:
        """Seal what the visitor wrote. Args: at: whole minutes since 1970."""
        return self._party.seal(Text(text=text), epoch=self._epoch, at=at)

    def seal_end(self, at: int) -> bytes:
        """Seal the last message of this side."""
        return self._party.seal(End(), epoch=self._epoch, at=at)

    def open(self, sealed: bytes) -> Opened:
        """Open one message, in the server's order.

        Raises:
            Hl1Error: see `Party.open`.
        """
        return self._party.open(sealed)

    def read_offer(self, offered: bytes, signature: bytes, entry: bytes) -> OfferRead:
        """Read an offer; signature and entry may be empty and are not verified in this version.

        Raises:
            Hl1Error: see `offer.read_offer`; `refused` for an impossible signature or entry.
        """
        if len(signature) not in (0, 64) or len(entry) > suite.MAX_ENTRY_BYTES:
            raise refused("signature or entry of an offer")
        return offer.read_offer(offered, cid=self.cid, commitment=self.commitment)

    def grant(self, offered: OfferRead, at: int) -> Granted:
        """Let somebody in: a new epoch of the visitor and this one person (§1.5).

        After `restore`, open the whole transcript first: the new record names the
        newest one that arrived, which need not be the last one that was made.

        Raises:
            Hl1Error: nobody was let in, and the epoch is the old one.
        """
        read = offer.read_offer(offered.bytes, cid=self.cid, commitment=self.commitment)
        member = self._member_for(read)
        epoch = self._epoch + 1
        if not self._party.secrets:
            raise refused("a conversation that was forgotten")
        if len(self._party.secrets) >= suite.MAX_EPOCHS or member.id > _LAST_MEMBER:
            raise refused("too many epochs")
        given = self._party.secrets | {epoch: self._party.random(suite.SECRET_BYTES)}
        granted = seal_grant(
            Grant(
                opening=self._identity.opening,
                member=member.id,
                secrets=given if member.id == 1 else {epoch: given[epoch]},
            ),
            offer=read.bytes,
            key=read.key,
        )
        record = Record(
            n=epoch,
            members=(THE_VISITOR, member),
            previous=self._chain,
            reason="start" if epoch == 1 else "join",
        )
        # From here nothing can fail: the epoch and its record exist together.
        self._party.secrets[epoch] = given[epoch]
        sealed = self._party.seal(record, epoch=epoch, at=at)
        self._party.members[epoch] = record.members
        self._chain = self._records[epoch] = keys.digest(sealed)
        self._epoch = epoch
        self._next = max(self._next, member.id + 1)
        return Granted(epoch=epoch, grant=granted, record=sealed)

    def state(self, share: bytes) -> bytes:
        """Seal what a reloaded page needs. Args: share: the server's 32 bytes."""
        state = State(
            secrets=self._party.secrets,
            record=self._records[self._epoch],
            members=self.members,
            next=self._next,
        )
        key = keys.state_key(self._root, share=share, cid=self.cid)
        return seal_state(state, key=key, cid=self.cid, nonce=self._party.random(suite.NONCE_BYTES))

    def forget(self) -> None:
        """Drop the root and every key."""
        self._root = b""
        self._party.forget()

    def _member_for(self, read: OfferRead) -> Member:
        """Return the member this offer makes; the same key keeps its number."""
        key = to_base64(read.key)
        known = [member.id for member in self.members if member.key == key]
        return Member(id=known[0] if known else self._next, role=read.role, name=read.name, key=key)

    def _adopt(self, asked: Adoption) -> None:
        """Take one of our own records from an earlier page load; it only says who was in then.

        Who is in *now* comes from our own state: a professional holds the same
        epoch secret and could write a record, but not the one we remember.
        """
        epoch = asked.record.n
        if epoch <= self._replayed or asked.record.previous != self._chain:
            raise refused("a record that does not follow the one before")
        if self._records.get(epoch, asked.digest) != asked.digest:
            raise refused("a record of this epoch that is not ours")
        self._replayed, self._chain = epoch, asked.digest
        self._party.members[epoch] = asked.record.members
