"""What people may see: rules I2-I8 of DOMAIN.md 4.3, and an intruder who subtracts."""

# ruff: noqa: RUF001 - the en dash is what is shown

import copy
import json
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.domain import codebook, disclosure
from chatserver.domain.codebook import Answers, Codebook, parse
from chatserver.domain.disclosure import View, closed_years, derivable, views
from chatserver.domain.ranges import Range, Sum, narrow
from chatserver.domain.relations import row_name, sums
from chatserver.domain.shown import Masks, draw
from chatserver.domain.tallies import Tabulation, add_up, tabulate

FILE = Path(codebook.__file__).parents[1] / "codebooks" / "thb-nl-0.1.0.toml"
DATA: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
BOOK = parse(DATA, FILE.name)
LAWS = sums(BOOK)
FORMS = {"question": "form", "has": ["sex", "crim"]}

Group = tuple[int, Answers]


def some(share: float) -> settings:
    """A share of the examples that others get: drawing a year takes a tenth of a second."""
    return settings(max_examples=max(4, int(settings().max_examples * share)), deadline=None)


def contact(kind: str) -> Answers:
    return BOOK.check({"contact": [kind]} | ({"thb": ["no"]} if kind in {"conv", "short"} else {}))


def person(who: str = "self", form: Sequence[str] = ("sex",), count: str = "first") -> Answers:
    told = {"who": [who], "count": [count], "form": form}
    return BOOK.check({"contact": ["conv"], "thb": ["yes"], **told})


def tabs_of(*groups: Group, book: Codebook = BOOK) -> dict[str, Tabulation]:
    tags = [(date(2026, 5, 5), answers) for times, answers in groups for _ in range(times)]
    return {tab.table.id: tab for tab in tabulate(book, add_up(book, tags), 2026)}


def alone(table: str, *groups: Group) -> View:
    [view] = views(BOOK, [tabs_of(*groups)[table]])
    return view


def together(*groups: Group) -> dict[str, View]:
    return {view.table.id: view for view in views(BOOK, list(tabs_of(*groups).values()))}


def counts(view: View) -> dict[str, str]:
    return {row.option.code: row.count for row in view.rows if row.count != "0"}


def test_small_numbers_are_not_shown_and_zero_is() -> None:
    view = alone("t5", (20, person("self")), (4, person("other")), (1, person("both")))

    assert [row.count for row in view.rows] == ["20", "<5", "<5", "0"]


def test_five_is_shown() -> None:
    view = alone("t5", (20, person("self")), (5, person("other")))

    assert counts(view) == {"self": "20", "other": "5"}


def test_sdc1_shows_193_and_7() -> None:
    view = alone("t5", (193, person("self")), (7, person("other")))

    assert counts(view) == {"self": "193", "other": "7"}


def test_sdc2_hides_the_twelve_that_would_give_the_three_away() -> None:
    view = alone("t5", (25, person("self")), (12, person("other")), (3, person("nd")))

    assert counts(view) == {"self": "25", "other": "–", "nd": "<5"}
    assert view.notes[0].en.startswith("<5: one to four.")


def test_the_smallest_is_not_hidden_where_that_would_not_help() -> None:
    # Without the 5, only 5 + 1 would fit: the reader knows that a dash is 5 or more.
    view = alone("t5", (6, person("self")), (5, person("other")), (1, person("nd")))

    assert counts(view) == {"self": "–", "other": "5", "nd": "<5"}


def test_three_fours_of_twelve_hide_the_whole_table_and_no_other() -> None:
    groups = [(4, person("self")), (4, person("other")), (4, person("nd"))]

    view = alone("t5", *groups)

    assert (view.hidden, view.rows, view.total) == ("withheld", (), "")
    assert view.notes[0].en == "Not shown: small numbers could be worked out otherwise."
    assert counts(together(*groups)["t7"]) == {"sex": "12"}


def test_fewer_than_ten_are_not_a_table() -> None:
    view = alone("t5", (9, person("self")))

    assert (view.hidden, view.rows, view.total) == ("small", (), "")
    assert view.notes[0].nl == "Niet getoond: minder dan 10."


def test_an_option_is_hidden_if_its_negation_is_small() -> None:
    view = alone("t7", (40, person(form=["sex", "crim"])), (3, person(form=["crim", "lab"])))

    assert counts(view)["sex"] == "–"


def test_percentages_are_whole_and_carry_both_bases() -> None:
    view = alone("t5", (199, person("self")), (23, person("other")), (7, person("nd")))

    assert (view.total, view.known) == ("229", "222")
    assert [(row.of_all, row.of_known) for row in view.rows] == [
        ("87 %", "90 %"),
        ("10 %", "10 %"),
        ("0 %", "0 %"),
        ("3 %", ""),
    ]


def test_fewer_than_twenty_known_have_no_percentages() -> None:
    view = alone("t5", (19, person("self")), (50, person("nd")))

    assert [(row.of_all, row.of_known) for row in view.rows] == [("", "")] * 4
    assert view.known == "19"


