"""What a command needs to read figures and releases, beside a running server or without one.

It can show and audit. It cannot release: there is no account on the command line, and a release
takes those of two coordinators.
"""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from chatserver.app.codebooks import closing_questions, released
from chatserver.app.parts import DAY
from chatserver.app.stores import reaching_ledger
from chatserver.clock import Clock, SystemClock
from chatserver.config import Settings
from chatserver.helpline.figures import Figures
from chatserver.helpline.prints import Prints
from chatserver.helpline.releases import Releases
from chatserver.helpline.staffing import Staffing
from chatserver.store.interface import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Reads the ledger."""

    ledger: Ledger
    figures: Figures
    releases: Releases


@contextlib.asynccontextmanager
async def reading_figures(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Archive]:
    """Reach the ledger; raises Misconfigured as `reaching_ledger` does."""
    clock, codebooks, afterwards = clock or SystemClock(), released(), closing_questions()
    async with reaching_ledger(settings) as ledger:
        prints = Prints(
            ledger=ledger,
            clock=clock,
            settle=_nothing,
            window=int(settings.tally.correction_window // DAY),
            quarters=settings.tally.quarters,
            # What closes is decided by a server, after the last tags of it were counted.
            decides=False,
        )
        yield Archive(
            ledger=ledger,
            figures=Figures(
                ledger=ledger,
                codebooks=codebooks,
                afterwards=afterwards,
                prints=prints,
                clock=clock,
            ),
            releases=Releases(
                ledger=ledger,
                staffing=Staffing(ledger),
                codebooks=codebooks,
                afterwards=afterwards,
                prints=prints,
                clock=clock,
            ),
        )


async def _nothing() -> None:
    """Count no tag: that is the server's."""
