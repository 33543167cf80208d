"""A cool-down: for a while nobody behind one source begins a new conversation (F34).

It holds back everybody behind that source, so it is short, and one person alone cannot make it
long. Times in seconds since 1970.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolDown:
    """One of them. `asks_longer`: a professional asks a coordinator for the longest."""

    made: int
    until: int
    asks_longer: bool = False

    def seconds_left(self, now: float) -> int:
        """Whole seconds, 0 when it is over."""
        return max(0, int(self.until - now))

    def minutes_left(self, now: float) -> int:
        """Minutes as people are told: begun ones count."""
        return -(-self.seconds_left(now) // 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolingRules:
    """How long it may be, in seconds.

    Attributes:
        alone: at most, by a professional.
        longest: after a coordinator has agreed, counted from its beginning.
    """

    alone: int
    longest: int

    def begun(self, minutes: int, *, asks_longer: bool, now: int) -> CoolDown:
        """One that a professional begins; never longer than a professional may."""
        return CoolDown(
            made=now, until=now + min(minutes * 60, self.alone), asks_longer=asks_longer
        )

    def lengthened(self, cool_down: CoolDown) -> CoolDown:
        """The same after a coordinator agreed; again changes nothing."""
        return replace(cool_down, until=cool_down.made + self.longest, asks_longer=False)

    def may_lengthen(self, cool_down: CoolDown) -> bool:
        """Whether a coordinator can still make it longer."""
        return cool_down.until < cool_down.made + self.longest
