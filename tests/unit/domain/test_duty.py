"""Who is free, and who is proposed to whom."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.desk import Waiter
from chatserver.domain.duty import Colleague, Proposal, Stance, Work, shown_as, to_propose, work_of

NOW = 1_800_000_000
CAPACITY = 2
LANGUAGES = ("nl", "en", "ar")


def free(number: int, *languages: str, since: int | None = None) -> Colleague:
    return Colleague(
        pseudonym=number.to_bytes(32),
        stance=Stance.FREE,
        since=number if since is None else since,
        until=NOW + 6,
        languages=languages,
    )


def waiter(turn: int, language: str = "nl") -> Waiter:
    return Waiter(cid=turn.to_bytes(16), language=language, turn=turn)


def pairs(
    line: Collection[Waiter],
    crew: Collection[Colleague],
    standing: Collection[Proposal] = (),
    declined: Mapping[bytes, Collection[bytes]] | None = None,
) -> list[tuple[int, int]]:
    """Turns of visitors and numbers of professionals."""
    found = to_propose(line, crew, standing, declined or {}, capacity=CAPACITY, now=NOW)
    return [(each.turn, int.from_bytes(colleague.pseudonym)) for each, colleague in found]


def test_the_first_in_line_is_proposed_to_the_longest_idle() -> None:
    crew = [free(1, since=30), free(2, since=10), free(3, since=20)]

    assert pairs([waiter(1), waiter(2)], crew) == [(1, 2), (2, 3)]


@pytest.mark.parametrize(
    "other",
    [
        {"stance": Stance.AWAY},
        {"stance": Stance.MISSED},
        {"stance": Stance.BREAK},
        {"stance": Stance.RESTED},
        {"stance": Stance.ENDING},
        {"until": NOW - 1},
        {"owes": 1},
        {"load": CAPACITY},
    ],
    ids=str,
)
def test_nobody_is_proposed_to_who_cannot_help_now(other: dict[str, object]) -> None:
    colleague = replace(free(1), **other)  # type: ignore[arg-type]

    assert pairs([waiter(1)], [colleague]) == []
    assert pairs([waiter(1)], [free(1)]) == [(1, 1)]


def test_who_has_room_beside_another_conversation_is_asked() -> None:
    assert pairs([waiter(1)], [replace(free(1), load=CAPACITY - 1)]) == [(1, 1)]


def test_who_has_waited_too_long_for_their_language_is_proposed_to_anybody() -> None:
    crew = [free(1, "nl")]
    late = replace(waiter(1, "pl"), is_for_all=True)

    assert pairs([waiter(1, "pl"), waiter(2)], crew) == [(2, 1)]
    assert pairs([late, waiter(2)], crew) == [(1, 1)]


def test_a_language_that_is_not_spoken_holds_up_nobody_behind() -> None:
    line = [waiter(1, "ar"), waiter(2, "en"), waiter(3, "nl")]

    assert pairs(line, [free(1, "nl"), free(2, "en", "nl")]) == [(2, 2), (3, 1)]


def test_who_is_proposed_already_is_not_proposed_again() -> None:
    standing = [Proposal(waiter(1).cid, free(1).pseudonym, NOW + 9)]

    assert pairs([waiter(1), waiter(2)], [free(1), free(2)], standing) == [(2, 2)]


def test_a_proposal_that_was_not_cleared_away_yet_still_counts() -> None:
    standing = [Proposal(waiter(1).cid, free(1).pseudonym, NOW - 1)]

    assert pairs([waiter(1)], [free(1), free(2)], standing) == []


def test_who_declined_somebody_is_asked_for_the_next() -> None:
    declined = {waiter(1).cid: {free(1).pseudonym}}

    assert pairs([waiter(1), waiter(2)], [free(1), free(2)], (), declined) == [(1, 2), (2, 1)]
    assert pairs([waiter(1), waiter(2)], [free(1)], (), declined) == [(2, 1)]


colleagues = st.builds(
    Colleague,
    pseudonym=st.integers(1, 12).map(lambda number: number.to_bytes(32)),
    stance=st.sampled_from([Stance.FREE, Stance.FREE, Stance.FREE, Stance.AWAY, Stance.ENDING]),
    since=st.integers(1, 10**6),
    until=st.sampled_from([NOW - 1, NOW, NOW + 6]),
    languages=st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
    load=st.integers(0, CAPACITY),
    owes=st.integers(0, 1),
)
crews = st.lists(colleagues, max_size=8, unique_by=(lambda it: it.pseudonym, lambda it: it.since))
lines = st.lists(
    st.builds(waiter, st.integers(1, 40), st.sampled_from(LANGUAGES)),
    max_size=10,
    unique_by=lambda it: it.turn,
).map(lambda line: sorted(line, key=lambda it: it.rank))
someones = st.integers(1, 12).map(lambda number: number.to_bytes(32))
someone = st.integers(1, 40).map(lambda turn: turn.to_bytes(16))
standings = st.lists(
    st.builds(Proposal, someone, someones, st.just(NOW + 9)),
    max_size=4,
    unique_by=(lambda it: it.cid, lambda it: it.pseudonym),
)
refusals = st.dictionaries(someone, st.frozensets(someones, max_size=4), max_size=5)


@given(lines, crews, standings, refusals)
def test_each_is_proposed_once_and_to_somebody_who_can_help(
    line: list[Waiter],
    crew: list[Colleague],
    standing: list[Proposal],
    declined: dict[bytes, frozenset[bytes]],
) -> None:
    found = list(to_propose(line, crew, standing, declined, capacity=CAPACITY, now=NOW))

    cids = [each.cid for each, _ in found] + [each.cid for each in standing]
    who = [each.pseudonym for _, each in found] + [each.pseudonym for each in standing]
    assert len(set(cids)) == len(cids)
    assert len(set(who)) == len(who)
    for each, colleague in found:
        assert colleague.is_ready(capacity=CAPACITY, now=NOW)
        assert not colleague.languages or each.language in colleague.languages
        assert colleague.pseudonym not in declined.get(each.cid, ())


@given(lines, crews, standings, refusals)
def test_nobody_who_could_be_brought_together_is_left(
    line: list[Waiter],
    crew: list[Colleague],
    standing: list[Proposal],
    declined: dict[bytes, frozenset[bytes]],
) -> None:
    found = list(to_propose(line, crew, standing, declined, capacity=CAPACITY, now=NOW))
    cids = {each.cid for each, _ in found} | {each.cid for each in standing}
    who = {each.pseudonym for _, each in found} | {each.pseudonym for each in standing}

    for each in line:
        for colleague in crew:
            if each.cid in cids or colleague.pseudonym in who:
                continue
            assert (
                not colleague.is_ready(capacity=CAPACITY, now=NOW)
                or (colleague.languages and each.language not in colleague.languages)
                or colleague.pseudonym in declined.get(each.cid, ())
            )


@given(lines, crews)
def test_who_is_idle_longer_and_speaks_the_same_is_asked_first(
    line: list[Waiter], crew: list[Colleague]
) -> None:
    found = list(to_propose(line, crew, (), {}, capacity=CAPACITY, now=NOW))
    asked = {each.pseudonym for _, each in found}

    for _, colleague in found:
        for other in crew:
            same = set(other.languages) == set(colleague.languages)
            if same and other.is_ready(capacity=CAPACITY, now=NOW):
                assert other.pseudonym in asked or other.since > colleague.since


@pytest.mark.parametrize(
    ("colleague", "proposing", "by_hand"),
    [
        (free(1), Work.FREE, Work.FREE),
        (replace(free(1), load=1), Work.BUSY, Work.BUSY),
        (replace(free(1), owes=1), Work.BUSY, Work.BUSY),
        (replace(free(1), stance=Stance.BREAK, owes=1), Work.BUSY, Work.BUSY),
        (replace(free(1), stance=Stance.BREAK), Work.BREAK, Work.BREAK),
        # Where everybody takes by hand nobody says that they are free.
        (replace(free(1), stance=Stance.AWAY), Work.AWAY, Work.FREE),
        (replace(free(1), stance=Stance.MISSED), Work.AWAY, Work.FREE),
        (replace(free(1), stance=Stance.RESTED), Work.AWAY, Work.FREE),
        (replace(free(1), stance=Stance.ENDING), Work.AWAY, Work.AWAY),
        (replace(free(1), until=NOW - 1, load=1), None, None),
    ],
)
def test_a_coordinator_is_told_what_somebody_at_the_desk_is_doing(
    colleague: Colleague, proposing: Work | None, by_hand: Work | None
) -> None:
    assert work_of(colleague, proposes=True, now=NOW) is proposing
    assert work_of(colleague, proposes=False, now=NOW) is by_hand


@pytest.mark.parametrize(
    ("stance", "is_busy", "proposes", "shown"),
    [
        (Stance.FREE, False, True, "free"),
        (Stance.FREE, True, True, "busy"),
        (Stance.AWAY, False, True, "away"),
        (Stance.MISSED, False, True, "away"),
        (Stance.RESTED, False, True, "away"),
        (Stance.AWAY, False, False, "free"),
        (Stance.BREAK, True, True, "break"),
        (Stance.ENDING, True, False, "ending"),
    ],
)
def test_colleagues_are_told_what_somebody_is_doing(
    stance: Stance, shown: str, *, is_busy: bool, proposes: bool
) -> None:
    assert shown_as(stance, is_busy=is_busy, proposes=proposes).value == shown


@pytest.mark.parametrize(("chosen", "load", "may"), [(0, 1, True), (1, 1, False), (8, 2, False)])
def test_who_chose_fewer_at_once_is_proposed_no_more(chosen: int, load: int, may: bool) -> None:  # noqa: FBT001 - a parameter of the test
    colleague = replace(free(1), chosen=chosen, load=load)

    assert colleague.is_ready(capacity=CAPACITY, now=NOW) is may
