"""What coordinators see of what was tagged: the figures of closed years."""

from collections.abc import Mapping
from dataclasses import dataclass

from chatserver.clock import Clock
from chatserver.domain.disclosure import Print
from chatserver.domain.disclosure.shown import draw
from chatserver.domain.hours import day_of
from chatserver.domain.tallies import TOTAL, Counts
from chatserver.domain.versions import Codebooks
from chatserver.helpline.importing import ImportRecord, imports
from chatserver.helpline.prints import Prints
from chatserver.store.interface import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Only strings that passed `domain.disclosure` leave here as figures (DESIGN.md §8).

    Attributes:
        codebooks: of what was tagged.
        afterwards: of what visitors said when a conversation was over.
    """

    ledger: Ledger
    codebooks: Codebooks
    afterwards: Codebooks
    clock: Clock
    prints: Prints

    async def tally(self) -> Mapping[str, object]:
        """The tables of each closed year and of the periods in it; newest year first.

        What visitors said stands apart, as `afterwards`: others answered, and other questions.

        A year in which tags were counted with two versions is there twice: their numbers are
        never added up (V2). Nothing of an open period is read, so that looking twice around
        one tag shows the same (DOMAIN.md 4.2, live differencing). What was once shown is shown
        again word for word, whatever happened since.
        """
        synthetic = await self.ledger.synthetic_years()
        records = imports(await self.ledger.imported())
        return {
            "codebook": self.codebooks.current.key,
            "as_of": day_of(self.clock.now()),
            "years": await self._years(self.codebooks, synthetic, records),
            "afterwards": {
                "codebook": self.afterwards.current.key,
                "years": await self._years(self.afterwards, synthetic, {}),
            },
        }

    async def _years(
        self, books: Codebooks, synthetic: frozenset[int], records: Mapping[int, ImportRecord]
    ) -> list[dict[str, object]]:
        years: list[dict[str, object]] = []
        for book in books.versions[::-1]:
            shown = await self.prints.of(book)
            years += [
                {
                    "year": year,
                    "codebook": book.key,
                    "synthetic": int(year) in synthetic,
                    "imported": _origin(records.get(int(year))),
                    "tables": [
                        draw(book, each).as_dict() for each in shown.prints if _is_of(each, year)
                    ],
                    "periods": [
                        draw(book, each).as_dict()
                        for each in shown.prints
                        if each.span.parts[-1].startswith(f"{year}-")
                    ],
                }
                for year in shown.whole_years
                if counts_something(shown.counts, int(year))
            ]
        return sorted(years, key=lambda each: str(each["year"]), reverse=True)

    async def looked(self, name: str) -> None:
        """Put on record that somebody looked at the figures, and up to when these go (I9)."""
        noted = {"who": name, "did": "looked", "what": f"all tables through {self.prints.through}"}
        await self.ledger.publications.note(noted)


def _origin(record: ImportRecord | None) -> dict[str, str] | None:
    """Where the figures of a year came from, if not from tags."""
    return {"source": record.source, "day": record.day} if record is not None else None


def _is_of(printed: Print, year: str) -> bool:
    return printed.span.parts[-1] == year


def counts_something(counts: Counts, year: int) -> bool:
    """Whether anything was counted in a year."""
    return any(cell.row == TOTAL and cell.period.startswith(str(year)) for cell in counts)
