"""What a visitor's page may send (docs/protocol.md §3)."""

from typing import Annotated

from msgspec import Meta, Struct

from chatserver.wire import fields, limits
from chatserver.wire.frames.base import FromPage
from chatserver.wire.frames.from_both import Awake


class Before(Struct, forbid_unknown_fields=True, frozen=True):
    """A conversation of this visitor that was lost with the vault, and the slip that says so."""

    cid: fields.Cid
    token: fields.Key32
    slip: fields.Slip


class Arrive(FromPage, tag="arrive", frozen=True, omit_defaults=True):
    """Take a place in the waiting list; the same again changes nothing.

    `before`: begin anew after a loss, in the place that the lost conversation had. `rehearsal`: the
    pass of who is no visitor and only plays one; not together with `before`.
    """

    cid: fields.Cid
    token: fields.Key32
    commitment: fields.Key32
    language: fields.Language
    suites: fields.Suites
    before: Before | None = None
    rehearsal: fields.Pass | None = None


class Resume(FromPage, tag="resume", frozen=True, omit_defaults=True):
    """Come back to a conversation after a lost line or a reload.

    `slip`: the newest that it was given.
    """

    cid: fields.Cid
    token: fields.Key32
    after: fields.Seq
    slip: fields.Slip = b""


class Return(FromPage, tag="return", frozen=True):
    """Go on with a conversation that was lost; `count` messages follow in `pieces`."""

    cid: fields.Cid
    token: fields.Key32
    slip: fields.Slip
    count: Annotated[int, Meta(ge=0, le=limits.MAX_RETURNED)]


class Pieces(FromPage, tag="pieces", frozen=True):
    """Messages that this page had received, as they were, from number `first` on."""

    first: fields.Seq
    sealed: Annotated[list[fields.Sealed], Meta(min_length=1, max_length=limits.MAX_AT_ONCE)]


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


class Read(FromPage, tag="read", frozen=True):
    """Everything up to `seq` was on the screen of this page for a moment (decision 0050)."""

    seq: fields.Seq


class Here(FromPage, tag="here", frozen=True):
    """Somebody wrote or touched something in a conversation; at most once a minute."""


class Writing(FromPage, tag="writing", frozen=True):
    """Somebody is writing; at most every three seconds, where `welcome` asks for it."""


class Ready(FromPage, tag="ready", frozen=True):
    """Somebody is at this page again, who was called and did not answer."""


class Leave(FromPage, tag="leave", frozen=True):
    """End the conversation: left calmly, or by the quick exit."""

    how: fields.Left


FromVisitor = (
    Arrive
    | Resume
    | Return
    | Pieces
    | Grant
    | Decline
    | Keep
    | Say
    | Delivered
    | Read
    | Here
    | Writing
    | Ready
    | Leave
    | Awake
)
"""What a visitor's page may send."""
