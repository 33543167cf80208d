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
    offered,
    own_grant,
    read_by,
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
def test_who_got_only_a_later_grant_misses_what_was_said_since_the_first() -> None:
    """Each grant gives its own epochs, and none says which ones were given before."""
    visitor, sam = talking()
    noor, iris = arriving(visitor, "Noor"), arriving(visitor, "Iris")
    kept_back = visitor.grant(offered(visitor, noor), AT, back=False)
    visitor.seal_text("dit houdt de server achter", AT)

    later = let_in(visitor, iris, sam, noor)

    assert [to.member.name for to in kept_back.grants] == ["Sam", "Noor"]
    assert noor.open(later.record).marks == ("missing",)
