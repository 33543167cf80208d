"""Four words that two people compare over another line (docs/protocol.md §1.9)."""

import pytest

from chatserver.crypto.hl1 import Hl1Error, VisitorConversation
from chatserver.crypto.hl1.words import _list, device_words, words_for
from tests.unit.crypto.parties import (
    arriving,
    joining,
    let_in,
    new_key,
    public_of,
    reloaded,
    talking,
)


def test_the_list_has_512_words_that_differ() -> None:
    assert len(set(_list())) == len(_list()) == 512
    assert all(word.isascii() and word.islower() and word.isalpha() for word in _list())


def test_both_sides_read_the_same_four_words() -> None:
    visitor, sam = talking()

    words = visitor.words(1)

    assert words == sam.words()
    assert len(words) == 4
    assert set(words) <= set(_list())


def test_each_professional_has_their_own_words_and_a_new_record_changes_them() -> None:
    visitor, sam = talking()
    before = sam.words()
    noor = joining(visitor, "Noor", sam)
    of_sam, of_noor = sam.words(), noor.words()

    assert visitor.words(1) == of_sam
    assert visitor.words(2) == of_noor
    assert len({before, of_sam, of_noor}) == 3


def test_words_survive_a_reload() -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)
    record = let_in(visitor, sam).record
    again = reloaded(visitor)

    with pytest.raises(Hl1Error, match="words for nobody"):
        again.words(1)
    for each in (sam, again):
        each.open(record)
    assert again.words(1) == sam.words()


def test_whoever_stands_in_between_gives_other_words() -> None:
    """A server that is a visitor itself to the colleague, and a colleague to the visitor."""
    visitor, between = VisitorConversation.begin(), VisitorConversation.begin()
    mal, noor = arriving(visitor, "Mal"), arriving(between, "Noor")
    for party, granted in ((mal, let_in(visitor, mal)), (noor, let_in(between, noor))):
        party.open(granted.record)

    assert visitor.words(1) != noor.words()


def test_there_are_no_words_for_nobody() -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)

    for number in (0, 1, 2):
        with pytest.raises(Hl1Error, match="words for nobody"):
            visitor.words(number)
    let_in(visitor, sam)
    with pytest.raises(Hl1Error, match="words before"):
        sam.words()


def test_words_depend_on_each_thing_they_are_made_of() -> None:
    one, other = bytes(32), b"\1" * 32

    words = {
        words_for(cid=bytes(16), offer_hash=one, record=one),
        words_for(cid=bytes(16), offer_hash=other, record=one),
        words_for(cid=bytes(16), offer_hash=one, record=other),
        words_for(cid=b"\1" * 16, offer_hash=one, record=one),
    }

    assert len(words) == 4


def test_a_device_has_words_of_its_own() -> None:
    key = public_of(new_key())

    words = device_words(key)

    assert len(words) == 4
    assert set(words) <= set(_list())
    assert device_words(public_of(new_key())) != words


def test_the_words_of_a_device_are_the_same_in_the_browser() -> None:
    # web/src/staff/device.test.ts has them too.
    assert device_words(bytes(range(65))) == ("zolder", "basket", "augustus", "tractor")
