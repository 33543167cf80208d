"""What the visitor's and the professional's side have in common: seal and open in order.

A party holds epoch secrets, knows the members of each epoch from its record,
and remembers what it has sealed in this page load. Who may make or adopt a
record differs, and comes in as `adopt`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from chatserver.crypto.hl1 import envelope, suite
from chatserver.crypto.hl1.body import (
    THE_VISITOR,
    Alive,
    Body,
    Content,
    End,
    Leave,
    Member,
    Record,
    Text,
    decode,
    encode,
)
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.crypto.hl1.envelope import Header
from chatserver.crypto.hl1.errors import Hl1Error, refused
from chatserver.crypto.hl1.keys import Random, digest
from chatserver.crypto.hl1.order import Line, Mark, Order, Seen

Kind = Literal["text", "epoch", "end", "leave", "alive", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A message that opened."""

    kind: Kind
    text: str = field(repr=False)
    """Empty unless `kind` is text."""
    sender: int
    instance: str
    seq: int
    epoch: int
    at: int
    """Whole minutes since 1970."""
    mine: bool
    """Sent by this party, in this or an earlier page load."""
    marks: tuple[Mark, ...]
    """What the order check found; a repeated message is not to be shown again, and a late one
    has no text."""
    is_card: bool = False
    """A professional handed it: `text` has the lines of a contact card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A well-formed epoch record that asks to be believed."""

    record: Record
    digest: bytes
    """H(sealed) of it."""
    message: Seen
    """Its place."""


