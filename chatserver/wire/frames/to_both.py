"""What either page may receive."""

from typing import Annotated

from msgspec import Meta

from chatserver.domain.errors import Code
from chatserver.wire import fields
from chatserver.wire.frames.base import FromServer


class Beat(FromServer, tag="beat", frozen=True):
    """Asks the page for `awake`, every few seconds. A page that never answers is an old one."""


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


class WasRead(FromServer, tag="read", frozen=True):
    """Everything up to `seq` was on the other side's screen for a moment."""

    seq: fields.Seq
    cid: fields.Cid | None = None


class Seen(FromServer, tag="presence", frozen=True):
    """Whether the other side's page is connected; to a visitor, `place` says whose."""

    state: fields.Presence
    cid: fields.Cid | None = None
    place: fields.Place | None = None


class Writes(FromServer, tag="writing", frozen=True):
    """Somebody on the other side is writing. When they stop is not said: it is old in seconds."""

    cid: fields.Cid | None = None


class Ends(FromServer, tag="ends", frozen=True):
    """In so many minutes the conversation ends by itself, whatever is said in it."""

    minutes: Annotated[int, Meta(ge=1)]
    cid: fields.Cid | None = None


class Ended(FromServer, tag="ended", frozen=True):
    """The conversation is over and destroyed."""

    reason: fields.Ending
    cid: fields.Cid | None = None


class Slip(FromServer, tag="slip", frozen=True):
    """A sealed receipt of this conversation, in place of the one before.

    Only the server opens it. A page hands it back if the vault is lost, and drops it at the end.
    """

    slip: fields.Slip
    cid: fields.Cid | None = None


class Lost(FromServer, tag="lost", frozen=True):
    """A fault of ours has destroyed the conversation: it did not end.

    Attributes:
        may_return: the slip was good; without that there is only a new start.
        ticket: to a professional: it waits for a tag. The visitor may still come back.
    """

    may_return: bool
    cid: fields.Cid | None = None
    ticket: fields.Ticket | None = None


class Refusal(FromServer, tag="refused", frozen=True):
    """A frame had no effect, and why; `ref` and `cid` name it where it had them."""

    code: Code
    ref: fields.Ref | None = None
    cid: fields.Cid | None = None


class Revoked(FromServer, tag="revoked", frozen=True):
    """Devices that the organisation has taken back, in a list signed by its roster key."""

    listed: fields.Revocations


ToBoth = (
    Accepted
    | Arrived
    | WasRead
    | Beat
    | Ended
    | Ends
    | Lost
    | Message
    | Refusal
    | Revoked
    | Seen
    | Slip
    | Writes
)
"""What either page may receive."""
