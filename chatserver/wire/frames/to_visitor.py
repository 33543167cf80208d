"""What a visitor's page may receive (docs/protocol.md §3)."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from chatserver.wire import fields
from chatserver.wire.frames.base import FromServer
from chatserver.wire.frames.to_both import ToBoth


class Welcome(FromServer, tag="welcome", frozen=True, omit_defaults=True):
    """The server knows this conversation. `share` unlocks `blob` (SECURITY.md 3.5).

    `last` is the newest message's number, `delivered` how far the other side
    has opened; messages after the cursor follow. `asks_ready`: false where the helpline wants the
    first professional let in without a tap. `says_writing`: the page may say that somebody writes.
    `read` and `has_read`: how far the other side and this one have read.
    """

    share: fields.Key32
    blob: fields.Blob
    last: fields.Seq
    delivered: fields.Seq
    asks_ready: bool = True
    says_writing: bool = False
    read: fields.Seq | UnsetType = UNSET
    has_read: fields.Seq | UnsetType = UNSET


class Waiting(FromServer, tag="waiting", frozen=True):
    """Place in the waiting list; 1 is next.

    `low` and `high`: how many minutes it may still take. Without `high`: longer than `low`.
    Without either: nobody knows. `ready`: false when they were called and did not answer: until the
    page says `ready`, nobody calls them.
    """

    position: Annotated[int, Meta(ge=1)]
    low: fields.Minutes | None = None
    high: fields.Minutes | None = None
    ready: bool = True


class Offered(FromServer, tag="offer", frozen=True):
    """A professional asks to be let in."""

    place: fields.Place
    offer: fields.Offering
    signature: fields.Signature
    entry: fields.Entry


class Vacated(FromServer, tag="vacated", frozen=True):
    """Nobody sits in that place any more: whoever did is not to be given anything new."""

    place: fields.Place


class Still(FromServer, tag="still", frozen=True):
    """Nobody has done anything here for long: in so many minutes the conversation ends."""

    minutes: Annotated[int, Meta(ge=1)]


class Stored(FromServer, tag="stored", frozen=True):
    """The pieces up to this number were taken; the next ones may come."""

    upto: fields.Seq


class Again(FromServer, tag="again", frozen=True):
    """From here a new conversation can be begun in so many minutes; `ended` or `desk` follows."""

    minutes: Annotated[int, Meta(ge=1)]


class Afterwards(FromServer, tag="afterwards", frozen=True):
    """The closing questions may be answered once with this voucher; `ended` follows.

    It does not say of which conversation. It goes to `POST /api/afterwards` (docs/protocol.md §3).
    """

    voucher: fields.Voucher


class Desk(FromServer, tag="desk", frozen=True, omit_defaults=True):
    """Whether somebody new is let in now.

    A page whose arrival was answered with anything but `open` is not in line, or no longer.
    Who is in line is only ever told `open`, with the time at which the desk closes or has
    closed: an older page takes any other state for the end.

    Attributes:
        paused: closed by a coordinator and not by the hours.
        at: what time it is.
        opens: absent: not known.
        closes: absent: not soon.
    """

    state: fields.DeskState
    paused: bool = False
    at: fields.WallTime | None = None
    opens: fields.WallTime | None = None
    closes: fields.WallTime | None = None


ToVisitor = (
    Welcome | Waiting | Offered | Vacated | Again | Afterwards | Desk | Still | Stored | ToBoth
)
"""What a visitor's page may receive."""
