"""thb-nl 1.0.0: all 25 questions, what is counted of them, and what may never change."""

import hashlib
import tomllib
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain import codebook
from chatserver.domain.codebook import Answers, BadAnswers, Codebook, parse
from chatserver.domain.questions import Cross, Derived, Parts, Period
from chatserver.domain.tallies import TOTAL, add_up, cells, grouped, tabulate

DIRECTORY = Path(codebook.__file__).parents[1] / "codebooks"
FILE = DIRECTORY / "thb-nl-1.0.0.toml"
BOOK: Codebook = parse(tomllib.loads(FILE.read_text("utf-8")), FILE.name)
TABLES = {table.id: table for table in BOOK.tables}
DERIVED = {derived.id: derived for derived in BOOK.derived}
QUESTIONS = {question.id: question for question in BOOK.questions}

RELEASED = {
    "thb-nl-0.1.0.toml": "92b5fed28037b8c6288cbf4e8aa6ffdf984ebd5e95795116ea8e60a0e3eb8a0f",
    "thb-nl-1.0.0.toml": "efa5c442def29ff9ade374d8279f99afc162baea6d92ba4c98fa9da4797524e6",
}
"""Never change a line of these: tags were counted with them. A change is a new file (V1)."""

SELF = {"contact": ["conv"], "thb": ["yes"], "who": ["self"], "count": ["first"]}

Chosen = dict[str, list[str]]


def words(text: str) -> list[str]:
    return text.split()


def test_a_released_codebook_never_changes() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in DIRECTORY.glob("*.toml")
    }

    assert found == RELEASED


def test_it_asks_twenty_five_questions_with_the_codes_of_the_domain() -> None:
    codes = {q.id: " ".join(option.code for option in q.options) for q in BOOK.questions}

    assert codes == {
        "contact": "conv short silent hoax abuse info test",
        "thb": "yes poss no nd",
        "theme": "ca pv sv osv hon stk mh oth nd",
        "who": "self other both nd",
        "reporter": "par fri ptn pro oth nd",
        "count": "first backnew dup nd",
        "form": "sex crim lab serv mar org oth nd unc",
        "sexmode": "off on both nd",
        "age": "a0 a12 a15 a16 a18 a23 a30 min adu nd",
        "gender": "f m x nd",
        "ongoing": "now threat end1 end2 nd unc",
        "dur": "m1 m6 y1 y2 y5 y5p nd unc",
        "perp": "mo fa st fam ptn acq onl emp grp str nd unc",
        "perpn": "one two more plural nd",
        "disc": "first inf pro pol nd",
        "help": "none care vt sch pol cm oth nd",
        "safe": "acute uns ok nd",
        "region": "nn on mn nh am dh rt zb ob li abr nd",
        "avim": "dec con info warm nd",
        "ref": "none n112 fier vt cm csg n113 onl gp oth nd",
        "recr": "snap insta tiktok msg date game ads web home known sch work nd",
        "ctrl": "vio thr img dec debt drug iso doc nd",
        "cli": "aware vio reg oth nd",
        "more": "sib min adu none nd",
        "lang": "nl en oth nd",
    }


def test_only_the_first_two_questions_must_be_answered() -> None:
    assert [q.id for q in BOOK.questions if q.required] == ["contact", "thb"]
    assert {q.default for q in BOOK.questions if not q.required} == {"nd"}


def test_several_answers_are_possible_where_the_domain_says_so() -> None:
    several = " ".join(question.id for question in BOOK.questions if question.multi)

    assert several == "theme form perp help ref recr ctrl cli more"


def test_what_stands_alone_stands_alone() -> None:
    for question in BOOK.questions:
        alone = {option.code for option in question.options if option.exclusive}
        if question.multi:
            assert {option.code for option in question.options} & {"nd", "unc", "none"} == alone


def test_the_rarer_questions_are_folded_away_and_the_language_is_not_asked() -> None:
    form: Any = BOOK.as_json()

    folded = [question["id"] for question in form["questions"] if question["more"]]
    assert " ".join(folded) == "theme sexmode recr ctrl cli more"
    assert "lang" not in {question["id"] for question in form["questions"]}


