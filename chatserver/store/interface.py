"""What the stores promise to the use cases. Each docstring is a promise with a test.

Values are opaque here: whatever must be secret was sealed before it came.
Every method raises Unavailable when the store is away; a call that raised it
may or may not have happened, and may be made again. Refused carries the code
that the script answered.
"""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from typing import Literal, Protocol

from chatserver.domain.desk import Pace
from chatserver.domain.footfall import Moment
from chatserver.store.interface_of_afterwards import Boxes
from chatserver.store.interface_of_consults import Consults
from chatserver.store.interface_of_cool_downs import CoolDowns
from chatserver.store.interface_of_crew import Crew
from chatserver.store.interface_of_footfall import Counts, KeptCounts
from chatserver.store.interface_of_present import Presents
from chatserver.store.interface_of_publications import Publications
from chatserver.store.interface_of_rehearsals import Drills
from chatserver.store.interface_of_replies import ReplyVersions
from chatserver.store.interface_of_returns import Returns
from chatserver.store.interface_of_tallies import Tallies
from chatserver.store.interface_of_tickets import Tickets
from chatserver.store.values import (
    Ask,
    Attendance,
    Birth,
    Claim,
    Holding,
    InLine,
    Life,
    Mark,
    News,
    Seated,
    Standing,
    Unseated,
)


class Conversations(Protocol):
    """Conversations in the vault. `now` is Unix seconds; `lives` seconds of lifetime.

    Every key of a conversation has a lifetime at every instant: the scripts
    that write also renew.
    """

    async def arrive(
        self, cid: bytes, birth: Birth, *, connection: bytes, lives: int, now: int
    ) -> bool:
        """Begin a conversation; False when the id is known already (nothing changes)."""

    async def enter(
        self, cid: bytes, token_digest: bytes, *, connection: bytes, lives: int, now: int
    ) -> Life | None:
        """Connect the visitor's page, replacing an earlier one; None for a wrong token or id."""

    async def knows(self, cid: bytes, token_digest: bytes) -> bool:
        """Whether this is the token of that conversation's visitor."""

    async def seat(
        self, cid: bytes, *, place: bytes, turn: int, is_guest: bool, lives: int, now: int
    ) -> Seated | None:
        """Seat the professional, or a guest; the same place again is fine. None when it is gone.

        A higher turn takes the place of a lower one, whose offer and grants go.
        Refused(TAKEN) if the desk has decided otherwise since that turn.
        """

    async def let_in(self, cid: bytes) -> Collection[bytes]:
        """Places of everybody whom the visitor has let in."""

    async def stand_up(
        self,
        cid: bytes,
        *,
        place: bytes,
        successor: bytes,
        turn: int,
        news: bytes,
        lives: int,
        now: int,
    ) -> None:
        """Take a place away with its offer and grants; the successor becomes the professional.

        Without a successor the conversation waits again if it was the professional's place.
        If somebody has sat down since that turn, only what was left behind goes.
        """

    async def say(
        self,
        cid: bytes,
        *,
        seat: bytes,
        ref: bytes,
        sealed: bytes,
        connection: bytes,
        lives: int,
        now: int,
    ) -> int:
        """Keep one message in one round trip and tell every process; its number.

        The same ref from the same seat gives the same number and keeps nothing more.
        """

    async def marked(
        self, cid: bytes, *, mark: Mark, seat: bytes, seq: int, news: bytes, lives: int, now: int
    ) -> None:
        """Note how far a side has opened or read; lower numbers than before change nothing."""

    async def keep_blob(self, cid: bytes, blob: bytes, *, lives: int, now: int) -> None:
        """Replace the visitor's sealed state."""

    async def stirred(self, cid: bytes, *, minute: int, lives: int, now: int) -> None:
        """The visitor did something in that minute, in a conversation that is open."""

    async def offer(
        self, cid: bytes, *, place: bytes, offer: bytes, news: bytes, lives: int, now: int
    ) -> None:
        """Keep the offer of whoever sits there, and tell the visitor."""

    async def grant(
        self,
        cid: bytes,
        *,
        place: bytes,
        epoch: int,
        grant: bytes,
        news: bytes,
        lives: int,
        now: int,
    ) -> None:
        """Keep a grant and open the conversation, and tell whom it is for."""

    async def finish(self, cid: bytes, *, seat: bytes, news: bytes) -> None:
        """Destroy everything of the conversation, and tell every process."""

    async def standing(self, cid: bytes) -> Standing | None:
        """Who has it, for the upkeep; None when it is gone."""

    async def attend(
        self, cid: bytes, *, seat: bytes, connection: bytes, until: int, is_leaving: bool = False
    ) -> Attendance | None:
        """A page of this seat is there until then; who else is. None when it is gone.

        Args:
            until: Unix seconds; 0 only looks.
            is_leaving: this page goes: only if no other page of the seat has attended since.
        """

    async def stay(self, cid: bytes, *, lives: int, now: int) -> bool:
        """Keep alive; False when it is gone."""

    def transcript(self, cid: bytes, *, after: int) -> AsyncIterator[tuple[int, bytes]]:
        """Messages after a number, in order, a page at a time."""

    async def tell(self, cid: bytes, news: bytes) -> None:
        """Publish to every process that follows this conversation; nothing is kept."""

    def follow(self, cid: bytes, news: News) -> None:
        """Call `news` with everything published about this conversation."""

    def unfollow(self, cid: bytes, news: News) -> None:
        """Stop."""


