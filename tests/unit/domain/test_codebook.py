"""The codebook: what it asks, what it refuses (DOMAIN.md 3.1, 3.2)."""

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain import codebook
from chatserver.domain.codebook import BadAnswers, Codebook, parse
from chatserver.domain.errors import Code, Misconfigured

FILE = Path(codebook.__file__).parents[1] / "codebooks" / "thb-nl-0.1.0.toml"
DATA: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
BOOK: Codebook = parse(DATA, FILE.name)

TRAFFICKING = {"contact": ["conv"], "thb": ["yes"]}


def test_the_first_form_asks_five_questions_in_order() -> None:
    assert BOOK.key == "thb-nl-0.1.0"
    assert " ".join(question.id for question in BOOK.questions) == "contact thb who count form"


def test_the_codes_are_those_of_the_domain() -> None:
    codes = {q.id: " ".join(option.code for option in q.options) for q in BOOK.questions}

    assert codes == {
        "contact": "conv short silent hoax abuse info test",
        "thb": "yes poss no nd",
        "who": "self other both nd",
        "count": "first backnew dup nd",
        "form": "sex crim lab serv mar org oth nd unc",
    }


def test_a_contact_without_conversation_takes_one_answer() -> None:
    assert BOOK.check({"contact": ["silent"]}) == {
        "contact": ("silent",),
        "thb": ("na",),
        "who": ("na",),
        "count": ("na",),
        "form": ("na",),
    }


def test_a_conversation_about_something_else_takes_two_answers() -> None:
    assert BOOK.check({"contact": ["conv"], "thb": ["no"]})["who"] == ("na",)


@pytest.mark.parametrize(
    ("answers", "is_hard"),
    [
        ({"contact": ["conv"], "thb": ["yes"]}, True),
        ({"contact": ["short"], "thb": ["poss"]}, True),
        ({"contact": ["conv"], "thb": ["no"]}, False),
        ({"contact": ["conv"], "thb": ["nd"]}, False),
        ({"contact": ["abuse"]}, True),
        ({"contact": ["hoax"]}, False),
    ],
    ids=str,
)
def test_trafficking_and_abuse_of_the_chat_are_hard(
    answers: dict[str, list[str]], *, is_hard: bool
) -> None:
    assert BOOK.is_hard(BOOK.check(answers)) is is_hard


def test_what_is_hard_needs_conditions() -> None:
    with pytest.raises(Misconfigured, match="a hard conversation needs conditions"):
        parse({**DATA, "hard": [{"when": []}]}, FILE.name)


def test_a_codebook_may_call_nothing_hard() -> None:
    book = parse({name: each for name, each in DATA.items() if name != "hard"}, FILE.name)

    assert not book.is_hard(book.check(TRAFFICKING))


def test_what_was_not_touched_is_not_discussed() -> None:
    assert BOOK.check(TRAFFICKING) == {
        "contact": ("conv",),
        "thb": ("yes",),
        "who": ("nd",),
        "count": ("nd",),
        "form": ("nd",),
    }


def test_several_forms_are_kept_in_the_order_of_the_codebook() -> None:
    assert BOOK.check(TRAFFICKING | {"form": ["crim", "sex"]})["form"] == ("sex", "crim")


def test_checking_twice_changes_nothing() -> None:
    once = BOOK.check({"contact": ["short"], "thb": ["poss"], "form": ["unc"]})

    assert BOOK.check(once) == once


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({}, "question contact: required"),
        ({"contact": ["conv"]}, "question thb: required"),
        ({"contact": ["conv"], "thb": ["yes"], "name": ["x"]}, "unknown question"),
        ({"contact": ["phone"]}, "question contact: no code, or an unknown one"),
        ({"contact": []}, "question contact: no code, or an unknown one"),
        ({"contact": ["conv", "short"]}, "question contact: one code only"),
        (TRAFFICKING | {"form": ["sex", "nd"]}, "question form: an exclusive code beside others"),
        (TRAFFICKING | {"form": ["sex", "sex"]}, "question form: a code twice"),
        ({"contact": ["silent"], "thb": ["no"]}, "question thb: answered though not shown"),
        (TRAFFICKING | {"who": ["na"]}, "question who: no code, or an unknown one"),
    ],
)
def test_answers_that_do_not_fit_are_refused(answers: dict[str, list[str]], rule: str) -> None:
    with pytest.raises(BadAnswers) as refused:
        BOOK.check(answers)

    assert refused.value.code is Code.BAD_ANSWERS
    assert str(refused.value) == f"bad_answers: {rule}"


