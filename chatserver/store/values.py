"""What goes into the stores and comes out of them. All bytes are opaque there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from chatserver.domain.duty import Colleague, Proposal

VISITOR: Final = b"v"
"""The visitor's seat; a professional's seat is the 8 bytes of a place."""

State = Literal["waiting", "called", "open"]

Mark = Literal["opened", "read"]
"""How far somebody has come in what others said."""
News = Callable[[bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A conversation as the vault holds it."""

    state: State
    wrapped_key: bytes
    facts: bytes
    share: bytes
    blob: bytes
    place: bytes
    last: int
    hard_end: int
    opened_by_visitor: int
    opened_by_professional: int
    read_by_visitor: int
    read_by_professional: int
    offers: tuple[tuple[bytes, bytes], ...]
    """Place and sealed offer of everybody who sits there."""
    grants: tuple[tuple[bytes, int, bytes], ...]
    """Place, epoch and sealed grant, epochs ascending."""
    entry: int
    """How often a page of the visitor has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """What a conversation begins with."""

    token_digest: bytes
    wrapped_key: bytes
    facts: bytes
    share: bytes
    hard_end: int


@dataclass(frozen=True, slots=True)
class Born:
    """When a vault was found empty. `mark`: random; another one is another vault.

    `at`: Unix seconds.
    """

    mark: bytes
    at: int


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a conversation stands at the desk, and in which vault.

    holder: who has it, and `arrival` and `note` what they keep of it; None while it waits, and
    then `rank` and `note` are its place in the line, and `is_ready` as there. places: of guests
    beside the holder.
    """

    born: bytes
    holder: "Claim | None"
    pseudonym: bytes
    rank: float
    note: bytes
    is_ready: bool = True
    places: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A conversation that comes back after its vault was lost.

    Attributes:
        mark: what it must not do twice is known by.
        until: after that it cannot come back, Unix seconds.
        note: sealed; as in the line and with the ticket.
        rank: its place in the line, should nobody have it, and whether the visitor is ready.
        pseudonym: of who had it; empty for nobody, and then the rest is nothing either.
        turn: of the take; it is the same conversation in the same place.
    """

    cid: bytes
    mark: bytes
    until: int
    note: bytes
    rank: float
    is_ready: bool = True
    pseudonym: bytes = b""
    ticket: bytes = b""
    place: bytes = b""
    arrival: int = 0
    turn: int = 0


Came = Literal["held", "front", "line", "there", "spent"]
"""How a conversation came back. held: with who had it. front: they have no room any more. line:
nobody had it. there: it was back already. spent: it was, and is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A conversation that a professional has taken, or sits in beside who has."""

    cid: bytes
    ticket: bytes
    place: bytes
    note: bytes
    turn: int = 0
    """Numbers every change of who holds a conversation; a guest changes nothing."""
    is_guest: bool = False
    has_returned: bool = False
    """They had been taken before, and stood in line again."""


@dataclass(frozen=True, slots=True)
class Seated:
    """A conversation in which somebody sat down.

    before: the place of who had it until now, if nobody has said yet that they went.
    """

    life: Life
    before: bytes = b""


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody in the waiting list. `facts`: sealed. `rank`: as in `domain.desk.Waiter`.

    is_ready: false of somebody who was called and did not answer, until they say they are there.
    """

    cid: bytes
    facts: bytes
    rank: float
    is_ready: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """A colleague's request to come in. `note`: sealed.

    whom: the pseudonym of who alone is asked; empty for all. is_for_supervisors: for all of them
    and nobody else.
    """

    cid: bytes
    how: Literal["handover", "join"]
    note: bytes
    whom: bytes = b""
    is_for_supervisors: bool = False


@dataclass(frozen=True, slots=True)
class Unseated:
    """How it goes on after somebody stood up.

    guest: they only sat beside the holder. passed: `successor` is the place of the new
    holder. front: nobody is left, and the visitor stands at the front of the line; `guests`
    are the places of those who sat beside and were not let in. turn: of this change, 0 for
    a guest.
    """

    went: Literal["guest", "passed", "front"]
    turn: int
    successor: bytes = b""
    guests: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has a conversation, as its life tells it. `guests`: places beside.

    `visitor_until`, `professional_until`: until when a page of theirs is there, Unix seconds;
    0 when nobody knows. `stirred`: the minute in which the visitor was called, or last did
    something, the same.
    `hard_end`: when it ends by itself, Unix seconds.
    """

    state: State
    place: bytes
    turn: int
    visitor_until: int
    professional_until: int
    stirred: int
    hard_end: int
    guests: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who is in a conversation. All Unix seconds.

    there: until when a page of each seat is there. stirred: the minute in which the visitor last
    did something; 0 for unknown. hard_end: when the conversation ends by itself.
    """

    there: Mapping[bytes, int]
    stirred: int
    hard_end: int


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has a conversation, as the desk decided it."""

    cid: bytes
    pseudonym: bytes
    place: bytes
    turn: int
    note: bytes = b""
    """Sealed; as in the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """The last rehearsal. `began`, `until`: Unix seconds. `about`: sealed."""

    id: bytes
    began: int
    until: int
    about: bytes
    visitors: frozenset[bytes]
    is_over: bool


@dataclass(frozen=True, slots=True)
class Member:
    """One of the crew, without languages. `note`: those, sealed."""

    colleague: Colleague
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody whose page is at the desk. `id`: theirs in this shift. `note`: sealed.

    until: until when a page is there, Unix seconds. load: conversations they are in.
    """

    pseudonym: bytes
    id: bytes
    until: int
    load: int
    note: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consult:
    """Words between two colleagues, all sealed.

    asks, asked: pseudonyms. chair: what who is asked sits down with; empty until they do. grants:
    of who asks and of who is asked; empty until both sit. words: in order, the first is number 1.
    """

    id: bytes
    asks: bytes
    asked: bytes
    facts: bytes = field(repr=False)
    chair: bytes = field(default=b"", repr=False)
    grants: tuple[bytes, bytes] = field(default=(b"", b""), repr=False)
    words: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultNews:
    """What has happened in a consult.

    kind: c somebody asks, j they sit down, s they were let in, w a word, e it is over. body: of a
    word its number, a colon and the word; of an end why.
    """

    kind: bytes
    id: bytes
    both: tuple[bytes, bytes]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CrewNow:
    """The professionals at the desk, what is proposed to them, and by visitor who declined."""

    members: tuple[Member, ...]
    proposals: tuple[Proposal, ...]
    declined: Mapping[bytes, frozenset[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """One pending tag and the cells it raises in its codebook, each with its random cell key."""

    mark: bytes
    sealed: bytes
    codebook: str
    cells: tuple[tuple[str, int], ...]


Imported = Literal["done", "twice", "lives", "shown"]
"""How an import ended. twice: that year was imported before. lives: tags of it were counted."""

Rewrite = Literal["clean", "done", "busy", "refused"]
"""What became of the append-only file. clean: nothing was counted since. busy: it is still being
rewritten, or was for less than was counted by now. refused: our user may not."""
