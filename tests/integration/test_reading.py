"""How far somebody has read: a number kept with the conversation, told to the other side (F19)."""

from chatserver.client import Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.wire import codec, frames
from tests.support.cast import Cast


async def heard(cast: Cast) -> tuple[Visitor, Professional, Talk]:
    """Two in a conversation, of whom one said something and the other has it."""
    visitor, sanne = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, sanne)
    visitor.say("hoi")
    await sanne.until(lambda: len(talk.texts) == 1)
    return visitor, sanne, talk


async def test_each_side_hears_how_far_the_other_has_read(cast: Cast) -> None:
    visitor, sanne = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, sanne)
    sanne.say(talk, "dag")
    await visitor.until(lambda: len(visitor.texts) == 1)
    visitor.say("hoi")
    await sanne.until(lambda: len(talk.texts) == 2)
    upto = talk.transcript.cursor
    await visitor.until(lambda: visitor.transcript.cursor == upto)
    assert (visitor.transcript.read, talk.transcript.read) == (0, 0)

    visitor.reads()
    await sanne.until(lambda: talk.transcript.read == upto)
    assert visitor.transcript.read == 0
    sanne.reads(talk)
    await visitor.until(lambda: visitor.transcript.read == upto)


async def test_it_is_known_again_after_a_lost_line_and_after_a_reload(cast: Cast) -> None:
    visitor, sanne, talk = await heard(cast)
    until = talk.transcript.cursor
    await visitor.until(lambda: visitor.transcript.cursor == until)
    sanne.reads(talk)
    visitor.reads()
    await visitor.until(lambda: visitor.transcript.read == until)
    await sanne.until(lambda: talk.transcript.read == until)
    visitor.transcript.read = talk.transcript.read = 0

    await visitor.line.lose()
    await sanne.line.lose()

    await visitor.until(lambda: visitor.transcript.read == until)
    await sanne.until(lambda: talk.transcript.read == until)


async def test_who_has_read_it_has_it(cast: Cast) -> None:
    visitor, sanne, talk = await heard(cast)

    sanne.reads(talk)
    await visitor.until(lambda: visitor.transcript.read == talk.transcript.cursor)

    assert visitor.transcript.delivered == talk.transcript.cursor


async def test_it_never_goes_back(cast: Cast) -> None:
    visitor, sanne = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, sanne)
    visitor.say("een")
    visitor.say("twee")
    await sanne.until(lambda: len(talk.texts) == 2)
    sanne.reads(talk)
    upto = talk.transcript.cursor
    await visitor.until(lambda: visitor.transcript.read == upto)

    sanne.line.send(frames.StaffRead(cid=talk.cid, seq=1))
    await visitor.line.lose()
    visitor.transcript.read = 0

    await visitor.until(lambda: visitor.transcript.read > 0)
    assert visitor.transcript.read == upto


async def test_nobody_reads_more_than_was_said(cast: Cast) -> None:
    visitor, sanne = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, sanne)

    visitor.line.send(frames.Read(seq=99))
    sanne.line.send(frames.StaffRead(cid=talk.cid, seq=99))

    await visitor.until(lambda: bool(visitor.refusals))
    await sanne.until(lambda: bool(sanne.refusals))
    assert visitor.refusals == ["out_of_turn"]
    assert [code for code, _ in sanne.refusals] == ["out_of_turn"]
    assert (visitor.transcript.read, talk.transcript.read) == (0, 0)


async def test_who_is_not_in_a_conversation_reads_in_none(cast: Cast) -> None:
    visitor, _, talk = await heard(cast)
    stranger = await cast.professional()

    stranger.line.send(frames.StaffRead(cid=talk.cid, seq=1))
    await stranger.until(lambda: bool(stranger.refusals))

    assert [code for code, _ in stranger.refusals] == ["not_yours"]
    assert visitor.transcript.read == 0


def test_it_is_as_long_as_every_short_frame() -> None:
    said = (frames.Read(seq=4000), frames.StaffRead(cid=bytes(16), seq=4000))
    heard = (frames.WasRead(seq=4000), frames.WasRead(seq=4000, cid=bytes(16)))

    sizes = {len(codec.encode(each)) for each in (*said, *heard)}

    assert sizes == {len(codec.encode(frames.Beat()))}
