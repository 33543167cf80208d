"""Releases: one coordinator proposes, another approves, the audit runs again, then it is frozen.

Nothing else writes a release. Who, what and when is in the release and in the ledger's record;
the log of the process holds numbers only (I9, P9, decision 0036).
"""

import asyncio
import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from chatserver.clock import Clock
from chatserver.domain.disclosure import Disagree, Leak, Print
from chatserver.domain.disclosure.releases import release
from chatserver.domain.errors import Code, Refused
from chatserver.domain.hours import day_of
from chatserver.domain.people import Act, Role, may
from chatserver.domain.questions import Codebook
from chatserver.domain.tallies import Cell, Counts
from chatserver.domain.versions import Codebooks
from chatserver.helpline.prints import Prints, Shown
from chatserver.helpline.publication import Document, Stamp, document, files
from chatserver.helpline.staffing import Account, Staffing
from chatserver.store.interface import Ledger
from chatserver.store.interface_of_publications import KeptDraft

FILES: Final = ("figures.csv", "figures.xlsx", "metadata.json", "report-nl.html", "report-en.html")

ANSWERS: Final = {"gone": Code.GONE, "same": Code.SAME_PERSON, "taken": Code.GONE}

logger: Final = logging.getLogger(__name__)


class Draft(msgspec.Struct, frozen=True):
    """What waits for a second coordinator. `stamp.number`: 0, it has none yet."""

    stamp: Stamp
    document: Document


