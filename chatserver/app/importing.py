"""What a command needs to take an earlier year in, beside a running server or without one."""

import contextlib
from collections.abc import AsyncIterator

from chatserver.app.codebooks import released
from chatserver.app.parts import DAY
from chatserver.app.stores import reaching_ledger
from chatserver.clock import Clock, SystemClock
from chatserver.config import Settings
from chatserver.crypto.at_rest import KeyRing
from chatserver.helpline.importing import Importing


@contextlib.asynccontextmanager
async def importing(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Importing]:
    """Reach the ledger, and take years into it; raises Misconfigured as `reaching_ledger` does."""
    async with reaching_ledger(settings) as ledger:
        yield Importing(
            ledger=ledger,
            ring=KeyRing.create(settings.ledger_key_path),
            window=int(settings.tally.correction_window // DAY),
            codebooks=released(),
            clock=clock or SystemClock(),
        )
