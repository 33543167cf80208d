"""Who may do what: one table, and the only place that knows it."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A role with an account. Visitors have none; operators have a shell and no login."""

    PROFESSIONAL = "professional"
    SUPERVISOR = "supervisor"
    """Sits in where a professional asks and the visitor says yes; takes nobody."""
    COORDINATOR = "coordinator"


class Act(StrEnum):
    """Something a signed-in person can ask for."""

    CONVERSE = "converse"
    """Open the staff socket: sit in where asked, talk, enrol a device."""
    TAKE = "take"
    """Take visitors from the waiting list, and tag."""
    READ_CODEBOOK = "read_codebook"
    READ_CONTACTS = "read_contacts"
    """Have the contact cards at hand."""
    READ_REPLIES = "read_replies"
    """Have the ready-made replies at hand."""
    WRITE_REPLIES = "write_replies"
    """Change them, look at older versions and bring one back."""
    SEE_BOARD = "see_board"
    """Waiting, open and finished, without content."""
    SEE_TALLIES = "see_tallies"
    """Figures of closed periods, after disclosure control."""
    PUBLISH = "publish"
    """Propose, approve and withdraw releases, and fetch their files; never the same person both."""
    REHEARSE = "rehearse"
    """Let visitors be played for practice, and stop them."""
    SWITCH_INTAKE = "switch_intake"
    """Keep newcomers out for a while, and let them in again."""
    MIND_COOL_DOWNS = "mind_cool_downs"
    """See how many run and for how long, make one longer, lift one."""
    KEEP_ROSTER = "keep_roster"
    """See which devices there are, and put signed entries and lists on the roster."""


MAY: Final[dict[Role, frozenset[Act]]] = {
    Role.PROFESSIONAL: frozenset(
        {Act.CONVERSE, Act.TAKE, Act.READ_CODEBOOK, Act.READ_CONTACTS, Act.READ_REPLIES}
    ),
    Role.SUPERVISOR: frozenset(
        {Act.CONVERSE, Act.READ_CODEBOOK, Act.READ_CONTACTS, Act.READ_REPLIES}
    ),
    Role.COORDINATOR: frozenset(
        {
            Act.SEE_BOARD,
            Act.SEE_TALLIES,
            Act.PUBLISH,
            Act.REHEARSE,
            Act.SWITCH_INTAKE,
            Act.MIND_COOL_DOWNS,
            Act.KEEP_ROSTER,
            Act.READ_REPLIES,
            Act.WRITE_REPLIES,
        }
    ),
}
"""Deny by default. A coordinator is no reader, and a professional sees no figures
(SECURITY property 52)."""


def may(role: Role, act: Act) -> bool:
    """Whether somebody of this role may do this."""
    return act in MAY[role]
