"""Now, as the calendar of the helpline has it: where what happens is counted."""

from dataclasses import dataclass

from chatserver.clock import Clock
from chatserver.domain.footfall import Moment


@dataclass(frozen=True, slots=True)
class Moments:
    """`zone`: of the helpline, as in its opening hours."""

    clock: Clock
    zone: str

    def at(self, *, ago: float = 0) -> Moment:
        """Now, or so many seconds before."""
        return Moment.at(self.clock.now() - ago, self.zone)
