"""When a worker that is not heard is helped, when it is given up, and how soon one is replaced.

Pure: times in seconds, on any clock that only goes forward, come in as arguments.
"""

from typing import Final, Generic, Literal, TypeVar

ALIVE_EVERY: Final = 0.25
"""Between two signs of life of a worker, and between two looks of the foreman."""

HELP_AFTER: Final = 1.0
"""Silence after which others accept at its doors too. Harmless when it was only busy, and a new
visitor waits no longer than that: the kernel goes on giving connections to a frozen process."""

GIVE_UP_AFTER: Final = 2.5
"""Silence after which it is ended, so that its people come back to another. A loop pauses for
20 milliseconds at most (PERFORMANCE G7); 5 s is when people must be back."""

ASLEEP_AFTER: Final = 1.0
"""A look that comes so late says that we did not run ourselves: the machine slept or starved,
and the workers with us."""

STEADY_AFTER: Final = 10.0
"""A worker that lived so long did not end because of how it starts."""

PAUSES: Final = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Before a replacement, by how many in a row ended early; the last one repeats."""

W = TypeVar("W")

Verdict = Literal["well", "silent", "frozen"]


class Watch(Generic[W]):
    """When each worker was last heard."""

    def __init__(self, now: float) -> None:
        self._looked = now
        self._heard: dict[W, float] = {}

    def hear(self, worker: W, now: float) -> None:
        """Note that a worker gave a sign of life; the first begins the watch."""
        self._heard[worker] = now

    def forget(self, worker: W) -> None:
        """End the watch; again is harmless."""
        self._heard.pop(worker, None)

    def look(self, now: float) -> dict[W, Verdict]:
        """Say how each worker is."""
        slept = now - self._looked
        self._looked = now
        if slept > ASLEEP_AFTER:
            self._heard = {worker: heard + slept for worker, heard in self._heard.items()}
        return {worker: _verdict(now - heard) for worker, heard in self._heard.items()}


def pause(early: int) -> float:
    """Return the seconds to wait before a replacement. Args: early: how many ended early in a row.

    Without a limit a start that always fails would eat the machine; with one that grows too far,
    a store that was away for a minute would keep people away for longer.
    """
    return PAUSES[min(early, len(PAUSES) - 1)]


def _verdict(silence: float) -> Verdict:
    if silence >= GIVE_UP_AFTER:
        return "frozen"
    return "silent" if silence >= HELP_AFTER else "well"
