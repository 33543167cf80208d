"""Every frame, one struct each; the tag field is `type` (docs/protocol.md §3, §4).

From a browser, unknown fields are refused: a page that sends more than it
should is a page we did not write. Browsers ignore unknown fields, so that an
old tab keeps working while the server is renewed.
"""

from typing import Annotated

from msgspec import Meta, Struct

from chatserver.domain.errors import Code
from chatserver.wire import fields, limits


class FromPage(Struct, forbid_unknown_fields=True, tag_field="type", frozen=True):
    """Base of all frames that a browser sends."""


class FromServer(Struct, tag_field="type", frozen=True):
    """Base of all frames that a browser receives."""


# From the visitor's page.


class Arrive(FromPage, tag="arrive", frozen=True):
    """Take a place in the waiting list; the same again changes nothing."""

    cid: fields.Cid
    token: fields.Key32
    commitment: fields.Key32
    language: fields.Language
    suites: fields.Suites


class Resume(FromPage, tag="resume", frozen=True):
    """Come back to a conversation after a lost line or a reload."""

    cid: fields.Cid
    token: fields.Key32
    after: fields.Seq


class Grant(FromPage, tag="grant", frozen=True):
    """Let the professional in that place read `epoch` (sent after "I'm ready")."""

    place: fields.Place
    epoch: fields.Epoch
    grant: fields.Granted


class Decline(FromPage, tag="decline", frozen=True):
    """Do not let in, or no longer, whoever sits in that place."""

    place: fields.Place
    why: fields.Why


class Keep(FromPage, tag="keep", frozen=True):
    """Replace the sealed state that a reload of this tab will need."""

    blob: fields.Blob


class Say(FromPage, tag="say", frozen=True):
    """One sealed message; the same `ref` again is answered, not stored again."""

    ref: fields.Ref
    epoch: fields.Epoch
    sealed: fields.Sealed


class Delivered(FromPage, tag="delivered", frozen=True):
    """Everything up to `seq` was opened by this page."""

    seq: fields.Seq


class Leave(FromPage, tag="leave", frozen=True):
    """End the conversation: left calmly, or by the quick exit."""

    how: fields.Left


# From the professional's page.


class Cursor(Struct, forbid_unknown_fields=True, frozen=True):
    """Where a professional's page is in one conversation."""

    cid: fields.Cid
    after: fields.Seq


class Hello(FromPage, tag="hello", frozen=True):
    """First frame of a staff socket: what this window already has, and whose device it is."""

    cursors: Annotated[list[Cursor], Meta(max_length=limits.MAX_CONVERSATIONS)]
    device: fields.Device | None = None


class Take(FromPage, tag="take", frozen=True):
    """Take the next visitor, or the one with this `cid`."""

    ref: fields.Ref
    cid: fields.Cid | None = None


class Ask(FromPage, tag="ask", frozen=True):
    """Ask colleagues to take a conversation over or to join it; without `how`, no longer."""

    cid: fields.Cid
    how: fields.How | None = None


class SitIn(FromPage, tag="sit_in", frozen=True):
    """Answer a colleague who asked: sit down beside them. The visitor decides the rest."""

    ref: fields.Ref
    cid: fields.Cid


class StepOut(FromPage, tag="step_out", frozen=True):
    """Leave a conversation to the colleague who is in it too."""

    cid: fields.Cid


class Offer(FromPage, tag="offer", frozen=True):
    """Introduce oneself to the visitor of a conversation one has taken."""

    cid: fields.Cid
    offer: fields.Offering
    signature: fields.Signature
    entry: fields.Entry


class StaffSay(FromPage, tag="say", frozen=True):
    """One sealed message in a conversation."""

    cid: fields.Cid
    ref: fields.Ref
    epoch: fields.Epoch
    sealed: fields.Sealed


class StaffDelivered(FromPage, tag="delivered", frozen=True):
    """Everything up to `seq` of this conversation was opened by this page."""

    cid: fields.Cid
    seq: fields.Seq


class End(FromPage, tag="end", frozen=True):
    """End a conversation."""

    cid: fields.Cid


class Tag(FromPage, tag="tag", frozen=True):
    """The answers for an ended conversation, in codes of that codebook version."""

    ref: fields.Ref
    ticket: fields.Ticket
    codebook: fields.Version
    answers: Annotated[
        dict[fields.Word, Annotated[list[fields.Word], Meta(min_length=1, max_length=16)]],
        Meta(max_length=40),
    ]


class Skip(FromPage, tag="skip", frozen=True):
    """Leave a conversation untagged, for a reason."""

    ref: fields.Ref
    ticket: fields.Ticket
    reason: fields.SkipReason


FromVisitor = Arrive | Resume | Grant | Decline | Keep | Say | Delivered | Leave
"""What a visitor's page may send."""

