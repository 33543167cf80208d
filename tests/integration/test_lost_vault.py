"""The vault dies without a replica: both are told so, and the same conversation can go on."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from chatserver.client import Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.wire import frames, limits
from tests.integration.test_sources import BEHIND
from tests.support.cast import PASSWORD, Cast
from tests.support.mortal_vault import MortalVault
from tests.support.raw import Raw
from tests.support.redis_servers import Stores
from tests.support.servers import served


class Night:
    """One server on a vault that can die."""

    def __init__(self, vault: MortalVault, cast: Cast) -> None:
        self.vault = vault
        self.cast = cast

    @classmethod
    @contextlib.asynccontextmanager
    async def begun(cls, stores: Stores, directory: Path, **more: str) -> AsyncIterator["Night"]:
        """The ledger of the run, and a vault of its own."""
        async with (
            MortalVault.alive() as vault,
            served(stores, directory, more={"CHATSERVER_VAULT_URL": vault.url, **more}) as app,
            Cast.around(app) as cast,
        ):
            yield cls(vault, cast)

    async def pair(self) -> tuple[Visitor, Professional, Talk]:
        """Two people who have said four things, and whose pages have the newest slips."""
        visitor, professional = await self.cast.visitor(), await self.cast.professional()
        talk = await self.cast.conversation(visitor, professional)
        for number in range(2):
            visitor.say(f"v{number}")
            professional.say(talk, f"p{number}")
        await visitor.until(lambda: len(visitor.texts) == 4)
        await professional.until(lambda: len(talk.texts) == 4)
        await visitor.until(lambda: visitor.slip != b"")
        await professional.until(lambda: talk.cid in professional.slips)
        return visitor, professional, talk

    async def back_at_work(self, professional: Professional) -> None:
        """Sign in again: the sessions were in the vault too. The page keeps what it has."""
        await professional.until(lambda: not professional.line.is_connected)
        await professional.close()
        async with asyncio.timeout(10):
            while not await self._signs_in(professional):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.05)
        professional.has_begun = False
        professional.line.start_again()
        await professional.until(lambda: professional.has_begun)

    async def _signs_in(self, professional: Professional) -> bool:
        """False while the server has not reached the new vault."""
        try:
            await professional.sign_in(professional.name, PASSWORD)
        except PermissionError as refused:
            assert str(refused) == "unavailable"  # noqa: PT017 - and anything else is a fault
            return False
        return True

    async def tag(self, professional: Professional, ticket: bytes) -> None:
        """Tag it as not for us."""
        answers = {"contact": ["hoax"]}
        await professional.tag(ticket, self.cast.app.codebook.key, answers)


@pytest.fixture
async def night(stores: Stores, tmp_path: Path) -> AsyncIterator[Night]:
    """A night in which the vault can die."""
    async with Night.begun(stores, tmp_path) as night:
        yield night


async def is_told(visitor: Visitor) -> bool:
    """Wait for the word that the conversation was lost; whether it may go on."""
    await visitor.until(lambda: visitor.lost is not None and visitor.line.closed_with == 1000)
    assert visitor.lost is not None
    return visitor.lost


def is_placed(visitor: Visitor) -> bool:
    """Whether a place in the line was told."""
    return visitor.position is not None


def stands_at(visitor: Visitor, place: int) -> bool:
    """Whether that place was told."""
    return visitor.position == place


def has_slip(visitor: Visitor) -> bool:
    """Whether there is something to hand back."""
    return visitor.slip != b""


def is_in(visitor: Visitor) -> bool:
    """Whether the server has let this page in."""
    return visitor.is_in


async def test_the_same_conversation_goes_on_with_the_same_professional(night: Night) -> None:
    visitor, professional, talk = await night.pair()
    before = [(said.seq, said.text) for said in visitor.texts]
    epoch = visitor.keys.epoch

    await night.vault.dies_and_starts_empty()
    assert await is_told(visitor)
    await night.back_at_work(professional)
    await professional.until(lambda: talk.lost)
    assert professional.untagged == [talk.ticket]
    visitor.go_on()

    await professional.until(lambda: talk.is_held)
    await professional.until(lambda: professional.untagged == [])
    visitor.say("ik ben er weer")
    professional.say(talk, "fijn")
    await visitor.until(lambda: len(visitor.texts) == 6)
    await professional.until(lambda: len(talk.texts) == 6)
    assert [(said.seq, said.text) for said in visitor.texts][:4] == before
    assert [(s.seq, s.text) for s in visitor.texts] == [(s.seq, s.text) for s in talk.texts]
    assert not any(said.marks for said in (*visitor.texts, *talk.texts))
    assert visitor.keys.epoch == talk.keys.epoch == epoch


async def test_without_the_professional_the_visitor_is_first_and_all_is_there_for_the_next(
    stores: Stores, tmp_path: Path
) -> None:
    async with Night.begun(stores, tmp_path, CHATSERVER_LIMITS_PROFESSIONAL_GRACE="2 s") as night:
        visitor, professional, _ = await night.pair()
        colleague = await night.cast.professional()
        before = [said.text for said in visitor.texts]
        await night.vault.dies_and_starts_empty()
        await professional.close()
        newcomer = await night.cast.visitor()
        assert newcomer.position == 1
        assert await is_told(visitor)

        visitor.go_on()
        await visitor.until(lambda: visitor.position == 1)
        await newcomer.until(lambda: newcomer.position == 2)  # a fault of ours, none of theirs
        await night.back_at_work(colleague)
        talk = await colleague.take()
        await visitor.let_in(back=True)

        await colleague.until(lambda: len(talk.texts) == 4)
        assert talk.cid == visitor.keys.cid
        assert [said.text for said in talk.texts] == before
        assert not any(said.marks for said in talk.texts)


async def test_beginning_anew_also_stands_first_and_only_once(night: Night) -> None:
    visitor, professional, talk = await night.pair()
    await night.vault.dies_and_starts_empty()
    assert await is_told(visitor)
    newcomer = await night.cast.visitor()

    anew, again = await night.cast.unopened(), await night.cast.unopened()
    for each in (anew, again):
        each.begins_after(visitor)
        each.arrive()
        await each.until(partial(is_placed, each))

    assert (anew.position, again.position) == (1, 3)
    await newcomer.until(lambda: newcomer.position == 2)
    # What was lost is lost for good: it is to be tagged, and cannot come back beside it.
    await night.back_at_work(professional)
    await professional.until(lambda: professional.untagged == [talk.ticket])
    visitor.go_on()
    await visitor.until(lambda: "gone" in visitor.refusals)


async def test_the_line_stands_as_it_stood(night: Night) -> None:
    line = [await night.cast.visitor() for _ in range(4)]
    for each in line:
        await each.until(partial(has_slip, each))
    await night.vault.dies_and_starts_empty()
    newcomer = await night.cast.visitor()

    for each in reversed(line):
        assert await is_told(each)
        each.go_on()
        await each.until(partial(is_in, each))

    await newcomer.until(lambda: newcomer.position == 5)
    async with night.vault.keeper() as keeper:
        for key in ("born", "returned"):
            assert 0 < await keeper.ttl("hl:{desk}:" + key) <= 16 * 3600
    for place, each in enumerate(line, start=1):
        await each.until(partial(stands_at, each, place))


async def test_a_lost_conversation_is_tagged_once_and_by_who_held_it(night: Night) -> None:
    _, professional, talk = await night.pair()
    other = await night.cast.professional()
    other.slips = dict(professional.slips)
    await night.vault.dies_and_starts_empty()

    await night.back_at_work(other)
    await night.back_at_work(professional)

    assert other.untagged == []
    assert ("not_yours", None) in other.refusals
    assert professional.untagged == [talk.ticket]
    await night.tag(professional, talk.ticket)
    for _ in range(2):  # in this vault, and after another loss
        await professional.close()
        await night.back_at_work(professional)
        assert professional.untagged == []
        assert ("counted", None) in professional.refusals
        await night.vault.dies_and_starts_empty()
    assert (await night.cast.app.counting.fold()).tags == 1


async def test_what_was_skipped_is_not_asked_for_again(night: Night) -> None:
    _, professional, talk = await night.pair()
    await night.vault.dies_and_starts_empty()
    await night.back_at_work(professional)
    await professional.skip(talk.ticket, "fault")

    await professional.close()
    await night.back_at_work(professional)

    assert professional.untagged == []


async def test_a_conversation_that_came_back_ends_and_is_tagged_once(night: Night) -> None:
    visitor, professional, talk = await night.pair()
    await night.vault.dies_and_starts_empty()
    assert await is_told(visitor)
    await night.back_at_work(professional)
    await night.tag(professional, talk.ticket)
    old = visitor.slip
    visitor.go_on()
    await professional.until(lambda: talk.is_held)

    professional.end(talk)
    await visitor.until(lambda: visitor.ended == "done")
    await professional.until(lambda: professional.untagged == [talk.ticket])
    await night.tag(professional, talk.ticket)

    assert (await night.cast.app.counting.fold()).tags == 1
    # And with the slip from before the loss it does not live a third time.
    visitor.slip = old
    visitor.go_on()
    await visitor.until(lambda: "gone" in visitor.refusals)


async def test_what_ended_before_the_loss_ended_and_was_not_lost(night: Night) -> None:
    visitor, professional, talk = await night.pair()
    kept, keys = visitor.slip, visitor.keys
    await visitor.close()  # away when it ends: an honest page that has a slip all the same
    professional.end(talk)
    await professional.until(lambda: professional.untagged == [talk.ticket])

    await night.vault.dies_and_starts_empty()
    visitor.line.start_again()
    await visitor.until(lambda: "gone" in visitor.refusals)

    assert (visitor.slip, visitor.keys, visitor.lost) == (kept, keys, None)
    await visitor.close()
    visitor.go_on()
    await visitor.until(lambda: visitor.refusals.count("gone") == 2)


async def test_without_a_loss_a_slip_brings_nothing_back(night: Night) -> None:
    visitor, _, talk = await night.pair()
    async with night.vault.keeper() as keeper:  # as if it had expired
        await keeper.delete(f"hl:{{{talk.cid.hex()}}}:life")

    await visitor.line.lose()
    await visitor.until(lambda: "gone" in visitor.refusals)

    assert visitor.lost is None


async def test_an_emptied_vault_is_noticed_on_a_line_that_held(night: Night) -> None:
    visitor, professional, talk = await night.pair()
    async with night.vault.keeper() as keeper:
        await keeper.flushall()

    assert await is_told(visitor)
    visitor.go_on()
    await night.back_at_work(professional)
    # Whether the page is back before the visitor's copy is not known: then it begins anew.
    await professional.until(lambda: professional.talks[talk.cid].is_held)


async def test_what_another_page_gives_back_in_its_place_is_noticed(night: Night) -> None:
    visitor, professional, talk = await night.pair()
    await night.vault.dies_and_starts_empty()
    assert await is_told(visitor)
    copies = visitor.transcript.copies
    texts = [seq for seq, said in visitor.transcript.said.items() if not said.is_mine]
    copies[texts[0]], copies[texts[1]] = copies[texts[1]], copies[texts[0]]

    visitor.go_on()
    await visitor.until(lambda: visitor.is_in)
    await night.back_at_work(professional)
    anew = await night.cast.with_keys_of(professional)
    await anew.until(lambda: len(anew.talks[talk.cid].texts) == 4)

    assert any("reordered" in said.marks for said in anew.talks[talk.cid].texts)


async def test_visitor_and_professional_find_each_other_again_on_different_processes(
    stores: Stores, tmp_path: Path
) -> None:
    async with Night.begun(stores, tmp_path) as night:
        more = {"CHATSERVER_VAULT_URL": night.vault.url}
        async with served(stores, tmp_path, more=more) as second:
            visitor = await night.cast.visitor(url=second.visitor_url)
            professional = await night.cast.professional()
            talk = await night.cast.conversation(visitor, professional)
            visitor.say("hoor je mij?")
            await professional.until(lambda: len(talk.texts) == 1)
            await visitor.until(lambda: visitor.slip != b"")

            await night.vault.dies_and_starts_empty()
            assert await is_told(visitor)
            await night.back_at_work(professional)
            visitor.go_on()

            await professional.until(lambda: talk.is_held)
            professional.say(talk, "ja")
            await visitor.until(lambda: len(visitor.texts) == 2)
            await visitor.close()


@pytest.mark.parametrize("is_emptied", [True, False])
async def test_without_the_key_ring_there_is_only_a_new_start_and_that_is_said(
    stores: Stores, tmp_path: Path, *, is_emptied: bool
) -> None:
    async with MortalVault.alive() as vault:
        more = {"CHATSERVER_VAULT_URL": vault.url}
        async with served(stores, tmp_path, more=more) as app, Cast.around(app) as cast:
            visitor = await cast.visitor()
            await visitor.until(lambda: visitor.slip != b"")
            slip, keys = visitor.slip, visitor.keys
        (tmp_path / "vault.keys").unlink()
        if is_emptied:
            await vault.dies_and_starts_empty()
        async with (
            served(stores, tmp_path, more=more) as app,
            contextlib.AsyncExitStack() as stack,
        ):
            again = await Cast(app, stack).unopened()
            again.keys, again.slip, again._share = keys, slip, bytes(32)
            again.arrive()

            assert not await is_told(again)
            again.go_on()
            if is_emptied:
                await again.until(lambda: again.lost is False)
            else:  # it is still there, and nobody can open it
                await again.until(lambda: "gone" in again.refusals)


async def test_what_is_given_back_must_follow_and_fit(night: Night) -> None:
    visitor, _, _ = await night.pair()
    await night.vault.dies_and_starts_empty()
    assert await is_told(visitor)
    sealed = visitor.transcript.whole()
    keys, slip = visitor.keys, visitor.slip
    comes = frames.Return(cid=keys.cid, token=keys.token, slip=slip, count=len(sealed))

    async def raw() -> Raw:
        made = await Raw.open(await night.cast.session(), night.cast.app.visitor_url)
        await made.send(comes)
        await made.next("stored")
        return made

    early, late, first = await raw(), await raw(), await raw()
    for pieces in (
        frames.Pieces(first=2, sealed=sealed[1:]),
        frames.Pieces(first=1, sealed=[*sealed, sealed[0]]),
    ):
        await early.send(pieces)
        assert (await early.next("refused"))["code"] == "out_of_turn"
    await early.send(frames.Say(ref=bytes(16), epoch=0, sealed=sealed[0]))
    assert (await early.next("refused"))["code"] == "gone"
    # Two lines of one page: who begins last goes on, and the other is told.
    await late.send(frames.Pieces(first=1, sealed=sealed[:1]))
    await late.next("stored")
    await first.send(frames.Pieces(first=1, sealed=sealed[:1]))
    await first.next("stored")
    await late.send(frames.Pieces(first=2, sealed=sealed[1:]))
    assert (await late.next("refused"))["code"] == "out_of_turn"
    await first.send(frames.Pieces(first=2, sealed=sealed[1:]))
    await first.next("welcome")

    large = await Raw.open(await night.cast.session(), night.cast.app.visitor_url)
    await large.send(
        json.dumps({"type": "pieces", "first": 1, "sealed": ["AAAA"] * (limits.MAX_AT_ONCE + 1)})
    )
    assert await large.until_closed() == 4400


async def test_a_slip_of_somebody_else_or_a_changed_one_brings_nothing_back(night: Night) -> None:
    visitor, _, _ = await night.pair()
    other, _, _ = await night.pair()
    await night.vault.dies_and_starts_empty()
    assert await is_told(visitor)
    assert await is_told(other)
    mine = visitor.slip

    visitor.slip = other.slip
    visitor.go_on()
    await visitor.until(lambda: visitor.lost is False)  # it opens under another name only
    visitor.slip = mine[:-1] + bytes([mine[-1] ^ 1])
    await visitor.until(lambda: visitor.line.closed_with == 1000)
    visitor.lost = None
    visitor.go_on()
    await visitor.until(lambda: visitor.lost is False)
    visitor.slip = mine
    await visitor.until(lambda: visitor.line.closed_with == 1000)
    visitor.go_on()
    await visitor.until(lambda: visitor.is_in)


async def test_where_a_visitor_came_back_from_is_forgotten_when_they_have_left(
    stores: Stores, tmp_path: Path
) -> None:
    async with Night.begun(stores, tmp_path, **BEHIND) as night:
        visitor = await night.cast.visitor(address="45.83.86.217")
        await visitor.until(partial(has_slip, visitor))
        await night.vault.dies_and_starts_empty()
        assert await is_told(visitor)
        visitor.go_on()
        await visitor.until(partial(is_in, visitor))
        cooling = night.cast.app.cooling
        await visitor.until(lambda: [each.gone for each in cooling._here.values()] == [None])

        await visitor.close()

        async with asyncio.timeout(10):
            while [each.gone for each in cooling._here.values()] == [None]:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.05)
