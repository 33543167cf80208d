"""Whoever is played answers what they hear, in their own time, and always comes to an end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.app.personas import read_personas
from chatserver.domain.acting import LONGEST, Acting, Drop, Leave, Say, Step
from chatserver.domain.personas import LANGUAGES, Persona, Rule, Script

NOBODY = Script(opening=(), rules=(), otherwise=(), nudges=(), parting=(), back=())


def friend(*rules: Rule, ends: str = "left", **lines: tuple[str, ...]) -> Persona:
    script = replace(NOBODY, rules=rules, **lines)
    return Persona(
        id="friend",
        title={"nl": "Vriendin", "en": "Friend"},
        patience=60,
        pace=2,
        answers=2,
        away=20,
        ends=ends,  # type: ignore[arg-type]
        scripts={"nl": script, "en": script},
    )


def rule(hears: str, *says: str, then: str = "") -> Rule:
    return Rule(hears=(hears,), says=says, then=then)  # type: ignore[arg-type]


def until(acting: Acting, now: float, end: float) -> list[tuple[float, Step]]:
    """Everything that is done by then, and when."""
    done: list[tuple[float, Step]] = []
    while not acting.is_over and now <= end:
        step = acting.due(now=now)
        if step is not None:
            done.append((now, step))
        else:
            now = max(acting.next_at, now)
    return done


def said(steps: list[tuple[float, Step]]) -> list[str]:
    return [step.text for _, step in steps if isinstance(step, Say)]


def test_they_begin_when_somebody_is_there_and_write_one_message_after_the_other() -> None:
    acting = Acting(friend(opening=("hoi", "ben je er?")), "nl", now=0)

    assert acting.due(now=2) is None
    steps = until(acting, 0, 10)

    assert said(steps) == ["hoi", "ben je er?"]
    assert 2 < steps[0][0] < steps[1][0] < 5


def test_a_word_is_heard_where_it_begins_a_word_in_any_case() -> None:
    acting = Acting(friend(rule("veilig", "ja")), "nl", now=0)

    acting.hear("Onveilig?", now=0)
    assert said(until(acting, 0, 9)) == []
    acting.hear("Ben je VEILIGER nu?", now=10)
    assert said(until(acting, 10, 19)) == ["ja"]


def test_an_answer_is_given_once_and_then_another_one() -> None:
    acting = Acting(friend(rule("hoe", "goed"), otherwise=("ok",)), "nl", now=0)

    for at in (0, 20):
        acting.hear("hoe gaat het?", now=at)
    assert said(until(acting, 0, 40)) == ["goed"]  # still writing when asked again


def test_two_questions_in_one_message_are_answered_and_a_third_is_not() -> None:
    acting = Acting(friend(rule("a", "1"), rule("b", "2"), rule("c", "3")), "nl", now=0)

    acting.hear("a? b? c?", now=0)

    assert said(until(acting, 0, 30))[:2] == ["1", "2"]


def test_who_goes_by_the_first_answer_gives_no_second() -> None:
    acting = Acting(friend(rule("a", "1", then="exit"), rule("b", "2")), "nl", now=0)

    acting.hear("a? b?", now=0)

    assert [step for _, step in until(acting, 0, 30)] == [Say("1"), Leave("exit")]


def test_what_no_rule_hears_is_answered_in_turn() -> None:
    acting = Acting(replace(friend(otherwise=("ok", "ja")), answers=9), "nl", now=0)

    heard = []
    for at in (0, 20, 40):
        acting.hear("hm", now=at)
        heard += said(until(acting, at, at + 15))

    assert heard == ["ok", "ja", "ok"]


def test_after_some_answers_they_say_goodbye_and_leave() -> None:
    acting = Acting(friend(otherwise=("ok",), parting=("dag",)), "nl", now=0)

    acting.hear("hm", now=0)
    until(acting, 0, 15)
    acting.hear("hm", now=20)
    steps = until(acting, 20, 60)

    assert [step for _, step in steps] == [Say("ok"), Say("dag"), Leave("left")]
    assert acting.is_over
    assert acting.due(now=99) is None
    acting.hear("ben je er nog?", now=99)
    assert acting.due(now=199) is None


@pytest.mark.parametrize("how", ["left", "exit"])
def test_what_they_hear_can_make_them_go(how: str) -> None:
    acting = Acting(friend(rule("dag", "doei", then=how)), "nl", now=0)

    acting.hear("dag!", now=0)
    acting.hear("dag!", now=1)  # who goes does not answer any more

    assert [step for _, step in until(acting, 0, 30)] == [Say("doei"), Leave(how)]  # type: ignore[arg-type]


def test_a_lost_line_comes_back_and_says_why() -> None:
    acting = Acting(friend(rule("wie", "wacht", then="drop"), back=("sorry",)), "nl", now=0)

    acting.hear("wie is daar?", now=0)
    (_, first), (gone, drop), (back, sorry) = until(acting, 0, 50)

    assert (first, drop, sorry) == (Say("wacht"), Drop(20), Say("sorry"))
    assert back - gone >= 20


def test_whom_nobody_answers_asks_and_then_goes() -> None:
    acting = Acting(friend(nudges=("hallo?", "ben je er?"), parting=("dag",)), "nl", now=0)

    steps = until(acting, 0, 400)

    assert [step for _, step in steps] == [
        Say("hallo?"),
        Say("ben je er?"),
        Say("dag"),
        Leave("left"),
    ]
    assert [round(at) for at, _ in steps][:2] == [60, 120]


def test_who_falls_silent_goes_without_a_word() -> None:
    acting = Acting(friend(ends="silence", parting=("dag",)), "nl", now=0)

    assert [step for _, step in until(acting, 0, 400)] == [Leave("left")]


def test_who_takes_the_quick_exit_at_the_end_does() -> None:
    acting = Acting(friend(ends="exit"), "nl", now=0)

    assert [step for _, step in until(acting, 0, 400)] == [Leave("exit")]


def test_nobody_stays_longer_than_they_may() -> None:
    acting = Acting(replace(friend(nudges=("hallo?",) * 6), patience=600), "nl", now=0)

    at = 0
    while not acting.is_over:
        acting.hear("wacht even", now=at)
        until(acting, at, at + 50)
        at += 50
    assert LONGEST <= at <= LONGEST + 100


WORDS = st.sampled_from(
    ["veilig?", "112", "vertel", "hoe oud ben je?", "dag", "safe?", "tell me", "bye", "hm", ""]
)


@given(
    name=st.sampled_from(sorted(read_personas())),
    language=st.sampled_from(LANGUAGES),
    heard=st.lists(st.tuples(st.floats(0.5, 600), WORDS), max_size=60),
)
def test_every_persona_comes_to_an_end_whatever_is_said(
    name: str, language: str, heard: list[tuple[float, str]]
) -> None:
    acting = Acting(read_personas()[name], language, now=0)
    steps: list[tuple[float, Step]] = []
    now = 0.0

    for wait, text in heard:
        steps += until(acting, now, now + wait)
        now += wait
        acting.hear(text, now=now)
    steps += until(acting, now, now + LONGEST + 4000)

    assert acting.is_over
    ends = [at for at, step in steps if isinstance(step, Leave)]
    assert len(ends) == 1
    assert ends[0] <= LONGEST + 900
    assert len(steps) < 200
