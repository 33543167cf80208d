"""One conversation, as a professional's page holds it."""

from dataclasses import dataclass, field

from chatserver.client.transcript import Said, Transcript
from chatserver.crypto.hl1 import ProfessionalConversation
from chatserver.wire import frames


@dataclass(slots=True, kw_only=True)
class Talk:
    """One conversation of a professional."""

    cid: bytes
    ticket: bytes
    language: str
    keys: ProfessionalConversation = field(repr=False)
    is_guest: bool = False
    rehearses: bool = False
    transcript: Transcript = field(default_factory=Transcript)
    is_open: bool = False
    is_held: bool = False
    other_is: str | None = None
    ends: int | None = None
    cooling: int | None = None
    ended: str | None = None
    early: list[frames.Message] = field(default_factory=list)
    grants: set[int] = field(default_factory=set)
    lost: bool = False
    """The server has lost it; its visitor may still come back."""
    may_meet_old_grants: bool = False
    """It began anew on a page that has forgotten its key: grants to that one may still come."""

    @property
    def texts(self) -> tuple[Said, ...]:
        """What was said, in order."""
        return self.transcript.texts
