"""CSV, workbook and metadata. All three say what the document says, in its words and numbers."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import xlsxwriter

from chatserver.helpline.publication import words
from chatserver.helpline.publication.document import Document, Sheet, Stamp

COLUMNS: Final = (
    "table", "title_nl", "title_en", "unit_nl", "unit_en", "base_nl", "base_en",
    "code", "label_nl", "label_en", "count", "share_of_all",
)  # fmt: skip

TOTAL: Final = "*"
"""The code of a table's total."""

NUMBER: Final = re.compile("[0-9]+")

FORMULA: Final = tuple("=+@\t\r")
"""With what a cell of a spreadsheet begins that is taken for a formula. A minus is our sign for
a number that is left out, and stands alone."""

Row = tuple[str, ...]


def comma_separated(made: Document, stamp: Stamp) -> bytes:
    """Give the tables as CSV. The first row says what is counted and how to read it (A9, P8)."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(_first(made, stamp))
    writer.writerow(COLUMNS)
    for sheet in made.sheets:
        writer.writerows(tuple(map(_plain, row)) for row in _rows(sheet))
    return written.getvalue().encode()


def _first(made: Document, stamp: Stamp) -> list[str]:
    said = [text.en for text in words.heading(made, stamp).values()]
    units = dict.fromkeys(f"{sheet.unit.en}: {sheet.base.en}" for sheet in made.sheets)
    notes = [note.en for note in words.how_to_read(made)]
    return [". ".join([*said, words.signed(stamp).en.rstrip("."), *units, *notes])]


def _rows(sheet: Sheet) -> Iterator[Row]:
    head = (
        sheet.id, sheet.title.nl, sheet.title.en, sheet.unit.nl, sheet.unit.en,
        sheet.base.nl, sheet.base.en,
    )  # fmt: skip
    yield (*head, TOTAL, words.TOTAL.nl, words.TOTAL.en, sheet.total, "")
    for line in sheet.lines:
        yield (*head, line.code, line.label.nl, line.label.en, line.count, line.percent)


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def workbook(made: Document, stamp: Stamp) -> bytes:
    """Give the tables as a workbook of two sheets, Dutch and English; the same bytes each time."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    # Without a fixed time the workbook says when, to the second, and differs each time.
    day = datetime.fromisoformat(stamp.approved_on or stamp.proposed_on).replace(tzinfo=UTC)
    book.set_properties({"title": f"{words.TITLE.en} {made.period}", "created": day})
    bold = book.add_format({"bold": True})
    for language in ("nl", "en"):
        page = book.add_worksheet("Nederlands" if language == "nl" else "English")
        page.set_column(0, 0, 56)
        page.set_column(1, 2, 16)
        for row, (text, form) in enumerate(_lines(made, stamp, language)):
            for column, cell in enumerate(text):
                if column and NUMBER.fullmatch(cell):
                    page.write_number(row, column, int(cell), bold if form else None)
                else:
                    page.write_string(row, column, cell, bold if form else None)
    book.close()
    return written.getvalue()


def _lines(made: Document, stamp: Stamp, language: Any) -> Iterator[tuple[Row, bool]]:
    """Give each row of a sheet, and whether it is a heading."""
    units = dict.fromkeys(
        f"{sheet.unit.said(language)}: {sheet.base.said(language)}" for sheet in made.sheets
    )
    heading = words.heading(made, stamp).values()
    first = [*(text.said(language) for text in heading), *units]
    yield (". ".join(first),), True
    yield (words.signed(stamp).said(language),), False
    for note in words.how_to_read(made):
        yield (note.said(language),), False
    for sheet in made.sheets:
        yield (), False
        yield (sheet.title.said(language),), True
        several = f" ({words.SEVERAL.said(language)})" if sheet.is_multi else ""
        what = f"{sheet.unit.said(language)}: {sheet.base.said(language)}{several}"
        yield (what, words.COUNT.said(language), words.SHARE.said(language)), False
        yield (words.TOTAL.said(language), sheet.total, ""), True
        for line in sheet.lines:
            yield (line.label.said(language), line.count, line.percent), False


def metadata(made: Document, stamp: Stamp) -> bytes:
    """Give everything for machines: the document, who approved it, and hashes of the tables."""
    hashes = {
        "figures.csv": hashlib.sha256(comma_separated(made, stamp)).hexdigest(),
        "figures.xlsx": hashlib.sha256(workbook(made, stamp)).hexdigest(),
    }
    said = {
        "release": msgspec.to_builtins(stamp),
        "is_draft": stamp.is_draft,
        "how_to_read": [msgspec.to_builtins(note) for note in words.how_to_read(made)],
        "sha256": hashes,
        **msgspec.to_builtins(made),
    }
    return msgspec.json.format(msgspec.json.encode(said), indent=2)
