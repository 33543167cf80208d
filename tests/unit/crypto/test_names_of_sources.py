"""What a source is called can be linked for as long as a salt lives, and never after."""

import pytest

from chatserver.crypto.sources import NAME_BYTES, Mark, Names

PREFIX = b"\x08\x08\x04"


def test_a_source_keeps_its_name_and_shares_it_with_nobody() -> None:
    names = Names(lives=3600, now=1000)

    assert names.name(PREFIX) == names.name(PREFIX)
    assert names.name(PREFIX) != names.name(b"\x08\x08\x05")
    assert len(names.name(PREFIX)) == NAME_BYTES


def test_no_two_processes_know_a_source_by_the_same_name() -> None:
    assert Names(lives=3600, now=1000).name(PREFIX) != Names(lives=3600, now=1000).name(PREFIX)


@pytest.mark.parametrize("now", [4600.0, 9999.0, 999.0])
def test_after_the_hour_or_when_the_clock_is_set_back_the_name_is_another(now: float) -> None:
    names = Names(lives=3600, now=1000)
    before = names.name(PREFIX)

    assert names.change(now=now)

    assert names.name(PREFIX) != before


def test_within_the_hour_it_stays() -> None:
    names = Names(lives=3600, now=1000)
    before = names.name(PREFIX)

    assert not names.change(now=4599.9)

    assert names.name(PREFIX) == before


def test_the_salt_is_not_shown() -> None:
    assert "salt" not in repr(Names(lives=3600, now=1000))


def test_two_marks_of_the_same_source_do_not_show_it() -> None:
    one, other = Mark.of(PREFIX), Mark.of(PREFIX)

    assert one.salt != other.salt
    assert one.name != other.name
    assert one.is_of(PREFIX)
    assert other.is_of(PREFIX)


def test_a_mark_is_of_no_other_source() -> None:
    assert not Mark.of(PREFIX).is_of(b"\x08\x08\x05")


def test_a_mark_shows_nothing_of_itself() -> None:
    assert repr(Mark.of(PREFIX)) == "Mark()"
