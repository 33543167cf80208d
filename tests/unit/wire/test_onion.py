"""Onion addresses: without a slip of the pen, and said where a page has a place for it."""

import base64
import hashlib

import pytest

from chatserver.wire.onion import is_onion, origin_in, shown

PAGE = (
    b'<noscript><p data-onion="nl" hidden></p>\n<p>x</p>'
    b'<section><p data-onion="en" hidden></p></section></noscript>'
)


def address(key: bytes = bytes(32), *, version: bytes = b"\x03") -> str:
    """An address as Tor makes it (rend-spec-v3 §6)."""
    checksum = hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2]
    name = base64.b32encode(key + checksum + version).decode().lower()
    return f"http://{name}.onion"


OURS = address()
OTHER = address(b"k" * 32)


def test_an_address_that_is_known_to_be_one_is_one() -> None:
    # Of the Tor Project's own pages.
    assert is_onion("http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion")
    assert is_onion(OURS)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        OURS.replace("http:", "https:"),
        OURS + "/",
        OURS + ":80",
        OURS.upper(),
        OURS.replace(".onion", ".onion.example.org"),
        "http://" + "a" * 16 + ".onion",  # version 2, which Tor has given up
        address(version=b"\x02"),
        OURS.replace("http://a", "http://b"),
    ],
)
def test_a_slip_of_the_pen_is_no_address(origin: str) -> None:
    assert not is_onion(origin)


def test_a_page_says_it_in_each_language_and_in_no_link() -> None:
    said = shown(PAGE, OURS)

    assert said.count(OURS.encode()) == 2
    assert b"Met Tor Browser" in said
    assert b"With Tor Browser" in said
    assert b"<a" not in said
    assert origin_in(said) == OURS


def test_another_address_takes_its_place_and_none_takes_it_away() -> None:
    said = shown(PAGE, OURS)

    assert shown(said, OTHER) == shown(PAGE, OTHER)
    assert shown(said, "") == PAGE


def test_a_page_that_says_something_else_there_says_none() -> None:
    assert origin_in(PAGE) == ""
    said = shown(PAGE, OURS)
    for changed in (
        said.replace(b"Niemand", b"Iedereen"),
        said.replace(OURS.encode(), OTHER.encode(), 1),
        b"<p>" + OURS.encode() + b"</p>",
        b"\xff" + said,
    ):
        assert origin_in(changed) == ""
