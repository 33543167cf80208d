"""What a visitor's page may send (docs/protocol.md §3)."""

from chatserver.wire import fields
from chatserver.wire.frames.base import FromPage
from chatserver.wire.frames.from_both import Awake


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


class Here(FromPage, tag="here", frozen=True):
    """Somebody wrote or touched something in a conversation; at most once a minute."""


class Ready(FromPage, tag="ready", frozen=True):
    """Somebody is at this page again, who was called and did not answer."""


class Leave(FromPage, tag="leave", frozen=True):
    """End the conversation: left calmly, or by the quick exit."""

    how: fields.Left


FromVisitor = (
    Arrive | Resume | Grant | Decline | Keep | Say | Delivered | Here | Ready | Leave | Awake
)
"""What a visitor's page may send."""
