"""What one side of a conversation has: sealed, opened, in order, and what is still to be sent."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Transcript:
    """Texts in the order of their numbers, and the outbox."""

    said: dict[int, Said] = field(default_factory=dict)
    outbox: dict[bytes, Outgoing] = field(default_factory=dict)
    cursor: int = 0
    delivered: int = 0
    early: dict[int, bytes] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[Said, ...]:
        """Everything said so far."""
        return tuple(self.said[number] for number in sorted(self.said))

    def queue(self, *, epoch: int, sealed: bytes, text: str | None) -> Outgoing:
        """Put something in the outbox; it stays there until it is accepted."""
        outgoing = Outgoing(ref=secrets.token_bytes(16), epoch=epoch, sealed=sealed, text=text)
        self.outbox[outgoing.ref] = outgoing
        return outgoing

    def accepted(self, frame: frames.Accepted) -> None:
        """The vault has it."""
        outgoing = self.outbox.pop(frame.ref, None)
        if outgoing is not None and outgoing.text is not None:
            self.said[frame.seq] = Said(text=outgoing.text, is_mine=True, seq=frame.seq)
        self.passed(frame.seq)

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
        self.passed(frame.seq)
        opened = opener.open(frame.sealed)
        if opened.kind == "text" and "repeated" not in opened.marks:
            self.said[frame.seq] = Said(
                text=opened.text, is_mine=opened.mine, seq=frame.seq, marks=opened.marks
            )
        return opened

    def again(self, send: Callable[[Outgoing], None]) -> None:
        """Send what was not accepted, in order, with the same refs."""
        for outgoing in tuple(self.outbox.values()):
            send(outgoing)