def test_two_clicks_are_enough_where_it_was_not_about_trafficking() -> None:
    checked = BOOK.check({"contact": ["conv"], "thb": ["no"]}, language="nl")

    shown = {question: codes for question, codes in checked.items() if codes != ("na",)}
    assert shown == {
        "contact": ("conv",),
        "thb": ("no",),
        "theme": ("nd",),
        "safe": ("nd",),
        "lang": ("nl",),
    }


@pytest.mark.parametrize(
    ("language", "code"), [("nl", "nl"), ("en", "en"), ("ti", "oth"), (None, "nd")]
)
def test_the_server_fills_in_the_language_the_visitor_chose(language: str, code: str) -> None:
    checked = BOOK.check({"contact": ["short"], "thb": ["nd"]}, language=language)

    assert checked["lang"] == (code,)


def test_without_a_conversation_there_is_no_language() -> None:
    assert BOOK.check({"contact": ["silent"]}, language="nl")["lang"] == ("na",)


def test_what_a_language_is_reduced_to_stays_that() -> None:
    assert [BOOK.heard(language) for language in ("nl", "ti", "oth")] == ["nl", "oth", "oth"]


def test_a_page_does_not_say_in_which_language_it_was() -> None:
    with pytest.raises(BadAnswers, match="question lang: not asked"):
        BOOK.check({**SELF, "lang": ["nl"]})


@pytest.mark.parametrize(
    ("given", "hidden"),
    [
        ({"thb": ["no"]}, "who"),
        ({"thb": ["yes"]}, "theme"),
        ({"who": ["self"]}, "reporter"),
        ({"who": ["other"]}, "disc"),
        ({"form": ["crim"]}, "sexmode"),
        ({"form": ["lab"]}, "cli"),
        ({"ongoing": ["threat"]}, "dur"),
        ({"contact": ["short"]}, "safe"),
        ({"contact": ["info"]}, "thb"),
    ],
    ids=str,
)
def test_a_question_that_does_not_fit_is_not_asked(given: Chosen, hidden: str) -> None:
    before = {"contact": ["info"]} if hidden == "thb" else {**SELF, **given}
    if given.get("thb") == ["no"]:
        before = {"contact": ["conv"], "thb": ["no"]}

    assert BOOK.check(before)[hidden] == ("na",)
    with pytest.raises(BadAnswers, match=f"question {hidden}: answered though not shown"):
        BOOK.check({**before, hidden: [QUESTIONS[hidden].options[0].code]})


@st.composite
def chosen(draw: st.DrawFn) -> Chosen:
    """What somebody may click: any codes that fit, of any questions that are shown."""
    answers: Chosen = {}
    values: Chosen = {}
    for question in BOOK.questions:
        if question.auto or not question.is_shown(values):
            continue
        values[question.id] = [question.default or ""]
        if not question.required and draw(st.booleans()):
            continue
        alone = [option.code for option in question.options if option.exclusive]
        free = [option.code for option in question.options if not option.exclusive]
        most = len(free) if question.multi else 1
        several = st.lists(st.sampled_from(free), min_size=1, max_size=most, unique=True)
        single = st.sampled_from(alone).map(lambda code: [code]) if alone else several
        answers[question.id] = values[question.id] = draw(several | single)
    return answers


@given(chosen())
def test_whatever_the_form_allows_is_accepted_as_it_was_clicked(answers: Chosen) -> None:
    checked = BOOK.check(answers, language="nl")

    assert list(checked) == list(QUESTIONS)
    for question, codes in answers.items():
        assert set(checked[question]) == set(codes)
    for question in checked.keys() - answers.keys() - {"lang"}:
        assert checked[question] in {("na",), ("nd",)}


@given(chosen(), st.sampled_from(["nl", "en", "fy"]))
def test_what_a_person_answered_makes_the_same_tag_again(answers: Chosen, spoken: str) -> None:
    checked = BOOK.check(answers, language=spoken)

    asked = BOOK.asked(checked)

    assert "lang" not in asked
    assert ("na",) not in asked.values()
    assert BOOK.check(asked, language=spoken) == checked


@given(chosen(), st.data())
def test_one_wrong_answer_among_many_is_refused(answers: Chosen, data: st.DataObject) -> None:
    question = QUESTIONS[data.draw(st.sampled_from(sorted(answers)))]
    codes = [option.code for option in question.options]
    alone = [option.code for option in question.options if option.exclusive]
    wrong = [["na"], [], ["zz"], [codes[0], codes[0]]]
    wrong += [codes[:2]] if not question.multi else [[codes[0], alone[0]]]

    with pytest.raises(BadAnswers, match=f"question {question.id}: "):
        BOOK.check({**answers, question.id: data.draw(st.sampled_from(wrong))})