@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=3), max_size=4))
def test_any_answers_are_checked_or_refused(answers: dict[str, list[str]]) -> None:
    try:
        checked = BOOK.check(answers)
    except BadAnswers:
        return
    assert list(checked) == ["contact", "thb", "who", "count", "form"]


def test_the_form_gets_questions_and_no_tables() -> None:
    form: Any = BOOK.as_json()

    assert list(form) == ["id", "version", "name", "questions", "warnings"]
    assert form["questions"][3] == {
        "id": "count",
        "label": {"nl": "Dit jaar al eerder geteld?", "en": "Already counted this year?"},
        "help": None,
        "multi": False,
        "required": False,
        "more": False,
        "when": [{"question": "thb", "has": ["yes", "poss"], "at_least": 1}],
        "default": "nd",
        "codes": [
            _code("first", "Nee, eerste gesprek", "No, first chat"),
            _code("backnew", "Eerder gechat, nog niet geteld", "Chatted before, not yet counted"),
            _code("dup", "Ja, al geteld", "Yes, already counted"),
            _code("nd", "Onbekend", "Unknown") | {"exclusive": True},
        ],
    }


def _code(code: str, nl: str, en: str) -> dict[str, object]:
    return {"code": code, "label": {"nl": nl, "en": en}, "exclusive": False, "help": None}


def test_the_summary_of_forms_keeps_the_overlap_apart() -> None:
    [d_form] = BOOK.derived
    told = [["sex"], ["crim"], ["crim", "sex"], ["sex", "lab"], ["lab"], ["nd"], ["unc"]]

    values = [d_form.hits(BOOK.check(TRAFFICKING | {"form": form}))[0] for form in told]

    assert values == ["sex", "crim", "both", "oth", "oth", "nd", "nd"]


def test_bases_lie_within_each_other() -> None:
    person = BOOK.check(TRAFFICKING | {"count": ["backnew"], "who": ["both"]})
    again = BOOK.check(TRAFFICKING | {"count": ["dup"], "who": ["self"]})

    assert [base.id for base in BOOK.bases if base.holds(person)] == ["b0", "b1", "b2", "b3", "b4"]
    assert [base.id for base in BOOK.bases if base.holds(again)] == ["b0", "b1", "b2"]


