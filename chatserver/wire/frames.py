"""Every frame, one struct each; the tag field is `type` (docs/protocol.md §3, §4).

From a browser, unknown fields are refused: a page that sends more than it
should is a page we did not write. Browsers ignore unknown fields, so that an
old tab keeps working while the server is renewed.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from chatserver.domain.errors import Code
from chatserver.wire import limits

Cid = Annotated[bytes, Meta(min_length=16, max_length=16)]
Ref = Annotated[bytes, Meta(min_length=16, max_length=16)]
Place = Annotated[bytes, Meta(min_length=8, max_length=8)]
Ticket = Annotated[bytes, Meta(min_length=16, max_length=16)]
Key32 = Annotated[bytes, Meta(min_length=32, max_length=32)]
Sealed = Annotated[
    bytes, Meta(min_length=min(limits.SEALED_SIZES), max_length=max(limits.SEALED_SIZES))
]
Offering = Annotated[bytes, Meta(min_length=1, max_length=limits.MAX_OFFER_BYTES)]
Signature = Annotated[bytes, Meta(max_length=64)]
Entry = Annotated[bytes, Meta(max_length=limits.MAX_ENTRY_BYTES)]
Granted = Annotated[bytes, Meta(min_length=1, max_length=limits.MAX_GRANT_BYTES)]
Blob = Annotated[bytes, Meta(max_length=limits.MAX_BLOB_BYTES)]
Seq = Annotated[int, Meta(ge=0, le=2**31)]
Epoch = Annotated[int, Meta(ge=0, le=65535)]
Suites = Annotated[list[Annotated[int, Meta(ge=1, le=255)]], Meta(min_length=1, max_length=4)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2}\Z")]
Word = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,23}\Z")]
Version = Annotated[str, Meta(pattern=r"^[a-z0-9.-]{1,40}\Z")]

Left = Literal["left", "exit"]
Ending = Literal["left", "exit", "done", "gone"]
Presence = Literal["here", "lost"]
DeskState = Literal["open", "full", "closed"]
SkipReason = Literal["fault", "no_time", "other"]


class FromPage(Struct, forbid_unknown_fields=True, tag_field="type", frozen=True):
    """Base of all frames that a browser sends."""


class FromServer(Struct, tag_field="type", frozen=True):
    """Base of all frames that a browser receives."""


# From the visitor's page.


class Arrive(FromPage, tag="arrive", frozen=True):
    """Take a place in the waiting list; the same again changes nothing."""

    cid: Cid
    token: Key32
    commitment: Key32
    language: Language
    suites: Suites


class Resume(FromPage, tag="resume", frozen=True):
    """Come back to a conversation after a lost line or a reload."""

    cid: Cid
    token: Key32
    after: Seq


class Grant(FromPage, tag="grant", frozen=True):
    """Let the professional in that place read `epoch` (sent after "I'm ready")."""

    place: Place
    epoch: Epoch
    grant: Granted


class Keep(FromPage, tag="keep", frozen=True):
    """Replace the sealed state that a reload of this tab will need."""

    blob: Blob


class Say(FromPage, tag="say", frozen=True):
    """One sealed message; the same `ref` again is answered, not stored again."""

    ref: Ref
    epoch: Epoch
    sealed: Sealed


class Delivered(FromPage, tag="delivered", frozen=True):
    """Everything up to `seq` was opened by this page."""

    seq: Seq


class Leave(FromPage, tag="leave", frozen=True):
    """End the conversation: left calmly, or by the quick exit."""

    how: Left


# From the professional's page.


class Cursor(Struct, forbid_unknown_fields=True, frozen=True):
    """Where a professional's page is in one conversation."""

    cid: Cid
    after: Seq


class Hello(FromPage, tag="hello", frozen=True):
    """First frame of a staff socket: what this window already has."""

    cursors: Annotated[list[Cursor], Meta(max_length=limits.MAX_CONVERSATIONS)]


class Take(FromPage, tag="take", frozen=True):
    """Take the next visitor, or the one with this `cid`."""

    ref: Ref
    cid: Cid | None = None


class Offer(FromPage, tag="offer", frozen=True):
    """Introduce oneself to the visitor of a conversation one has taken."""

    cid: Cid
    offer: Offering
    signature: Signature
    entry: Entry


class StaffSay(FromPage, tag="say", frozen=True):
    """One sealed message in a conversation."""

    cid: Cid
    ref: Ref
    epoch: Epoch
    sealed: Sealed