@given(chosen())
def test_in_every_table_each_tag_of_its_base_has_a_row(answers: Chosen) -> None:
    checked = BOOK.check(answers, language="en")

    for table in BOOK.tables:
        if table.base.holds(checked) and not isinstance(table.of, Parts):
            rows = table.of.hits(checked)
            assert rows
            assert set(rows) <= {option.code for option in table.of.options}
            assert table.of.multi or len(rows) == 1


@given(chosen())
def test_a_cross_adds_up_to_the_tables_of_its_two_sides(answers: Chosen) -> None:
    checked = BOOK.check(answers)

    for table in BOOK.tables:
        if isinstance(table.of, Cross) and table.base.holds(checked):
            (row,) = table.of.hits(checked)
            assert tuple(row.split(".")) == (
                *table.of.rows.hits(checked),
                *table.of.columns.hits(checked),
            )


def test_the_tables_are_those_of_the_domain() -> None:
    assert " ".join(TABLES) == (
        "t1 t2 t3 t4 t5 t6 t7 t7_self t7_combined t7_combined_self t8 t8_self t9 t9_self t10 t11 "
        "t12 t12_combined t12_parent t13 t14 t14_first t15 t16 t17 t18 t19 t20_recr t20_ctrl "
        "t20_cli t20_more t20_sexmode t21 t22 x1 x2 x3 x4 x5 x6 x7 x8 x9"
    )


def test_tables_are_kept_as_coarsely_as_the_rules_ask() -> None:
    periods = {table.id: table.period for table in BOOK.tables}

    monthly = {name for name, period in periods.items() if period is Period.MONTH}
    yearly = {name for name, period in periods.items() if period is Period.YEAR}
    assert monthly == {"t1", "t2", "t3"}
    assert yearly == {name for name in TABLES if name.startswith(("x", "t19", "t20"))}


def test_the_region_is_crossed_with_nothing() -> None:
    crosses = [table.of for table in BOOK.tables if isinstance(table.of, Cross)]

    assert len(crosses) == 9
    assert all("region" not in cross.rows.sources | cross.columns.sources for cross in crosses)


def test_no_table_holds_a_person_by_month() -> None:
    for table in BOOK.tables:
        if table.unit != "conversations":
            assert table.period is not Period.MONTH, table.id


def derived(name: str, **told: list[str]) -> str:
    (value,) = DERIVED[name].hits(BOOK.check({**SELF, **told}))
    return value


def test_age_fifteen_can_be_cut_on_either_side() -> None:
    ages = words("a0 a12 a15 a16 a18 a23 a30 min adu nd")

    assert [derived("d_age", age=[age]) for age in ages] == (
        words("lt16 lt16 lt16 a16 a18 a23 a23 min adu nd")
    )
    assert [derived("d_age5", age=[age]) for age in ages] == (
        words("lt16 lt16 lt16 a16 a18 a23 a23 nd nd nd")
    )
    assert [derived("d_minor", age=[age]) for age in ages] == (
        words("minor minor minor minor adult adult adult minor adult nd")
    )


@pytest.mark.parametrize(
    ("perp", "parent", "grouped", "by_parent"),
    [
        (["mo"], "one", "parent", "parent"),
        (["mo", "fa"], "both", "parent", "parent"),
        (["mo", "st"], "one", "parent", "parent"),
        (["st"], "step", "parent", "parent"),
        (["fam", "ptn"], "no", "fam", "oth"),
        (["ptn", "grp"], "no", "ptn", "oth"),
        (["onl"], "no", "oth", "oth"),
        (["fa", "ptn"], "one", "parent", "parent"),
        (["nd"], "nd", "nd", "nd"),
        (["unc"], "nd", "nd", "nd"),
    ],
    ids=str,
)
def test_who_exploits_is_summarised(
    perp: list[str], parent: str, grouped: str, by_parent: str
) -> None:
    found = [derived(name, perp=perp) for name in ("d_parent", "d_perp", "d_byparent")]

    assert found == [parent, grouped, by_parent]