QUESTION, DERIVED, BASE, TABLE = "question", "derived", "base", "table"

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(colour="red"), "f.toml: unknown key colour"),
        (lambda d: d.update(version="one"), r"version does not match"),
        (lambda d: d.pop("id"), "id is missing"),
        (lambda d: d.update(id="THB"), "id does not match"),
        (lambda d: d.update(name="x"), "name is missing or not a table"),
        (lambda d: d.update(question={}), "question is not a list"),
        (lambda d: d["note"].pop("small"), "note small is missing"),
        (lambda d: d["universal"].update(Nd={"nl": "a", "en": "b"}), "'Nd' is not a name"),
        (lambda d: d[QUESTION][0].update(hint="x"), "question contact: unknown key hint"),
        (lambda d: d[QUESTION][0].update(id="Contact"), "question Contact: id does not match"),
        (lambda d: d[QUESTION][0]["label"].pop("en"), "question contact, label: en is missing"),
        (
            lambda d: d[QUESTION][0]["label"].update(nl=" "),
            "question contact, label: nl is missing",
        ),
        (lambda d: d[QUESTION][0]["label"].update(fr="x"), "label: unknown key fr"),
        (lambda d: d[QUESTION][0].update(required="yes"), "required is neither true nor false"),
        (lambda d: d[QUESTION][0].update(codes=[]), "question contact: codes are missing"),
        (lambda d: d[QUESTION][0]["codes"][0].pop("nl"), "codes conv: nl is missing"),
        (lambda d: d[QUESTION][0]["codes"][0].update(code="short"), "contact: a code twice"),
        (lambda d: d[QUESTION][0]["codes"][0].update(code="na"), "code na belongs to the system"),
        (lambda d: d[QUESTION][1].update(id="contact"), "question contact: id used twice"),
        (lambda d: d[QUESTION][1]["when"][0].update(question="who"), "who is unknown or"),
        (lambda d: d[QUESTION][1]["when"][0].update(has=["phone"]), "contact has no code phone"),
        (lambda d: d[QUESTION][1]["when"][0].update(has=[]), "a condition needs codes"),
        (lambda d: d[QUESTION][1]["when"][0].update(has=["conv", "conv"]), "has holds a name tw"),
        (lambda d: d[QUESTION][1]["when"][0].update(has=[7]), "something that is not a name"),
        (lambda d: d[QUESTION][1]["when"][0].update({"is": ["conv"]}), "unknown key is"),
        (lambda d: d[QUESTION][2].update(default="none"), "default is not one of its codes"),
        (lambda d: d[QUESTION][2].update(required=True), "either required or with a default"),
        (lambda d: d[QUESTION][2].pop("default"), "either required or with a default"),
        (lambda d: d[QUESTION][2].update(universal=["xx"]), "universal code xx is not declared"),
        (lambda d: d["universal"]["unc"].pop("exclusive"), "code unc: unknown but not exclusive"),
        (lambda d: d[DERIVED][0].update(id="who"), "derived who: id used twice"),
        (lambda d: d[DERIVED][0]["values"].pop(), "the last value, and only that, takes the rest"),
        (lambda d: d[DERIVED][0]["values"][0].pop("when"), "the last value, and only that"),
        (lambda d: d[BASE][1].update(within="b4"), "base b4 is unknown or comes later"),
        (lambda d: d[TABLE][1].update(id="t1"), "table t1: id used twice"),
        (lambda d: d[TABLE][0].update(unit="people"), "table t1: unit people is not declared"),
        (lambda d: d[TABLE][0].update(period="week"), "period week is not month, quarter or year"),
        (lambda d: d[TABLE][0].update(notes=["hm"]), "table t1: note hm is missing"),
        (lambda d: d[TABLE][0].update(base="b9"), "table t1: base b9 is unknown or comes later"),
        (lambda d: d[TABLE][0].update(of="age"), "age is neither question nor derived variable"),
        (lambda d: d[TABLE][1].update(base="b0"), "b0 has tags where question thb was not"),
        (lambda d: d[TABLE][2].update(of="who"), "table t3: either of, parts, cross or untouched"),
        (lambda d: d[TABLE][2]["parts"][1].update(base="b1"), "base b1 is not within b2"),
    ],
)
def test_a_codebook_that_could_mislead_is_refused(change: Change, message: str) -> None:
    data = copy.deepcopy(DATA)
    change(data)

    with pytest.raises(Misconfigured, match=message):
        parse(data, "f.toml")


FULL_FILE = FILE.with_name("thb-nl-1.0.0.toml")
FULL: dict[str, Any] = tomllib.loads(FULL_FILE.read_text("utf-8"))