FromStaff = (
    Hello | Take | Ask | SitIn | StepOut | Offer | StaffSay | StaffDelivered | End | Tag | Skip
)
"""What a professional's page may send."""


# To either page.


class Accepted(FromServer, tag="accepted", frozen=True):
    """The vault has the message that was sent with `ref`."""

    ref: fields.Ref
    seq: fields.Seq
    cid: fields.Cid | None = None


class Message(FromServer, tag="message", frozen=True):
    """One sealed message, number `seq` of its conversation."""

    seq: fields.Seq
    sealed: fields.Sealed
    cid: fields.Cid | None = None


class Arrived(FromServer, tag="delivered", frozen=True):
    """The other side opened everything up to `seq`."""

    seq: fields.Seq
    cid: fields.Cid | None = None


class Seen(FromServer, tag="presence", frozen=True):
    """Whether the other side's page is connected; to a visitor, `place` says whose."""

    state: fields.Presence
    cid: fields.Cid | None = None
    place: fields.Place | None = None


class Ended(FromServer, tag="ended", frozen=True):
    """The conversation is over and destroyed."""

    reason: fields.Ending
    cid: fields.Cid | None = None


class Refusal(FromServer, tag="refused", frozen=True):
    """A frame had no effect, and why; `ref` and `cid` name it where it had them."""

    code: Code
    ref: fields.Ref | None = None
    cid: fields.Cid | None = None


# To the visitor's page.


class Welcome(FromServer, tag="welcome", frozen=True):
    """The server knows this conversation. `share` unlocks `blob` (SECURITY.md 3.5).

    `last` is the newest message's number, `delivered` how far the other side
    has opened; messages after the cursor follow.
    """

    share: fields.Key32
    blob: fields.Blob
    last: fields.Seq
    delivered: fields.Seq


class Waiting(FromServer, tag="waiting", frozen=True):
    """Place in the waiting list; 1 is next."""

    position: Annotated[int, Meta(ge=1)]


class Offered(FromServer, tag="offer", frozen=True):
    """A professional asks to be let in."""

    place: fields.Place
    offer: fields.Offering
    signature: fields.Signature
    entry: fields.Entry


class Vacated(FromServer, tag="vacated", frozen=True):
    """Nobody sits in that place any more: whoever did is not to be given anything new."""

    place: fields.Place


class Revoked(FromServer, tag="revoked", frozen=True):
    """Devices that the organisation has taken back, in a list signed by its roster key."""

    listed: fields.Revocations


class Desk(FromServer, tag="desk", frozen=True):
    """Why nobody can be let in now."""

    state: fields.DeskState


# To the professional's page.


class InLine(Struct, frozen=True):
    """One place in the waiting list; `since` is a whole minute, Unix time in seconds."""

    cid: fields.Cid
    language: fields.Language
    since: int


class Asking(Struct, frozen=True):
    """A conversation for which a colleague asks somebody in. `by`: the colleague's name."""

    cid: fields.Cid
    language: fields.Language
    how: fields.How
    by: str


class Line(FromServer, tag="line", frozen=True):
    """The waiting list, first come first, and the colleagues who ask somebody in."""

    waiting: list[InLine]
    asking: list[Asking] = []


class Held(FromServer, tag="held", frozen=True):
    """A conversation of this professional: just taken, or found again by `hello`.

    `guest`: somebody else holds it and tags it; `ticket` then only names it on the screen.
    """

    cid: fields.Cid
    ticket: fields.Ticket
    place: fields.Place
    commitment: fields.Key32
    language: fields.Language
    suites: fields.Suites
    last: fields.Seq
    delivered: fields.Seq
    guest: bool = False
    ref: fields.Ref | None = None


class Passed(FromServer, tag="passed", frozen=True):
    """A conversation that one sat in as a guest is one's own now: the colleague has left."""

    cid: fields.Cid


class DeviceIs(FromServer, tag="device", frozen=True):
    """Whether this device is on the roster, and its signed entry if it is."""

    state: fields.DeviceState
    entry: bytes


class Granting(FromServer, tag="grant", frozen=True):
    """The visitor let this professional read `epoch`."""

    cid: fields.Cid
    epoch: fields.Epoch
    grant: fields.Granted


class Untagged(FromServer, tag="untagged", frozen=True):
    """Ended conversations of this professional that wait for a tag or a skip."""

    tickets: list[fields.Ticket]


class Tagged(FromServer, tag="tagged", frozen=True):
    """The tag or skip sent with `ref` is kept."""

    ref: fields.Ref
    ticket: fields.Ticket


ToVisitor = (
    Welcome
    | Waiting
    | Offered
    | Vacated
    | Revoked
    | Desk
    | Message
    | Accepted
    | Arrived
    | Seen
    | Ended
    | Refusal
)
"""What a visitor's page may receive."""

ToStaff = (
    Line
    | DeviceIs
    | Passed
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
