"""Who is who in the model of a hostile server, and what the model knows of their pages.

A person who is not honest keeps to the protocol and gives the server every secret.
"""

import hashlib
from dataclasses import dataclass, field

from chatserver.crypto.hl1 import (
    Device,
    Member,
    ProfessionalConversation,
    VisitorConversation,
    read_entry,
)
from chatserver.crypto.hl1.order import Line
from tests.unit.crypto.parties import AT, a_device

NAMES = ("Sam", "Noor", "Iris", "Bram", "Mal", "Eve")
DEVICES = [a_device(name) for name in NAMES]
DEVICE_IDS = [read_entry(device.entry).device for device in DEVICES]
HONEST = 4
"""So many of them, from the first, are honest."""

Conversation = VisitorConversation | ProfessionalConversation


class Broken(AssertionError):
    """A property of SECURITY.md §1.2 did not hold."""


def demand(number: int, what: str, *, holds: bool) -> None:
    """Check a property by its number there."""
    if not holds:
        raise Broken(f"property {number}: {what}")


class Chance:
    """Gives "random" bytes that are never the same: equal bytes were drawn once and used twice."""

    def __init__(self) -> None:
        self._drawn = 0

    def __call__(self, length: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(b"%d" % self._drawn).digest(length)


@dataclass(eq=False, slots=True, repr=False)
class Epoch:
    """An epoch that the visitor's page really made."""

    n: int
    secret: bytes
    people: frozenset["Person"]
    shown: frozenset[Member]


@dataclass(eq=False, slots=True, repr=False)
class Said:
    """Bytes that somebody really sealed."""

    sealed: bytes
    epoch: Epoch
    """The one that its writer, over all page loads, knows to be the newest."""
    kind: str
    text: str
    writer: "Person"
    line: Line
    seq: int
    before: bytes | None
    """What its line had before it."""
    seen: dict[Line, bytes]
    """What its writer had opened last of each line."""
    follows: bytes | None
    """For a record: the one it names as the one before."""

    def __repr__(self) -> str:  # type: ignore[explicit-override]  # typing has it from 3.12
        return f"{self.kind} {self.line.sender}/{self.seq} in {self.epoch.n}"


@dataclass(eq=False, slots=True, repr=False)
class Page:
    """One page load of somebody, and what the model knows it has taken."""

    owner: "Person"
    party: Conversation
    sealed: list[bytes] = field(default_factory=list)
    last: dict[Line, tuple[int, bytes]] = field(default_factory=dict)
    """By line, in the order they were met: the highest seq opened, and its bytes."""
    opened: set[tuple[Line, int]] = field(default_factory=set)
    shown: set[bytes] = field(default_factory=set)
    spoke: dict[int, int] = field(default_factory=dict)
    """By sender: the newest epoch in which they were heard."""
    cursor: int = 0
    """How much of the log has been passed to it, or passed over."""
    replay: int = 0
    """How much of the log was there when it was loaded: before that it leaves nobody out."""
    goers: set[int] = field(default_factory=set)
    """Members who said that they go, and were not left out yet."""
    granted: int = 0
    """How many of all grants were looked at for it."""
    record: bytes | None = None
    """The newest record that it believes."""
    since: int = 0
    """The oldest epoch that is for it if it came in in the middle; 0 if it reads from the start."""
    told: int | None = None
    """The first epoch that was ever for it, by the grants that were passed to it."""
    before: set[bytes] = field(default_factory=set)
    """What was passed to it that was written before it came in."""
    is_fooled: bool = False
    """Whether it believes a record of an epoch from before it came in that somebody made up."""

    @property
    def line(self) -> Line:
        return self.party._party.order.own

    def seen(self) -> dict[Line, bytes]:
        """Return what its next message will say it has opened: two newest lines of each."""
        found: dict[Line, bytes] = {}
        for line in reversed(self.last):
            if sum(other.sender == line.sender for other in found) < 2:
                found[line] = self.last[line][1]
        return found

    def took(self, line: Line, seq: int, sealed: bytes) -> None:
        """Remember a message that opened."""
        self.opened.add((line, seq))
        if line != self.line and seq > self.last.get(line, (0, b""))[0]:
            self.last[line] = (seq, sealed)


@dataclass(eq=False, slots=True, repr=False)
class Person:
    """Somebody, over all page loads."""

    number: int = -1
    """Place in `NAMES`; -1 is the visitor."""
    page: Page = field(init=False)
    may_hold: set[bytes] = field(default_factory=set)
    """Secrets of the epochs that the visitor gave them."""
    holds: set[bytes] = field(default_factory=set)
    knows: Epoch | None = None
    """The newest epoch with them in whose record they ever opened."""

    def __repr__(self) -> str:  # type: ignore[explicit-override]  # typing has it from 3.12
        return NAMES[self.number] if self.number >= 0 else "visitor"

    @property
    def is_honest(self) -> bool:
        return self.number < HONEST

    @property
    def device(self) -> Device:
        return DEVICES[self.number]

    @property
    def professional(self) -> ProfessionalConversation:
        party = self.page.party
        assert isinstance(party, ProfessionalConversation)
        return party


def sealed_by(party: Conversation, kind: str, text: str) -> bytes:
    """Seal something of a kind."""
    match kind, party:
        case "text", _:
            return party.seal_text(text, AT)
        case "end", _:
            return party.seal_end(AT)
        case "leave", ProfessionalConversation():
            return party.seal_leave(AT)
        case _:
            return party.seal_alive(AT)
