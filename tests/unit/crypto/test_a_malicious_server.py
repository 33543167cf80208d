"""Whatever the server does with sealed messages, the pages notice or are not harmed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.crypto.hl1 import Hl1Error, ProfessionalConversation, VisitorConversation
from tests.unit.crypto.parties import arriving, let_in, reloaded, talking

SLOW = settings(deadline=None, max_examples=40)


@SLOW
@given(plan=st.lists(st.sampled_from(["visitor", "professional", "reload"]), max_size=12))
def test_an_honest_server_never_causes_a_mark(plan: list[str]) -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    transcript = [let_in(visitor, party).record]
    party.open(transcript[0])

    for step in plan:
        if step == "reload":
            visitor = reloaded(visitor)
            assert all(visitor.open(sealed).marks == () for sealed in transcript)
            continue
        writer, reader = (visitor, party) if step == "visitor" else (party, visitor)
        transcript.append(writer.seal_text("x", 1))
        assert reader.open(transcript[-1]).marks == ()


@SLOW
@given(order=st.permutations(range(6)), dropped=st.sets(st.integers(0, 5), max_size=3))
def test_every_change_but_a_cut_end_is_marked(order: list[int], dropped: set[int]) -> None:
    visitor, party = talking()
    sealed = [visitor.seal_text(f"{number}", 1) for number in range(6)]
    delivered = [number for number in order if number not in dropped]

    opened = [party.open(sealed[number]) for number in delivered]

    assert [it.text for it in opened] == [f"{number}" for number in delivered]
    is_untouched = delivered == list(range(len(delivered)))
    assert is_untouched == all(it.marks == () for it in opened)


@SLOW
@given(again=st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_whatever_comes_again_is_marked_and_changes_nothing(again: list[int]) -> None:
    visitor, party = talking()
    sealed = [visitor.seal_text("x", 1) for _ in range(5)]
    for each in sealed:
        party.open(each)

    assert all(party.open(sealed[number]).marks == ("repeated",) for number in again)
    assert party.open(visitor.seal_text("y", 1)).marks == ()


@SLOW
@given(cut=st.integers(1, 4))
def test_a_cut_end_shows_with_the_next_word_of_somebody_who_got_it(cut: int) -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    granted = let_in(visitor, party)
    said = [party.seal_text("x", 1) for _ in range(4)]
    for each in said:
        visitor.open(each)

    again = ProfessionalConversation.restore(party.kept())
    again.admit(granted.grant)
    for each in [granted.record, *said[:-cut]]:
        assert again.open(each).marks == ()

    assert again.open(visitor.seal_text("y", 1)).marks == ("missing",)


@SLOW
@given(lengths=st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_each_professional_reads_their_own_epoch_only(lengths: list[int]) -> None:
    visitor = VisitorConversation.begin()
    parties: list[ProfessionalConversation] = []
    sealed: list[tuple[int, bytes]] = []
    for number, length in enumerate(lengths):
        parties.append(arriving(visitor))
        parties[-1].open(let_in(visitor, parties[-1]).record)
        sealed += [(number, visitor.seal_text("x", 1)) for _ in range(length)]

    for number, party in enumerate(parties):
        assert [opens(party, each) for _, each in sealed] == [of == number for of, _ in sealed]


@SLOW
@given(plan=st.lists(st.sampled_from(["say", "reload", "grant"]), max_size=12))
def test_a_key_never_meets_a_nonce_or_a_number_twice(plan: list[str]) -> None:
    visitor, party = talking()
    made: list[bytes] = []

    for step in plan:
        if step == "reload":
            visitor = reloaded(visitor)
        made.append(let_in(visitor, party).record if step == "grant" else visitor.seal_text("x", 1))

    assert len({sealed[18:55] for sealed in made}) == len(made)
    assert len({sealed[22:43] for sealed in made}) == len(made)


def opens(party: ProfessionalConversation, sealed: bytes) -> bool:
    try:
        party.open(sealed)
    except Hl1Error:
        return False
    return True
