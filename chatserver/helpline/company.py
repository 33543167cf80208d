"""What one window does with colleagues: asks them, answers them, leaves conversations to them."""

from collections.abc import Callable

from chatserver.helpline.arrivals import Page
from chatserver.helpline.colleagues import Colleagues, Seen
from chatserver.helpline.counting import Who
from chatserver.helpline.delivery import Party
from chatserver.helpline.seats import Asker, Seats
from chatserver.wire import frames


class Company:
    """See the module's text. `begin`, then the steps, then `close`."""

    def __init__(
        self,
        colleagues: Colleagues,
        seats: Seats,
        who: Who,
        page: Page,
        party: Callable[[bytes], Party],
    ) -> None:
        """Args: party: the conversation of a frame, or Refused(NOT_YOURS)."""
        self._colleagues = colleagues
        self._seats = seats
        self._who = who
        self._page = page
        self._party = party
        self._seen: Seen | None = None

    async def begin(self, may_work: Callable[[], bool]) -> None:
        """This window is open: colleagues see whose it is, if they may work."""
        if self._seen is None:
            self._seen = await self._colleagues.begin(self._who, self._page, may_work)

    def close(self) -> None:
        """The window is gone."""
        if self._seen is not None:
            self._colleagues.end(self._seen)

    @property
    def asker(self) -> Asker:
        """Who works here, as colleagues know them."""
        return Asker(self._who, self._seen.known_as if self._seen is not None else b"")

    async def ask(self, said: frames.Ask) -> None:
        """Ask colleagues to take over or to join, or no longer; see `Seats.ask`."""
        await self._seats.ask(self.asker, self._party(said.cid), said)

    async def not_now(self, said: frames.NotNow) -> None:
        """Do not come where one is asked by name; raises Refused(TAKEN)."""
        await self._seats.not_now(self.asker, said.cid)

    async def step_out(self, said: frames.StepOut) -> None:
        """Leave a conversation to who is in it too; see `Seats.step_out`."""
        await self._seats.step_out(self._party(said.cid))

    async def give_back(self, said: frames.GiveBack) -> None:
        """Leave a conversation to whoever is free; see `Seats.give_back`."""
        await self._seats.give_back(self._party(said.cid))