class StaffDelivered(FromPage, tag="delivered", frozen=True):
    """Everything up to `seq` of this conversation was opened by this page."""

    cid: Cid
    seq: Seq


class End(FromPage, tag="end", frozen=True):
    """End a conversation."""

    cid: Cid


class Tag(FromPage, tag="tag", frozen=True):
    """The answers for an ended conversation, in codes of that codebook version."""

    ref: Ref
    ticket: Ticket
    codebook: Version
    answers: Annotated[
        dict[Word, Annotated[list[Word], Meta(min_length=1, max_length=16)]],
        Meta(max_length=40),
    ]


class Skip(FromPage, tag="skip", frozen=True):
    """Leave a conversation untagged, for a reason."""

    ref: Ref
    ticket: Ticket
    reason: SkipReason


FromVisitor = Arrive | Resume | Grant | Keep | Say | Delivered | Leave
"""What a visitor's page may send."""

FromStaff = Hello | Take | Offer | StaffSay | StaffDelivered | End | Tag | Skip
"""What a professional's page may send."""


# To either page.


class Accepted(FromServer, tag="accepted", frozen=True):
    """The vault has the message that was sent with `ref`."""

    ref: Ref
    seq: Seq
    cid: Cid | None = None


class Message(FromServer, tag="message", frozen=True):
    """One sealed message, number `seq` of its conversation."""

    seq: Seq
    sealed: Sealed
    cid: Cid | None = None


class Arrived(FromServer, tag="delivered", frozen=True):
    """The other side opened everything up to `seq`."""

    seq: Seq
    cid: Cid | None = None


class Seen(FromServer, tag="presence", frozen=True):
    """Whether the other side's page is connected."""

    state: Presence
    cid: Cid | None = None


class Ended(FromServer, tag="ended", frozen=True):
    """The conversation is over and destroyed."""

    reason: Ending
    cid: Cid | None = None


class Refusal(FromServer, tag="refused", frozen=True):
    """A frame had no effect, and why; `ref` and `cid` name it where it had them."""

    code: Code
    ref: Ref | None = None
    cid: Cid | None = None


# To the visitor's page.


class Welcome(FromServer, tag="welcome", frozen=True):
    """The server knows this conversation. `share` unlocks `blob` (SECURITY.md 3.5).

    `last` is the newest message's number, `delivered` how far the other side
    has opened; messages after the cursor follow.
    """

    share: Key32
    blob: Blob
    last: Seq
    delivered: Seq


class Waiting(FromServer, tag="waiting", frozen=True):
    """Place in the waiting list; 1 is next."""

    position: Annotated[int, Meta(ge=1)]


class Offered(FromServer, tag="offer", frozen=True):
    """A professional asks to be let in."""

    place: Place
    offer: Offering
    signature: Signature
    entry: Entry


class Desk(FromServer, tag="desk", frozen=True):
    """Why nobody can be let in now."""

    state: DeskState


# To the professional's page.


class InLine(Struct, frozen=True):
    """One place in the waiting list; `since` is a whole minute, Unix time in seconds."""

    cid: Cid
    language: Language
    since: int


class Line(FromServer, tag="line", frozen=True):
    """The waiting list, first come first."""

    waiting: list[InLine]


class Held(FromServer, tag="held", frozen=True):
    """A conversation of this professional: just taken, or found again by `hello`."""

    cid: Cid
    ticket: Ticket
    place: Place
    commitment: Key32
    language: Language
    suites: Suites
    last: Seq
    delivered: Seq
    ref: Ref | None = None


class Granting(FromServer, tag="grant", frozen=True):
    """The visitor let this professional read `epoch`."""

    cid: Cid
    epoch: Epoch
    grant: Granted


class Untagged(FromServer, tag="untagged", frozen=True):
    """Ended conversations of this professional that wait for a tag or a skip."""

    tickets: list[Ticket]


class Tagged(FromServer, tag="tagged", frozen=True):
    """The tag or skip sent with `ref` is kept."""

    ref: Ref
    ticket: Ticket


ToVisitor = (
    Welcome | Waiting | Offered | Desk | Message | Accepted | Arrived | Seen | Ended | Refusal
)
"""What a visitor's page may receive."""

ToStaff = (
    Line
    | Held
    | Granting
    | Untagged
    | Tagged
    | Message
    | Accepted
    | Arrived
    | Seen
    | Ended
    | Refusal
)
"""What a professional's page may receive."""
