"""What the vault promises about words between two colleagues: more of `interface`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from chatserver.store.values import Consult, ConsultNews


class Consults(Protocol):
    """Consults of two. All bytes but ids and pseudonyms are opaque, and sealed twice."""

    async def call(self, consult: Consult) -> None:
        """One colleague asks another one.

        Refused: OUT_OF_TURN for an id that is known, AT_CAPACITY when who asks is in as many as
        one may be.
        """

    async def sit_down(self, id_: bytes, pseudonym: bytes, chair: bytes) -> None:
        """Who is asked comes, once. Refused: GONE, NOT_YOURS, OUT_OF_TURN."""

    async def seat(self, id_: bytes, pseudonym: bytes, mine: bytes, theirs: bytes) -> None:
        """Who asks lets them in, once, after they came. Refused: GONE, NOT_YOURS, OUT_OF_TURN."""

    async def say(self, id_: bytes, pseudonym: bytes, ref: bytes, word: bytes) -> int:
        """Keep a word of one of the two, and tell every process; its number.

        The same ref of the same person gives the same number and keeps nothing more.
        Refused: GONE, NOT_YOURS, OUT_OF_TURN before both sit, FULL.
        """

    async def end(self, id_: bytes, *, by: bytes = b"", why: str = "ended") -> bool:
        """Keep nothing of it; False when there is none. Refused(NOT_YOURS).

        By who was asked and has not come, the reason is `not_now`, whatever `why` says.
        """

    async def read(self, id_: bytes) -> Consult | None:
        """All of it; None when there is none."""

    async def of(self, pseudonym: bytes) -> Sequence[Consult]:
        """Those somebody is in."""

    async def all(self) -> Mapping[bytes, tuple[bytes, bytes]]:
        """By id, who asked whom."""

    def watch(self, heard: Callable[[ConsultNews], None]) -> None:
        """Call `heard` with everything that happens in any consult, from any process."""