def of(data: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """One entry of a file, by its id."""
    found: dict[str, Any] = next(each for each in data[kind] if each["id"] == name)
    return found


@pytest.mark.parametrize(
    ("kind", "name", "change", "message"),
    [
        (QUESTION, "thb", {"help": "x"}, "question thb: help is missing or not a table"),
        (QUESTION, "thb", {"help": {"nl": "x"}}, "question thb, help: en is missing"),
        (QUESTION, "theme", {"more": 1}, "question theme: more is neither true nor false"),
        (QUESTION, "lang", {"auto": "x"}, "question lang: auto is neither true nor false"),
        (QUESTION, "lang", {"multi": True}, "question lang: auto: one code, a default, the code o"),
        (QUESTION, "lang", {"more": True}, "question lang: auto: one code"),
        (QUESTION, "perpn", {"auto": True}, "question perpn: auto: one code"),
        (
            QUESTION,
            "theme",
            {"when": [{"question": "thb", "has": ["no", "nd"], "at_least": 2}]},
            "question theme, when: at_least is not from 1 to 1",
        ),
        (
            QUESTION,
            "cli",
            {"when": [{"question": "form", "has": ["sex"], "at_least": 0}]},
            "question cli, when: at_least is not from 1 to 1",
        ),
        (
            QUESTION,
            "cli",
            {"when": [{"question": "form", "has": ["sex"], "at_least": True}]},
            "question cli, when: at_least is not a whole number",
        ),
        (
            DERIVED,
            "d_now",
            {"values": [{"code": "a", "nl": "a", "en": "a", "exclusive": True}]},
            "derived d_now, values a: unknown key exclusive",
        ),
        ("warning", "one_group", {"when": []}, "warning one_group: a warning needs conditions"),
        ("warning", "one_group", {"id": "danger_alone"}, "warning danger_alone: id used twice"),
        ("warning", "one_group", {"blocks": True}, "warning one_group: unknown key blocks"),
        (
            "warning",
            "one_group",
            {"when": [{"question": "lang", "has": ["nl"]}]},
            "warning one_group: question lang is not on the form",
        ),
        (TABLE, "x1", {"cross": ["d_age5"]}, "table x1: a cross has two variables"),
        (TABLE, "x1", {"cross": ["d_age5", "perp"]}, "table x1: perp may have several values"),
        (TABLE, "x1", {"cross": ["d_age5", "age"]}, "table x1: one question on both sides"),
        (TABLE, "x1", {"cross": ["d_age5", "d_dur"]}, "b4 has tags where question dur was not"),
        (TABLE, "x1", {"period": "quarter"}, "table x1: two variables together are kept by year"),
        (TABLE, "x1", {"of": "age"}, "table x1: either of, parts, cross or untouched"),
        (TABLE, "x1", {"cross": ["d_age5", "shoe"]}, "shoe is neither question nor derived"),
        (TABLE, "t21", {"untouched": ["shoe"]}, "table t21: there is no question shoe"),
        (TABLE, "t21", {"untouched": ["dur"]}, "b2 has tags where question dur was not shown"),
        (TABLE, "t21", {"untouched": ["thb"]}, "table t21: question thb has no default"),
        (TABLE, "t21", {"untouched": []}, "table t21: codes are missing"),
        (TABLE, "t8", {"collapse": "age"}, "table t8: age is no derived variable"),
        (TABLE, "t8", {"collapse": "d_dur"}, "d_dur is not computed from this question alone"),
        (TABLE, "t12", {"collapse": "d_perp"}, "only the rows of a single answer can be added"),
        (TABLE, "t7_combined", {"base": "b1"}, "b1 has tags where question form was not shown"),
        (TABLE, "t14_first", {"base": "b3"}, "b3 has tags where question disc was not shown"),
    ],
    ids=str,
)
def test_what_1_0_0_adds_is_refused_as_exactly(
    kind: str, name: str, change: dict[str, Any], message: str
) -> None:
    data = copy.deepcopy(FULL)
    of(data, kind, name).update(change)

    with pytest.raises(Misconfigured, match=message):
        parse(data, "f.toml")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d["mapping"]["ckm"].update({"form.sec": "x"}), "form.sec is no code of a"),
        (lambda d: d["mapping"]["ckm"].update({"form.sex": 7}), "mapping, ckm: form.sex is missi"),
        (lambda d: d["universal"]["nd"].update(colour="red"), "nd: unknown key colour"),
    ],
)
def test_mappings_and_universal_codes_are_checked_too(change: Change, message: str) -> None:
    data = copy.deepcopy(FULL)
    change(data)

    with pytest.raises(Misconfigured, match=message):
        parse(data, "f.toml")


def test_a_base_may_ask_for_several_codes_at_once() -> None:
    data = copy.deepcopy(FULL)
    both = {"question": "form", "has": ["sex", "crim"], "at_least": 2}
    of(data, BASE, "b4_sex")["when"] = [both]
    of(data, QUESTION, "sexmode")["when"][0]["has"] = ["sex", "crim"]
    of(data, QUESTION, "cli")["when"][0]["has"] = ["sex", "crim"]

    assert parse(data, "f.toml").questions


def test_a_base_in_many_steps_is_still_followed() -> None:
    data = copy.deepcopy(DATA)
    data[TABLE][3]["base"] = "b4"

    assert parse(data, "f.toml").tables[3].base.id == "b4"