@pytest.mark.parametrize(
    ("disc", "help_", "value"),
    [
        ("first", "none", "first"),
        ("first", "nd", "first"),
        ("first", "care", "no"),
        ("inf", "none", "no"),
        ("pol", "pol", "no"),
        ("nd", "none", "nd"),
    ],
)
def test_a_first_disclosure_is_one_that_no_agency_knows(disc: str, help_: str, value: str) -> None:
    assert derived("d_first", disc=[disc], help=[help_]) == value


def test_the_other_summaries() -> None:
    assert [derived("d_dur", dur=[c]) for c in words("m1 m6 y1 y2 y5 y5p nd unc")] == (
        words("lt1 lt1 lt1 y1_5 y1_5 ge5 nd nd")
    )
    assert [derived("d_now", ongoing=[c]) for c in words("now threat end1 end2 nd unc")] == (
        words("now threat ended ended nd nd")
    )
    assert [derived("d_multi", perpn=[c]) for c in words("one two more plural nd")] == (
        words("one more more more nd")
    )
    assert [derived("d_avim", avim=[c]) for c in words("dec con info warm nd")] == (
        words("offered offered given given nd")
    )
    assert [derived("d_gender", gender=[c]) for c in words("f m x nd")] == words("f m rest rest")
    assert [derived("d_person", count=[c]) for c in words("first backnew dup nd")] == (
        words("yes yes no nd")
    )


def test_a_single_answer_is_stored_once_and_added_up_from_there() -> None:
    single = {q.id for q in BOOK.questions if not q.multi}
    marginal = [t.of for t in BOOK.tables if isinstance(t.of, Derived)]

    assert not [of.id for of in marginal if len(of.sources) == 1 and of.sources <= single]
    collapsed = {name: table.collapse.id for name, table in TABLES.items() if table.collapse}
    assert collapsed == {
        "t8": "d_age5",
        "t8_self": "d_age5",
        "t9": "d_gender",
        "t9_self": "d_gender",
        "t10": "d_now",
        "t11": "d_dur",
        "t13": "d_multi",
        "t17": "d_avim",
    }


def test_duration_is_counted_where_there_is_one() -> None:
    def rows(**told: list[str]) -> set[str]:
        raised = cells(BOOK, BOOK.check({**SELF, **told}), date(2026, 11, 3))
        return {cell.row for cell in raised if cell.table == "t11"}

    assert rows(ongoing=["now"], dur=["y5p"]) == {"*", "y5p"}
    assert rows() == {"*", "nd"}
    assert rows(ongoing=["threat"]) == set()


def test_every_question_that_was_never_touched_is_counted_as_such() -> None:
    quality = TABLES["t21"].of
    assert isinstance(quality, Parts)

    untouched = quality.hits(BOOK.check(SELF | {"age": ["a15"], "perp": ["unc"]}))

    assert quality.shares
    assert {option.code for option in quality.options} - set(untouched) == {
        "who",
        "count",
        "age",
        "perp",
    }


@pytest.mark.parametrize(
    ("answers", "warned"),
    [
        ({"perpn": ["one"], "perp": ["mo", "ptn"]}, {"one_of_many"}),
        ({"perpn": ["one"], "perp": ["ptn", "onl"]}, set()),
        ({"perpn": ["two"], "perp": ["mo", "fa"]}, set()),
        ({"perpn": ["one"], "perp": ["grp"]}, {"one_group"}),
        ({"disc": ["first"], "help": ["pol"]}, {"first_but_known"}),
        ({"disc": ["first"], "help": ["care"]}, set()),
        (
            {"ongoing": ["threat"], "form": ["sex"], "cli": ["reg"]},
            {"threat_with_buyers"},
        ),
        ({"safe": ["acute"], "ref": ["none"]}, {"danger_alone"}),
        ({"avim": ["warm"]}, {"avim_nowhere"}),
        ({"avim": ["warm"], "region": ["am"]}, set()),
        ({}, set()),
    ],
    ids=str,
)
def test_answers_that_seldom_go_together_are_said_and_never_refused(
    answers: Chosen, warned: set[str]
) -> None:
    checked = BOOK.check({**SELF, **answers})

    assert {c.id for c in BOOK.cautions if all(w.holds(checked) for w in c.when)} == warned