class Party:
    """One end of a conversation, in one page load.

    Attributes:
        first: the first epoch that was ever given to us, by the visitor's own word.
        recorded: the newest epoch whose record was opened or made here; 0 before the first.
        confirmed: our newest message of this page load that somebody else has opened, by
            their own sealed word; 0 if none.
    """

    def __init__(
        self, *, cid: bytes, number: int, random: Random, adopt: Callable[[Adoption], None]
    ) -> None:
        """Args: number: our member number; adopt: raises `Hl1Error` or takes the record."""
        self.cid = cid
        self.random = random
        self.secrets: dict[int, bytes] = {}
        self.first = 0
        self.members: dict[int, tuple[Member, ...]] = {0: (THE_VISITOR,)}
        self.recorded = 0
        self.confirmed = 0
        self._adopt = adopt
        self._instance = random(suite.INSTANCE_BYTES)
        self.order = Order(own=Line(sender=number, instance=self._instance))
        self._sealed: list[bytes] = []
        self._came_back: set[int] = set()
        self._owes_alive = False
        self._has_ended = False
        self._spoke: dict[int, int] = {}
        """The newest epoch in which each sender was opened."""

    @property
    def since(self) -> int:
        """The oldest epoch that is ours to read in this page load, with or without its secret.

        Once something was passed over, or a record has opened, it stays: older secrets that come
        after that are of use to the next page load only, which starts anew.
        """
        return self.order.since or self.first

    @property
    def owes_alive(self) -> bool:
        """Whether something was sealed or opened since our last `alive`, and we have not ended."""
        return self._owes_alive and not self._has_ended

    def number_is(self, number: int) -> None:
        """Take the member number a grant gave, before anything was sealed."""
        self.order.own = Line(sender=number, instance=self._instance)

    def seal(self, content: Content, *, epoch: int, at: int) -> bytes:
        """Seal the next message of this page load.

        Raises:
            Hl1Error: `too_long`, or `refused` without a secret for the epoch.
        """
        secret = self.secrets.get(epoch)
        if secret is None:
            raise refused("no key to seal with")
        sealed = self.draft(content, epoch=epoch, secret=secret, at=at)
        self.enter(content, sealed)
        return sealed

    def draft(self, content: Content, *, epoch: int, secret: bytes, at: int) -> bytes:
        """Seal what would be our next message, and change nothing.

        Raises:
            Hl1Error: `too_long`.
        """
        header = Header(
            cid=self.cid,
            epoch=epoch,
            sender=self.order.own.sender,
            instance=self._instance,
            seq=len(self._sealed) + 1,
        )
        body = Body(
            at=at,
            prev=self._sealed[-1] if self._sealed else b"",
            seen=self.order.seen(),
            content=content,
        )
        nonce = self.random(suite.NONCE_BYTES)
        return envelope.seal(header, encode(body), secret=secret, nonce=nonce)

    def enter(self, content: Content, sealed: bytes) -> None:
        """Take a draft as our next message: it will be said."""
        self._sealed.append(digest(sealed))
        self._owes_alive = not isinstance(content, Alive)
        self._has_ended = isinstance(content, End | Leave)

    def open(self, sealed: bytes) -> Opened:
        """Open one message; call it in the order of the server's seq.

        Raises:
            Hl1Error: nothing was believed, and the next message may still open.
        """
        header = envelope.read_header(sealed)
        if header.cid != self.cid:
            raise refused("an envelope of another conversation")
        if self.secrets and header.epoch < self.since:
            self.order.pass_over(digest(sealed), since=self.since)
            raise Hl1Error("unreadable", "written before we were let in")
        body = decode(envelope.open_sealed(sealed, secret=self._secret_of(header.epoch)))
        line = Line(sender=header.sender, instance=header.instance)
        if line == self.order.own:
            marks = self._came_back_as(header.seq, digest(sealed))
        else:
            message = Seen(line=line, seq=header.seq, epoch=header.epoch)
            marks = self._place(message, body, digest(sealed))
        kind, text = _shown(body.content)
        return Opened(
            kind=kind,
            text="" if "late" in marks else text,
            sender=header.sender,
            instance=to_base64(header.instance),
            seq=header.seq,
            epoch=header.epoch,
            at=body.at,
            mine=header.sender == self.order.own.sender,
            marks=marks,
            is_card=_is_card(body.content) and header.sender != suite.VISITOR,
        )

    def forget(self) -> None:
        """Drop every key; nothing can be sealed or opened any more."""
        self.secrets.clear()

    def _secret_of(self, epoch: int) -> bytes:
        secret = self.secrets.get(epoch)
        if secret is None:
            raise refused("an epoch nobody granted")
        return secret

    def _came_back_as(self, seq: int, sealed_hash: bytes) -> tuple[Mark, ...]:
        """Check a message under our own name: only what we sealed may come back."""
        if seq > len(self._sealed) or self._sealed[seq - 1] != sealed_hash:
            raise refused("a message under our name that we never sealed")
        again = seq in self._came_back
        self._came_back.add(seq)
        return ("repeated",) if again else ()

    def _place(self, message: Seen, body: Body, sealed_hash: bytes) -> tuple[Mark, ...]:
        if self.order.has_opened(message.line, message.seq):
            return ("repeated",)
        if isinstance(body.content, Record):
            if (message.line.sender, body.content.n) != (suite.VISITOR, message.epoch):
                raise refused("a record by somebody else, or of another epoch")
            self._adopt(Adoption(record=body.content, digest=sealed_hash, message=message))
            self.recorded = body.content.n
        is_late = self._check_sender(message.line.sender, message.epoch)
        self._owes_alive |= not isinstance(body.content, Alive)
        if not is_late:
            self._note_confirmed(body.seen)
        marks = self.order.note(
            message,
            prev=body.prev,
            digest=sealed_hash,
            seen=body.seen,
            own_last=len(self._sealed),
        )
        return (*marks, "late") if is_late else marks

    def _check_sender(self, sender: int, epoch: int) -> bool:
        """Refuse a sender outside the epoch, and tell whether they were left out since.

        Who has spoken in a newer epoch does not go back: somebody who was left out still
        knows the old secret, and could use their number.
        """
        if not self._is_in(epoch, sender):
            raise refused("a sender who is not in this epoch")
        if epoch < self._spoke.get(sender, 0):
            raise refused("an epoch that its sender has left behind")
        self._spoke[sender] = epoch
        return epoch < self.recorded and not self._is_in(self.recorded, sender)

    def _is_in(self, epoch: int, sender: int) -> bool:
        return any(member.id == sender for member in self.members.get(epoch, ()))

    def _note_confirmed(self, seen: tuple[Seen, ...]) -> None:
        for entry in seen:
            if entry.line == self.order.own and entry.seq <= len(self._sealed):
                self.confirmed = max(self.confirmed, entry.seq)


def _is_card(content: Content) -> bool:
    return isinstance(content, Text) and content.is_card


def _shown(content: Content) -> tuple[Kind, str]:
    match content:
        case Text(text=text):
            return "text", text
        case Record():
            return "epoch", ""
        case End():
            return "end", ""
        case Leave():
            return "leave", ""
        case Alive():
            return "alive", ""
        case _:
            return "unknown", ""
