"""The closing questions: answered once, by nobody in particular, on some day (F21, decision 0043).

    voucher = sealed under the vault's ring: random number, day, end

A page gets a voucher with the end of its conversation. It was made for no conversation, and until
it is used nothing of it is stored anywhere. What comes back with it goes into the vault's box of
its day: sealed, of one length, under a random name. When the day and every voucher of it are over,
the whole box goes into the ledger, in any order and under other names, and who saw the questions
and said nothing goes along and looks the same. There they wait with the tags, of which they know
the month only, and are folded as those are.
"""

import logging
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.crypto.tokens import digest
from chatserver.domain.afterwards import LATEST, answered, days_before, nothing, runs_out
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.domain.questions import Answers, Codebook
from chatserver.helpline.counting import PendingTag, seal_tag
from chatserver.helpline.moments import Moments
from chatserver.helpline.sealing import pack, unpack
from chatserver.store.interface import Ledger
from chatserver.store.interface_of_afterwards import Box, Boxes

LOOK_EVERY: Final = 600.0
"""Seconds."""

LENGTH: Final = 256
"""Bytes of an answer before it is sealed: what was answered must not be told by its length."""

NUMBER_BYTES: Final = 16

VOUCHER: Final = b"voucher|"
ANSWER: Final = b"answer|"
"""Purposes of what is sealed."""

ENDED_WITH: Final = frozenset({"left", "done", "silent", "time"})
"""How a conversation ends of which somebody may still be at the page. Not the quick exit."""

logger: Final = logging.getLogger(__name__)


class Voucher(msgspec.Struct, frozen=True, array_like=True):
    """What a voucher says. `until`: Unix seconds, a whole half hour."""

    number: bytes
    day: str
    until: int


class Answer(msgspec.Struct, frozen=True):
    """What is sealed in a box."""

    answers: dict[str, list[str]]


class Parcel(msgspec.Struct, frozen=True, array_like=True):
    """Sealed tags on their way to the ledger, each with its mark."""

    tags: list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """See the module's text. `run` it in the process's task group.

    Attributes:
        ring: of the vault: it opens vouchers, and answers while they are in the vault.
        ledger_ring: of the ledger.
        book: the questions.
        asks: whether vouchers are handed out.
    """

    boxes: Boxes
    ledger: Ledger
    ring: KeyRing
    ledger_ring: KeyRing
    book: Codebook
    moments: Moments
    asks: bool

    def voucher(self, reason: str) -> bytes | None:
        """Make a voucher for a page whose conversation ended so; None: nothing is asked."""
        if not self.asks or reason not in ENDED_WITH:
            return None
        at = self.moments.at()
        number = secrets.token_bytes(NUMBER_BYTES)
        return self.ring.wrap(pack(Voucher(number, at.day, runs_out(at.now))), VOUCHER)

    async def shown(self, voucher: bytes) -> None:
        """Somebody sees the questions.

        Raises:
            Refused: GONE: the voucher is not ours, has run out, or was shown before.
        """
        opened = self._opened(voucher)
        now = self.moments.at().now
        mark = digest(opened.number)
        if not await self.boxes.shown(mark, opened.day, until=opened.until, now=now):
            raise Refused(Code.GONE)

    async def answer(self, voucher: bytes, said: Mapping[str, str]) -> None:
        """Keep what somebody answered: a code for each question that they did not skip.

        Raises:
            Refused: BAD_ANSWERS; GONE: the voucher is not ours, has run out, was never shown, or
                was answered with before.
        """
        answers = answered(self.book, said)
        opened = self._opened(voucher)
        is_kept = await self.boxes.answer(
            digest(opened.number),
            opened.day,
            self.ring.wrap(_filled(answers), ANSWER),
            name=secrets.token_bytes(NUMBER_BYTES),
            until=opened.until,
            now=self.moments.at().now,
        )
        if not is_kept:
            raise Refused(Code.GONE)

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except (Unavailable, Refused):
                logger.warning("what visitors answered waits for a store")
            await self.moments.clock.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Bring the days whose vouchers have all run out into the ledger.

        Whatever process is first packs a box; whatever process finds a parcel brings it. One that
        dies in the middle leaves it to the next, and the same tag twice is one tag.
        """
        for day in days_before(self.moments.at(ago=LATEST).day):
            box = await self.boxes.box(day)
            if box is not None:
                parcel = msgspec.msgpack.encode(self._packed(day, box))
                await self.boxes.pack(day, parcel)
            found = await self.boxes.parcel(day)
            if found is not None:
                for mark, sealed in unpack(found, Parcel).tags:
                    await self.ledger.pend(mark, sealed)
                await self.boxes.drop(day)

    def _opened(self, voucher: bytes) -> Voucher:
        try:
            opened = unpack(self.ring.unwrap(voucher, VOUCHER), Voucher)
        except SealError:
            raise Refused(Code.GONE) from None
        if opened.until <= self.moments.at().now:
            raise Refused(Code.GONE)
        return opened

    def _packed(self, day: str, box: Box) -> Parcel:
        given = list(self._answers(box))
        # Of an answer that no key opens any more nothing is known, and nothing is counted.
        silent = [nothing(self.book)] * max(0, box.shown - len(box.answers))
        tags = [self._tag(day, answers) for answers in (*given, *silent)]
        secrets.SystemRandom().shuffle(tags)
        return Parcel(tags)

    def _answers(self, box: Box) -> Iterator[Answers]:
        for sealed in box.answers:
            try:
                plain = self.ring.unwrap(sealed, ANSWER)
            except SealError:
                continue
            opened = msgspec.json.decode(plain, type=Answer)
            yield Answers({question: tuple(codes) for question, codes in opened.answers.items()})

    def _tag(self, day: str, answers: Answers) -> tuple[bytes, bytes]:
        mark = secrets.token_bytes(NUMBER_BYTES)
        tag = PendingTag(
            codebook=self.book.key,
            answers={question: list(codes) for question, codes in answers.items()},
            # Figures are by the month, so that is all that anybody needs to know.
            day=f"{day[:7]}-01",
            by=b"",
        )
        return mark, seal_tag(self.ledger_ring, mark, tag, length=LENGTH)


def _filled(answers: Answers) -> bytes:
    said = Answer({question: list(codes) for question, codes in answers.items()})
    return msgspec.json.encode(said).ljust(LENGTH)
