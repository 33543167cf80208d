"""The life of a conversation: one table of what may follow what.

The scripts of the vault carry the same rules, because only they are atomic; a
contract test walks this table against them, and docs/glossary.md draws it.

    waiting ── taken ──▶ called ── granted ──▶ open ── ended ──▶ ended
     │ ▲ ▲                │ │                  │                   ▲
     │ │ └─── declined ───┘ └──────────────────│────── ended ──────┤
     │ └───────────────────────── declined ────┘                   │
     └──────────────────────────── ended ──────────────────────────┘
"""

from enum import StrEnum
from typing import Final

from chatserver.domain.errors import Code, Refused


class State(StrEnum):
    """Where a conversation is."""

    WAITING = "waiting"
    """In the waiting list; the visitor may write already."""
    CALLED = "called"
    """A professional has taken it; the visitor has not let them in yet."""
    OPEN = "open"
    """The visitor's page has granted; both talk."""
    ENDED = "ended"
    """Destroyed. Nothing of it is left to be in a state."""


class Step(StrEnum):
    """What can happen to it."""

    TAKEN = "taken"
    OFFERED = "offered"
    GRANTED = "granted"
    VISITOR_SAYS = "visitor_says"
    PROFESSIONAL_SAYS = "professional_says"
    KEPT = "kept"
    JOINED = "joined"
    """A colleague sits down beside who has it; whether they may read is the visitor's to say."""
    DECLINED = "declined"
    """The visitor's page does not let in, or no longer, the only one there."""
    ENDED = "ended"


TRANSITIONS: Final[dict[State, dict[Step, State]]] = {
    State.WAITING: {
        Step.TAKEN: State.CALLED,
        Step.VISITOR_SAYS: State.WAITING,
        Step.KEPT: State.WAITING,
        Step.ENDED: State.ENDED,
    },
    State.CALLED: {
        Step.TAKEN: State.CALLED,  # the same place again, after a reload
        Step.OFFERED: State.CALLED,
        Step.GRANTED: State.OPEN,
        Step.VISITOR_SAYS: State.CALLED,
        Step.KEPT: State.CALLED,
        Step.JOINED: State.CALLED,
        Step.DECLINED: State.WAITING,
        Step.ENDED: State.ENDED,
    },
    State.OPEN: {
        Step.TAKEN: State.OPEN,
        Step.OFFERED: State.OPEN,  # a new key after a reload
        Step.GRANTED: State.OPEN,
        Step.VISITOR_SAYS: State.OPEN,
        Step.PROFESSIONAL_SAYS: State.OPEN,
        Step.KEPT: State.OPEN,
        Step.JOINED: State.OPEN,
        Step.DECLINED: State.WAITING,  # at the front of the line
        Step.ENDED: State.ENDED,
    },
    State.ENDED: {},
}


def after(state: State, step: Step) -> State:
    """The state after a step.

    Raises:
        Refused: GONE after the end, OUT_OF_TURN for any other step that has no place there.
    """
    following = TRANSITIONS[state].get(step)
    if following is not None:
        return following
    raise Refused(Code.GONE if state is State.ENDED else Code.OUT_OF_TURN)
