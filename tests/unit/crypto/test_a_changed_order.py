"""What the server drops, repeats or reorders shows (SECURITY.md §1.2, property 5)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.crypto.hl1 import ProfessionalConversation, VisitorConversation
from tests.unit.crypto.parties import AT, arriving, grant_to, joining, let_in, talking

CALM = settings(deadline=None)


@CALM
@given(order=st.permutations(range(6)), dropped=st.sets(st.integers(0, 5), max_size=3))
def test_every_change_but_a_cut_end_is_marked(order: list[int], dropped: set[int]) -> None:
    visitor, party = talking()
    sealed = [visitor.seal_text(f"{number}", AT) for number in range(6)]
    delivered = [number for number in order if number not in dropped]

    opened = [party.open(sealed[number]) for number in delivered]

    assert [it.text for it in opened] == [f"{number}" for number in delivered]
    is_untouched = delivered == list(range(len(delivered)))
    assert is_untouched == all(it.marks == () for it in opened)


@CALM
@given(again=st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_whatever_comes_again_is_marked_and_changes_nothing(again: list[int]) -> None:
    visitor, party = talking()
    sealed = [visitor.seal_text("x", AT) for _ in range(5)]
    for each in sealed:
        party.open(each)

    assert all(party.open(sealed[number]).marks == ("repeated",) for number in again)
    assert party.open(visitor.seal_text("y", AT)).marks == ()


@CALM
@given(cut=st.integers(1, 4), kind=st.sampled_from(["text", "alive", "end"]))
def test_a_cut_end_shows_with_the_next_word_of_somebody_who_got_it(cut: int, kind: str) -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    granted = let_in(visitor, party)
    party.open(granted.record)
    said = [party.seal_text("x", AT) for _ in range(4)]
    for each in said:
        visitor.open(each)

    again = ProfessionalConversation.restore(party.kept())
    again.admit(grant_to(granted, party))
    for each in [granted.record, *said[:-cut]]:
        assert again.open(each).marks == ()

    seals = {"text": lambda: visitor.seal_text("y", AT), "end": lambda: visitor.seal_end(AT)}
    sealed = seals.get(kind, lambda: visitor.seal_alive(AT))()
    assert again.open(sealed).marks == ("missing",)


@CALM
@given(order=st.permutations([0, 1, 2]))
def test_a_word_that_comes_before_what_its_writer_had_read_is_marked(order: list[int]) -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)
    sealed = [noor.seal_alive(AT), sam.seal_alive(AT)]
    for each in sealed:
        visitor.open(each)
    noor.open(sealed[1])
    sam.open(sealed[0])
    sealed = [noor.seal_text("een", AT)]
    sam.open(sealed[0])
    sealed += [sam.seal_text("twee", AT)]
    noor.open(sealed[1])
    sealed += [noor.seal_text("drie", AT)]

    marks = [visitor.open(sealed[number]).marks for number in order]

    assert (marks == [(), (), ()]) == (order == [0, 1, 2])
