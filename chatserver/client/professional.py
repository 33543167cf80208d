"""A professional, as a page would be one (docs/protocol.md §4)."""

import secrets
from collections.abc import Callable, Container, Mapping, Sequence
from typing import assert_never

import aiohttp
from msgspec import UNSET, UnsetType

from chatserver.client.account import Account
from chatserver.client.consults import Consult, Consults
from chatserver.client.line import PATIENCE, Line
from chatserver.client.talk import Talk
from chatserver.client.transcript import Outgoing
from chatserver.crypto.hl1 import (
    Device,
    Hl1Error,
    device_id,
    epoch_of,
    from_base64,
    to_base64,
)
from chatserver.crypto.roster_key import DeviceKey
from chatserver.domain.errors import Code
from chatserver.wire import codec, fields, frames, limits

Asked = frames.Take | frames.SitIn | frames.Tag | frames.Skip | frames.Reopen
"""What is answered with its ref."""


class Professional(Account):
    """Signs in, enrols a device, takes visitors, talks, asks colleagues in, ends, tags."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        *,
        key: DeviceKey,
        minute: Callable[[], int],
    ) -> None:
        """Args: session: keeps the session cookie. minute: whole minutes since 1970."""
        super().__init__(session, url)
        self.key = key
        self._minute = minute
        self.device: frames.DeviceIs | None = None
        self.asking: list[frames.Asking] = []
        self.colleagues: list[frames.Colleague] = []
        self.answers: list[frames.Answered] = []
        self.talks: dict[bytes, Talk] = {}
        self.waiting: list[frames.InLine] = []
        self.untagged: list[bytes] = []
        self.rehearsed: list[bytes] = []
        """Those among them that were practice."""
        self.practised: list[bytes] = []
        """Tickets whose tag was practice, and is kept nowhere."""
        self.duty: frames.Duty | None = None
        self.proposal: frames.Proposal | None = None
        self.reserved: list[bytes] = []
        self.has_begun = False
        self.tagged: set[bytes] = set()
        self.slips: dict[bytes, bytes] = {}
        self.refusals: list[tuple[str, bytes | None]] = []
        self.given: list[frames.Given] = []
        self._reopened: dict[bytes, frames.Reopened] = {}
        self._taken: dict[bytes, bytes] = {}
        self._is_welcome = False
        self.line: Line[frames.ToStaff] = Line(
            session, url, read=codec.to_staff, opening=self._opening, receive=self._receive
        )
        self.consults = Consults(self.line.send, self._own_device, minute)

    def _own_device(self) -> Device:
        entry = self.device.entry if self.device is not None else b""
        return Device(entry=entry, sign=self.key.sign)

    def ask_aside(self, name: str, about: bytes | None = None) -> Consult:
        """Ask a colleague who is here to talk aside. Args: about: a conversation."""
        return self.consults.ask(self.known_as(name), name, about)

    @property
    def may_work(self) -> bool:
        """Whether this device is on the roster, as far as the server said."""
        return self.device is not None and self.device.state == "approved"

    @property
    def is_in(self) -> bool:
        """Whether the server has shown the desk, and all that is held, on the line it has now."""
        return self.line.is_connected and self._is_welcome

    def work(self) -> None:
        """Open the desk."""
        self.line.start()

    async def until(self, holds: Callable[[], bool], *, within: float = PATIENCE) -> None:
        """Wait until something holds."""
        await self.line.until(holds, within=within)

    async def enrol(self) -> bytes:
        """Tell the server of this device; its id."""
        answer = await self.post("device", {"key": to_base64(self.key.public)})
        return from_base64(answer["device"])

    async def take(self, cid: bytes | None = None) -> Talk:
        """Take the next visitor or one by name; raises PermissionError with the code if refused."""
        return await self._held_by(frames.Take(ref=secrets.token_bytes(16), cid=cid))

    @property
    def proposed(self) -> bytes | None:
        """Whom one is proposed at this moment; `take` or `pass_on`."""
        return self.proposal.cid if self.proposal is not None else None

    async def be(self, state: fields.DutyState) -> None:
        """Be free for proposals, away, on a break, or at the end of one's shift."""
        self.line.send(frames.Be(state=state))
        await self.until(lambda: self.duty is not None and self.duty.state == state)

    async def choose(self, capacity: int) -> None:
        """Take no more conversations at once than this."""
        self.line.send(frames.Be(capacity=capacity))
        await self.until(lambda: self.duty is not None and self.duty.capacity == capacity)

    def go_on(self) -> None:
        """Take no break now."""
        self.line.send(frames.GoOn())

    def pass_on(self, cid: bytes) -> None:
        """Do not take whom one was proposed."""
        self.line.send(frames.PassOn(cid=cid))

    def ask(
        self, talk: Talk, how: fields.How | None, whom: str = "", *, supervisors: bool = False
    ) -> None:
        """Ask colleagues to take over or to join; without `how`, no longer.

        Args:
            whom: the name of who alone is asked, who is here.
            supervisors: only those.
        """
        known_as = self.known_as(whom) if whom else UNSET
        role: fields.AskedRole | UnsetType = "supervisor" if supervisors else UNSET
        self.line.send(frames.Ask(cid=talk.cid, how=how, whom=known_as, role=role))

    def known_as(self, name: str) -> bytes:
        """The id of a colleague who is here."""
        return next(each.id for each in self.colleagues if each.name == name)

    def not_now(self, cid: bytes) -> None:
        """Do not come where one was asked by name."""
        self.line.send(frames.NotNow(cid=cid))

    def give_back(self, talk: Talk) -> None:
        """Leave a conversation to whoever is free next."""
        self._queue(talk, talk.keys.seal_leave(self._minute()), None)
        self.line.send(frames.GiveBack(cid=talk.cid))

    async def sit_in(self, cid: bytes) -> Talk:
        """Answer a colleague who asks; raises PermissionError with the code if refused."""
        return await self._held_by(frames.SitIn(ref=secrets.token_bytes(16), cid=cid))

    def step_out(self, talk: Talk) -> None:
        """Leave a conversation to the colleague who is in it too."""
        sealed = talk.keys.seal_leave(self._minute())
        self._queue(talk, sealed, None)
        self.line.send(frames.StepOut(cid=talk.cid))

    async def _held_by(self, frame: frames.Take | frames.SitIn) -> Talk:
        await self._answered(frame, self._taken)
        return self.talks[self._taken[frame.ref]]

    def say(self, talk: Talk, text: str) -> None:
        """Seal and send; it is sent again until the vault has it."""
        self._queue(talk, talk.keys.seal_text(text, self._minute()), text)

    def writes(self, talk: Talk) -> None:
        """Say that one is writing."""
        self.line.send(frames.StaffWriting(cid=talk.cid))

    def reads(self, talk: Talk) -> None:
        """Everything that came in this conversation is on the screen."""
        self.line.send(frames.StaffRead(cid=talk.cid, seq=talk.transcript.cursor))

    def hand(self, talk: Talk, lines: Sequence[str]) -> None:
        """Send a contact card: a name, what it is for, a number and perhaps hours."""
        text = "\n".join(lines)
        self._queue(talk, talk.keys.seal_card(text, self._minute()), text, is_card=True)

    def _queue(self, talk: Talk, sealed: bytes, text: str | None, *, is_card: bool = False) -> None:
        outgoing = talk.transcript.queue(
            epoch=talk.keys.epoch, sealed=sealed, text=text, is_card=is_card
        )
        # Between a loss and `held` the outbox only grows: what is in it goes first.
        if talk.is_held:
            self._send(talk, outgoing)

    def end(self, talk: Talk, cool_down: int | None = None, *, longer: bool = False) -> None:
        """End a conversation, and for so many minutes nobody begins one from where it was."""
        self.line.send(frames.End(cid=talk.cid, cool_down=cool_down, longer=longer))

    async def tag(self, ticket: bytes, codebook: str, answers: Mapping[str, Sequence[str]]) -> None:
        """Tag an ended conversation; raises PermissionError with the code if refused."""
        await self._answered(
            frames.Tag(
                ref=secrets.token_bytes(16),
                ticket=ticket,
                codebook=codebook,
                answers={question: list(codes) for question, codes in answers.items()},
            ),
            self.tagged,
        )

    async def skip(self, ticket: bytes, reason: fields.SkipReason) -> None:
        """Leave an ended conversation untagged; raises PermissionError with the code if refused."""
        skip = frames.Skip(ref=secrets.token_bytes(16), ticket=ticket, reason=reason)
        await self._answered(skip, self.tagged)

    async def reopen(self, ticket: bytes) -> frames.Reopened:
        """The answers of a tag one gave; raises PermissionError with the code if refused."""
        reopen = frames.Reopen(ref=secrets.token_bytes(16), ticket=ticket)
        await self._answered(reopen, self._reopened)
        return self._reopened[reopen.ref]

    async def _answered(self, frame: Asked, done: Container[bytes]) -> None:
        """Send, and wait until its ref is among `done`; raises PermissionError if refused."""
        self.line.send(frame)
        ref = frame.ref
        await self.until(lambda: ref in done or self._refused(ref) is not None)
        if (code := self._refused(ref)) is not None:
            raise PermissionError(code)

    async def close(self) -> None:
        """Close the window."""
        await self.line.close()

    def _refused(self, ref: bytes) -> str | None:
        return next((code for code, of in self.refusals if of == ref), None)

    def _opening(self) -> frames.Hello:
        running = [talk for talk in self.talks.values() if talk.ended is None]
        for talk in running:
            talk.is_held = False
        self._is_welcome = False
        return frames.Hello(
            cursors=[frames.Cursor(cid=talk.cid, after=talk.transcript.cursor) for talk in running],
            device=device_id(self.key.public),
            slips=self._handed_back() or UNSET,
        )

    def _handed_back(self) -> list[frames.HandedBack]:
        slips = [frames.HandedBack(cid=cid, slip=slip) for cid, slip in self.slips.items()]
        return slips[: limits.MAX_CURSORS]

    def _send(self, talk: Talk, outgoing: Outgoing) -> None:
        self.line.send(
            frames.StaffSay(
                cid=talk.cid, ref=outgoing.ref, epoch=outgoing.epoch, sealed=outgoing.sealed
            )
        )

    def _receive(self, frame: frames.ToStaff) -> None:  # noqa: C901, PLR0912, PLR0915 - one case for each frame
        match frame:
            case frames.Line():
                self.waiting = frame.waiting
                self.asking = frame.asking
                self.has_begun = self._is_welcome = True
            case frames.Held():
                self._held(frame)
            case frames.Duty():
                self.duty = frame
            case frames.Proposal():
                self.proposal = frame
            case frames.Reserved():
                self.reserved = frame.cids
            case frames.DeviceIs():
                self.device = frame
            case frames.Cooling():
                self._talk(frame.cid).cooling = frame.minutes
            case frames.Colleagues():
                self.colleagues = frame.here
            case frames.Answered():
                self.answers.append(frame)
            case (
                frames.Revoked()
                | frames.Called()
                | frames.Chair()
                | frames.Seated()
                | frames.Confided()
                | frames.Parted()
            ):
                self.consults.hear(frame)
            case frames.Passed():
                self._talk(frame.cid).is_guest = False
            case frames.Granting():
                self._granted(self.talks[frame.cid], frame)
            case frames.Message():
                self._message(frame)
            case frames.Accepted():
                self._talk(frame.cid).transcript.accepted(frame)
            case frames.Arrived():
                transcript = self._talk(frame.cid).transcript
                transcript.delivered = max(transcript.delivered, frame.seq)
            case frames.WasRead():
                self._talk(frame.cid).transcript.was_read(frame.seq)
            case frames.Writes():
                self._talk(frame.cid).others_writing += 1
            case frames.Seen():
                self._talk(frame.cid).other_is = frame.state
            case frames.Ends():
                self._talk(frame.cid).ends = frame.minutes
            case frames.Ended():
                self._ended(frame)
            case frames.Slip():
                self.slips[frame.cid or b""] = frame.slip
            case frames.Lost():
                self._lost(frame)
            case frames.Untagged():
                self.untagged, self.rehearsed = frame.tickets, frame.rehearsals or []
            case frames.Tagged():
                self.tagged.add(frame.ref)
                self.practised += [frame.ticket] if frame.rehearsal else []
            case frames.Tags():
                self.given = frame.given
            case frames.Reopened():
                self._reopened[frame.ref] = frame
            case frames.Refusal():
                self.refusals.append((frame.code, frame.ref))
                if frame.code == Code.UNAVAILABLE and frame.cid in self.talks:
                    talk = self.talks[frame.cid]
                    self.line.say_again_soon(
                        lambda: talk.transcript.again(lambda outgoing: self._send(talk, outgoing))
                    )
            case frames.Beat():
                return  # the line has answered it
            case _:
                assert_never(frame)

    def _talk(self, cid: bytes | None) -> Talk:
        return self.talks[cid or b""]

    def _held(self, frame: frames.Held) -> None:
        talk = self.talks.get(frame.cid)
        if talk is None or talk.ended is not None:
            talk = Talk.begun(frame, self._own_device())
            self.talks[frame.cid] = talk
        if not talk.is_open:
            self.line.send(talk.offering)
        talk.is_guest, talk.rehearses = frame.guest, frame.rehearsal is True
        talk.lost = False
        talk.transcript.rewind(frame.last)
        talk.transcript.delivered, talk.transcript.read = frame.delivered, frame.read or 0
        if frame.ref is not None:
            self._taken[frame.ref] = frame.cid
        held = talk
        talk.is_held = True
        talk.transcript.again(lambda outgoing: self._send(held, outgoing))

    def _granted(self, talk: Talk, frame: frames.Granting) -> None:
        if frame.epoch in talk.grants:
            return
        try:
            talk.keys.admit(frame.grant)
        except Hl1Error:
            if talk.may_meet_old_grants and not talk.grants:
                return
            raise
        talk.grants.add(frame.epoch)
        early, talk.early = talk.early, []
        for message in early:
            self._message(message)

    def _message(self, frame: frames.Message) -> None:
        talk = self._talk(frame.cid)
        if talk.early or epoch_of(frame.sealed) > talk.keys.granted:
            talk.early.append(frame)
            return
        try:
            opened = talk.transcript.receive(frame, talk.keys)
        except Hl1Error as error:
            if error.reason != "unreadable":
                raise
            return  # written before we were let in
        if opened is not None:
            self.line.send(frames.StaffDelivered(cid=talk.cid, seq=talk.transcript.cursor))
        talk.is_open = talk.keys.epoch >= 0

    def _lost(self, frame: frames.Lost) -> None:
        talk = self.talks.get(frame.cid or b"")
        if talk is not None:
            talk.lost, talk.is_held = True, False

    def _ended(self, frame: frames.Ended) -> None:
        self.slips.pop(frame.cid or b"", None)
        talk = self.talks.get(frame.cid or b"")
        if talk is not None:
            talk.ended = frame.reason
            talk.keys.forget()