class DeskList(Tickets, Protocol):
    """The waiting list and who holds what. One script each: exactly one wins."""

    async def join(
        self, cid: bytes, facts: bytes, *, most: int, at: Moment, rehearses: bool = False
    ) -> int | None:
        """Stand in line; the place from 1. None when already taken. Refused(FULL).

        Standing there already gives the same place and keeps the arrival. Who only rehearses
        stands behind everybody, takes nobody's place, and is not counted.
        """

    async def claim(
        self,
        pseudonym: bytes,
        *,
        cid: bytes,
        ticket: bytes,
        place: bytes,
        capacity: int,
        at: Moment,
    ) -> Claim:
        """Take one of those in line, also whom one was proposed.

        Whoever is proposed to a colleague at that moment is TAKEN.

        Refused: TAKEN, AT_CAPACITY, UNTAGGED, SHIFT_ENDS.
        """

    async def ask(self, pseudonym: bytes, cid: bytes, ask: Ask | None) -> None:
        """Ask colleagues in, or no longer. Refused(NOT_YOURS) unless one holds it."""

    async def asks(self) -> Sequence[Ask]:
        """Every request that nobody has answered."""

    async def not_now(self, pseudonym: bytes, cid: bytes) -> bytes:
        """Who alone was asked cannot come: the request is gone; the place of who asked.

        Refused(TAKEN) unless they are asked by name.
        """

    async def sit_in(
        self,
        pseudonym: bytes,
        *,
        cid: bytes,
        ticket: bytes,
        place: bytes,
        may_go_on: bool,
        capacity: int,
    ) -> Claim:
        """Answer a request. Refused: TAKEN, NOT_YOURS, UNTAGGED, AT_CAPACITY, SHIFT_ENDS.

        Args: may_go_on: whether the conversation can be left to them.
        """

    async def unseat(
        self,
        cid: bytes,
        place: bytes,
        *,
        let_in: Collection[bytes],
        may_be_alone: bool,
        is_ready: bool = True,
        spared_until: int = 0,
    ) -> Unseated:
        """Somebody stands up. Refused: NOT_YOURS, OUT_OF_TURN if the visitor would be alone.

        Args:
            let_in: places of those who were let in: only they can hold it from now on.
            is_ready: what `line` says of the visitor, who may stand there again.
            spared_until: before this (Unix seconds) who held it is not proposed them again.
        """

    async def rouse(self, cid: bytes) -> None:
        """Somebody in line is ready; of anybody else it changes nothing."""

    async def release(self, cid: bytes, *, tagged: bool, at: Moment, note: bytes = b"") -> bool:
        """Forget a conversation at the desk; its ticket waits for a tag if `tagged`.

        True if somebody held it. Again changes nothing.

        Args:
            at: when it was over.
            note: sealed; kept with the ticket. What was kept with the conversation is not.
        """

    async def held(self, cid: bytes) -> Claim | None:
        """The claim of who holds a conversation."""

    async def held_by(self, pseudonym: bytes) -> Sequence[Claim]:
        """What this professional holds or sits in."""

    async def all_held(self) -> Sequence[Holding]:
        """Every conversation that somebody holds."""

    async def line(self) -> Sequence[InLine]:
        """The waiting list in order."""

    async def pace(self) -> Pace:
        """The pace of the line as it was kept last; a new one when there is none."""

    async def keep_pace(self, pace: Pace, *, before: Pace) -> bool:
        """Keep it in the place of `before`; False when another was kept meanwhile."""

    def watch(self, changed: News) -> None:
        """Call `changed` after every change of the list and every `tell`, from any process."""

    async def tell(self, news: bytes) -> None:
        """Publish to every process that watches; nothing is kept."""


