"""What one window does with colleagues: asks them, answers them, leaves conversations to them."""

from collections.abc import Callable
from typing import Protocol

from chatserver.domain.errors import Code, Refused
from chatserver.helpline.arrivals import Page
from chatserver.helpline.colleagues import Colleagues, Seen
from chatserver.helpline.consults import Consults, Ear
from chatserver.helpline.counting import Who
from chatserver.helpline.delivery import Party
from chatserver.helpline.rosters import Snapshot
from chatserver.helpline.seats import Asker, Seats
from chatserver.wire import frames

Aside = frames.Call | frames.SitDown | frames.Seat | frames.Confide | frames.Part
"""Steps of a consult."""


class Services(Protocol):
    """What the windows of a process share, as far as it is about colleagues."""

    @property
    def colleagues(self) -> Colleagues:
        """Who is here."""

    @property
    def consults(self) -> Consults:
        """Words between two."""

    @property
    def seats(self) -> Seats:
        """Who sits where."""


class Company:
    """See the module's text. `begin`, then the steps, then `close`."""

    def __init__(
        self, services: Services, who: Who, page: Page, party: Callable[[bytes], Party]
    ) -> None:
        """Args: party: the conversation of a frame, or Refused(NOT_YOURS)."""
        self._ = services
        self._who = who
        self._page = page
        self._party = party
        self._seen: Seen | None = None
        self._ear: Ear | None = None
        self._listed = b""

    async def begin(self, may_work: Callable[[], bool]) -> None:
        """This window is open: colleagues see whose it is, if they may work."""
        if self._seen is None:
            self._seen = await self._.colleagues.begin(self._who, self._page, may_work)
            self._ear = await self._.consults.begin(self.asker, self._page)

    def close(self) -> None:
        """The window is gone."""
        if self._seen is not None:
            self._.colleagues.end(self._seen)
        if self._ear is not None:
            self._.consults.end(self._ear)

    def show_roster(self, roster: Snapshot) -> None:
        """Tell the page which devices were taken back: it talks to none of them."""
        # A new roster key has signed no list: what the one before it took back, it never approved.
        if roster.listed and roster.listed != self._listed:
            self._listed = roster.listed
            self._page.send(frames.Revoked(listed=roster.listed))

    async def aside(self, said: Aside, *, may_work: bool) -> None:
        """A step of a consult; see `Consults`. Raises Refused(NOT_APPROVED) for some devices."""
        if not may_work and not isinstance(said, frames.Part):
            raise Refused(Code.NOT_APPROVED)
        match said:
            case frames.Call():
                await self._.consults.call(self.asker, said)
            case frames.SitDown():
                await self._.consults.sit_down(self.asker, said)
            case frames.Seat():
                await self._.consults.seat(self.asker, said)
            case frames.Confide():
                await self._.consults.confide(self.asker, said)
            case frames.Part():
                await self._.consults.part(self.asker, said)

    @property
    def asker(self) -> Asker:
        """Who works here, as colleagues know them."""
        return Asker(self._who, self._seen.known_as if self._seen is not None else b"")

    async def ask(self, said: frames.Ask) -> None:
        """Ask colleagues to take over or to join, or no longer; see `Seats.ask`."""
        await self._.seats.ask(self.asker, self._party(said.cid), said)

    async def not_now(self, said: frames.NotNow) -> None:
        """Do not come where one is asked by name; raises Refused(TAKEN)."""
        await self._.seats.not_now(self.asker, said.cid)

    async def step_out(self, said: frames.StepOut) -> None:
        """Leave a conversation to who is in it too; see `Seats.step_out`."""
        await self._.seats.step_out(self._party(said.cid))

    async def give_back(self, said: frames.GiveBack) -> None:
        """Leave a conversation to whoever is free; see `Seats.give_back`."""
        await self._.seats.give_back(self._party(said.cid))
