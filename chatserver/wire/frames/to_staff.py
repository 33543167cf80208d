"""What a professional's page may receive (docs/protocol.md §4)."""

from msgspec import UNSET, Struct, UnsetType, field

from chatserver.wire import fields
from chatserver.wire.frames.base import FromServer
from chatserver.wire.frames.to_both import ToBoth


class InLine(Struct, frozen=True, omit_defaults=True):
    """One place in the waiting list; `since` is a whole minute, Unix time in seconds.

    `ready`: false of somebody who was called and did not answer. `rehearsal`: nobody is in need
    there; who really waits stands in front.
    """

    cid: fields.Cid
    language: fields.Language
    since: int
    ready: bool = True
    rehearsal: bool = False


class Asking(Struct, frozen=True, omit_defaults=True):
    """A conversation for which a colleague asks somebody in. `by`: the colleague's name.

    `asker`: by what the list of colleagues knows them. `whom`, `role`: who alone is asked; who is
    not, does not see it.
    """

    cid: fields.Cid
    language: fields.Language
    how: fields.How
    by: str
    asker: fields.ColleagueId | None = None
    whom: fields.ColleagueId | None = None
    role: fields.AskedRole | None = None
    rehearsal: bool = False


class Colleague(Struct, frozen=True):
    """Somebody who is at the desk. `languages`: those in which they help; empty for all."""

    id: fields.ColleagueId
    name: str
    role: fields.StaffRole
    state: fields.ColleagueState
    languages: list[fields.Language]


class Colleagues(FromServer, tag="colleagues", frozen=True):
    """Who is at the desk beside oneself, by name. Sent by `hello`, and when it changes.

    The ids are good for a shift and of nobody after it. `you`: one's own.
    """

    you: fields.ColleagueId
    here: list[Colleague]


class Answered(FromServer, tag="answered", frozen=True):
    """What a colleague said to `ask`: they are at the visitor's door, or cannot come now."""

    cid: fields.Cid
    colleague: fields.ColleagueId
    name: str
    comes: bool


class Line(FromServer, tag="line", frozen=True):
    """The waiting list, first come first, and the colleagues who ask somebody in."""

    waiting: list[InLine]
    asking: list[Asking] = field(default_factory=list)


class Duty(FromServer, tag="duty", frozen=True):
    """What this professional is at the desk, in all windows. Sent by `hello`, and when it changes.

    `until`: of a break, a whole minute, Unix time in seconds. `rest`: minutes of a break that is
    offered now. `proposes`: whether this desk proposes visitors to who is free. `capacity`:
    conversations that they take at once, of `most` that this desk allows.
    """

    state: fields.DutyState
    why: fields.DutyWhy | None = None
    until: int | None = None
    rest: int | None = None
    proposes: bool = True
    capacity: int | None = None
    most: int | None = None


class Proposal(FromServer, tag="proposal", frozen=True):
    """This visitor is next, for as many seconds: `take` with the `cid`, or `pass_on`.

    Without `cid`: not any more. `why` then says what became of it, where nobody here answered.
    """

    cid: fields.Cid | None = None
    language: fields.Language | None = None
    since: int | None = None
    seconds: int | None = None
    why: fields.ProposalGone | None = None


class Reserved(FromServer, tag="reserved", frozen=True):
    """Who in the waiting list is proposed to a colleague now, and cannot be taken."""

    cids: list[fields.Cid]


class Held(FromServer, tag="held", frozen=True):
    """A conversation of this professional: just taken, or found again by `hello`.

    `guest`: somebody else holds it and tags it; `ticket` then only names it on the screen.
    `rehearsal`: it is practice, and counts nowhere. `says_writing`: `writing` is passed on.
    `read` and `has_read`: how far the visitor and the professionals have read.
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
    rehearsal: bool | UnsetType = UNSET
    says_writing: bool | UnsetType = UNSET
    read: fields.Seq | UnsetType = UNSET
    has_read: fields.Seq | UnsetType = UNSET


class Passed(FromServer, tag="passed", frozen=True):
    """A conversation that one sat in as a guest is one's own now: the colleague has left."""

    cid: fields.Cid


class DeviceIs(FromServer, tag="device", frozen=True):
    """Whether this device is on the roster, and its signed entry if it is."""

    state: fields.DeviceState
    entry: bytes


class Cooling(FromServer, tag="cooling", frozen=True):
    """For so many minutes nobody begins a conversation from where that visitor was; 0: not so.

    It is 0 where the server does not know where that was: their page was gone for long, or
    nothing tells visitors apart.
    """

    cid: fields.Cid
    minutes: fields.Minutes


class Granting(FromServer, tag="grant", frozen=True):
    """The visitor let this professional read `epoch`."""

    cid: fields.Cid
    epoch: fields.Epoch
    grant: fields.Granted


class Untagged(FromServer, tag="untagged", frozen=True):
    """Ended conversations of this professional that wait for a tag or a skip.

    `rehearsals`: those among them that were practice. They keep nobody from taking the next.
    """

    tickets: list[fields.Ticket]
    rehearsals: list[fields.Ticket] | UnsetType = UNSET


class Tagged(FromServer, tag="tagged", frozen=True):
    """The tag or skip sent with `ref` is kept; of a `rehearsal` it was only looked at."""

    ref: fields.Ref
    ticket: fields.Ticket
    rehearsal: bool | UnsetType = UNSET


class Given(Struct, frozen=True):
    """A tag that one gave. `at`: when, a whole minute, Unix time in seconds."""

    ticket: fields.Ticket
    at: int


class Tags(FromServer, tag="tags", frozen=True):
    """What this professional tagged in this shift and can still correct, the newest first."""

    given: list[Given]


class Reopened(FromServer, tag="reopened", frozen=True):
    """The answers of a tag as they are kept: `tag` with the same ticket replaces them."""

    ref: fields.Ref
    ticket: fields.Ticket
    codebook: fields.Version
    answers: dict[str, list[str]]


class Called(FromServer, tag="called", frozen=True, omit_defaults=True):
    """A consult one is in: asked to it, or by oneself. By `hello` too.

    `colleague`, `name`: the other one. `mine`: it was this professional who asked. `sits`: who was
    asked has come. `about`: a conversation of who asks.
    """

    consult: fields.Cid
    colleague: fields.ColleagueId
    name: str
    commitment: fields.Key32
    signature: fields.Signature
    entry: fields.Entry
    mine: bool = False
    sits: bool = False
    about: fields.Cid | None = None


class Chair(FromServer, tag="chair", frozen=True):
    """To who asked: the colleague has come, with this offer."""

    consult: fields.Cid
    offer: fields.Offering
    signature: fields.Signature
    entry: fields.Entry


class Seated(FromServer, tag="seated", frozen=True):
    """Both sit: the grants of this side."""

    consult: fields.Cid
    grants: fields.Grants


class Confided(FromServer, tag="confided", frozen=True):
    """One sealed word of a consult, to both and in every window; `ref`: as it was said."""

    consult: fields.Cid
    seq: fields.Seq
    ref: fields.Ref
    sealed: fields.Sealed


class Parted(FromServer, tag="parted", frozen=True):
    """A consult is over, and nothing of it is kept."""

    consult: fields.Cid
    why: fields.Parting


ToStaff = (
    Line
    | DeviceIs
    | Passed
    | Answered
    | Colleagues
    | Duty
    | Proposal
    | Reserved
    | Held
    | Cooling
    | Granting
    | Untagged
    | Tagged
    | Tags
    | Reopened
    | Called
    | Chair
    | Seated
    | Confided
    | Parted
    | ToBoth
)
"""What a professional's page may receive."""