class Entry(msgspec.Struct, frozen=True):
    """What the list of releases says of one. `replaces`: an earlier one of the same years."""

    codebook: str
    years: list[str]
    is_made_up: bool
    stamp: Stamp
    is_noisy: bool = False

    @property
    def what(self) -> tuple[str, tuple[str, ...]]:
        """Of what it is: there is one release of it that stands."""
        return self.codebook, tuple(self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Years that can be released. `replaces`: the release that a new one would replace.

    `is_noisy`: only with noise, because some of them are in a release of others too (P10).
    """

    codebook: str
    years: tuple[str, ...]
    is_made_up: bool
    is_noisy: bool = False
    replaces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """See the module's text.

    Attributes:
        codebooks: of what was tagged.
        afterwards: of what visitors said when a conversation was over. A release is of one or of
            the other.
    """

    ledger: Ledger
    staffing: Staffing
    codebooks: Codebooks
    afterwards: Codebooks
    prints: Prints
    clock: Clock

    async def propose(self, name: str, codebook: str, years: Sequence[str]) -> None:
        """Work a release out, audit it, and keep it for a second coordinator.

        Raises:
            Refused: WRONG_ROLE; MALFORMED for years that are not offered; RELEASED for years that
                are in a release of others with noise already (P10); TAKEN while there is another
                draft; NOT_SAFE if the audit fails; CHANGED if a release of these years says
                something else.
        """
        account = await self._coordinator(name)
        offer = await self._offered(codebook, tuple(years))
        made = await self._made(offer)
        day = day_of(self.clock.now())
        draft = Draft(
            stamp=Stamp(
                number=0, proposed_by=account.name, proposed_on=day, replaces=offer.replaces
            ),
            document=made,
        )
        kept = KeptDraft(
            id=secrets.token_hex(16), by=account.number, draft=msgspec.json.encode(draft)
        )
        noted = _noted(account, "proposed", f"{made.codebook} {made.period}")
        if not await self.ledger.publications.propose(kept, noted):
            raise Refused(Code.TAKEN)

    async def approve(self, name: str, draft_id: str) -> int:
        """Audit the draft once more, and write the release; give its number.

        Raises:
            Refused: WRONG_ROLE; GONE; SAME_PERSON if they proposed it themselves; NOT_SAFE if the
                audit fails now; CHANGED if the figures are others than in the draft.
        """
        account = await self._coordinator(name)
        kept, draft = await self._draft(draft_id)
        if kept.by == account.number:
            raise Refused(Code.SAME_PERSON)
        offer = await self._offered(draft.document.codebook, tuple(draft.document.years))
        made = await self._made(offer)
        if made != draft.document or offer.replaces != draft.stamp.replaces:
            raise Refused(Code.CHANGED)
        number = count = len(await self.ledger.publications.releases()) + 1
        stamp = msgspec.structs.replace(
            draft.stamp,
            number=number,
            approved_by=account.name,
            approved_on=day_of(self.clock.now()),
        )
        entry = Entry(
            codebook=made.codebook,
            years=made.years,
            is_made_up=made.is_made_up,
            stamp=stamp,
            is_noisy=made.is_noisy,
        )
        ended = await self.ledger.publications.issue(
            draft_id,
            by=account.number,
            number=number,
            entry=msgspec.json.encode(entry),
            files=await asyncio.to_thread(files, made, stamp),
            noted=_noted(account, "approved", f"release {number}"),
        )
        if ended != "done":
            raise Refused(ANSWERS[ended])
        logger.info("a release was written number=%d", count)
        return number

    async def withdraw(self, name: str, draft_id: str) -> None:
        """Let go of the draft, one's own or a colleague's: nothing of it stays.

        Raises:
            Refused: WRONG_ROLE, GONE.
        """
        account = await self._coordinator(name)
        noted = _noted(account, "withdrew", "the draft")
        if not await self.ledger.publications.drop(draft_id, noted):
            raise Refused(Code.GONE)

    async def fetch(self, name: str, number: int, file: str) -> bytes:
        """Give a file of a release, as it was written, and put on record who has it.

        Raises:
            Refused: WRONG_ROLE, GONE.
        """
        account = await self._coordinator(name)
        found = await self.ledger.publications.file_of(number, file)
        if found is None:
            raise Refused(Code.GONE)
        await self.ledger.publications.note(_noted(account, "fetched", f"release {number} {file}"))
        return found

    async def preview(self, name: str, draft_id: str, file: str) -> bytes:
        """Give a file of the draft; it says that nobody has approved it.

        Raises:
            Refused: WRONG_ROLE, GONE.
        """
        account = await self._coordinator(name)
        _, draft = await self._draft(draft_id)
        drawn = await asyncio.to_thread(files, draft.document, draft.stamp)
        if file not in drawn:
            raise Refused(Code.GONE)
        await self.ledger.publications.note(_noted(account, "fetched", f"the draft {file}"))
        return drawn[file]

    async def draft(self, name: str) -> tuple[str, Draft, bool] | None:
        """Give the draft, its id, and whether this person proposed it."""
        kept = await self.ledger.publications.draft()
        if kept is None:
            return None
        account = await self.staffing.find(name)
        is_own = account is not None and account.number == kept.by
        return kept.id, msgspec.json.decode(kept.draft, type=Draft), is_own

    async def entries(self) -> dict[int, Entry]:
        """Give all releases by number, in order."""
        found = await self.ledger.publications.releases()
        return {n: msgspec.json.decode(entry, type=Entry) for n, entry in sorted(found.items())}

    async def offers(self) -> list[Offer]:
        """Give the years that can be released now, the newest first, one by one and together."""
        entries = await self.entries()
        synthetic = await self.ledger.synthetic_years()
        return [
            offer
            for books in (self.codebooks, self.afterwards)
            for book in books.versions[::-1]
            for some in _runs((await self.prints.of(book)).whole_years)
            if (offer := _offer(book.key, some, entries, synthetic)) is not None
        ]

    async def audited(self, offer: Offer) -> Document:
        """Work out and audit what would be released, without a draft: for the command line.

        Raises:
            Refused: NOT_SAFE, CHANGED.
        """
        return await self._made(offer)

    async def _coordinator(self, name: str) -> Account:
        """Ask the ledger who this is now; a session may be older than a change of role."""
        account = await self.staffing.find(name)
        if account is None or account.is_disabled or not may(Role(account.role), Act.PUBLISH):
            raise Refused(Code.WRONG_ROLE)
        return account

    async def _draft(self, draft_id: str) -> tuple[KeptDraft, Draft]:
        kept = await self.ledger.publications.draft()
        if kept is None or kept.id != draft_id:
            raise Refused(Code.GONE)
        return kept, msgspec.json.decode(kept.draft, type=Draft)

    async def _offered(self, codebook: str, years: tuple[str, ...]) -> Offer:
        book = self._named(codebook)
        if years not in _runs((await self.prints.of(book)).whole_years):
            raise Refused(Code.MALFORMED)
        synthetic = await self.ledger.synthetic_years()
        offer = _offer(codebook, years, await self.entries(), synthetic)
        if offer is None:
            raise Refused(Code.RELEASED)
        return offer

    async def _made(self, offer: Offer) -> Document:
        """Work it out from the cells, beside what coordinators were shown.

        Raises:
            Refused: NOT_SAFE; CHANGED if it differs from the release that it would replace, so that
                the two could be subtracted (P10).
        """
        book = self._named(offer.codebook)
        shown = await self.prints.of(book)
        if not shown.is_whole:
            raise Refused(Code.NOT_SAFE)
        beside = _beside(shown, offer.years)
        try:
            keys = await self._keys(book) if offer.is_noisy else None
            made = await asyncio.to_thread(release, book, shown.counts, offer.years, beside, keys)
        except (Leak, Disagree):
            raise Refused(Code.NOT_SAFE) from None
        written = document(made, is_made_up=offer.is_made_up)
        if not written.sheets:
            raise Refused(Code.NOT_SAFE)
        if offer.replaces is not None:
            await self._check_same(offer.replaces, written)
        return written

    async def _keys(self, book: Codebook) -> Counts:
        """Read the cell keys; of open periods too, which are no part of whole years."""
        found = await self.ledger.cell_keys(book.key)
        return {Cell.read(name): key for name, key in found.items()}

    async def _check_same(self, number: int, made: Document) -> None:
        kept = await self.ledger.publications.file_of(number, "metadata.json")
        before = msgspec.json.decode(kept, type=Document) if kept is not None else None
        if before is None or _numbers(before) != _numbers(made):
            raise Refused(Code.CHANGED)

    def _named(self, key: str) -> Codebook:
        found = self.codebooks.named(key) or self.afterwards.named(key)
        if found is None:
            raise Refused(Code.MALFORMED)
        return found


def _noted(account: Account, did: str, what: str) -> Mapping[str, str]:
    return {"who": account.name, "did": did, "what": what}


def _numbers(made: Document) -> dict[tuple[str, str], str]:
    """Give what a release says, whatever its labels are."""
    said = {(sheet.id, line.code): line.count for sheet in made.sheets for line in sheet.lines}
    return said | {(sheet.id, "*"): sheet.total for sheet in made.sheets}


def _offer(
    codebook: str, years: tuple[str, ...], entries: Mapping[int, Entry], synthetic: frozenset[int]
) -> Offer | None:
    """Give how whole years can be released now; None if they cannot be."""
    is_noisy = _needs_noise(entries.values(), codebook, years)
    if is_noisy is None:
        return None
    standing = [number for number, each in entries.items() if each.what == (codebook, years)]
    return Offer(
        codebook=codebook,
        years=years,
        is_made_up=bool(synthetic & set(map(int, years))),
        is_noisy=is_noisy,
        replaces=max(standing, default=None),
    )


def _runs(years: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give each year, the newest first, and years in a row together (P10)."""
    for year in reversed(years):
        yield (year,)
    for first in range(len(years)):
        for last in range(first + 1, len(years)):
            if int(years[last]) - int(years[first]) == last - first:
                yield tuple(years[first : last + 1])


def _needs_noise(entries: Iterable[Entry], codebook: str, years: tuple[str, ...]) -> bool | None:
    """Tell whether years can be released only with noise; None: not at all (P10).

    Exact figures of a year are in releases of one period only, because two could be subtracted.
    So are noisy ones: each further release with a noise of its own would wear all of it away. A
    release that is made again is made as it was.
    """
    overlapping = [e for e in entries if e.codebook == codebook and set(e.years) & set(years)]
    for entry in overlapping:
        if entry.what == (codebook, years):
            return entry.is_noisy
    if all(entry.is_noisy for entry in overlapping):
        return False
    return None if any(entry.is_noisy for entry in overlapping) else True


def _beside(shown: Shown, years: Sequence[str]) -> list[Print]:
    """Give the prints that lie in these years."""
    return [each for each in shown.prints if all(part[:4] in years for part in each.span.parts)]