def test_a_small_not_discussed_hides_the_known_base() -> None:
    view = alone("t5", (50, person("self")), (30, person("other")), (2, person("nd")))

    assert view.known == ""
    assert [(row.count, row.of_all) for row in view.rows] == [
        ("50", "61 %"), ("–", ""), ("0", "0 %"), ("<5", "")
    ]  # fmt: skip


def test_options_of_several_prove_only_their_largest_as_known() -> None:
    groups = [(19, person(form=["sex"])), (19, person(form=["crim"])), (2, person(form=["nd"]))]

    view = alone("t7", *groups)

    assert view.known == ""
    assert {row.of_all for row in view.rows} == {""}


def test_contacts_have_no_unknown_and_one_percentage() -> None:
    view = alone("t1", (60, contact("silent")), (40, contact("hoax")))

    assert view.known == ""
    assert {row.option.code: row.of_all for row in view.rows}["silent"] == "60 %"


def test_persons_and_self_are_not_subtracted_to_a_small_number() -> None:
    shown = together((60, person("self")), (3, person("other")))

    assert counts(shown["t3"]) == {"conversations": "63", "persons": "63", "self": "–"}
    assert counts(shown["t5"]) == {"self": "–", "other": "<5"}
    assert shown["t7_self"].hidden == "withheld"


def test_two_tables_of_forms_are_not_subtracted_to_a_small_number() -> None:
    groups = [
        (40, person("self", ["sex"])),
        (30, person("self", ["crim"])),
        (20, person("other", ["sex"])),
        (2, person("other", ["crim"])),
    ]

    shown = together(*groups)

    assert "–" in {counts(shown["t7"])["crim"], counts(shown["t7_self"])["crim"]}


def test_nothing_is_hidden_without_need() -> None:
    shown = together((60, person("self")), (30, person("other")), (20, contact("silent")))

    texts = {text for view in shown.values() for text in counts(view).values()}
    assert texts.isdisjoint({"<5", "–"})


def test_a_view_is_text_for_the_browser() -> None:
    view = alone("t7", (30, person(form=["sex"])), (20, person(form=["sex", "crim"])))

    found: Any = json.loads(json.dumps(view.as_dict()))

    rows = found.pop("rows")
    assert found == {
        "id": "t7",
        "title": {
            "nl": "Vormen van uitbuiting, alle personen",
            "en": "Forms of exploitation, all persons",
        },
        "unit": {"nl": "personen", "en": "persons"},
        "base": {
            "nl": "Personen: dit jaar voor het eerst geteld",
            "en": "Persons: counted for the first time this year",
        },
        "total": "50",
        "known": "50",
        "multi": True,
        "cross": None,
        "notes": [
            {
                "nl": "Meer antwoorden mogelijk: telt op tot meer dan 100 %.",
                "en": "Several answers possible: may add to more than 100 %.",
            }
        ],
    }
    assert rows[1] == {
        "code": "crim",
        "label": {"nl": "Criminele uitbuiting", "en": "Criminal exploitation"},
        "count": "20",
        "of_all": "40 %",
        "of_known": "40 %",
        "unknown": False,
    }


def test_the_limits_of_counting_stand_beside_persons() -> None:
    view = alone("t3", (30, person()))

    assert view.notes[0].en.startswith("Whether a person was already counted")
    assert {row.of_all for row in view.rows} == {""}


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (date(2026, 12, 31), 2025),
        (date(2027, 1, 6), 2025),
        (date(2027, 1, 7), 2026),
    ],
)
def test_a_year_is_shown_a_week_after_it_ended(today: date, newest: int) -> None:
    assert closed_years(today)[-1] == newest
    assert closed_years(today)[0] == 2019


def test_the_audit_finds_what_can_be_subtracted() -> None:
    [tab] = [tabs_of((25, person("self")), (3, person("nd")))["t5"]]

    naive = draw(BOOK, [tab], Masks())

    assert derivable(BOOK, naive)["b3:who=nd"] == 3


def test_propagation_stops_at_what_cannot_be_narrowed() -> None:
    laws = [Sum("a", ("b", "c")), Sum("d", ("b", "e"))]

    ranges = narrow(laws, {"a": Range(10, 10), "d": Range(6, 7)})

    assert (ranges["b"], ranges["c"]) == (Range(0, 7), Range(3, 10))


def test_propagation_ends_however_long_a_ring_is() -> None:
    laws = [Sum("a", ("b", "one")), Sum("b", ("a", "one"))]

    ranges = narrow(laws, {"one": Range(1, 1)}, max_steps=10)

    assert ranges["a"].low == 9


