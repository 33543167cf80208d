"""What coordinators see: the board of this moment, and the figures of closed years."""

from collections.abc import Mapping
from dataclasses import dataclass

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.disclosure import closed_years, showable, views
from chatserver.domain.hours import date_of, day_of
from chatserver.domain.questions import Codebook
from chatserver.domain.tallies import TOTAL, Cell, tabulate
from chatserver.domain.versions import Codebooks
from chatserver.helpline.importing import ImportRecord, imports
from chatserver.helpline.sealing import open_line
from chatserver.store.interface import DeskList, Ledger
from chatserver.store.values import InLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Only strings that passed `domain.disclosure` leave here as figures (DESIGN.md §8)."""

    ledger: Ledger
    desk: DeskList
    ring: KeyRing
    codebooks: Codebooks
    clock: Clock

    async def board(self) -> Mapping[str, int | None]:
        """How many wait, how long the first has waited, how many talk, how many ended today.

        `true_ranges_percent`: how often what visitors were told about the wait came true lately;
        None when too few were told.
        """
        now = self.clock.now()
        line = await self.desk.line()
        hit_rate = (await self.desk.pace()).hit_rate
        return {
            "waiting": len(line),
            "longest_wait_minutes": max((self._waited(each, now) for each in line), default=0),
            "conversations": len(await self.desk.all_held()),
            "finished_today": await self.desk.finished(day_of(now)),
            "true_ranges_percent": round(100 * hit_rate) if hit_rate is not None else None,
        }

    def _waited(self, waiter: InLine, now: float) -> int:
        facts = open_line(self.ring, waiter.cid, waiter.facts)
        return max(0, int(now - facts.since) // 60) if facts is not None else 0

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
