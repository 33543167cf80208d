"""With an honest server everybody reads what is for them, nothing else, and sees no mark.

Random conversations in which people come, leave, are left out, hand over, reload and write
across each other. The numbers are those of the properties in SECURITY.md §1.2.
"""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatserver.crypto.hl1 import Opened
from tests.unit.crypto.hostile_people import HONEST, Person
from tests.unit.crypto.hostile_server import Server
from tests.unit.crypto.hostile_world import World
from tests.unit.crypto.parties import AT

TRACES = settings(deadline=None)
STEPS = ["say", "say", "say", "say", "pass", "join", "join back", "hand over", "leave", "remove"]
STEPS += ["reload the visitor", "reload", "die"]
PLAN = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 99)), min_size=4, max_size=24)


class Town:
    """An honest server, and everybody who uses it."""

    def __init__(self) -> None:
        self.world = World()
        self.server = Server(self.world)
        self.read: dict[Person, set[str]] = {self.world.visitor: set()}
        self.marks: set[str] = set()

    @property
    def everybody(self) -> list[Person]:
        return [self.world.visitor, *self.world.people]

    def joins(self, number: int, *, back: bool, is_said: bool = True) -> Person:
        person = self.world.arrive(number % HONEST)
        self.read[person] = set()
        self.world.let_in(person, back=back, is_said=is_said)
        if not is_said:
            self.passes(self.world.visitor)  # A page that comes back opens the transcript first.
        return person

    def passes(self, person: Person) -> None:
        """Give somebody everything that they have not got, and note what they read."""
        for opened in self.server.pass_all(person):
            self.hears(person, opened)
        if person is self.world.visitor and not self.world.talk.is_recorded:
            self.world.renew()

    def passes_everything(self) -> None:
        while any(who.page.cursor < len(self.world.log) for who in self.everybody):
            for person in self.everybody:
                self.passes(person)

    def hears(self, person: Person, opened: Opened | None) -> None:
        if opened is not None:
            self.marks |= set(opened.marks)
            self.read[person].add(opened.text)

    def goes_on(self, step: str, number: int) -> None:
        world, inside = self.world, sorted(self.world.inside, key=self.world.numbers.__getitem__)
        one = inside[number % len(inside)] if inside else None
        match step:
            case "pass":
                self.passes(self.everybody[number % len(self.everybody)])
            case "join" | "join back" | "die" if len(inside) < 4:
                self.joins(number, back=step == "join back", is_said=step != "die")
            case "hand over" if one and len(inside) < 4:
                self.joins(number, back=number % 2 == 0)
                self.passes_everything()
                world.say(one, "leave")
                self.passes(world.visitor)
            case "leave" if one:
                world.say(one, "leave")
            case "remove" if one:
                world.remove([one])
            case "reload the visitor":
                world.reload_visitor(world.newest)
                self.passes(world.visitor)
            case "reload" if one:
                world.reload(one)
            case _:
                world.say(self.everybody[number % len(self.everybody)], "text")


GOES_WHILE_SOMEBODY_COMES = [
    ("join", 0),
    ("pass", 1),
    ("leave", 0),
    ("join", 1),
    ("reload the visitor", 0),
    ("say", 0),
]


def lived(plan: list[tuple[str, int]]) -> Town:
    """Let a plan happen, and everything arrive at the end."""
    town = Town()
    for step, number in plan:
        town.goes_on(step, number)
    town.passes_everything()
    return town


@TRACES
@example(plan=GOES_WHILE_SOMEBODY_COMES)
@given(plan=PLAN)
def test_property_7_everybody_reads_what_is_for_them_and_nothing_else(
    plan: list[tuple[str, int]],
) -> None:
    town = lived(plan)
    texts = [said for said in town.world.log if said.kind == "text"]

    for person in town.world.people:
        own = {said.text for said in texts if said.epoch.secret in person.may_hold}
        of_who_stayed = {
            said.text
            for said in texts
            if said.epoch.secret in person.may_hold
            and (said.writer in town.world.inside or said.writer is town.world.visitor)
        }
        # A late word of somebody who was left out may come without its text.
        assert of_who_stayed <= town.read[person] - {""} <= own
        assert person.holds == person.may_hold


@TRACES
@given(plan=PLAN)
def test_property_5_an_honest_server_causes_no_mark(plan: list[tuple[str, int]]) -> None:
    town = lived(plan)

    assert town.marks <= {"late"}


@TRACES
@given(plan=PLAN)
def test_property_6_everybody_who_is_in_sees_the_same_people(plan: list[tuple[str, int]]) -> None:
    town = lived(plan)

    shown = {frozenset(person.page.party.members) for person in town.world.inside}
    assert shown <= {frozenset(town.world.talk.members)}
    assert {person.page.party.epoch for person in town.world.inside} <= {town.world.talk.epoch}


@TRACES
@given(plan=PLAN)
def test_property_8_a_key_never_meets_a_nonce_or_a_number_twice(
    plan: list[tuple[str, int]],
) -> None:
    sealed = [said.sealed for said in lived(plan).world.truth.values()]

    assert len({each[18:55] for each in sealed}) == len(sealed)
    assert len({each[22:43] for each in sealed}) == len(sealed)
    assert {len(each) for each in sealed} <= {327, 1095, 4167, 16455}  # property 9


@TRACES
@given(plan=PLAN)
def test_a_quiet_conversation_stays_quiet(plan: list[tuple[str, int]]) -> None:
    town = lived(plan)

    for _ in range(2):
        for person in town.everybody:
            party = person.page.party
            if party.owes_alive:
                town.world.say(person, "alive")
        town.passes_everything()

    assert not any(person.page.party.owes_alive for person in town.everybody)
    assert town.world.talk.seal_alive(AT)
