"""What coordinators see of what was tagged: the figures of closed years."""

from collections.abc import Mapping
from dataclasses import dataclass

from chatserver.clock import Clock
from chatserver.domain.disclosure import closed_years, showable, views
from chatserver.domain.hours import date_of, day_of
from chatserver.domain.questions import Codebook
from chatserver.domain.tallies import TOTAL, Cell, tabulate
from chatserver.domain.versions import Codebooks
from chatserver.helpline.importing import ImportRecord, imports
from chatserver.store.interface import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Only strings that passed `domain.disclosure` leave here as figures (DESIGN.md §8)."""

    ledger: Ledger
    codebooks: Codebooks
    clock: Clock

    async def tally(self) -> Mapping[str, object]:
        """The tables of each closed year, small cells masked; newest year first.

        A year in which tags were counted with two versions is there twice: their numbers are
        never added up (V2). Nothing of an open year is read, so that looking twice around one
        tag shows the same (DOMAIN.md 4.2, live differencing).
        """
        newest_first = self.codebooks.versions[::-1]
        counts = [(book, await self._counts(book)) for book in newest_first]
        synthetic = await self.ledger.synthetic_years()
        records = imports(await self.ledger.imported())
        return {
            "codebook": self.codebooks.current.key,
            "as_of": day_of(self.clock.now()),
            "years": [
                {
                    "year": str(year),
                    "codebook": book.key,
                    "synthetic": year in synthetic,
                    "imported": _origin(records.get(year)),
                    "tables": _tables(book, counted, year),
                }
                for year in reversed(closed_years(date_of(self.clock.now())))
                for book, counted in counts
                if counts_something(counted, year)
            ],
        }

    async def _counts(self, book: Codebook) -> Mapping[Cell, int]:
        cells = await self.ledger.cells(book.key)
        return {Cell.read(name): count for name, count in cells.items()}


def _origin(record: ImportRecord | None) -> dict[str, str] | None:
    """Where the figures of a year came from, if not from tags."""
    return {"source": record.source, "day": record.day} if record is not None else None


def _tables(book: Codebook, counts: Mapping[Cell, int], year: int) -> list[dict[str, object]]:
    shown = showable(book)
    return [view.as_dict() for view in views(shown, tabulate(shown, counts, year))]


def counts_something(counts: Mapping[Cell, int], year: int) -> bool:
    """Whether anything was counted in a year."""
    return any(cell.row == TOTAL and cell.period.startswith(str(year)) for cell in counts)
