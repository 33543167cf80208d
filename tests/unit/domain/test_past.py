"""A file of an earlier year: sound and counted, or refused with line, column and rule."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain import codebook
from chatserver.domain.codebook import parse
from chatserver.domain.past import (
    MOST_BYTES,
    MOST_FAULTS,
    BadFile,
    Fault,
    Told,
    added_up,
    read_past,
)
from chatserver.domain.tallies import Cell, cells, tabulate

FILE = Path(codebook.__file__).parents[1] / "codebooks" / "thb-nl-1.0.0.toml"
BOOK = parse(tomllib.loads(FILE.read_text("utf-8")), FILE.name)
SOUND = "who,form\nself,sex\n"
MARKED = "line 1: the file begins with a byte order mark: save it as UTF-8 without one"


def faults(data: bytes | str) -> list[str]:
    with pytest.raises(BadFile) as refused:
        read_past(data if isinstance(data, bytes) else data.encode(), BOOK)
    return [fault.text for fault in refused.value.faults]


def test_a_line_is_a_person_whose_other_answers_nobody_knows() -> None:
    (told,) = read_past(b'who,form\nself,"crim sex"\n', BOOK)

    asked = {"contact": ["conv"], "thb": ["yes"], "count": ["first"]}
    assert told.answers == BOOK.check({**asked, "who": ["self"], "form": ["sex", "crim"]})


def test_with_a_column_for_the_kind_a_line_is_a_contact() -> None:
    hoax, person = read_past(b"contact,thb,count\nhoax,,\nconv,poss,dup\n", BOOK)

    assert hoax.answers == BOOK.check({"contact": ["hoax"]})
    assert person.answers["count"] == ("dup",)


def test_the_language_can_be_told_too() -> None:
    told = read_past(b"who,lang\nself,en\nself,\n", BOOK)

    assert [each.answers["lang"] for each in told] == [("en",), ("nd",)]


def test_with_a_month_a_line_raises_the_cells_of_a_tag_of_that_month() -> None:
    (told,) = read_past(b"who,month\nself,11\n", BOOK)

    assert tuple(told.cells(BOOK, 2022)) == cells(BOOK, told.answers, date(2022, 11, 30))


def test_without_a_month_it_is_in_the_year_and_in_no_part_of_it() -> None:
    told = read_past(b"who,month\nself,\nself,2\n", BOOK)

    counts = added_up(BOOK, told, 2022)

    assert {cell.period for cell in told[0].cells(BOOK, 2022)} == {"2022"}
    assert counts[Cell("t3", "persons", "2022")] == counts[Cell("t3", "persons", "2022-02")] == 1
    tables = {tab.table.id: tab for tab in tabulate(BOOK, counts, 2022)}
    assert (tables["t3"].count("persons"), tables["t5"].total, tables["x1"].total) == (2, 2, 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "line 1: the file is empty"),
        (b" \n\n", "line 1: the file is empty"),
        (b"\xef\xbb\xbf" + SOUND.encode(), MARKED),
        (b"who\nself\nse\0lf\n", "line 3: a NUL byte: this is no text file"),
        (b"who\nself\nself\xff\n", "line 3: not UTF-8"),
        (b"\nwho\nself\n", "line 1: the header is empty"),
        (b"who;form\nself;sex\n", "line 1: columns are separated by commas, not by semicolons"),
        (b"who\tform\nself\tsex\n", "line 1: columns are separated by commas, not by tabs"),
        (b"who\n", "line 2: the file has a header and no lines"),
        (b'who\nself\n"self\n', "line 3: not CSV (unexpected end of data)"),
        (b'who\n"se"lf\n', "line 2: not CSV (',' expected after '\"')"),
        (b"x" * (MOST_BYTES + 1), "line 1: the file is larger than 16 MB"),
        (b"who,who\nself,self\n", "line 1, column 2 (who): a column twice"),
        (b"shoe\n1\n", "line 1, column 1 (shoe): a column that no question has as its name"),
        (b"=1+1\n1\n", "line 1, column 1: a column that no question has as its name"),
        (b"who,form\nself\n", "line 2: 1 columns, and the header has 2"),
        (b"who,form\nself,sex,\n", "line 2: 3 columns, and the header has 2"),
        (b"who\nself\n\nself\n", "line 3: an empty line"),
        (b"who\nmars\n", "line 2, column 1 (who): no code, or an unknown one"),
        (b"who\nself other\n", "line 2, column 1 (who): one code only"),
        (b"form,who\nsex nd,self\n", "line 2, column 1 (form): an exclusive code beside others"),
        (b"form\nsex sex\n", "line 2, column 1 (form): a code twice"),
        (b"who,reporter\nself,fri\n", "line 2, column 2 (reporter): answered though not shown"),
        (b"contact\nconv\n", "line 2, column thb, which is not there: required"),
        (b"who,month\nself,13\n", "line 2, column 2 (month): a month is a number from 1 to 12"),
        (b"who,month\nself,1 2\n", "line 2, column 2 (month): a month is a number from 1 to 12"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_line_column_and_rule(data: bytes, said: str) -> None:
    assert faults(data) == [said]


def test_all_that_is_wrong_is_said_and_nothing_that_only_follows_from_it() -> None:
    lines = 'who,reporter,form,sexmode\nself,,sex,on\nmars,fri,sex nd,on\nself,,mars,\n"self\n'

    assert faults(lines) == [
        "line 3, column 1 (who): no code, or an unknown one",
        "line 3, column 3 (form): an exclusive code beside others",
        "line 4, column 3 (form): no code, or an unknown one",
        "line 5: not CSV (unexpected end of data)",
    ]


def test_twenty_are_printed_and_the_rest_counted() -> None:
    with pytest.raises(BadFile) as refused:
        read_past(b"who\n" + b"mars\n" * 25, BOOK)

    said = str(refused.value).splitlines()
    assert (len(said), said[-1]) == (MOST_FAULTS + 2, "and 5 more")
    assert said[0] == "nothing was counted, 25 things are wrong"
    assert "mars" not in str(refused.value)


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert faults(b'who,form\r\nself,"sex\r\ncrim"\r\nself,mars\r\n') == [
        "line 4, column 2 (form): no code, or an unknown one"
    ]


@given(st.binary(max_size=80) | st.text(alphabet='who,form;self" \n\r\0').map(str.encode))
def test_whatever_the_file_is_it_is_counted_or_refused(data: bytes) -> None:
    told, wrong = list[Told](), list[Fault]()
    try:
        told = read_past(data, BOOK)
    except BadFile as refused:
        wrong = list(refused.faults)

    assert bool(told) != bool(wrong)
