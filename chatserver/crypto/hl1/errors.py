"""The one error of HL1, with the four reasons a page can tell apart."""

from typing import Literal

from chatserver.domain.errors import ChatError

Reason = Literal["unreadable", "refused", "unsupported", "too_long"]
"""unreadable: not written for this party (an epoch before it was let in), or not base64.
refused: changed on the way, or against a rule of docs/protocol.md §1.
unsupported: a version or suite this code does not know.
too_long: a text that does not fit."""


class Hl1Error(ChatError):
    """Nothing was sealed, opened or let in, and the conversation has not changed."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """Args: detail: which rule; never a key, a text or a name."""
        super().__init__(f"{reason}: {detail}")
        self.reason: Reason = reason


def refused(detail: str) -> Hl1Error:
    """Return the commonest error: somebody broke a rule, or changed a byte."""
    return Hl1Error("refused", detail)
