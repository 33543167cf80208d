"""What the protocol does not do, as it should be (docs/threat-model.md says why)."""

import secrets

from chatserver.crypto.hl1 import VisitorConversation
from chatserver.crypto.hl1.body import Text
from tests.unit.crypto.parties import forged, joining, state_of, talking


def test_any_member_could_have_written_what_another_is_said_to_have_written() -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)

    opened = noor.open(forged(visitor, Text(text="dat zei ik niet"), sender=0, epoch=2))

    assert (opened.sender, opened.marks) == (0, ())


def test_a_server_can_be_a_visitor_itself_under_an_id_that_it_knows() -> None:
    """Nobody can know somebody who is anonymous; the four words are not the same then."""
    visitor, sam = talking()
    alone = state_of(VisitorConversation.begin())
    pretender = VisitorConversation(root=visitor.root, state=alone, random=secrets.token_bytes)

    noor = joining(pretender, "Noor")

    assert pretender.cid == visitor.cid
    assert noor.open(pretender.seal_text("ik ben het echt", 1)).marks == ()
    assert noor.words() != sam.words() == visitor.words(1)
