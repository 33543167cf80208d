"""Whatever the server does, nobody reads, is shown or is believed who should not be.

Thousands of conversations in which the server passes on, keeps back, repeats, reorders, changes
and makes up what it likes, with and without the help of somebody who was let in. The numbers
are those of the properties in SECURITY.md §1.2; `hostile_server` says what is not claimed.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.unit.crypto.hostile_attacks import OTHER, HostileServer, flipped, numbered
from tests.unit.crypto.hostile_people import DEVICE_IDS, NAMES, Page, Person, demand
from tests.unit.crypto.hostile_world import World
from tests.unit.crypto.parties import AT, a_list

TRACES = settings().max_examples ** 2 // 8
"""1,250 in `make test`, each with some fifty turns of the server; a handful in `make quick`."""
SOME = st.integers(0, 999)
"""Which of those there are, by any number."""
WHO = st.integers(0, len(NAMES) - 1)
PLAYED = st.binary(min_size=9, max_size=60)
"""What the server does meanwhile: a play and two numbers in each three bytes."""
MOST_PEOPLE = 7
MOST_INSIDE = 5
TO_OTHER = OTHER.seal_text("voor een ander", AT)

Play = Callable[["AMaliciousServer", int, int], None]


class AMaliciousServer(RuleBasedStateMachine):
    """Properties 4 to 9 at once: none of them holds without the others."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.server = HostileServer(self.world)

    def person(self, number: int) -> Person:
        return self.world.people[number % len(self.world.people)]

    def page(self, number: int) -> Page:
        return self.server.pages[number % len(self.server.pages)]

    def message(self, number: int) -> bytes:
        return numbered([*(said.sealed for said in self.world.log), *self.server.forged], number)

    def come_in(self, person: Person, *, back: bool, is_said: bool = True) -> None:
        inside = {each.number for each in self.world.inside}
        if DEVICE_IDS[person.number] in self.world.roster.revoked:
            self.server.offer_of_revoked(person)
        elif len(inside) < MOST_INSIDE or person.number in inside:
            self.world.let_in(person, back=back, is_said=is_said)

    # What people do.

    @initialize(who=WHO, waiting=st.booleans())
    def somebody_waits_and_somebody_comes(self, who: int, *, waiting: bool) -> None:
        if waiting:
            self.world.say(self.world.visitor, "text")
        person = self.world.arrive(who)
        self.world.let_in(person, back=False)
        self.server.pass_all(person)

    @precondition(lambda self: len(self.world.people) < MOST_PEOPLE)
    @rule(who=WHO, back=st.booleans(), suite=st.sampled_from([1, 1, 1, 2]), plays=PLAYED)
    def somebody_comes_and_is_let_in(
        self, who: int, suite: int, plays: bytes, *, back: bool
    ) -> None:
        self.the_server_plays(plays)
        self.come_in(self.world.arrive(who, suite=suite), back=back)

    @rule(number=SOME, back=st.booleans(), is_said=st.booleans(), plays=PLAYED)
    def an_offer_comes_again(self, number: int, plays: bytes, *, back: bool, is_said: bool) -> None:
        self.the_server_plays(plays)
        self.come_in(self.person(number), back=back, is_said=is_said)

    @rule(number=SOME, plays=PLAYED)
    def the_visitor_leaves_somebody_out(self, number: int, plays: bytes) -> None:
        self.the_server_plays(plays)
        inside = sorted(self.world.inside, key=self.world.numbers.__getitem__)
        if inside:
            self.world.remove([inside[number % len(inside)]])

    @rule(number=SOME, plays=PLAYED)
    def a_professional_reloads(self, number: int, plays: bytes) -> None:
        self.the_server_plays(plays)
        self.world.reload(self.person(number))

    @rule(number=SOME, which=SOME, plays=PLAYED)
    def the_visitor_reloads(self, number: int, which: int, plays: bytes) -> None:
        self.the_server_plays(plays)
        any_of_them = numbered(self.world.blobs, which)
        self.world.reload_visitor(self.world.newest if number % 3 == 0 else any_of_them)

    @rule(plays=PLAYED)
    def the_visitor_makes_up_for_a_record(self, plays: bytes) -> None:
        self.the_server_plays(plays)
        if not self.world.talk.is_recorded:
            self.world.renew()

    @rule(who=WHO, plays=PLAYED)
    def the_visitor_hears_of_a_revoked_device(self, who: int, plays: bytes) -> None:
        self.the_server_plays(plays)
        self.world.roster.revoke(a_list(DEVICE_IDS[who]))
        gone = [person for person in self.world.inside if person.number == who]
        named = {self.world.numbers[person] for person in gone}
        found = self.world.talk.revoked(self.world.roster)
        demand(6, "others than were revoked", holds=found == named)
        if gone:
            self.world.remove(gone)

    @rule(numbers=st.lists(SOME, min_size=1, max_size=3), plays=PLAYED)
    def an_honest_server_passes_everything_on(self, numbers: list[int], plays: bytes) -> None:
        self.the_server_plays(plays)
        self.world.confirmed()
        for number in numbers:
            self.server.pass_all(self.page(number).owner)

    @rule(plays=PLAYED)
    def nobody_does_anything(self, plays: bytes) -> None:
        self.the_server_plays(plays)

    # What the server does meanwhile.

    def somebody_says_something(self, number: int, kind: int) -> None:
        owner = self.page(number).owner
        kinds = ("text", "text", "alive", "end" if owner is self.world.visitor else "leave", "end")
        self.world.say(owner, kinds[kind % len(kinds)])

    def everything_but_what_one_of_them_says(self, number: int, sender: int) -> None:
        self.server.keep_back(self.page(number), sender % (len(self.world.people) + 1))

    def any_message_for_anybody(self, number: int, which: int) -> None:
        if self.world.log:
            self.server.pass_message(self.page(number), self.message(which))

    def the_next_message_or_one_further(self, number: int, over: int) -> None:
        self.server.pass_next(self.page(number), over=max(over % 5 - 2, 0))

    def any_grant_for_anybody(self, number: int, which: int) -> None:
        if self.world.grants:
            grant = numbered((grant for _, grant in self.world.grants), which)
            self.server.pass_grant(self.person(number), grant)

    def a_touched_message(self, number: int, bit: int) -> None:
        if self.world.log:
            touched = flipped(self.message(number), number * 997 + bit)
            opened = self.server.pass_message(self.page(bit), touched)
            demand(4, "a touched message", holds=opened is None)

    def a_message_of_an_older_epoch(self, number: int, which: int) -> None:
        if self.world.log:
            self.server.date_back(self.page(number), self.message(which))

    def a_touched_grant(self, which: int, bit: int) -> None:
        if self.world.grants:
            person, grant = self.world.grants[which % len(self.world.grants)]
            is_taken = self.server.pass_grant(person, flipped(grant, which * 997 + bit))
            demand(4, "a touched grant", holds=not is_taken)

    def a_message_of_another_conversation(self, number: int, _: int) -> None:
        opened = self.server.pass_message(self.page(number), TO_OTHER)
        demand(4, "a message of another conversation", holds=opened is None)

    def an_offer_of_its_own(self, number: int, kind: int) -> None:
        self.server.invent_offer(kind, self.person(number))

    def a_touched_offer(self, number: int, bit: int) -> None:
        self.server.flip_offer(self.person(number), number * 997 + bit)

    def an_early_grant_is_kept_back(self, number: int, most: int) -> None:
        self.server.keep_grants_back(self.page(number), most)

    def a_grant_of_its_own(self, number: int, kind: int) -> None:
        self.server.forge_grant(self.person(number), kind, number % 8)

    def a_grant_by_a_helper(self, number: int, kind: int) -> None:
        self.server.forge_grant_with_help(self.person(number), kind, number)

    def a_text_by_a_helper(self, number: int, place: int) -> None:
        known = sorted(self.server.known())
        if known:
            after = (None, 0, 1)[number % 3]
            sealed = self.server.forge_text(numbered(known, number // 3), place, after=after)
            self.server.pass_message(self.page(place), sealed)

    def a_record_by_a_helper(self, number: int, place: int) -> None:
        known = sorted(self.server.known())
        if known:
            secret = numbered(known, number // 2)
            sealed = self.server.forge_record(secret, place, alone=number % 2 == 0)
            self.server.pass_message(self.page(place), sealed)

    def the_server_plays(self, plays: bytes) -> None:
        for which, a, b in zip(plays[::3], plays[1::3], plays[2::3], strict=False):
            play = PLAYS[which % len(PLAYS)]
            note(f"  {play.__name__}({a}, {b})")
            play(self, a, b)

    # What holds after every step, beside all that is compared on the way.

    @invariant()
    def property_6_the_visitor_sees_who_is_in(self) -> None:
        shown = frozenset(self.world.talk.members)
        demand(6, "who is shown is not who is in", holds=shown == self.world.branch[-1].shown)

    @invariant()
    def property_7_nobody_holds_what_was_not_for_them(self) -> None:
        for person in self.world.people:
            held = set(person.page.party._party.secrets.values())
            demand(7, "a secret too many", holds=held <= person.may_hold)

    def teardown(self) -> None:  # type: ignore[explicit-override]  # typing has it from 3.12
        self.server.try_every_secret()


PLAYS: tuple[Play, ...] = (
    AMaliciousServer.somebody_says_something,
    AMaliciousServer.somebody_says_something,
    AMaliciousServer.somebody_says_something,
    AMaliciousServer.the_next_message_or_one_further,
    AMaliciousServer.the_next_message_or_one_further,
    AMaliciousServer.the_next_message_or_one_further,
    AMaliciousServer.everything_but_what_one_of_them_says,
    AMaliciousServer.any_message_for_anybody,
    AMaliciousServer.any_message_for_anybody,
    AMaliciousServer.any_grant_for_anybody,
    AMaliciousServer.an_early_grant_is_kept_back,
    AMaliciousServer.a_touched_message,
    AMaliciousServer.a_message_of_an_older_epoch,
    AMaliciousServer.a_touched_grant,
    AMaliciousServer.a_message_of_another_conversation,
    AMaliciousServer.an_offer_of_its_own,
    AMaliciousServer.a_touched_offer,
    AMaliciousServer.a_grant_of_its_own,
    AMaliciousServer.a_grant_by_a_helper,
    AMaliciousServer.a_grant_by_a_helper,
    AMaliciousServer.a_text_by_a_helper,
    AMaliciousServer.a_text_by_a_helper,
    AMaliciousServer.a_record_by_a_helper,
)

TestAMaliciousServer: Any = pytest.mark.timeout(600)(AMaliciousServer.TestCase)
TestAMaliciousServer.settings = settings(max_examples=TRACES, stateful_step_count=14, deadline=None)
