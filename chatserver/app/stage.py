"""Where a rehearsal is played: a process beside this one, which is a client like any other.

The layers keep the reference client out of the server, and so does this: what plays a visitor
has an address, a pass, and nothing of ours. It ends when the pipe to it does, so it cannot
outlive us (decision 0051).
"""

import asyncio
import logging
import os
import sys
from contextlib import suppress
from typing import Final

import msgspec

from chatserver.app.tasks import Tasks
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.helpline.rehearsals import Pass, Rehearsals
from chatserver.helpline.rosters import Rosters

COMMAND: Final = (sys.executable, "-P", "-m", "chatserver", "play")
"""-P: no module is taken from the directory we happen to be in."""

GOES_WITHIN: Final = 4.0
"""Seconds for all of a rehearsal to say goodbye when this server stops."""

logger: Final = logging.getLogger(__name__)


class Booking(msgspec.Struct, frozen=True):
    """What a player is told. `url`: where we are; `origin`: what we are called outside."""

    url: str
    origin: str
    roster: bytes
    sealed: bytes
    personas: list[str]
    language: str


class ProcessStage:
    """`helpline.rehearsals.Stage`. `close` it while the sites are still open."""

    def __init__(
        self, tasks: Tasks, rehearsals: Rehearsals, rosters: Rosters, *, url: str, origin: str
    ) -> None:
        """Nobody plays yet. Args: url, origin: as in a `Booking`."""
        self._tasks = tasks
        self._rehearsals = rehearsals
        self._rosters = rosters
        self._url, self._origin = url, origin
        self._playing: set[asyncio.subprocess.Process] = set()

    async def play(self, sealed: bytes, said: Pass) -> None:
        """See the interface; raises Refused(NOT_APPROVED) where no roster key was ever made."""
        roster = self._rosters.now.key
        if not roster:
            raise Refused(Code.NOT_APPROVED)
        booking = Booking(
            self._url, self._origin, roster, sealed, said.cast.personas, said.cast.language
        )
        try:
            process = await asyncio.create_subprocess_exec(
                *COMMAND,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                # Ctrl-C on the terminal is for us, who then let it go.
                start_new_session=True,
                env=_environment(),
            )
        except OSError:
            raise Unavailable("a rehearsal cannot be started") from None
        self._playing.add(process)
        self._tasks.start(self._attend(process, said.id))
        if process.stdin is not None:
            process.stdin.write(msgspec.json.encode(booking) + b"\n")

    def ask_to_end(self) -> None:
        """See the interface."""
        for process in self._playing:
            if process.stdin is not None:
                process.stdin.close()

    async def close(self) -> None:
        """Let everybody go, and insist after a while."""
        self.ask_to_end()
        ends = [asyncio.create_task(process.wait()) for process in self._playing]
        if ends:
            await asyncio.wait(ends, timeout=GOES_WITHIN)
        for process in self._playing:
            with suppress(ProcessLookupError):
                process.kill()
        await asyncio.gather(*ends)

    async def _attend(self, process: asyncio.subprocess.Process, drill: bytes) -> None:
        """Until it ends; what it left unsaid is ended then."""
        has_failed = await process.wait() != 0
        self._playing.discard(process)
        if has_failed:
            logger.warning("a rehearsal broke off")
        with suppress(Unavailable):  # each ends by itself then
            await self._rehearsals.stop(drill)


def _environment() -> dict[str, str]:
    """Ours but for the settings: a player needs none, and they may hold a password."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CHATSERVER_")}
