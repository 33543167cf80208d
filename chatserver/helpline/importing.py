"""An earlier year from a file, put into the tallies in one step (decision 0032).

Nothing of the file is kept but sums, and a note of where they came from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.disclosure import last_closed
from chatserver.domain.errors import Misconfigured
from chatserver.domain.hours import date_of
from chatserver.domain.past import Told
from chatserver.domain.questions import Codebook
from chatserver.domain.versions import Codebooks
from chatserver.helpline.counting import open_tag, sums
from chatserver.store.interface import Ledger

FIRST_YEAR: Final = 2019
"""The first year of the figures this server reproduces (DOMAIN.md 1.2)."""

SHOWN_AFTER: Final = 7
"""Days after its end that a year may be shown (I2)."""

MOST_SOURCE: Final = 200
"""Characters of the text that says where figures came from."""

REFUSALS: Final = {
    "twice": "was imported before: --replace takes that import back first",
    "lives": "has figures of its own: tags were counted in it, or it is made up",
    "shown": "was shown to somebody already: what was shown can no longer change",
}


class ImportRecord(msgspec.Struct, frozen=True):
    """Where the figures of a year came from. `day`: of the import."""

    source: str
    day: str
    codebook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """Takes earlier years in.

    Attributes:
        ring: the ledger's key ring: opens pending tags, to see of which year they are.
        window: days in which a tag can be corrected.
    """

    ledger: Ledger
    ring: KeyRing
    window: int
    codebooks: Codebooks
    clock: Clock

    @property
    def codebook(self) -> Codebook:
        """In whose codes a file is."""
        return self.codebooks.current

    async def take_in(
        self, year: int, told: Sequence[Told], *, source: str, replaces: bool
    ) -> None:
        """Count the lines of a file as that year, all or nothing.

        Raises:
            Misconfigured: the year is not over, has figures of its own, or was imported or shown.
        """
        today = date_of(self.clock.now())
        check_source(source)
        through = last_closed(today, max(SHOWN_AFTER, self.window))
        last = int(through[:4]) - (not through.endswith("-12"))
        if not FIRST_YEAR <= year <= last:
            raise Misconfigured(f"{year}: only {FIRST_YEAR} to {last} can be imported")
        await self._check_waiting(year)
        record = ImportRecord(source=source, day=today.isoformat(), codebook=self.codebook.key)
        ended = await self.ledger.take_in(
            year,
            sums(line.cells(self.codebook, year) for line in told),
            codebook=self.codebook.key,
            beside=[book.key for book in self.codebooks.versions],
            record=msgspec.json.encode(record),
            replaces=replaces,
        )
        if ended != "done":
            raise Misconfigured(f"{year} {REFUSALS[ended]}")

    async def taken_in(self) -> dict[int, ImportRecord]:
        """Every year that was imported, and from what, in order."""
        return imports(await self.ledger.imported())

    async def _check_waiting(self, year: int) -> None:
        """No tag of a closed year can come later: a tag carries the day on which it was made."""
        for mark, sealed in (await self.ledger.pending()).items():
            tag = open_tag(self.ring, mark, sealed)
            if tag is None:
                raise Misconfigured("a tag that waits does not open with this ledger_key_file")
            if tag.date.year == year:
                raise Misconfigured(f"{year}: tags of it still wait to be counted")


def imports(kept: Mapping[int, bytes]) -> dict[int, ImportRecord]:
    """Read what the ledger keeps of imports."""
    return {
        year: msgspec.json.decode(record, type=ImportRecord)
        for year, record in sorted(kept.items())
    }


def check_source(source: str) -> None:
    """Check the text that says where figures came from; raises Misconfigured."""
    if not source.strip() or len(source) > MOST_SOURCE or not source.isprintable():
        raise Misconfigured(f"the source is one line of 1 to {MOST_SOURCE} characters")