def test_what_leaves_somebody_in_danger_is_hard_whatever_it_was_about() -> None:
    about_other = {"contact": ["conv"], "thb": ["no"]}

    assert BOOK.is_hard(BOOK.check({**about_other, "safe": ["acute"]}))
    assert not BOOK.is_hard(BOOK.check({**about_other, "safe": ["uns"]}))


def test_others_know_our_codes_by_their_own_words() -> None:
    assert sorted(BOOK.mappings) == ["ckm", "comensha", "eurostat", "htcds"]
    assert BOOK.mappings["ckm"]["form.sex"] == "seksuele uitbuiting"
    assert BOOK.mappings["eurostat"]["form.serv"] == "labour"
    forms = {f"form.{option.code}" for option in QUESTIONS["form"].options if not option.unknown}
    for standard in ("comensha", "eurostat", "htcds"):
        assert forms <= BOOK.mappings[standard].keys()


def test_no_help_text_is_longer_than_a_glance() -> None:
    texts = [q.help for q in BOOK.questions] + [o.help for q in BOOK.questions for o in q.options]

    for text in filter(None, texts):
        assert len(text.nl) <= 160, text.nl
        assert len(text.en) <= 160, text.en


def test_a_table_of_two_variables_has_a_row_for_each_pair() -> None:
    found = tabulate(BOOK, {}, 2026)
    x1 = next(tab for tab in found if tab.table.id == "x1")

    assert [row.option.code for row in x1.rows] == [
        f"{age}.{form}"
        for age, form in product(words("lt16 a16 a18 a23 nd"), words("sex crim both nd oth"))
    ]
    assert {row.option.code for row in x1.rows if row.option.unknown} == {
        code for code in (row.option.code for row in x1.rows) if "nd" in code.split(".")
    }


def test_checked_answers_are_a_mapping_of_all_questions() -> None:
    checked: Answers = BOOK.check({"contact": ["test"]})

    assert len(checked) == len(BOOK.questions) == 25


def test_the_rows_of_an_answer_add_up_to_its_summary() -> None:
    ages = [(3, "a12"), (2, "a15"), (4, "a30"), (1, "min"), (5, "nd")]
    tags = [
        (date(2026, 11, 3), BOOK.check({**SELF, "age": [age]}))
        for times, age in ages
        for _ in range(times)
    ]
    (found,) = (tab for tab in tabulate(BOOK, add_up(BOOK, tags), 2026) if tab.table.id == "t8")
    assert found.table.collapse is not None

    bands = grouped(found, found.table.collapse)

    assert {row.option.code: row.count for row in bands.rows} == {
        "lt16": 5,
        "a16": 0,
        "a18": 0,
        "a23": 4,
        "nd": 6,
    }
    assert (bands.total, bands.known) == (15, 9)


@given(chosen())
def test_what_a_check_gave_fits_and_raises_declared_cells_only(answers: Chosen) -> None:
    checked = BOOK.check(answers)
    declared = {(table.id, row.code) for table in BOOK.tables for row in table.of.options}
    declared |= {(table.id, TOTAL) for table in BOOK.tables}

    assert BOOK.fits(checked)
    assert {(cell.table, cell.row) for cell in cells(BOOK, checked, date(2026, 11, 3))} <= declared


@pytest.mark.parametrize(
    "wrong", [{"form": ("mars",)}, {"form": ("sex", "mars")}, {"mars": ("sex",)}, {"form": None}]
)
def test_what_no_check_ever_gave_does_not_fit(wrong: dict[str, tuple[str, ...] | None]) -> None:
    laid = BOOK.check({"contact": ["conv"], "thb": ["yes"]}) | wrong

    assert not BOOK.fits(
        Answers({name: codes for name, codes in laid.items() if codes is not None})
    )


def test_a_page_is_told_what_a_cross_has_down_and_across() -> None:
    """With rows named `a.b` alone, a page would have to take labels apart."""
    cross = TABLES["x4"].of
    assert isinstance(cross, Cross)

    told = cross.as_dict()

    assert [(each["code"], each["unknown"]) for each in told["down"]] == [
        ("parent", False),
        ("nd", True),
        ("oth", False),
    ]
    assert [each["code"] for each in told["across"]] == ["lt16", "a16", "a18", "a23", "nd"]
    assert told["across"][0]["label"] == {"nl": "15 of jonger", "en": "15 or younger"}
