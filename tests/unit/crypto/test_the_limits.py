"""What the protocol does not do: the first as it should be, the others as promises not kept yet.

Each `xfail` is a promise that fails. When the protocol is changed so that it holds, the mark
goes; until then docs/threat-model.md must not claim it.
"""

import pytest

from chatserver.crypto.hl1 import Hl1Error, VisitorConversation
from chatserver.crypto.hl1.body import Text
from chatserver.crypto.hl1.grant import Grant
from tests.unit.crypto.parties import (
    AT,
    arriving,
    forged,
    joining,
    leave_out,
    let_in,
    own_grant,
    read_by,
    reloaded,
    talking,
)

not_yet = pytest.mark.xfail(
    strict=True,
    raises=(AssertionError, pytest.fail.Exception),
    reason="not in this version of the protocol",
)


def test_any_member_could_have_written_what_another_is_said_to_have_written() -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)

    opened = noor.open(forged(visitor, Text(text="dat zei ik niet"), sender=0, epoch=2))

    assert (opened.sender, opened.marks) == (0, ())


@not_yet
def test_nobody_answers_a_colleague_in_the_place_of_the_visitor() -> None:
    """From an opening follow those of older epochs; who was never let in holds none of these."""
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    of_sam = read_by(sam, let_in(visitor, sam)).opening
    leave_out(visitor, 1)

    with pytest.raises(Hl1Error):
        noor.admit(own_grant(noor.kept(), Grant(opening=of_sam, member=2, secrets={1: bytes(32)})))


@not_yet
def test_who_came_later_misses_the_first_words_of_the_visitors_next_page_load() -> None:
    """A line that is met for the first time starts where it is met, also one that is new."""
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    transcript = [let_in(visitor, sam).record, let_in(visitor, noor, sam).record]
    noor.open(transcript[-1])
    again = reloaded(visitor)
    for sealed in transcript:
        again.open(sealed)

    again.seal_text("dit houdt de server achter", AT)
    assert noor.open(again.seal_text("en dit niet", AT)).marks == ("missing",)


@not_yet
def test_who_came_later_misses_the_words_of_who_was_there_before() -> None:
    """`seen` may mention lines that were never met, and these may be kept back as a whole."""
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)

    visitor.open(sam.seal_text("dit houdt de server achter", AT))

    assert noor.open(visitor.seal_text("wat Sam zegt, klopt", AT)).marks == ("missing",)
