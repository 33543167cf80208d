"""Manners of one socket: well-formed, in turn, within budget. Sans-I/O.

A session is told what came and when, and answers with a frame or raises:
Violation closes the socket, Refused is told to the page and nothing happens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from chatserver.domain.errors import Code, Refused, Violation
from chatserver.domain.throttle import Budget, TooMany
from chatserver.wire import codec, frames

CLOSE_TOO_FAST: Final = 4429

F = TypeVar("F", bound=frames.FromPage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one socket may send."""

    frames_per_second: float
    frames_burst: float
    bytes_per_second: float
    bytes_burst: float


class Session(Generic[F]):
    """One page's side of a socket, before anything is done with what it says."""

    def __init__(
        self,
        read: Callable[[str | bytes], F],
        first: tuple[type[frames.FromPage], ...],
        allowance: Allowance,
        *,
        now: float,
    ) -> None:
        """Args: first: types that must open the socket, once, and may not come later."""
        self._read = read
        self._first = first
        self._begun = False
        self._frames = Budget.full(
            per_second=allowance.frames_per_second, burst=allowance.frames_burst, now=now
        )
        self._bytes = Budget.full(
            per_second=allowance.bytes_per_second, burst=allowance.bytes_burst, now=now
        )

    def receive(self, text: str | bytes, *, now: float) -> F:
        """The frame in `text`.

        Raises:
            Violation: MALFORMED, or TOO_FAST when the budget is overspent.
            Refused: OUT_OF_TURN.
        """
        self.receive_control(now=now)
        # Characters outside ASCII weigh more than one byte; only texts we refuse have many.
        bytes_left = self._bytes.spend(len(text), now=now)
        if isinstance(bytes_left, TooMany):
            raise Violation(Code.TOO_FAST, CLOSE_TOO_FAST)
        self._bytes = bytes_left
        frame = self._read(text)
        if isinstance(frame, self._first) is self._begun:
            raise Refused(Code.OUT_OF_TURN)
        return frame

    def receive_control(self, *, now: float) -> None:
        """A ping or a pong came: it costs as much as a frame (SECURITY property 42).

        Raises:
            Violation: TOO_FAST.
        """
        left = self._frames.spend(1, now=now)
        if isinstance(left, TooMany):
            raise Violation(Code.TOO_FAST, CLOSE_TOO_FAST)
        self._frames = left

    @property
    def has_begun(self) -> bool:
        """Whether the opening frame was accepted."""
        return self._begun

    def begin(self) -> None:
        """The opening frame was accepted: from now on it may not come again."""
        self._begun = True


def visitor_session(allowance: Allowance, *, now: float) -> Session[frames.FromVisitor]:
    """Manners of a visitor's socket: `arrive`, `resume` or `return` first."""
    return Session(
        codec.from_visitor, (frames.Arrive, frames.Resume, frames.Return), allowance, now=now
    )


def staff_session(allowance: Allowance, *, now: float) -> Session[frames.FromStaff]:
    """Manners of a staff socket: `hello` first."""
    return Session(codec.from_staff, (frames.Hello,), allowance, now=now)
