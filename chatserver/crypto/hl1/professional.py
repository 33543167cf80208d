"""The professional's side: offers a key, is granted epochs, and follows their records."""

import secrets
from dataclasses import dataclass, field, replace
from typing import Self

from chatserver.crypto.hl1.body import Alive, Content, End, Leave, Member, Text
from chatserver.crypto.hl1.encapsulation import PrivateKey, new_key
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.crypto.hl1.errors import refused
from chatserver.crypto.hl1.grant import Answered, Grant, open_grant
from chatserver.crypto.hl1.keys import Random, digest
from chatserver.crypto.hl1.offer import make_offer, read_offer
from chatserver.crypto.hl1.party import Adoption, Opened, Party
from chatserver.crypto.hl1.roster import Device, read_entry
from chatserver.crypto.hl1.words import words_for

_NOBODY_YET = 255
"""Our member number before the first grant; nothing can be sealed or opened with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a reloaded staff page goes on from; the server replays grants and messages."""

    cid: bytes
    commitment: bytes
    offer: bytes
    signature: bytes
    entry: bytes
    private: PrivateKey = field(repr=False)
    record: bytes = b""
    """H(sealed) of the newest record that had opened; nothing is sealed before it is back."""


class ProfessionalConversation:
    """One conversation, as a professional's page holds it."""

    def __init__(self, *, kept: Kept, random: Random) -> None:
        """Use `begin` or `restore`."""
        self._kept: Kept | None = kept
        self._cid = kept.cid
        self._offer, self._signature, self._entry = kept.offer, kept.signature, kept.entry
        key = read_offer(kept.offer, cid=kept.cid, commitment=kept.commitment).key
        self._key = to_base64(key)
        self._answered = Answered(cid=kept.cid, key=key, hash=digest(kept.offer))
        self._granted: dict[int, bytes] = {}
        """H(sealed) of the record of each epoch that had a grant of its own."""
        self._record = b""
        self._awaited = kept.record
        self._member: int | None = None
        self._joined = 0
        self._party = Party(cid=kept.cid, number=_NOBODY_YET, random=random, adopt=self._adopt)

    @classmethod
    def begin(
        cls,
        *,
        cid: bytes,
        commitment: bytes,
        suite: int,
        device: Device,
        random: Random = secrets.token_bytes,
    ) -> Self:
        """Make a key for this conversation and offer it, in the name of the device's entry.

        Raises:
            Hl1Error: `unsupported` for an unknown suite, `refused` for an entry that is none.
        """
        entry = read_entry(device.entry)
        private, key = new_key(suite)
        offered = make_offer(
            cid=cid,
            commitment=commitment,
            suite_number=suite,
            role=entry.role,
            name=entry.name,
            key=key,
        )
        kept = Kept(
            cid=cid,
            commitment=commitment,
            offer=offered,
            signature=device.sign(offered),
            entry=device.entry,
            private=private,
        )
        return cls(kept=kept, random=random)

    @classmethod
    def restore(cls, kept: Kept, *, random: Random = secrets.token_bytes) -> Self:
        """Go on after a reload; then `admit` the grants and open the messages again."""
        return cls(kept=kept, random=random)

    def kept(self) -> Kept:
        """Return what `restore` needs; keep it anew after each record that opened."""
        if self._kept is None:
            raise refused("a conversation that was forgotten")
        return replace(self._kept, record=self._record if self._is_in else self._awaited)

    @property
    def offer(self) -> bytes:
        """The offer, as the visitor's page reads it."""
        return self._offer

    @property
    def signature(self) -> bytes:
        """64 bytes: the device's, over the offer."""
        return self._signature

    @property
    def entry(self) -> bytes:
        """The device's entry on the roster."""
        return self._entry

    @property
    def granted(self) -> int:
        """The newest epoch we were granted; -1 before the first grant."""
        return max(self._party.secrets, default=-1)

    @property
    def epoch(self) -> int:
        """The newest epoch whose record we opened, in which we seal; -1 before the first.

        A record from before we came in is not enough, nor after a reload one from before the
        newest we had opened: a server that keeps the newer one back would have us write to
        whoever has been left out since.
        """
        return self._party.recorded if self._is_in else -1

    @property
    def members(self) -> tuple[Member, ...]:
        """Who is in, by the newest record that has opened; nobody before the first."""
        recorded = self._party.recorded
        return self._party.members[recorded] if recorded else ()

    @property
    def owes_alive(self) -> bool:
        """Whether to seal an `alive` when we have been silent for a minute (§1.3)."""
        return self._is_in and self._party.owes_alive

    @property
    def confirmed(self) -> int:
        """Our newest message of this page load that somebody else says they opened."""
        return self._party.confirmed

    def admit(self, grant: bytes) -> None:
        """Take the epochs a grant gives; the same grant again changes nothing.

        Raises:
            Hl1Error: `unsupported` for another version, `refused` if it answers another offer,
                is not signed by the one who made the commitment, or contradicts an earlier grant.
        """
        kept = self.kept()
        given = open_grant(grant, self._answered, commitment=kept.commitment, private=kept.private)
        self._check_against_earlier(given)
        party = self._party
        if self._member is None:
            self._member, self._joined = given.member, given.newest
            party.number_is(given.member)
            party.first = given.since
        party.first = min(party.first, given.since)
        self._granted[given.newest] = given.record
        party.secrets.update(given.secrets)

    def seal_text(self, text: str, at: int) -> bytes:
        """Seal what the professional wrote. Args: at: whole minutes since 1970."""
        return self._seal(Text(text=text), at)

    def seal_card(self, text: str, at: int) -> bytes:
        """Seal the lines of a contact card (docs/protocol.md §1.3)."""
        return self._seal(Text(text=text, is_card=True), at)

    def seal_end(self, at: int) -> bytes:
        """Seal the last message of this side."""
        return self._seal(End(), at)

    def seal_leave(self, at: int) -> bytes:
        """Seal our last message in a conversation that goes on without us."""
        return self._seal(Leave(), at)

    def seal_alive(self, at: int) -> bytes:
        """Seal nothing but what we have sent and opened."""
        return self._seal(Alive(), at)

    def open(self, sealed: bytes) -> Opened:
        """Open one message, in the server's order.

        Raises:
            Hl1Error: `unreadable` if it was written before we were let in;
                otherwise see `Party.open`.
        """
        return self._party.open(sealed)

    def words(self) -> tuple[str, ...]:
        """Return the four words of our offer and the newest record (§1.9).

        Raises:
            Hl1Error: `refused` before the first record.
        """
        if not self._is_in:
            raise refused("words before anybody was let in")
        return words_for(cid=self._cid, offer_hash=self._answered.hash, record=self._record)

    def forget(self) -> None:
        """Drop every key."""
        self._kept = None
        self._party.forget()

    @property
    def _is_in(self) -> bool:
        return self._party.recorded >= max(self._joined, 1) and not self._awaited

    def _seal(self, content: Content, at: int) -> bytes:
        return self._party.seal(content, epoch=self.epoch, at=at)

    def _check_against_earlier(self, given: Grant) -> None:
        held = self._party.secrets
        if any(held.get(epoch, secret) != secret for epoch, secret in given.secrets.items()):
            raise refused("another secret for the same epoch")
        if self._granted.get(given.newest, given.record) != given.record:
            raise refused("another record of the same epoch")
        if self._member not in {None, given.member}:
            raise refused("another member number")

    def _adopt(self, asked: Adoption) -> None:
        """Believe a record that follows the one before (§1.3)."""
        came_later = not self._party.recorded and self._party.since > 0
        if asked.record.n <= self._party.recorded:
            raise refused("a record of an epoch that is over")
        if asked.record.previous != self._record and not came_later:
            raise refused("a record that does not follow the one before")
        # An epoch from before our first grant has none of its own; the first that has, must follow.
        granted = self._granted.get(asked.record.n)
        if granted != asked.digest and (granted or asked.record.n >= self._joined):
            raise refused("a record that the visitor did not make")
        we = [member.key for member in asked.record.members if member.id == self._member]
        if we != [self._key] and asked.record.n >= self._joined:
            raise refused("a record that does not name us")
        if came_later:
            self._party.order.come_in(asked.message, since=self._party.since)
        self._record = asked.digest
        if asked.digest == self._awaited:
            self._awaited = b""
        self._party.members[asked.record.n] = asked.record.members
