"""A clock for a server with real browsers before it: it runs, but it shows another time."""

from datetime import UTC, datetime

from chatserver.clock import SystemClock


class Elsewhen:
    """Shows `utc` at first, such as "2026-11-28T12:35:00", and goes on from there."""

    def __init__(self, utc: str) -> None:
        self._here = SystemClock()
        self._offset = 0.0
        self.jumps_to(utc)

    def now(self) -> float:
        """Seconds since 1970, as far as anybody here knows."""
        return self._here.now() + self._offset

    async def sleep(self, seconds: float) -> None:
        """Wait as long as here."""
        await self._here.sleep(seconds)

    def jumps_to(self, utc: str) -> None:
        """Show this time from now on."""
        moment = datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp()
        self._offset = moment - self._here.now()
