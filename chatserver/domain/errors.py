"""What can be refused, and by whose fault.

    ChatError
    ├── Refused       the person may try something else      (has a Code)
    ├── Violation     the peer broke the protocol            (has a Code and a close code)
    ├── Unavailable   a store is away; nothing was lost
    │   └── StoreFull it answers, but has no room; nothing was lost
    └── Misconfigured the operator must change something before we start

Messages never contain bodies, tokens, addresses or names of visitors. Codes
are added, never renamed: old tabs stay open for hours.
"""

from enum import StrEnum


class Code(StrEnum):
    """Why a frame or request had no effect; a browser may see these."""

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    TOO_FAST = "too_fast"
    OUT_OF_TURN = "out_of_turn"
    GONE = "gone"
    NOBODY = "nobody"
    NOT_SPOKEN = "not_spoken"
    NOT_READY = "not_ready"
    TAKEN = "taken"
    AT_CAPACITY = "at_capacity"
    UNTAGGED = "untagged"
    SHIFT_ENDS = "shift_ends"
    NOT_YOURS = "not_yours"
    FULL = "full"
    CLOSED = "closed"
    REPLACED = "replaced"
    UNAVAILABLE = "unavailable"
    BAD_ANSWERS = "bad_answers"
    COUNTED = "counted"
    NOT_SIGNED_IN = "not_signed_in"
    WRONG_ROLE = "wrong_role"
    NOT_APPROVED = "not_approved"
    DECLINED = "declined"
    NOT_HERE = "not_here"
    SAME_PERSON = "same_person"
    NOT_SAFE = "not_safe"
    CHANGED = "changed"
    RELEASED = "released"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code, not a secret


class ChatError(Exception):
    """Base of everything this server raises on purpose."""


class Refused(ChatError):
    """The request had no effect; the person may try something else."""

    def __init__(self, code: Code, detail: str = "") -> None:
        """Args: code: what the browser is told. detail: for operators, never visitor data."""
        super().__init__(f"{code}: {detail}" if detail else str(code))
        self.code = code


class Violation(ChatError):
    """The peer broke the protocol; its socket is closed."""

    def __init__(self, code: Code, close: int) -> None:
        """Args: close: websocket close code, 4000-4999 (docs/protocol.md §6)."""
        super().__init__(str(code))
        self.code = code
        self.close = close


class Unavailable(ChatError):
    """A store cannot be reached; the same request may be sent again."""


class StoreFull(Unavailable):
    """A store has no room: what frees some works, and coming back makes none."""


class Misconfigured(ChatError):
    """The operator must change something before the server can start."""