class Sessions(Protocol):
    """Staff sessions and failed sign-ins."""

    async def put(self, digest: bytes, sealed: bytes, *, lives: int) -> None:
        """Keep a session."""

    async def get(self, digest: bytes, *, lives: int) -> bytes | None:
        """Read it and renew its lifetime."""

    async def drop(self, digest: bytes) -> None:
        """End it."""

    async def failed(self, pseudonym: str, *, lives: int) -> int:
        """Count a failed sign-in; how many lately."""

    async def failures(self, pseudonym: str) -> int:
        """How many lately."""

    async def forgive(self, pseudonym: str) -> None:
        """Forget them after a success."""


class Vault(Protocol):
    """The memory-only store."""

    @property
    def conversations(self) -> Conversations:
        """Conversations."""

    @property
    def desk(self) -> DeskList:
        """The desk."""

    @property
    def crew(self) -> Crew:
        """The professionals at the desk."""

    @property
    def presents(self) -> Presents:
        """Everybody at the desk, by name."""

    @property
    def consults(self) -> Consults:
        """Words between colleagues."""

    @property
    def footfall(self) -> Counts:
        """What went through the desk."""

    @property
    def returns(self) -> Returns:
        """What comes back after a loss."""

    @property
    def cool_downs(self) -> CoolDowns:
        """Cool-downs."""

    @property
    def drills(self) -> Drills:
        """Rehearsals."""

    @property
    def afterwards(self) -> Boxes:
        """What visitors say when a conversation is over."""

    @property
    def sessions(self) -> Sessions:
        """Staff sessions."""

    def on_restored(self, restored: Callable[[], None]) -> None:
        """Call `restored` each time a lost connection is back: news was missed."""


class Ledger(KeptCounts, Tallies, Protocol):
    """The durable store. A call that returned is on disk."""

    @property
    def publications(self) -> Publications:
        """What was shown and what was released."""

    @property
    def replies(self) -> ReplyVersions:
        """Versions of the ready-made replies."""

    async def accounts(self) -> Mapping[str, bytes]:
        """All staff accounts, encoded."""

    async def account(self, name: str) -> bytes | None:
        """One staff account."""

    async def put_account(self, name: str, account: bytes) -> None:
        """Add or replace a staff account."""

    async def devices(self) -> Mapping[bytes, bytes]:
        """Every device of staff by its id, encoded."""

    async def put_device(self, device: bytes, record: bytes) -> None:
        """Add or replace a device; the roster counts one change."""

    async def roster(self) -> Mapping[bytes, bytes]:
        """The roster: `key`, `revoked` and `changes`, as far as there are any."""

    async def put_roster(self, name: Literal["key", "revoked"], value: bytes) -> None:
        """Replace the key or the list of revoked devices; the roster counts one change."""

    async def roster_changes(self) -> int:
        """How often the roster has changed: a cheap question to ask every few seconds."""

    async def paused_since(self) -> int | None:
        """When the intake was paused, Unix seconds; None while newcomers are let in."""

    async def pause_intake(self, *, now: int) -> None:
        """Pause the intake; if it is already, the time stays as it was."""

    async def resume_intake(self) -> None:
        """Let newcomers in again; also when they are already."""
