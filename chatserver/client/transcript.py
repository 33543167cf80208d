"""What one side of a conversation has: sealed, opened, in order, and what is still to be sent."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from chatserver.crypto.hl1 import Mark, Opened
from chatserver.wire import frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One text as this side saw it. `seq`: its number, 0 while it is not accepted."""

    text: str = field(repr=False)
    is_mine: bool
    seq: int
    marks: tuple[Mark, ...] = ()
    is_card: bool = False


class Opener(Protocol):
    """Either kind of HL1 conversation."""

    def open(self, sealed: bytes) -> Opened:
        """Open one message."""


@dataclass(slots=True, kw_only=True)
class Outgoing:
    """A sealed message that the vault may not have yet. `text` is None for records and ends."""

    ref: bytes
    epoch: int
    sealed: bytes
    text: str | None = field(repr=False)
    is_card: bool = False


@dataclass(slots=True)
class Transcript:
    """Texts in the order of their numbers, and the outbox."""

    said: dict[int, Said] = field(default_factory=dict)
    outbox: dict[bytes, Outgoing] = field(default_factory=dict)
    cursor: int = 0
    delivered: int = 0
    read: int = 0
    early: dict[int, bytes] = field(default_factory=dict)
    copies: dict[int, bytes] = field(default_factory=dict)
    """What the server had, sealed, by number: in memory only, to give back if it is lost there."""
    lost: dict[int, Said] = field(default_factory=dict)
    """What others said that the server lost after it was here, under its old number."""
    lost_from: int = 2**31
    own: dict[int, Outgoing] = field(default_factory=dict)
    """Of these, what this side sealed."""

    @property
    def texts(self) -> tuple[Said, ...]:
        """Everything said so far."""
        return tuple(self.said[number] for number in sorted(self.said))

    def queue(
        self, *, epoch: int, sealed: bytes, text: str | None, is_card: bool = False
    ) -> Outgoing:
        """Put something in the outbox; it stays there until it is accepted."""
        ref = secrets.token_bytes(16)
        outgoing = Outgoing(ref=ref, epoch=epoch, sealed=sealed, text=text, is_card=is_card)
        self.outbox[outgoing.ref] = outgoing
        return outgoing

    def accepted(self, frame: frames.Accepted) -> None:
        """The vault has it."""
        outgoing = self.outbox.pop(frame.ref, None)
        if outgoing is not None:
            self.copies[frame.seq] = outgoing.sealed
            self.own[frame.seq] = outgoing
        if outgoing is not None and outgoing.text is not None:
            self.said[frame.seq] = Said(
                text=outgoing.text, is_mine=True, seq=frame.seq, is_card=outgoing.is_card
            )
        self.passed(frame.seq)

    def was_read(self, number: int) -> None:
        """The other side has read up to this number, and so has opened it."""
        self.read = max(self.read, number)
        self.delivered = max(self.delivered, number)

    def passed(self, number: int) -> None:
        """This side knows the message of that number; numbers may come out of step."""
        self.early[number] = b""
        while self.cursor + 1 in self.early:
            self.cursor += 1
            del self.early[self.cursor]

    def receive(self, frame: frames.Message, opener: Opener) -> Opened | None:
        """Open a message; None when it was here already."""
        if frame.seq <= self.cursor or frame.seq in self.said:
            return None
        was = next((seq for seq, had in self.copies.items() if had == frame.sealed), None)
        self.copies[frame.seq] = frame.sealed
        self.passed(frame.seq)
        if was is not None and was > self.lost_from:
            # Lost by the server after it came here, and said again by who wrote it.
            if (said := self.lost.pop(was, None)) is not None:
                self.said[frame.seq] = replace(said, seq=frame.seq)
            return None
        opened = opener.open(frame.sealed)
        if opened.kind == "text" and "repeated" not in opened.marks:
            self.said[frame.seq] = Said(
                text=opened.text,
                is_mine=opened.mine,
                seq=frame.seq,
                marks=opened.marks,
                is_card=opened.is_card,
            )
        return opened

    def whole(self) -> list[bytes]:
        """Everything up to the cursor, to be given back."""
        return [self.copies[number] for number in range(1, self.cursor + 1)]

    def rewind(self, last: int) -> None:
        """The server has lost what came after `last`: what was ours of it is said again."""
        if last >= max(self.cursor, *self.copies, *self.early, 0):
            return
        self.lost_from = last
        again = [self.own.pop(seq) for seq in sorted(self.own) if seq > last]
        self.outbox = {each.ref: each for each in (*again, *self.outbox.values())}
        mine = {each.sealed for each in again}
        for seq in [seq for seq in self.said if seq > last]:
            said = self.said.pop(seq)
            if not said.is_mine:
                self.lost[seq] = said
        self.copies = {
            seq: each for seq, each in self.copies.items() if seq <= last or each not in mine
        }
        self.early = {}
        self.cursor = min(self.cursor, last)

    def again(self, send: Callable[[Outgoing], None]) -> None:
        """Send what was not accepted, in order, with the same refs."""
        for outgoing in tuple(self.outbox.values()):
            send(outgoing)
