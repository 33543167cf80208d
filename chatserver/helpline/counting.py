"""From a tag to a tally: pending tags in the ledger, folded into cells exactly once.

A tag is sealed with the ledger's key ring and kept under a digest of its random ticket,
so the ledger holds neither the conversation nor, beside an answer, anything that
leads to one. Folding deletes the pending tag and raises its cells in one script.
Which tags, `domain/ripe.py` says; then the ledger's file is rewritten, so that none of
them survives on its disk (decision 0032).
"""

import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

import msgspec

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.crypto.tokens import digest
from chatserver.domain.codebook import Answers, Codebook
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.domain.hours import date_of, whole_minute
from chatserver.domain.people import Role
from chatserver.domain.ripe import ripe
from chatserver.domain.tallies import Cell, cells
from chatserver.domain.versions import Codebooks
from chatserver.helpline.sealing import open_ended
from chatserver.store.interface import DeskList, Ledger
from chatserver.store.values import Folding
from chatserver.wire import fields

CELL_KEY_VALUES: Final = 256
"""Each counted tag draws a cell key of 0-255 (DOMAIN.md 4.5, the ONS method)."""

DAY_SECONDS: Final = 86400

AT_ONCE: Final = 200
"""Most tags in one script: each raises some ninety cells, and a command has a largest size."""

T = TypeVar("T")

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Who:
    """A signed-in person. `pseudonym` is what the vault knows them by.

    `languages`: those in which they help; empty for all.
    """

    name: str
    role: Role
    pseudonym: bytes
    languages: tuple[str, ...] = ()


