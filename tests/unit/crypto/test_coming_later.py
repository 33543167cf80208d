"""Who comes in later misses nothing that was for them (docs/protocol.md §1.8, property 5)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.crypto.hl1 import (
    Hl1Error,
    ProfessionalConversation,
    VisitorConversation,
)
from tests.unit.crypto.parties import (
    AT,
    arriving,
    grant_to,
    joining,
    leave_out,
    let_in,
    offered,
    read_by,
    reloaded,
    talking,
)


def coming_later() -> tuple[
    VisitorConversation, ProfessionalConversation, ProfessionalConversation
]:
    """Return three of whom the last came in when the others had talked."""
    visitor, sam = talking()
    visitor.open(sam.seal_text("voor Noor er was", AT))
    return visitor, sam, joining(visitor, "Noor", sam)


def pass_over(party: ProfessionalConversation, sealed: bytes) -> None:
    with pytest.raises(Hl1Error, match="before we were let in"):
        party.open(sealed)


def older(sealed: bytes) -> bytes:
    """Return what a server can make of a message: one of an epoch before."""
    return sealed[:18] + (1).to_bytes(4) + sealed[22:]


def test_the_first_words_of_the_visitors_next_page_load_are_missed() -> None:
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    transcript = [let_in(visitor, sam).record, let_in(visitor, noor, sam).record]
    noor.open(transcript[-1])
    again = reloaded(visitor)
    for sealed in transcript:
        again.open(sealed)

    again.seal_text("dit houdt de server achter", AT)
    assert noor.open(again.seal_text("en dit niet", AT)).marks == ("missing",)


def test_the_words_of_who_was_there_before_are_missed() -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)

    visitor.open(sam.seal_text("dit houdt de server achter", AT))

    assert noor.open(visitor.seal_text("wat Sam zegt, klopt", AT)).marks == ("missing",)


def test_what_was_said_before_is_not_missed() -> None:
    visitor, _, noor = coming_later()

    assert noor.open(visitor.seal_text("welkom", AT)).marks == ()


def test_a_line_goes_on_from_what_was_said_before() -> None:
    visitor, sam = talking()
    before = sam.seal_text("voor Noor er was", AT)
    noor = joining(visitor, "Noor", sam)
    pass_over(noor, before)

    assert noor.open(sam.seal_text("welkom", AT)).marks == ()
    sam.seal_text("dit houdt de server achter", AT)
    assert noor.open(sam.seal_text("en dit niet", AT)).marks == ("missing",)


def test_what_was_on_its_way_when_somebody_came_in_is_not_missed() -> None:
    visitor, sam = talking()
    on_its_way = sam.seal_text("nog voor Sam ervan wist", AT)
    noor = joining(visitor, "Noor", sam)

    visitor.open(on_its_way)
    pass_over(noor, on_its_way)

    assert noor.open(visitor.seal_text("ja", AT)).marks == ()
    assert noor.open(sam.seal_text("welkom", AT)).marks == ()


def test_a_message_for_us_cannot_be_passed_off_as_one_from_before() -> None:
    visitor, sam, noor = coming_later()
    kept_back = sam.seal_text("dit houdt de server achter", AT)
    visitor.open(kept_back)

    pass_over(noor, older(kept_back))

    assert noor.open(visitor.seal_text("wat Sam zegt, klopt", AT)).marks == ("missing",)
    assert noor.open(sam.seal_text("niet waar?", AT)).marks == ("missing",)


@pytest.mark.parametrize("is_reloaded", [False, True])
def test_a_record_and_the_words_after_it_are_missed(*, is_reloaded: bool) -> None:
    """While the visitor waits alone: that is for whoever comes next."""
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    transcript = [let_in(visitor, sam).record, leave_out(visitor, 1).record]
    transcript.append(visitor.seal_text("dit houdt de server achter", AT))
    if is_reloaded:
        visitor = reloaded(visitor)
        for sealed in transcript:
            visitor.open(sealed)

    record = let_in(visitor, noor).record

    assert set(noor._party.secrets) == {2, 3}
    pass_over(noor, transcript[0])
    assert noor.open(record).marks == ("missing",)


def test_older_secrets_given_later_are_for_the_next_page_load() -> None:
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    transcript = [let_in(visitor, sam).record]
    sam.open(transcript[0])
    transcript.append(sam.seal_text("voor Noor er was", AT))
    visitor.open(transcript[1])
    granted = [let_in(visitor, noor, sam)]
    noor.open(granted[0].record)

    granted.append(let_in(visitor, noor, sam, back=True))
    transcript += [each.record for each in granted]
    pass_over(noor, transcript[1])
    assert noor.open(transcript[-1]).marks == ()
    assert noor.open(visitor.seal_text("lees maar terug", AT)).marks == ()

    again = ProfessionalConversation.restore(noor.kept())
    for each in granted:
        again.admit(grant_to(each, noor))
    opened = [again.open(sealed) for sealed in transcript]
    assert [(it.kind, it.marks) for it in opened] == [
        ("epoch", ()),
        ("text", ()),
        ("epoch", ()),
        ("epoch", ()),
    ]


def test_older_secrets_given_before_the_first_record_are_for_the_next_page_load_too() -> None:
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    first = let_in(visitor, sam).record
    transcript = [first, visitor.seal_text("voor Noor er was", AT)]
    transcript.append(let_in(visitor, noor, sam).record)
    pass_over(noor, transcript[0])

    transcript.append(let_in(visitor, noor, sam, back=True).record)
    pass_over(noor, transcript[1])

    assert [noor.open(sealed).marks for sealed in transcript[2:]] == [(), ()]
    assert noor.epoch == 3


def test_who_got_only_a_later_grant_misses_what_was_said_since_the_first() -> None:
    visitor, sam = talking()
    noor, iris = arriving(visitor, "Noor"), arriving(visitor, "Iris")
    kept_back = visitor.grant(offered(visitor, noor), AT, back=False)
    visitor.seal_text("dit houdt de server achter", AT)

    later = let_in(visitor, iris, sam, noor)

    assert [to.member.name for to in kept_back.grants] == ["Sam", "Noor"]
    assert noor.open(later.record).marks == ("missing",)


def test_what_was_said_under_a_grant_that_is_kept_back_is_never_from_before_our_time() -> None:
    visitor, _, noor = coming_later()
    said = visitor.seal_text("dit was voor Noor", AT)
    iris = arriving(visitor, "Iris")
    granted = visitor.grant(offered(visitor, iris), AT, back=False)
    again = ProfessionalConversation.restore(noor.kept())
    again.admit(grant_to(granted, noor))

    with pytest.raises(Hl1Error, match="an epoch nobody granted"):
        again.open(said)
    assert again.open(granted.record).marks == ("missing",)
    with pytest.raises(Hl1Error, match="no key to seal with"):
        again.seal_text("iets", AT)


@pytest.mark.parametrize("is_reloaded", [False, True])
def test_words_that_were_kept_back_with_their_grant_are_missed(*, is_reloaded: bool) -> None:
    """Also if nothing of their line ever comes: who writes after it names it."""
    visitor = VisitorConversation.begin()
    sam, noor, iris = arriving(visitor), arriving(visitor, "Noor"), arriving(visitor, "Iris")
    transcript = [let_in(visitor, sam).record, let_in(visitor, noor, sam).record]
    transcript.append(visitor.seal_text("dit houdt de server achter", AT))
    noor = ProfessionalConversation.restore(noor.kept())
    if is_reloaded:
        visitor = reloaded(visitor)
        for sealed in transcript:
            visitor.open(sealed)

    later = let_in(visitor, iris, sam, noor)

    pass_over(noor, transcript[0])
    assert noor.open(later.record).marks == ("missing",)


def test_a_record_that_was_never_said_is_not_missed() -> None:
    """The page died before it sent the grants: those of the next one say the same `since`."""
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    record = let_in(visitor, sam).record
    visitor.grant(offered(visitor, noor), AT, back=False)
    again = reloaded(visitor)
    again.open(record)

    renewed = again.renew(AT)
    noor.admit(grant_to(renewed, noor))

    given = read_by(noor, renewed)
    assert (given.since, set(given.secrets)) == (2, {3})
    pass_over(noor, record)
    assert noor.open(renewed.record).marks == ()
    assert noor.open(again.seal_text("welkom", AT)).marks == ()


SPEAKERS = st.lists(st.sampled_from(["visitor", "reload", "sam"]), min_size=1, max_size=8)


@settings(deadline=None)
@given(speakers=SPEAKERS, dropped=st.sets(st.integers(0, 7)))
def test_whatever_is_kept_back_from_who_came_later_shows(
    speakers: list[str], dropped: set[int]
) -> None:
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    before = [let_in(visitor, sam).record]
    sam.open(before[0])
    before.append(sam.seal_text("voor Noor er was", AT))
    visitor.open(before[1])
    record = let_in(visitor, noor, sam).record
    sam.open(record)

    said: list[bytes] = []
    for speaker in speakers:
        if speaker == "reload":
            visitor = reloaded(visitor)
            for sealed in [*before, record, *said]:
                visitor.open(sealed)
        speaks, hears = (sam, visitor) if speaker == "sam" else (visitor, sam)
        said.append(speaks.seal_text("iets", AT))
        hears.open(said[-1])
    passed_on = [sealed for number, sealed in enumerate(said) if number not in dropped]

    for sealed in before:
        pass_over(noor, sealed)
    last = [visitor.seal_alive(AT), sam.seal_alive(AT)]
    marks = [noor.open(sealed).marks for sealed in [record, *passed_on, *last]]
    assert any(marks) == (len(passed_on) < len(said))
