"""What the vault promises about the professionals at the desk: more of `interface`."""

from typing import Protocol

from chatserver.domain.duty import Proposal, Stance
from chatserver.store.values import CrewNow


class Crew(Protocol):
    """The professionals at the desk, and whom they are proposed. Times are Unix seconds."""

    async def be_here(
        self, pseudonym: bytes, note: bytes, *, now: int, until: int, grace: int
    ) -> None:
        """A page of theirs is there until then.

        Whoever is new, or was gone for more than `grace` seconds, is away; a break goes on.
        """

    async def be(self, pseudonym: bytes, stance: Stance, *, break_until: int = 0) -> bool:
        """They are this from now on; False when no page of theirs was ever there.

        Unless they are free, what was proposed to them is withdrawn. A break counts hard
        conversations from nothing again.
        """

    async def go_on(self, pseudonym: bytes) -> None:
        """They want no break: hard conversations are counted from nothing again."""

    async def choose(self, pseudonym: bytes, most: int) -> bool:
        """They want no more conversations at once than this; False as for `be`.

        It holds on every way in, and until nothing is kept of them any more. The desk's own
        capacity holds, too; what they are in already goes on.
        """

    async def propose(self, proposal: Proposal, *, since: int, now: int, capacity: int) -> bool:
        """Propose somebody in line; False if it is otherwise by now.

        One visitor to one professional and one professional one visitor, who is free, is there,
        has room, owes no tag, and is idle `since` the same step as when that was decided.
        """

    async def pass_on(self, pseudonym: bytes, cid: bytes, *, until: int) -> bool:
        """They do not take this one, and are not to be asked again before; not a miss.

        False when it was not proposed to them any more.
        """

    async def move_on(self, *, now: int, capacity: int, gone_since: int) -> bool:
        """Do what time brings about; whether that was anything. Any process may do it.

        A proposal that nobody answered is missed, and MOST_MISSED in a row make them away.
        One to somebody who cannot take anybody now is taken back. A break that is over ends.
        Nothing is kept of those whose last page is gone since before `gone_since`.
        """

    async def look(self) -> CrewNow:
        """All of it at one moment."""