class PendingTag(msgspec.Struct, frozen=True):
    """What is sealed: the answers, their codebook, the day, and by whom."""

    codebook: str
    answers: dict[str, list[str]]
    day: str
    by: bytes
    language: str | None = None
    """As the codebook tells it apart: for a correction, when the ticket is no more."""

    @property
    def checked(self) -> Answers:
        """The answers as they were checked."""
        return Answers({question: tuple(codes) for question, codes in self.answers.items()})

    @property
    def date(self) -> date:
        """The day as a date."""
        return date.fromisoformat(self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one fold did. `cells`: names of the raised cells, with how often."""

    tags: int
    cells: Mapping[str, int]


@dataclass(slots=True)
class Told:
    """What the operator was told already: once for each process, not every minute."""

    strange: int = 0
    is_refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """Keeps and counts tags.

    Attributes:
        ring: the ledger's key ring; a pending tag opens with no other.
        vault_ring: the vault's; opens what is kept with a ticket.
        codebooks: the current version takes tags; each tag is counted with its own.
        window: days in which a tag can be corrected.
        batch: fewest tags that are folded together, so that the ledger does not change
            conversation by conversation (DOMAIN.md 4.5).
        marks: days that a counted ticket is remembered.
    """

    ledger: Ledger
    desk: DeskList
    clock: Clock
    ring: KeyRing
    vault_ring: KeyRing
    codebooks: Codebooks
    window: int
    batch: int
    marks: int
    told: Told = field(default_factory=Told)

    async def tag(
        self, who: Who, ticket: bytes, codebook: str, answers: Mapping[str, Sequence[str]]
    ) -> bool:
        """Keep a tag, or correct it until it is counted; whether it is of a rehearsal.

        Of a rehearsal nothing is kept: its answers are looked at, and that is all.

        Raises:
            Refused: BAD_ANSWERS, NOT_YOURS, COUNTED.
        """
        current = self.codebooks.current
        if codebook != current.key:
            raise Refused(Code.BAD_ANSWERS, "another codebook version")
        # What a page sent is looked at before anything is asked of a store.
        current.check(answers)
        mark = mark_of(ticket)
        note = await self.desk.note_of(who.pseudonym, ticket)
        day = date_of(self.clock.now()).isoformat()
        if note is not None:
            facts = open_ended(self.vault_ring, note)
            language = current.heard(facts.language) if facts is not None else None
            if facts is not None and facts.rehearsal:
                current.check(answers, language=language)
                await self.desk.settle(who.pseudonym, ticket)
                return True
        else:
            kept = self._own(who, mark, await self.ledger.pending_of(mark))
            # A correction stays in the period in which the conversation was.
            language, day = kept.language, kept.day
        checked = current.check(answers, language=language)
        tag = PendingTag(
            codebook=codebook,
            answers={question: list(codes) for question, codes in checked.items()},
            day=day,
            by=who.pseudonym,
            language=language,
        )
        sealed = seal_tag(self.ring, mark, tag)
        is_kept = await self.ledger.pend(mark, sealed)
        # The tag is on disk before its ticket is settled: a crash in between asks for the
        # tag again, and the same mark keeps it one tag.
        is_hard = current.is_hard(checked)
        minute = whole_minute(self.clock.now())
        await self.desk.settle(who.pseudonym, ticket, minute=minute, is_hard=is_hard)
        if not is_kept:
            raise Refused(Code.COUNTED)
        return False

    def is_of_rehearsal(self, note: bytes) -> bool:
        """Whether a ticket was practice, by the note that is kept with it."""
        facts = open_ended(self.vault_ring, note)
        return facts is not None and facts.rehearsal

    async def is_tagged(self, ticket: bytes) -> bool:
        """Whether a tag of this ticket is kept or was counted."""
        return await self.ledger.knows_tag(mark_of(ticket))

    async def given_by(self, who: Who) -> Sequence[tuple[bytes, int]]:
        """Tickets that this professional tagged in this shift, and the minute; the newest first.

        Only those that can still be corrected.
        """
        given = await self.desk.tagged_by(who.pseudonym, now=int(self.clock.now()))
        marks = {ticket: mark_of(ticket) for ticket, _ in given}
        pending = await self.ledger.pending_among(list(marks.values()))
        return [(ticket, minute) for ticket, minute in given if marks[ticket] in pending]

    async def reopen(self, who: Who, ticket: bytes) -> tuple[str, Mapping[str, Sequence[str]]]:
        """The codebook version of a tag and what was asked, for whoever gave it.

        Raises:
            Refused: NOT_YOURS, COUNTED; BAD_ANSWERS for one of an earlier codebook version, which
                no form shows any more.
        """
        mark = mark_of(ticket)
        pending = await self.ledger.pending_of(mark)
        if pending is None:
            counted = await self.ledger.knows_tag(mark)
            raise Refused(Code.COUNTED if counted else Code.NOT_YOURS)
        tag = self._own(who, mark, pending)
        if tag.codebook != self.codebooks.current.key:
            raise Refused(Code.BAD_ANSWERS, "another codebook version")
        return tag.codebook, self.codebooks.current.asked(tag.answers)

    def _own(self, who: Who, mark: bytes, pending: bytes | None) -> PendingTag:
        """The tag that this professional gave; raises Refused(NOT_YOURS)."""
        tag = self._open(mark, pending) if pending is not None else None
        if tag is None or tag.by != who.pseudonym:
            raise Refused(Code.NOT_YOURS)
        return tag

    async def skip(self, who: Who, ticket: bytes, reason: fields.SkipReason) -> bool:
        """Settle a ticket without a tag; whether it is of a rehearsal.

        Raises:
            Refused: NOT_YOURS.
        """
        note = await self.desk.note_of(who.pseudonym, ticket)
        if not await self.desk.settle(who.pseudonym, ticket):
            raise Refused(Code.NOT_YOURS)
        if note is not None and self.is_of_rehearsal(note):
            return True
        logger.info("a conversation was left untagged reason=%s", reason)
        return False

    async def fold(self) -> Counted:
        """Count the pending tags whose time has come; see `domain/ripe.py`."""
        now = self.clock.now()
        await self.ledger.forget_marks(before=int(now) - self.marks * DAY_SECONDS)
        found = await self._pending()
        days = [tag.date for _, tag, _ in found]
        chosen = ripe(days, date_of(now), window=self.window, batch=self.batch)
        foldings = [_folding(*found[number]) for number in chosen]
        # Marks carry the day only: when exactly a tag was counted is nobody's business.
        today = int(now) // DAY_SECONDS * DAY_SECONDS
        count, raised = 0, Counter[str]()
        for some in evenly(foldings, AT_ONCE):
            least = min(len(some), self.batch)
            done = await self.ledger.fold(some, least=least, now=today)
            count += done
            if done:
                raised.update(cell for each in some for cell, _ in each.cells)
        if count:
            logger.info("tags counted number=%d", count)
        return Counted(tags=count, cells=raised)

    async def clean(self) -> None:
        """Let no counted tag survive on the ledger's disk; what cannot be done now, is later."""
        if await self.ledger.rewrite() == "refused" and not self.told.is_refused:
            self.told.is_refused = True
            logger.warning(
                "the ledger may not rewrite its append-only file: counted tags stay on its disk,"
                " sealed, until it does so by itself; `chatserver check` says what to allow"
            )

    async def run(self, every: float) -> None:
        """Count and clean until cancelled. Args: every: seconds between two rounds."""
        while True:
            await self.clock.sleep(every)
            try:
                await self.fold()
                await self.clean()
            except Unavailable:
                logger.warning("counting waits for the ledger")

    async def _pending(self) -> list[tuple[Codebook, PendingTag, tuple[bytes, bytes]]]:
        """Give the pending tags that can be counted here, each with mark and sealed bytes.

        A version that this server does not know is for one that does: an older server beside newer
        ones, or the old one back after an upgrade. One that does not open, or does not fit its
        codebook, must not keep the others from being counted.
        """
        found, count = [], 0
        for mark, sealed in (await self.ledger.pending()).items():
            tag = self._open(mark, sealed)
            codebook = self.codebooks.named(tag.codebook) if tag is not None else None
            if tag is None or (codebook is not None and not codebook.fits(tag.checked)):
                count += 1
            elif codebook is not None:
                found.append((codebook, tag, (mark, sealed)))
        if count > self.told.strange:
            logger.error("tags that do not open or do not fit wait for ever number=%d", count)
        self.told.strange = count
        return found

    async def load_synthetic(self, year: int, tags: Iterable[tuple[date, Answers]]) -> None:
        """Put a made-up year into the tallies, marked as such: for the demo and for training."""
        current = self.codebooks.current
        raised = sums(cells(current, answers, day) for day, answers in tags)
        await self.ledger.mark_synthetic(year)
        await self.ledger.add(raised, codebook=current.key)

    def _open(self, mark: bytes, sealed: bytes) -> PendingTag | None:
        return open_tag(self.ring, mark, sealed)


def seal_tag(ring: KeyRing, mark: bytes, tag: PendingTag, *, length: int = 0) -> bytes:
    """Seal a pending tag. Args: length: bytes that it is filled up to."""
    return ring.wrap(msgspec.json.encode(tag).ljust(length), b"tag|" + mark)


def open_tag(ring: KeyRing, mark: bytes, sealed: bytes) -> PendingTag | None:
    """Open a pending tag; None when no key of the ring opens it."""
    try:
        return msgspec.json.decode(ring.unwrap(sealed, b"tag|" + mark), type=PendingTag)
    except (SealError, msgspec.DecodeError):
        return None


def _folding(codebook: Codebook, tag: PendingTag, names: tuple[bytes, bytes]) -> Folding:
    key = _cell_key()
    mark, sealed = names
    return Folding(
        mark=mark,
        sealed=sealed,
        codebook=codebook.key,
        cells=tuple((cell.key, key) for cell in cells(codebook, tag.checked, tag.date)),
    )


def sums(many: Iterable[Iterable[Cell]]) -> dict[str, tuple[int, int]]:
    """Add up the cells of many tags, each with a cell key of its own: name to count and sum."""
    found: dict[str, tuple[int, int]] = {}
    for raised in many:
        key = _cell_key()
        for cell in raised:
            count, total = found.get(cell.key, (0, 0))
            found[cell.key] = (count + 1, total + key)
    # By name: what reaches the disk must not tell which cells the first of them raised.
    return dict(sorted(found.items()))


def _cell_key() -> int:
    """Draw the cell key of one tag."""
    return secrets.randbelow(CELL_KEY_VALUES)


def evenly(many: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Cut into pieces of at most so many, none much smaller than the others."""
    pieces = -(-len(many) // most)
    for nth in range(pieces):
        yield many[nth * len(many) // pieces : (nth + 1) * len(many) // pieces]


def mark_of(ticket: bytes) -> bytes:
    """What the ledger knows a ticket by. A ticket is 128 random bits: the digest leads nowhere."""
    return digest(b"ticket|" + ticket)[:16]
