"""What a professional's page may send (docs/protocol.md §4)."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from chatserver.wire import fields, limits
from chatserver.wire.frames.base import FromPage
from chatserver.wire.frames.from_both import Awake


class Cursor(Struct, forbid_unknown_fields=True, frozen=True):
    """Where a professional's page is in one conversation."""

    cid: fields.Cid
    after: fields.Seq


class HandedBack(Struct, forbid_unknown_fields=True, frozen=True):
    """The slip of a conversation that this browser held."""

    cid: fields.Cid
    slip: fields.Slip


class Hello(FromPage, tag="hello", frozen=True):
    """First frame of a staff socket: what this window already has, and whose device it is.

    `slips`: of what it held; one of a conversation that was lost makes its ticket owed again.
    """

    cursors: Annotated[list[Cursor], Meta(max_length=limits.MAX_CURSORS)]
    device: fields.Device | None = None
    slips: Annotated[list[HandedBack], Meta(max_length=limits.MAX_CURSORS)] | UnsetType = UNSET


class Take(FromPage, tag="take", frozen=True):
    """Take the next visitor, or the one with this `cid`."""

    ref: fields.Ref
    cid: fields.Cid | None = None


class Be(FromPage, tag="be", frozen=True):
    """Be free for proposals, away, on a break, or at the end of one's shift.

    `capacity`: no more conversations at once than this. What is not said stays as it is.
    """

    state: fields.DutyState | None = None
    capacity: Annotated[int, Meta(ge=1, le=limits.MAX_CONVERSATIONS)] | None = None


class GoOn(FromPage, tag="go_on", frozen=True):
    """Take no break, for now."""


class PassOn(FromPage, tag="pass_on", frozen=True):
    """Do not take whom one was proposed: the next is asked. Who does take them sends `take`."""

    cid: fields.Cid


class Ask(FromPage, tag="ask", frozen=True):
    """Ask colleagues to take a conversation over or to join it; without `how`, no longer.

    `whom`: only this one, who is here. `role`: only those who have it.
    """

    cid: fields.Cid
    how: fields.How | None = None
    whom: fields.ColleagueId | UnsetType = UNSET
    role: fields.AskedRole | UnsetType = UNSET


class NotNow(FromPage, tag="not_now", frozen=True):
    """Do not come where one was asked by name; who asked is told, and nothing else changes."""

    cid: fields.Cid


class SitIn(FromPage, tag="sit_in", frozen=True):
    """Answer a colleague who asked: sit down beside them. The visitor decides the rest."""

    ref: fields.Ref
    cid: fields.Cid


class StepOut(FromPage, tag="step_out", frozen=True):
    """Leave a conversation to the colleague who is in it too."""

    cid: fields.Cid


class GiveBack(FromPage, tag="give_back", frozen=True):
    """Leave a conversation to whoever is free: the visitor waits again, in front of all."""

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


class StaffRead(FromPage, tag="read", frozen=True):
    """Everything up to `seq` of this conversation was on the screen of this page for a moment."""

    cid: fields.Cid
    seq: fields.Seq


class StaffWriting(FromPage, tag="writing", frozen=True):
    """This professional is writing in a conversation; at most every three seconds."""

    cid: fields.Cid


class End(FromPage, tag="end", frozen=True, omit_defaults=True):
    """End a conversation.

    `cool_down`: because of misuse, and for so many minutes nobody begins a new one from where
    this visitor is. `longer`: and a coordinator is asked to make that longer.
    """

    cid: fields.Cid
    cool_down: fields.CoolDownMinutes | None = None
    longer: bool = False


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


class Reopen(FromPage, tag="reopen", frozen=True):
    """Show the answers of a tag that one gave, to correct them."""

    ref: fields.Ref
    ticket: fields.Ticket


class Call(FromPage, tag="call", frozen=True):
    """Ask a colleague aside (docs/protocol.md §1.12). `about`: a conversation both may be in."""

    consult: fields.Cid
    whom: fields.ColleagueId
    commitment: fields.Key32
    signature: fields.Signature
    entry: fields.Entry
    about: fields.Cid | UnsetType = UNSET


class SitDown(FromPage, tag="sit_down", frozen=True):
    """Come to a consult that one was asked to, with an offer for it."""

    consult: fields.Cid
    offer: fields.Offering
    signature: fields.Signature
    entry: fields.Entry


class Seat(FromPage, tag="seat", frozen=True):
    """Let in whoever one asked: the grants of both sides, to be given to each again."""

    consult: fields.Cid
    mine: fields.Grants
    theirs: fields.Grants


class Confide(FromPage, tag="confide", frozen=True):
    """One sealed word to a colleague."""

    consult: fields.Cid
    ref: fields.Ref
    sealed: fields.Sealed


class Part(FromPage, tag="part", frozen=True):
    """End a consult, or do not come to it; nothing of it is kept."""

    consult: fields.Cid


FromStaff = (
    Hello
    | Take
    | Be
    | GoOn
    | PassOn
    | Ask
    | NotNow
    | SitIn
    | StepOut
    | GiveBack
    | Offer
    | StaffSay
    | StaffDelivered
    | StaffRead
    | StaffWriting
    | End
    | Tag
    | Skip
    | Reopen
    | Call
    | SitDown
    | Seat
    | Confide
    | Part
    | Awake
)
"""What a professional's page may send."""
