"""Sealing what the stores hold: a data key for each conversation, wrapped by the key ring.

The data key lives wrapped in the conversation's own hash and dies with it:
ending a conversation makes every copy of its bytes unreadable (crypto-shredding).
Associated data names the conversation and the purpose, so that nothing can be
moved from one place of the store to another and still open.
"""

import secrets
from dataclasses import dataclass, field
from typing import Final, TypeVar

import msgspec

from chatserver.crypto.at_rest import KeyRing, SealError, open_sealed, seal

KEY_BYTES: Final = 32
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DataKey:
    """The data key of one conversation."""

    cid: bytes
    key: bytes = field(repr=False)

    @classmethod
    def new(cls, cid: bytes) -> "DataKey":
        """Make one."""
        return cls(cid, secrets.token_bytes(KEY_BYTES))

    @classmethod
    def unwrap(cls, ring: KeyRing, cid: bytes, wrapped: bytes) -> "DataKey":
        """Open a wrapped one; raises SealError when no key of the ring opens it."""
        return cls(cid, ring.unwrap(wrapped, b"datakey|" + cid))

    def wrapped(self, ring: KeyRing) -> bytes:
        """Wrap it with the newest key of the ring."""
        return ring.wrap(self.key, b"datakey|" + self.cid)

    def seal(self, purpose: bytes, plain: bytes) -> bytes:
        """Seal something of this conversation."""
        return seal(self.key, plain, purpose + b"|" + self.cid)

    def open(self, purpose: bytes, sealed: bytes) -> bytes:
        """Open it; raises SealError when it was altered or moved."""
        return open_sealed(self.key, sealed, purpose + b"|" + self.cid)


class Facts(msgspec.Struct, frozen=True):
    """What the server itself must know of a conversation."""

    language: str
    commitment: bytes
    suites: list[int]
    rehearsal: bool = False


class LineFacts(msgspec.Struct, frozen=True):
    """What is known of somebody in the waiting list, and what they were told when they came.

    `since`: whole minute, Unix time. `low` and `high`: minutes; None: nothing, or no upper end.
    """

    language: str
    since: int
    low: int | None = None
    high: int | None = None
    rehearsal: bool = False


class AskFacts(msgspec.Struct, frozen=True):
    """What colleagues see of a request. `by`: the name of who asks.

    `asker`: their pseudonym. `known_as`, `whom`: by what colleagues know them, and who is asked.
    """

    language: str
    by: str
    asker: bytes = b""
    known_as: bytes = b""
    whom: bytes = b""
    rehearsal: bool = False


class PresentFacts(msgspec.Struct, frozen=True):
    """What colleagues see of somebody at the desk. `languages`: empty for all."""

    name: str
    role: str
    languages: list[str]


class StaffFacts(msgspec.Struct, frozen=True):
    """What other processes must know of a professional. `languages`: empty for all."""

    languages: list[str]


class ConsultFacts(msgspec.Struct, frozen=True):
    """What a consult was asked with, and between whom: names, and ids of the shift."""

    asks: tuple[bytes, str]
    asked: tuple[bytes, str]
    commitment: bytes
    signature: bytes
    entry: bytes
    about: bytes = b""


class Chair(msgspec.Struct, frozen=True):
    """What somebody sits down with."""

    offer: bytes
    signature: bytes
    entry: bytes


class Grants(msgspec.Struct, frozen=True):
    """The grants of one side of a consult."""

    grants: list[bytes]


class Word(msgspec.Struct, frozen=True):
    """A word of a consult, as its page sealed it."""

    ref: bytes
    sealed: bytes


class EndedFacts(msgspec.Struct, frozen=True):
    """What stays with a ticket: all that the tag cannot be asked for."""

    language: str
    rehearsal: bool = False


ENDED: Final = b"ended|"
"""Purpose of that. It names neither conversation nor ticket: who moved one from ticket to ticket
would change in which language somebody unknown talked, and learn nothing."""

STAFF: Final = b"staff|"
"""Purpose of that: with whom somebody talks would otherwise tell in which language."""

