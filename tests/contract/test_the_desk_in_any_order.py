"""Whatever overtakes whatever, and whoever dies where: nobody is forgotten or has two helpers.

Visitors come, reload and go; professionals take, pick, are declined, ask each other in, hand
over, reload and end. What one frame asks takes several steps in the vault; hypothesis lets the
steps of several of them happen in any order, and cuts some off in the middle. After that comes
what the upkeep does by itself, and then everything must be right again.
"""

import asyncio
import functools
import secrets
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from chatserver.app.parts import Parts
from chatserver.clock import ManualClock
from chatserver.crypto.hl1 import VisitorConversation
from chatserver.domain.duty import PARTED_FOR, Proposal
from chatserver.helpline.arrivals import Page
from chatserver.helpline.delivery import Party
from chatserver.helpline.shift import Shift
from chatserver.store.values import Holding, Standing
from chatserver.store.vault import RedisVault
from chatserver.wire import frames
from tests.contract.one_step import Deed, Staff, held_up
from tests.support.redis_servers import Stores

PROFESSIONALS = 3
MOST_VISITORS = 4
MOST_AT_ONCE = 4
SOME = st.integers(0, 99)


def when_free(act: Callable[..., None]) -> Callable[..., None]:
    """Begin nothing new while enough is under way.

    Not a precondition: what is under way also depends on news from the vault, and hypothesis
    may only choose by what is the same each time.
    """

    @functools.wraps(act)
    def acts(self: "Desks", **drawn: object) -> None:
        if len(self.deeds) < MOST_AT_ONCE:
            act(self, **drawn)

    return acts


class Visitor:
    """One visitor's tab, and its page of now."""

    def __init__(self) -> None:
        keys = VisitorConversation.identity(secrets.token_bytes(32))
        self.arrive = frames.Arrive(
            cid=keys.cid,
            token=keys.token,
            commitment=secrets.token_bytes(32),
            language="nl",
            suites=[1],
        )
        self.party: Party | None = None
        self.is_over = False

    @property
    def cid(self) -> bytes:
        return self.arrive.cid


