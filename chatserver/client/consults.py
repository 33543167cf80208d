"""Words between two colleagues, as a professional's page has them (docs/protocol.md §1.12)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import UNSET

from chatserver.crypto.hl1 import (
    Call,
    Device,
    Entry,
    Hl1Error,
    Opened,
    ProfessionalConversation,
    Roster,
    Table,
)
from chatserver.wire import frames

Heard = (
    frames.Revoked | frames.Called | frames.Chair | frames.Seated | frames.Confided | frames.Parted
)
"""What a page is told of consults."""


@dataclass(slots=True, kw_only=True)
class Consult:
    """One consult. `words`: what opened of it, in order."""

    call: Call
    name: str
    mine: bool
    about: bytes | None = None
    table: Table | None = field(default=None, repr=False)
    keys: ProfessionalConversation | None = field(default=None, repr=False)
    words: list[Opened] = field(default_factory=list)
    waiting: dict[int, bytes] = field(default_factory=dict)
    heard: int = 0
    is_seated: bool = False
    parted: str | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """What was said, in order."""
        return [each.text for each in self.words if each.kind == "text"]

    @property
    def is_open(self) -> bool:
        """Whether both sit, and words can be said."""
        return self.keys is not None and self.keys.epoch >= 0 and self.parted is None


class Consults:
    """Every consult of one page."""

    def __init__(
        self,
        send: Callable[[frames.FromStaff], bool | None],
        device: Callable[[], Device],
        minute: Callable[[], int],
    ) -> None:
        """Args: device: ours, with its entry. minute: whole minutes since 1970."""
        self._send = send
        self._device = device
        self._minute = minute
        self.roster: Roster | None = None
        self.all: dict[bytes, Consult] = {}
        self.rejected: list[str] = []

    def ask(self, whom: bytes, name: str, about: bytes | None = None) -> Consult:
        """Ask a colleague aside. Args: whom: their id. name: as we know them."""
        table = Table.lay(self._device())
        call = table.call
        consult = Consult(call=call, name=name, mine=True, about=about, table=table)
        consult.keys = table.mine
        self.all[call.cid] = consult
        self._send(
            frames.Call(
                consult=call.cid,
                whom=whom,
                commitment=call.commitment,
                signature=call.signature,
                entry=call.entry,
                about=about or UNSET,
            )
        )
        return consult

    def come(self, consult: Consult) -> None:
        """Sit down with a colleague who asks."""
        call = consult.call
        keys = ProfessionalConversation.begin(
            cid=call.cid, commitment=call.commitment, suite=1, device=self._device()
        )
        consult.keys = keys
        self._send(
            frames.SitDown(
                consult=call.cid, offer=keys.offer, signature=keys.signature, entry=keys.entry
            )
        )

    def say(self, consult: Consult, text: str) -> None:
        """Seal a word and send it, where both sit."""
        if consult.keys is not None:
            self.pass_on(consult, consult.keys.seal_text(text, self._minute()))

    def pass_on(self, consult: Consult, sealed: bytes, ref: bytes = b"") -> None:
        """Send what is sealed already. Args: ref: of an earlier try."""
        ref = ref or secrets.token_bytes(16)
        self._send(frames.Confide(consult=consult.call.cid, ref=ref, sealed=sealed))

    def part(self, consult: Consult) -> None:
        """End it, or do not come."""
        self._send(frames.Part(consult=consult.call.cid))

    def hear(self, frame: Heard) -> None:
        """Something about a consult, or about whom one may believe."""
        match frame:
            case frames.Revoked():
                if self.roster is not None:
                    self.roster.revoke(frame.listed)
            case frames.Called():
                self.called(frame)
            case frames.Chair():
                self.chair(frame)
            case frames.Seated():
                self.seated(frame)
            case frames.Confided():
                self.confided(frame)
            case frames.Parted():
                self.parted(frame)

    def called(self, frame: frames.Called) -> None:
        """Somebody asks us, or we asked; believed only with a device of the roster behind it."""
        call = Call(
            cid=frame.consult,
            commitment=frame.commitment,
            signature=frame.signature,
            entry=frame.entry,
        )
        if frame.mine or frame.consult in self.all:
            return
        try:
            asks = self._checked(call)
        except Hl1Error as error:
            self.rejected.append(str(error))
            self._send(frames.Part(consult=frame.consult))
            return
        self.all[frame.consult] = Consult(call=call, name=asks.name, mine=False, about=frame.about)

    def chair(self, frame: frames.Chair) -> None:
        """Who was asked has come: let them in, if it is they."""
        consult = self.all.get(frame.consult)
        if consult is None or consult.table is None or consult.is_seated:
            return
        try:
            seated = consult.table.seat(
                frame.offer,
                frame.signature,
                frame.entry,
                roster=self._known_roster(),
                name=consult.name,
                at=self._minute(),
            )
        except Hl1Error as error:
            self.rejected.append(str(error))
            self._send(frames.Part(consult=frame.consult))
            return
        consult.is_seated = True
        grants = frames.Seat(
            consult=frame.consult, mine=list(seated.mine), theirs=list(seated.theirs)
        )
        self._send(grants)
        for record in seated.records:
            self.pass_on(consult, record)

    def seated(self, frame: frames.Seated) -> None:
        """Both sit: these are our grants."""
        consult = self.all.get(frame.consult)
        if consult is None or consult.keys is None:
            return
        for grant in frame.grants:
            consult.keys.admit(grant)
        consult.is_seated = True
        self._drain(consult)

    def confided(self, frame: frames.Confided) -> None:
        """A word came; opened in the server's order, once we are let in."""
        consult = self.all.get(frame.consult)
        if consult is not None and frame.seq > consult.heard:
            consult.waiting[frame.seq] = frame.sealed
            self._drain(consult)

    def parted(self, frame: frames.Parted) -> None:
        """It is over: the keys go."""
        consult = self.all.get(frame.consult)
        if consult is not None:
            consult.parted = frame.why
            if consult.table is not None:
                consult.table.clear()
            if consult.keys is not None:
                consult.keys.forget()

    def _drain(self, consult: Consult) -> None:
        while consult.is_seated and consult.keys and consult.heard + 1 in consult.waiting:
            consult.heard += 1
            try:
                consult.words.append(consult.keys.open(consult.waiting.pop(consult.heard)))
            except Hl1Error as error:
                if error.reason != "unreadable":  # of before we came
                    consult.faults.append(str(error))

    def _checked(self, call: Call) -> Entry:
        return call.checked(roster=self._known_roster(), at=self._minute())

    def _known_roster(self) -> Roster:
        if self.roster is None:
            raise Hl1Error("refused", "a colleague where there is no roster")
        return self.roster