PRESENT: Final = b"present|"
"""Purpose of what colleagues see of somebody at the desk."""

ASK: Final = b"ask|"
"""Purpose of what colleagues see of a request."""

LINE: Final = b"line|"
"""Purpose of what professionals see of somebody in the waiting list."""


def seal_line(ring: KeyRing, cid: bytes, facts: LineFacts) -> bytes:
    """Seal it with the ring: the list is read without opening any conversation."""
    return ring.wrap(pack(facts), LINE + cid)


def open_line(ring: KeyRing, cid: bytes, sealed: bytes) -> LineFacts | None:
    """Open it; None when it was sealed by a ring that is no more."""
    return _opened(ring, LINE + cid, sealed, LineFacts)


def seal_ended(ring: KeyRing, cid: bytes, line_facts: bytes) -> bytes:
    """Seal anew, for the ticket, what of the line's facts outlives the conversation.

    What is known of somebody in line opens with the name of the conversation only, which no
    ticket knows; it would also tell when they came. Empty when it does not open.
    """
    facts = open_line(ring, cid, line_facts)
    return (
        ring.wrap(pack(EndedFacts(facts.language, facts.rehearsal)), ENDED)
        if facts is not None
        else b""
    )


def open_ended(ring: KeyRing, sealed: bytes) -> EndedFacts | None:
    """Open it; None when it was sealed by a ring that is no more."""
    return _opened(ring, ENDED, sealed, EndedFacts)


def seal_ask(ring: KeyRing, cid: bytes, facts: AskFacts) -> bytes:
    """Seal it with the ring."""
    return ring.wrap(pack(facts), ASK + cid)


def open_ask(ring: KeyRing, cid: bytes, sealed: bytes) -> AskFacts | None:
    """Open it; None when it was sealed by a ring that is no more."""
    return _opened(ring, ASK + cid, sealed, AskFacts)


def seal_staff(ring: KeyRing, pseudonym: bytes, facts: StaffFacts) -> bytes:
    """Seal it with the ring."""
    return ring.wrap(pack(facts), STAFF + pseudonym)


def open_staff(ring: KeyRing, pseudonym: bytes, sealed: bytes) -> StaffFacts | None:
    """Open it; None when it was sealed by a ring that is no more."""
    return _opened(ring, STAFF + pseudonym, sealed, StaffFacts)


def seal_present(ring: KeyRing, pseudonym: bytes, facts: PresentFacts) -> bytes:
    """Seal it with the ring."""
    return ring.wrap(pack(facts), PRESENT + pseudonym)


def open_present(ring: KeyRing, pseudonym: bytes, sealed: bytes) -> PresentFacts | None:
    """Open it; None when it was sealed by a ring that is no more."""
    return _opened(ring, PRESENT + pseudonym, sealed, PresentFacts)


def seal_consult(ring: KeyRing, consult: bytes, part: msgspec.Struct) -> bytes:
    """Seal a part of a consult with the ring, under what it is."""
    return ring.wrap(pack(part), _consult_purpose(consult, type(part)))


def open_consult(ring: KeyRing, consult: bytes, sealed: bytes, kind: type[T]) -> T | None:
    """Open it; None when it is not there, was moved, or was sealed by a ring that is no more."""
    return _opened(ring, _consult_purpose(consult, kind), sealed, kind) if sealed else None


def _consult_purpose(consult: bytes, kind: type) -> bytes:
    return b"consult|" + kind.__name__.encode() + b"|" + consult


def _opened(ring: KeyRing, purpose: bytes, sealed: bytes, kind: type[T]) -> T | None:
    try:
        return unpack(ring.unwrap(sealed, purpose), kind)
    except SealError:
        return None


def pack(value: msgspec.Struct) -> bytes:
    """Encode a struct for sealing."""
    return msgspec.msgpack.encode(value)


def unpack(plain: bytes, kind: type[T]) -> T:
    """Decode what `pack` encoded."""
    return msgspec.msgpack.decode(plain, type=kind)
