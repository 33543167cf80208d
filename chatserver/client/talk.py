"""One conversation, as a professional's page holds it."""

from dataclasses import dataclass, field
from typing import Self

from chatserver.client.transcript import Said, Transcript
from chatserver.crypto.hl1 import Device, ProfessionalConversation
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
    others_writing: int = 0
    """How often it was said that the visitor writes."""
    ends: int | None = None
    cooling: int | None = None
    ended: str | None = None
    early: list[frames.Message] = field(default_factory=list)
    grants: set[int] = field(default_factory=set)
    lost: bool = False
    """The server has lost it; its visitor may still come back."""
    may_meet_old_grants: bool = False
    """It began anew on a page that has forgotten its key: grants to that one may still come."""

    @classmethod
    def begun(cls, frame: frames.Held, device: Device) -> Self:
        """A conversation that this page did not have, with keys of its own."""
        keys = ProfessionalConversation.begin(
            cid=frame.cid,
            commitment=frame.commitment,
            suite=max(frame.suites),
            device=device,
        )
        return cls(
            cid=frame.cid,
            ticket=frame.ticket,
            language=frame.language,
            keys=keys,
            may_meet_old_grants=frame.ref is None,
        )

    @property
    def offering(self) -> frames.Offer:
        """What asks the visitor's page to let these keys in."""
        keys = self.keys
        return frames.Offer(
            cid=self.cid, offer=keys.offer, signature=keys.signature, entry=keys.entry
        )

    @property
    def texts(self) -> tuple[Said, ...]:
        """What was said, in order."""
        return self.transcript.texts