class Desks(RuleBasedStateMachine):
    """The real desk, one step at a time."""

    stores: Stores
    directory: Path
    staff: Staff

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.deeds: list[Deed] = []
        self.visitors: list[Visitor] = []
        self.has_died = False

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize()
    def the_desk_opens(self) -> None:
        self.stores.flush_vault()
        self._server = held_up(self.stores, self.directory)
        self.parts: Parts
        self.vault: RedisVault
        self.parts, self.vault = self.run(self._server.__aenter__())
        assert isinstance(self.parts.clock, ManualClock)
        self.clock = self.parts.clock
        self.run(self.parts.rosters.refresh())
        self.shifts = [self.shift(number) for number in range(PROFESSIONALS)]
        for number in range(PROFESSIONALS):
            self.begins(number)
        self.let_everything_happen()
        for _ in range(3):
            self.somebody_comes()
        self.let_everything_happen()
        for number in range(2):
            self.a_professional_takes_the_next(number=number)
        self.let_everything_happen()
        assert [len(shift.parties) for shift in self.shifts] == [1, 1, 0], "nobody is at work"
        self.somebody_is(number=2, state="free")
        self.let_everything_happen()
        self.a_process_proposes()
        self.let_everything_happen()
        assert len(self.proposals()) == 1, "nobody is proposed"

    # What people do.

    def does(self, name: str, work: Coroutine[Any, Any, Any]) -> None:
        async def begun() -> Deed:
            deed = Deed(name, work)
            await deed.rests()
            return deed

        deed = self.run(begun())
        if not deed.is_done:
            self.deeds.append(deed)

    def shift(self, number: int) -> Shift:
        who, _ = self.staff.people[number]
        page = Page(connection=secrets.token_bytes(8), emit=ignored, over=ignored, is_awake=awake)
        return Shift(self.parts.shifts, who, page)

    def begins(self, number: int) -> None:
        _, device = self.staff.people[number]
        hello = frames.Hello(cursors=[], device=device)
        self.does(f"hello {number}", self.shifts[number].begin(hello))

    def visitor(self, number: int) -> Visitor:
        return self.visitors[number % len(self.visitors)]

    def some_party(self, number: int) -> tuple[Shift, Party] | None:
        there = [(shift, party) for shift in self.shifts for party in shift.parties]
        return there[number % len(there)] if there else None

    @rule()
    @when_free
    def somebody_comes(self) -> None:
        if len(self.visitors) == MOST_VISITORS:
            return
        self.visitors.append(Visitor())
        self.does("arrive", self.enters(self.visitors[-1]))

    @rule(number=SOME)
    @when_free
    def somebody_loads_the_page_again(self, number: int) -> None:
        visitor = self.visitor(number)
        if not visitor.is_over:
            self.does("again", self.enters(visitor))

    async def enters(self, visitor: Visitor) -> None:
        """As a page does: it arrives until it was welcomed, and then comes back."""
        page = Page(connection=secrets.token_bytes(8), emit=ignored, over=ignored, is_awake=awake)
        said, arrivals = visitor.arrive, self.parts.arrivals
        if visitor.party is None:
            visitor.party = await arrivals.arrive(said, page)
        else:
            again = frames.Resume(cid=said.cid, token=said.token, after=0)
            visitor.party = await arrivals.resume(again, page)

    @rule(number=SOME)
    @when_free
    def a_professional_takes_the_next(self, number: int) -> None:
        take = frames.Take(ref=secrets.token_bytes(16))
        self.does("take", self.shifts[number % PROFESSIONALS].take(take))

    @rule(number=SOME, which=SOME)
    @when_free
    def a_professional_takes_one_by_name(self, number: int, which: int) -> None:
        take = frames.Take(ref=secrets.token_bytes(16), cid=self.visitor(which).cid)
        self.does("pick", self.shifts[number % PROFESSIONALS].take(take))

    @rule(number=SOME, state=st.sampled_from(["free", "free", "free", "away", "break", "ending"]))
    @when_free
    def somebody_is(self, number: int, state: str) -> None:
        said = frames.Be(state=state)  # type: ignore[arg-type]
        self.does(state, self.shifts[number % PROFESSIONALS].be(said))

    @rule(number=SOME, most=st.integers(1, 8))
    @when_free
    def somebody_chooses_how_many(self, number: int, most: int) -> None:
        self.does("choose", self.shifts[number % PROFESSIONALS].be(frames.Be(capacity=most)))

    @rule()
    @when_free
    def a_process_proposes(self) -> None:
        self.does("propose", self.parts.duties.serve())

    @rule(which=SOME, is_taken=st.booleans())
    @when_free
    def somebody_answers(self, which: int, is_taken: bool) -> None:  # noqa: FBT001 - drawn
        if not (proposals := self.proposals()):
            return
        proposal = proposals[which % len(proposals)]
        names = [who.pseudonym for who, _ in self.staff.people]
        shift, cid = self.shifts[names.index(proposal.pseudonym)], proposal.cid
        if is_taken:
            take = frames.Take(ref=secrets.token_bytes(16), cid=cid)
            self.does("accept", shift.take(take))
        else:
            self.does("pass on", shift.pass_on(frames.PassOn(cid=cid)))

    @rule(number=SOME)
    @when_free
    def a_tag_is_skipped(self, number: int) -> None:
        shift, (who, _) = self.shifts[number % PROFESSIONALS], self.staff.people[number % 3]
        if tickets := self.run(self.vault.desk.tickets_of(who.pseudonym)):
            ref = secrets.token_bytes(16)
            self.does(
                "skip",
                shift.tickets.skip(
                    frames.Skip(ref=ref, ticket=next(iter(tickets)), reason="other")
                ),
            )

    @rule(seconds=st.sampled_from([2, 31, 31, 130]))
    @when_free
    def nobody_does_anything_for_a_while(self, seconds: int) -> None:
        self.run(self.clock.advance(seconds))
        self.does("renew", self.parts.duties.renew())
        self.does("move on", self.parts.duties.move_on())

    @rule(number=SOME, why=st.sampled_from(["no", "not_accepted"]))
    @when_free
    def the_visitor_declines(self, number: int, why: str) -> None:
        found = self.some_party(number)
        visitor = found and next((v for v in self.visitors if v.cid == found[1].cid), None)
        if found and visitor and visitor.party:
            said = frames.Decline(place=found[1].seat, why=why)  # type: ignore[arg-type]
            self.does("decline", self.parts.seats.decline(visitor.party, said))

    @rule(number=SOME)
    @when_free
    def the_visitor_lets_somebody_in(self, number: int) -> None:
        found = self.some_party(number)
        visitor = found and next((v for v in self.visitors if v.cid == found[1].cid), None)
        if found and visitor and visitor.party:
            said = frames.Grant(place=found[1].seat, epoch=1, grant=b"g" * 200)
            self.does("grant", self.parts.chat.grant(visitor.party, said))

    @rule(number=SOME, which=SOME, how=st.sampled_from(["handover", "join"]))
    @when_free
    def a_colleague_is_asked_and_sits_in(self, number: int, which: int, how: str) -> None:
        if found := self.some_party(number):
            shift, party = found
            said = frames.Ask(cid=party.cid, how=how)  # type: ignore[arg-type]
            self.does("ask", shift.company.ask(said))
            self.one_goes_on(-1, 1)
            others = [each for each in self.shifts if each is not shift]
            sit_in = frames.SitIn(ref=secrets.token_bytes(16), cid=party.cid)
            self.does("sit in", others[which % len(others)].sit_in(sit_in))

    @rule(number=SOME, which=SOME, before=st.integers(1, 3), after=st.integers(2, 5))
    @when_free
    def somebody_takes_in_the_middle_of_it(
        self, number: int, which: int, before: int, after: int
    ) -> None:
        self.one_goes_on(which, before)
        self.a_professional_takes_the_next(number=number)
        self.one_goes_on(-1, after)

    @rule(number=SOME)
    @when_free
    def somebody_steps_out(self, number: int) -> None:
        if found := self.some_party(number):
            shift, party = found
            self.does("step out", shift.company.step_out(frames.StepOut(cid=party.cid)))

    @rule(number=SOME)
    @when_free
    def a_professional_ends_it(self, number: int) -> None:
        if found := self.some_party(number):
            shift, party = found
            self.does("end", shift.end(frames.End(cid=party.cid)))

    @rule(number=SOME)
    @when_free
    def the_visitor_leaves(self, number: int) -> None:
        visitor = self.visitor(number)
        if visitor.party and not visitor.is_over:
            visitor.is_over = True
            self.does("leave", self.parts.chat.end(visitor.party, "left"))

    @rule(number=SOME)
    @when_free
    def a_professional_loads_the_page_again(self, number: int) -> None:
        number %= PROFESSIONALS
        self.does(f"bye {number}", self.shifts[number].close())
        self.shifts[number] = self.shift(number)
        self.begins(number)

    @rule()
    @when_free
    def the_upkeep_goes_round(self) -> None:
        self.does("upkeep", self.parts.upkeep.mending.round())

    # In what order.

    @rule(which=SOME, steps=st.integers(1, 6))
    def one_goes_on(self, which: int, steps: int) -> None:
        if not self.deeds:
            return
        deed = self.deeds[which % len(self.deeds)]
        for _ in range(steps):
            if not deed.is_done:
                self.run(deed.goes_on())
        self.deeds = [each for each in self.deeds if not each.is_done]

    @rule(which=SOME, steps=st.integers(1, 12))
    def two_go_on_in_turn(self, which: int, steps: int) -> None:
        for step in range(steps):
            if self.deeds:
                self.one_goes_on(which=which + step % 2, steps=1)

    @rule(which=SOME, luck=st.integers(0, 3))
    def its_process_dies(self, which: int, luck: int) -> None:
        if luck or not self.deeds:
            return
        deed = self.deeds.pop(which % len(self.deeds))
        self.has_died = True
        self.run(deed.dies())

    # What must hold.

    def proposals(self) -> tuple[Proposal, ...]:
        return tuple(self.run(self.vault.crew.look()).proposals)

    @invariant()
    def one_is_proposed_to_one(self) -> None:
        if not hasattr(self, "vault"):
            return
        proposals = self.proposals()
        whom = [each.pseudonym for each in proposals]
        line = {each.cid for each in self.run(self.vault.desk.line())}
        assert len(set(whom)) == len(whom), "somebody is asked for two"
        assert {each.cid for each in proposals} <= line, "somebody who does not wait is proposed"

    def let_everything_happen(self) -> None:
        for deed in self.deeds:
            while not deed.is_done:
                self.run(deed.goes_on())
        self.deeds = []

    def teardown(self) -> None:  # type: ignore[explicit-override]  # typing has it from 3.12
        if hasattr(self, "parts"):
            self.let_everything_happen()
            if not self.has_died:
                self.run(self.everything_is_right())
            self.run(self.upkeep_goes_round())
            self.run(self.everything_is_right())
            self.run(self.nobody_free_is_forgotten())
            self.run(self._server.__aexit__(None, None, None))
        self.runner.close()

    async def upkeep_goes_round(self) -> None:
        for _ in range(4):
            await self.parts.upkeep.mending.round()
            await self.parts.upkeep.renew()
        # By then nobody who is asked may still think, and nobody has declined lately.
        for _ in range(PARTED_FOR // 50 + 1):
            await self.clock.advance(50)
            await self.parts.duties.renew()
        await self.parts.duties.move_on()
        await self.parts.duties.serve()

    async def nobody_free_is_forgotten(self) -> None:
        now = await self.vault.crew.look()
        asked = {each.pseudonym for each in now.proposals}
        proposed = {each.cid for each in now.proposals}
        terms = self.parts.duties.terms
        idle = [
            each.colleague.pseudonym
            for each in now.members
            if each.colleague.is_ready(capacity=terms.capacity, now=self.clock.now())
            and each.colleague.pseudonym not in asked
        ]
        assert all(each.until > self.clock.now() for each in now.proposals), "it never ends"
        assert not now.declined
        for each in await self.vault.desk.line():
            could = [who for who in idle if who not in now.declined.get(each.cid, ())]
            assert each.cid in proposed or not could, "somebody waits before somebody free"

    async def everything_is_right(self) -> None:
        holdings = {it.cid: it for it in await self.vault.desk.all_held()}
        line = [it.cid for it in await self.vault.desk.line()]
        assert not set(line) & holdings.keys(), "somebody waits and is helped at once"
        for visitor in self.visitors:
            standing = await self.vault.conversations.standing(visitor.cid)
            if standing is None:
                assert visitor.cid not in holdings
                assert visitor.cid not in line
            elif visitor.party is not None and visitor.party in self.parts.delivery.parties:
                assert visitor.cid in holdings or visitor.cid in line, "a visitor is forgotten"
                self.is_told_right(standing, holdings.get(visitor.cid))
        await self.everybody_has_what_they_are_said_to_have(holdings)

    def is_told_right(self, standing: Standing, holding: Holding | None) -> None:
        if holding is None:
            assert standing.state == "waiting"
        else:
            assert (standing.place, standing.turn) == (holding.place, holding.turn)
            assert standing.state != "waiting"

    async def everybody_has_what_they_are_said_to_have(
        self, holdings: dict[bytes, Holding]
    ) -> None:
        pipeline = self.vault.desk._pipeline
        for who, _ in self.staff.people:
            theirs = await self.vault.desk.held_by(who.pseudonym)
            load = await pipeline.call("HGET", b"hl:{desk}:load", who.pseudonym)
            assert len(theirs) <= self.parts.seats.capacity
            assert load == (b"%d" % len(theirs) if theirs else None)
            tickets = await self.vault.desk.tickets_of(who.pseudonym)
            owed = await pipeline.call("HGET", b"hl:{desk}:owed", who.pseudonym)
            assert owed == (b"%d" % len(tickets) if tickets else None)
        assert {it.pseudonym for it in holdings.values()} <= {
            who.pseudonym for who, _ in self.staff.people
        }


async def hired(stores: Stores, directory: Path) -> Staff:
    async with held_up(stores, directory) as (parts, _):
        return await Staff.hired(parts, PROFESSIONALS)


def awake() -> bool:
    return True


def ignored(_said: object) -> None:
    """No page looks at it."""


def test_nobody_is_forgotten_and_nobody_has_two_helpers(stores: Stores, tmp_path: Path) -> None:
    staff = asyncio.run(hired(stores, tmp_path))
    there = {"stores": stores, "directory": tmp_path, "staff": staff}
    machine = type("Desks", (Desks,), there)
    run_machine(
        machine,
        settings=settings(
            deadline=None, stateful_step_count=60, max_examples=settings().max_examples
        ),
    )
