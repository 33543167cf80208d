"""Who may do what."""

import pytest

from chatserver.domain.people import MAY, Act, Role, may


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (Role.PROFESSIONAL, {"converse", "take", "read_codebook", "read_contacts", "read_replies"}),
        (Role.SUPERVISOR, {"converse", "read_codebook", "read_contacts", "read_replies"}),
        (
            Role.COORDINATOR,
            {
                "see_board",
                "see_tallies",
                "publish",
                "switch_intake",
                "mind_cool_downs",
                "rehearse",
                "keep_roster",
                "read_replies",
                "write_replies",
            },
        ),
    ],
)
def test_a_role_may_do_this_and_nothing_else(role: Role, acts: set[str]) -> None:
    assert {act.value for act in Act if may(role, act)} == acts


def test_no_coordinator_reads_a_conversation() -> None:
    assert not may(Role.COORDINATOR, Act.CONVERSE)


def test_no_professional_sees_figures() -> None:
    assert not may(Role.PROFESSIONAL, Act.SEE_TALLIES)


def test_every_role_stands_in_the_table() -> None:
    assert set(MAY) == set(Role)


def test_every_act_is_allowed_to_somebody() -> None:
    assert {act for acts in MAY.values() for act in acts} == set(Act)