def test_the_audit_knows_what_a_summary_and_a_base_of_two_forms_say() -> None:
    data = copy.deepcopy(DATA)
    values = [
        {
            "code": "own",
            "nl": "x",
            "en": "x",
            "when": [{"question": "who", "has": ["self", "both"]}],
        },
        {"code": "rest", "nl": "x", "en": "x"},
    ]
    data["derived"].append({"id": "d_who", "label": {"nl": "x", "en": "x"}, "values": values})
    data["base"].append(data["base"][5] | {"id": "b5", "when": [FORMS], "within": "b3"})
    data["table"].append(data["table"][3] | {"id": "t6", "of": "d_who"})
    data["table"].append(data["table"][3] | {"id": "t8", "base": "b5"})

    laws = sums(parse(data, "x.toml"))

    assert Sum("b3:d_who=own#", ("b3:who=self", "b3:who=both")) in laws
    assert Sum("b3:d_who=own#", ("b3:d_who=own",)) in laws
    assert Sum("b3", ("b5", "b3-b5")) in laws
    assert Sum("b3:who=self", ("b5:who=self", "b3-b5:who=self")) in laws
    assert not any(law.whole == "b5" and "b3:form=sex" in law.parts for law in laws)


# --- properties ----------------------------------------------------------------

PEOPLE = [
    person(who, form, count)
    for who in ("self", "other", "both", "nd")
    for form in (["sex"], ["crim"], ["sex", "crim"], ["lab"], ["sex", "lab"], ["nd"], ["unc"])
    for count in ("first", "backnew")
]
OTHERS = [person(count="dup"), person(count="nd")]
CONTACTS = [*(contact(kind) for kind in ("conv", "short", "silent", "hoax", "test"))]
MANY = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 9, 17, 60])


@st.composite
def populations(draw: st.DrawFn) -> list[Group]:
    kinds = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=8))
    return [(draw(MANY), answers) for answers in (*kinds, *OTHERS, *CONTACTS)]


@some(0.60)
@given(populations())
def test_no_hidden_number_can_be_worked_out(groups: list[Group]) -> None:
    shown = views(BOOK, list(tabs_of(*groups).values()))

    assert derivable(BOOK, shown) == {}


@some(0.25)
@given(populations())
def test_no_number_from_one_to_four_is_printed(groups: list[Group]) -> None:
    shown = views(BOOK, list(tabs_of(*groups).values()))

    texts = {row.count for view in shown for row in view.rows}
    assert texts.isdisjoint({"1", "2", "3", "4"})
    assert all(view.total == "" or int(view.total) >= 10 for view in shown)


@some(0.25)
@given(populations())
def test_a_dash_never_stands_for_zero_or_a_small_number(groups: list[Group]) -> None:
    tabs = list(tabs_of(*groups).values())

    for view, tab in zip(views(BOOK, tabs), tabs, strict=True):
        dashed = [row.option.code for row in view.rows if row.count == "–"]
        assert all(tab.count(code) >= 5 for code in dashed)


@some(0.40)
@given(populations())
def test_the_sums_of_the_audit_are_true(groups: list[Group]) -> None:
    exact = {}
    for tab in tabs_of(*groups).values():
        exact[tab.table.base.id] = Range(tab.total, tab.total)
        for row in tab.rows:
            exact[row_name(tab.table, row.option.code)] = Range(row.count, row.count)

    assert all(known.low <= known.high for known in narrow(LAWS, exact).values())


def compositions(total: int, kinds: int) -> Iterator[list[int]]:
    """Every way to divide `total` persons over `kinds`."""
    for bars in combinations(range(total + kinds - 1), kinds - 1):
        edges = (-1, *bars, total + kinds - 1)
        yield [right - left - 1 for left, right in pairwise(edges)]


def numbers(tabs: Sequence[Tabulation]) -> dict[str, int]:
    found = {row_name(t.table, row.option.code): row.count for t in tabs for row in t.rows}
    return found | {tab.table.base.id: tab.total for tab in tabs}


@pytest.mark.parametrize(
    "kinds",
    [
        [person("self"), person("other"), person("both"), person("nd")],
        [person(form=form) for n in (1, 2, 3) for form in combinations(("sex", "crim", "lab"), n)],
        [person(form=form) for form in (["sex"], ["crim"], ["sex", "crim"], ["nd"], ["unc"])],
        [person("self", ["sex"]), person("self", ["nd"]), person("nd", ["sex"]), OTHERS[0]],
    ],
)
def test_a_reader_who_tries_every_population_of_ten_learns_no_hidden_number(
    kinds: list[Answers],
) -> None:
    one = [numbers(list(tabs_of((1, kind)).values())) for kind in kinds]
    every = list(compositions(10, len(kinds)))
    truths = [
        {name: sum(n * o[name] for n, o in zip(each, one, strict=True)) for name in one[0]}
        for each in every
    ]

    for each in every[:: len(every) // 12]:
        tabs = list(tabs_of(*zip(each, kinds, strict=True)).values())
        printed = disclosure._printed(views(BOOK, tabs))
        fitting = [
            truth
            for truth in truths
            if all(known.low <= truth[name] <= known.high for name, known in printed.items())
        ]
        small = [name for name, known in printed.items() if known == Range(1, 4)]
        assert [n for n in small if len({truth[n] for truth in fitting}) == 1] == []
