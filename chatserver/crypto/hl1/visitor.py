"""The visitor's side: makes every epoch, and alone lets somebody in or leaves somebody out."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Self

from chatserver.crypto.hl1 import keys, offer, suite
from chatserver.crypto.hl1.body import THE_VISITOR, Alive, Content, End, Member, Record, Text, Why
from chatserver.crypto.hl1.encoding import from_base64, to_base64
from chatserver.crypto.hl1.errors import refused
from chatserver.crypto.hl1.grant import Answered, Grant, Granted, GrantTo, seal_grant
from chatserver.crypto.hl1.grant_key import GrantKey
from chatserver.crypto.hl1.keys import Identity, Random
from chatserver.crypto.hl1.offer import OfferRead
from chatserver.crypto.hl1.party import Adoption, Opened, Party
from chatserver.crypto.hl1.roster import Roster
from chatserver.crypto.hl1.state import Offered, State, open_state, seal_state, state_id
from chatserver.crypto.hl1.words import words_for

_LAST_MEMBER = 255


class VisitorConversation:
    """One conversation, as the visitor's page holds it."""

    def __init__(self, *, root: bytes, state: State, random: Random) -> None:
        """Use `begin` or `restore`."""
        self._root = root
        self._identity = keys.identity(root)
        self._key: GrantKey | None = state.key
        self._commitment = state.key.commitment
        self._next = state.next
        self._offers = dict(state.offers)
        self._records = dict(state.records)
        self._chain = b""
        self._party = Party(
            cid=self._identity.cid, number=suite.VISITOR, random=random, adopt=self._adopt
        )
        self._party.secrets.update(state.secrets)
        self._epoch = max(state.secrets)
        self._members = state.members

    @classmethod
    def begin(cls, *, key: GrantKey | None = None, random: Random = secrets.token_bytes) -> Self:
        """Start with a new root, alone in epoch 0.

        Args:
            key: for vectors, which need one that is known; a new one for everybody else.
        """
        root, secret = random(suite.SECRET_BYTES), random(suite.SECRET_BYTES)
        state = State(
            key=key or GrantKey.new(),
            secrets={0: secret},
            records={},
            members=(THE_VISITOR,),
            next=1,
            offers={},
        )
        return cls(root=root, state=state, random=random)

    @staticmethod
    def identity(root: bytes) -> Identity:
        """Return what a root stands for."""
        return keys.identity(root)

    @classmethod
    def restore(
        cls,
        root: bytes,
        share: bytes,
        blob: bytes,
        *,
        one_of: Collection[bytes] = (),
        random: Random = secrets.token_bytes,
    ) -> Self:
        """Go on after a reload; then open the transcript from its first message.

        Args:
            one_of: ids of the states that may be the newest (`state_id`), as this tab
                remembers them; empty if it remembers none, and then a server may hand out
                an old state, in which somebody is in who has been left out since. So a tab
                forgets all older ids the moment somebody is left out, not when the server
                says that it has the new state: it may never say so.

        Raises:
            Hl1Error: the blob is not what this root and share sealed, or an old one.
        """
        if one_of and state_id(blob) not in one_of:
            raise refused("a state that is not the newest")
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
        """32 bytes: the hash of our grant key."""
        return self._commitment

    @property
    def epoch(self) -> int:
        """The epoch we seal in."""
        return self._epoch

    @property
    def members(self) -> tuple[Member, ...]:
        """Who can read what is sealed now."""
        return self._members

    @property
    def is_recorded(self) -> bool:
        """Whether the record of our epoch was made here or has come back.

        If not once the whole transcript is open, it was never said, nobody could read what is
        sealed now, and `renew` is due (§1.5).
        """
        return self._party.recorded == self._epoch

    @property
    def owes_alive(self) -> bool:
        """Whether to seal an `alive` when we have been silent for a minute (§1.3)."""
        return self.is_recorded and self._party.owes_alive

    @property
    def confirmed(self) -> int:
        """Our newest message of this page load that somebody else says they opened."""
        return self._party.confirmed

    def seal_text(self, text: str, at: int) -> bytes:
        """Seal what the visitor wrote. Args: at: whole minutes since 1970."""
        return self._seal(Text(text=text), at)

    def seal_end(self, at: int) -> bytes:
        """Seal the last message of this side."""
        return self._seal(End(), at)

    def seal_alive(self, at: int) -> bytes:
        """Seal nothing but what we have sent and opened."""
        return self._seal(Alive(), at)

    def open(self, sealed: bytes) -> Opened:
        """Open one message, in the server's order.

        Raises:
            Hl1Error: see `Party.open`.
        """
        return self._party.open(sealed)

    def read_offer(
        self,
        offered: bytes,
        signature: bytes,
        entry: bytes,
        *,
        roster: Roster | None,
        suites: Collection[int],
        at: int,
    ) -> OfferRead:
        """Read an offer and check who signed it; only what this returns can be granted.

        Args:
            roster: the organisation's; without one nobody can be let in.
            suites: those this page named when it arrived.
            at: whole minutes since 1970.

        Raises:
            Hl1Error: see `offer.read_offer` and `offer.verified`.
        """
        if roster is None:
            raise refused("an offer where there is no roster")
        read = offer.read_offer(offered, cid=self.cid, commitment=self.commitment)
        return offer.verified(
            read, signature=signature, entry=entry, roster=roster, suites=suites, at=at
        )

    def grant(self, read: OfferRead, at: int, *, back: bool) -> Granted:
        """Let somebody in, beside those who are in already (§1.5).

        After `restore`, open the whole transcript first: the new record names the
        newest one that arrived, which need not be the last one that was made.

        Args:
            back: whether they may read what was written with others before.

        Raises:
            Hl1Error: nobody was let in, and the epoch is the old one.
        """
        offer.read_offer(read.bytes, cid=self.cid, commitment=self.commitment)
        member = self._member_for(read)
        if member.id > _LAST_MEMBER:
            raise refused("too many members")
        # Another key of a device that is in already: a reload that lost the old one.
        stay = tuple(
            each
            for each in self.members
            if each.id != member.id and not self._is_on(each, read.device)
        )
        since = known.since if (known := self._offers.get(member.id)) else self._epoch + 1
        offered = Offered(hash=read.hash, device=read.device, since=since)
        offers = self._offers | {member.id: offered}
        older = {member.id: self._readable_by(member, back=back)}
        made = self._new_epoch((*stay, member), "join", at, offers=offers, older=older)
        self._next = max(self._next, member.id + 1)
        return made

    def remove(self, numbers: Collection[int], at: int) -> Granted:
        """Leave members out: what is sealed from now on is not for them.

        Raises:
            Hl1Error: `refused` if none of them is in.
        """
        stay = tuple(
            each for each in self.members if each.id == suite.VISITOR or each.id not in numbers
        )
        if len(stay) == len(self.members):
            raise refused("nobody to leave out")
        return self._new_epoch(stay, "leave", at, offers=self._offers, older=self._untold(stay))

    def renew(self, at: int) -> Granted:
        """Make the epoch after one whose record was never said, with the same members.

        Raises:
            Hl1Error: `refused` if the record is known.
        """
        if self.is_recorded:
            raise refused("an epoch that everybody knows")
        older = self._untold(self.members)
        why: Why = "join" if older else "leave"
        return self._new_epoch(self.members, why, at, offers=self._offers, older=older)

    def revoked(self, roster: Roster) -> frozenset[int]:
        """Return the members whose device the organisation has taken back."""
        return frozenset(
            each.id
            for each in self.members
            for device in roster.revoked
            if self._is_on(each, device)
        )

    def words(self, number: int) -> tuple[str, ...]:
        """Return the four words of a member's offer and the newest record (§1.9).

        Raises:
            Hl1Error: `refused` if that number is not a professional who is in, or the
                newest record has not come back.
        """
        offered = self._offers.get(number)
        if offered is None or not self.is_recorded:
            raise refused("words for nobody")
        record = self._records[self._epoch]
        return words_for(cid=self.cid, offer_hash=offered.hash, record=record)

    def state(self, share: bytes) -> bytes:
        """Seal what a reloaded page needs. Args: share: the server's 32 bytes."""
        state = State(
            key=self._grant_key(),
            secrets=self._party.secrets,
            records=self._records,
            members=self.members,
            next=self._next,
            offers=self._offers,
        )
        key = keys.state_key(self._root, share=share, cid=self.cid)
        return seal_state(state, key=key, cid=self.cid, nonce=self._party.random(suite.NONCE_BYTES))

    def forget(self) -> None:
        """Drop the root and every key."""
        self._root, self._key = b"", None
        self._party.forget()

    def _grant_key(self) -> GrantKey:
        if self._key is None:
            raise refused("a conversation that was forgotten")
        return self._key

    def _seal(self, content: Content, at: int) -> bytes:
        if not self.is_recorded:
            raise refused("an epoch that nobody knows")
        return self._party.seal(content, epoch=self._epoch, at=at)

    def _new_epoch(
        self,
        members: tuple[Member, ...],
        why: Why,
        at: int,
        *,
        offers: Mapping[int, Offered],
        older: Mapping[int, Mapping[int, bytes]],
    ) -> Granted:
        """Make the next epoch. Args: older: by member, what else they are given."""
        key = self._grant_key()
        if len(self._party.secrets) >= suite.MAX_EPOCHS or len(members) > suite.MAX_MEMBERS:
            raise refused("too many epochs or members")
        epoch, secret = self._epoch + 1, self._party.random(suite.SECRET_BYTES)
        record = Record(
            n=epoch,
            members=members,
            previous=self._chain,
            reason="start" if epoch == 1 else why,
        )
        sealed = self._party.draft(record, epoch=epoch, secret=secret, at=at)
        digest, kept, grants = keys.digest(sealed), dict[int, Offered](), list[GrantTo]()
        for member in members:
            if member.id == suite.VISITOR:
                continue
            given = {**older.get(member.id, {}), epoch: secret}
            offered = offers[member.id]
            kept[member.id] = replace(offered, since=min(offered.since, *given))
            grant = Grant(
                member=member.id, since=kept[member.id].since, record=digest, secrets=given
            )
            to = Answered(cid=self.cid, key=from_base64(member.key), hash=offered.hash)
            grants.append(GrantTo(member=member, grant=seal_grant(grant, to, key)))
        # From here nothing can fail: the epoch and its record exist together.
        self._party.secrets[epoch] = secret
        self._party.enter(record, sealed)
        self._party.members[epoch] = self._members = members
        self._party.recorded = self._epoch = epoch
        self._chain = self._records[epoch] = digest
        self._offers = kept
        return Granted(epoch=epoch, grants=tuple(grants), record=sealed)

    def _member_for(self, read: OfferRead) -> Member:
        """Return the member this offer makes; the same key keeps its number."""
        key = to_base64(read.key)
        known = [member.id for member in self.members if member.key == key]
        return Member(id=known[0] if known else self._next, role=read.role, name=read.name, key=key)

    def _is_on(self, member: Member, device: bytes) -> bool:
        offered = self._offers.get(member.id)
        return offered is not None and offered.device == device

    def _untold(self, members: tuple[Member, ...]) -> dict[int, dict[int, bytes]]:
        """Return what members who stay are given: whoever was never told comes in only now."""
        told = {member.id for member in self._party.members[self._party.recorded]}
        return {
            member.id: self._readable_by(member, back=False)
            for member in members
            if member.id not in told
        }

    def _readable_by(self, member: Member, *, back: bool) -> dict[int, bytes]:
        """Return the older secrets that somebody who comes in is given (§1.5)."""
        secrets_of = self._party.secrets
        if back:
            return dict(secrets_of)
        given: dict[int, bytes] = {}
        for epoch in sorted(secrets_of, reverse=True):
            # After a reload, who was in comes from the record. An epoch without one held
            # nobody, or the server keeps its record back: it must not decide who reads.
            is_now = epoch == self._epoch
            known = self.members if is_now else self._party.members.get(epoch)
            if known is None or {each.id for each in known} - {suite.VISITOR, member.id}:
                break
            given[epoch] = secrets_of[epoch]
        return given

    def _adopt(self, asked: Adoption) -> None:
        """Take one of our own records from an earlier page load; it only says who was in then.

        Whoever was in an epoch holds its secret and could write another record of it, but not
        one with the hash that we remember; who is in *now* comes from our own state.
        """
        epoch = asked.record.n
        if epoch <= self._party.recorded or asked.record.previous != self._chain:
            raise refused("a record that does not follow the one before")
        if self._records.get(epoch) != asked.digest:
            raise refused("a record that is not ours")
        self._chain = asked.digest
        self._party.members[epoch] = asked.record.members
