"""Files of a release: nothing else can become one, and no cell of a table is a formula."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from chatserver.app.codebooks import released
from chatserver.domain.disclosure.releases import release
from chatserver.domain.synthetic import year_like_2022
from chatserver.domain.tallies import add_up, tabulate
from chatserver.helpline.publication import Document, Stamp, document, files
from chatserver.helpline.publication.document import Line, Sheet, Words

BOOK = next(book for book in released().versions if book.version == "0.1.0")
COUNTS = add_up(BOOK, year_like_2022(BOOK, 2025))
STAMP = Stamp(
    number=3,
    proposed_by="Anna",
    proposed_on="2026-02-01",
    approved_by="=Bram & <b>Co</b>",
    approved_on="2026-02-02",
)


def hostile(text: str) -> Document:
    said = Words(text, text)
    line = Line(code="a", label=said, count="-", percent="")
    sheet = Sheet(
        id="t", title=said, unit=said, base=said, total="10", is_multi=False, lines=[line]
    )
    return Document(codebook="x", rules="y", years=["2025"], is_made_up=False, sheets=[sheet])


@pytest.mark.parametrize("exact", [
    tabulate(BOOK, COUNTS, 2025)[0],
    tabulate(BOOK, COUNTS, 2025),
    COUNTS,
    {"t5": {"other": 3}},
    date(2025, 1, 1),
])  # fmt: skip
def test_nothing_but_what_disclosure_control_gave_can_be_written_down(exact: Any) -> None:
    with pytest.raises(TypeError, match="disclosure control"):
        document(exact, is_made_up=False)


def test_the_same_release_is_the_same_bytes() -> None:
    made = document(release(BOOK, COUNTS, ("2025",)), is_made_up=False)

    assert files(made, STAMP) == files(made, STAMP)


@pytest.mark.parametrize("text", ["=1+1", "+1", "@sum", "\t=1", "\r=1"])
def test_no_cell_of_the_tables_is_a_formula(text: str) -> None:
    made = files(hostile(text), STAMP)

    rows = list(csv.reader(io.StringIO(made["figures.csv"].decode(), newline="")))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+@\t\r" and cell] == []
    assert b"<f>" not in made["figures.xlsx"]


def test_the_report_shows_names_and_labels_as_text() -> None:
    made = files(hostile("<script>alert(1)</script>"), STAMP)

    for name in ("report-nl.html", "report-en.html"):
        assert b"<script" not in made[name]
        assert b"=Bram &amp; &lt;b&gt;Co&lt;/b&gt;" in made[name]
