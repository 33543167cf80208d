"""What cannot be read is refused with what was measured; the numbers are those of WCAG."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain import button
from chatserver.domain.button import Palette
from chatserver.domain.contrast import EDGE, TEXT, Colour, ratio, said

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "contrast.json").read_text("utf-8")
)

COLOURS = st.builds(Colour, *[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(("one", "other", "expected"), VECTORS["ratios"])
def test_a_ratio_is_that_of_wcag_whichever_colour_comes_first(
    one: str, other: str, expected: float
) -> None:
    first, second = Colour.parse(one), Colour.parse(other)

    assert ratio(first, second) == pytest.approx(expected, abs=1e-6)
    assert ratio(second, first) == pytest.approx(expected, abs=1e-6)


def test_the_least_ratios_are_those_of_level_aa() -> None:
    assert (TEXT, EDGE) == (4.5, 3.0)


@pytest.mark.parametrize(("measured", "expected"), VECTORS["said"])
def test_a_ratio_is_never_said_to_be_better_than_it_is(measured: float, expected: str) -> None:
    assert said(measured) == expected


@pytest.mark.parametrize("text", VECTORS["no_colours"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a colour such as #1d6a63"):
        Colour.parse(text)


def test_a_short_colour_is_the_long_one_and_capitals_are_small() -> None:
    assert str(Colour.parse("#1aF")) == "#11aaff"


@given(COLOURS)
def test_a_written_colour_is_read_as_the_same(colour: Colour) -> None:
    assert Colour.parse(str(colour)) == colour


@pytest.mark.parametrize("each", VECTORS["palettes"], ids=lambda each: str(each["given"]))
def test_a_palette_that_fails_says_what_was_measured(each: dict[str, Any]) -> None:
    palette = Palette(**{name: Colour.parse(text) for name, text in each["given"].items()})

    assert list(palette.faults()) == each["faults"]


def test_the_palette_of_who_chooses_none_is_the_one_in_the_browser() -> None:
    default = VECTORS["default"]

    assert str(button.BACKGROUND) == default["background"]
    assert str(button.ON_BACKGROUND) == default["text"]
    assert [str(page) for page in button.PAGES] == default["pages"]


def test_a_readable_button_whose_border_is_of_its_text_is_seen_on_white_and_on_black() -> None:
    colours = [Colour(*each) for each in product(range(0, 256, 51), repeat=3)]
    readable = [pair for pair in product(colours, repeat=2) if ratio(*pair) >= TEXT]

    assert len(readable) > 5_000
    for background, text in readable:
        assert list(Palette(background=background, text=text).faults()) == []
