"""Rehearsals: visitors who are played, so that professionals can practise (decision 0051).

Whoever plays one comes by the same way as a visitor, and with a pass. A pass is sealed by the
ledger's key ring, so it is made by this server, or by somebody on its machine who may read that
key: nobody outside can mark a conversation as practice, and what comes with a pass is marked for
good. One rehearsal runs at a time; a pass is good for one, for an hour, and for as many visitors
as it names.
"""

import contextlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.helpline.chat import Chat
from chatserver.helpline.sealing import open_line, pack, unpack
from chatserver.store.interface import DeskList
from chatserver.store.interface_of_rehearsals import Drills
from chatserver.store.values import Drill
from chatserver.wire.limits import MAX_REHEARSED

LONGEST: Final = 3600
"""Seconds that a pass is good, and so a rehearsal lasts."""

LEEWAY: Final = 60
"""Seconds by which the clock of who made a pass may be ahead of ours."""

STARTS_WITHIN: Final = 30
"""Seconds in which a rehearsal that has begun counts as running although nobody of it is here."""

ID_BYTES: Final = 16

_PASS: Final = b"rehearsal|"
_ABOUT: Final = b"rehearsal|about|"


class Cast(msgspec.Struct, frozen=True, array_like=True):
    """Who is played, one visitor for each name, and in which language."""

    personas: list[str]
    language: str


class Pass(msgspec.Struct, frozen=True, array_like=True):
    """What a pass says. `until`: Unix seconds."""

    id: bytes
    until: int
    cast: Cast


class Stage(Protocol):
    """Where the visitors of a rehearsal are played: beside us, and as clients like any other."""

    async def play(self, sealed: bytes, said: Pass) -> None:
        """Begin; it goes on by itself. Raises Unavailable or Refused.

        Args:
            said: what the pass says.
        """

    def ask_to_end(self) -> None:
        """Whoever still plays here goes, soon."""


def new_pass(ring: KeyRing, cast: Cast, *, now: int) -> bytes:
    """Make a pass. Args: ring: of the ledger. now: Unix seconds."""
    said = Pass(secrets.token_bytes(ID_BYTES), now + LONGEST, cast)
    return ring.wrap(pack(said), _PASS)


def open_pass(ring: KeyRing, sealed: bytes, *, now: int) -> Pass:
    """Read a pass.

    Raises:
        Refused: NOT_APPROVED: it is not ours; GONE: it has run out.
    """
    try:
        said = unpack(ring.unwrap(sealed, _PASS), Pass)
    except (SealError, msgspec.DecodeError):
        raise Refused(Code.NOT_APPROVED) from None
    if len(said.cast.personas) > MAX_REHEARSED or said.until > now + LONGEST + LEEWAY:
        raise Refused(Code.NOT_APPROVED)
    if said.until <= now:
        raise Refused(Code.GONE)
    return said


def cast_of(personas: Sequence[str], *, number: int, language: str) -> Cast:
    """So many visitors, of these in turn."""
    return Cast([personas[nth % len(personas)] for nth in range(number)], language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsals:
    """See the module's text.

    Attributes:
        ring: the ledger's, which seals passes.
        vault_ring: seals what the vault is told of a rehearsal.
        personas: those there are.
    """

    drills: Drills
    desk: DeskList
    chat: Chat
    ring: KeyRing
    vault_ring: KeyRing
    clock: Clock
    personas: Sequence[str]

    async def admit(self, sealed: bytes, cid: bytes) -> Pass:
        """Let a visitor come who is played.

        Raises:
            Refused: NOT_APPROVED: no pass of ours, or all have come with it; GONE: it is over;
                OUT_OF_TURN: another rehearsal runs.
        """
        now = int(self.clock.now())
        said = open_pass(self.ring, sealed, now=now)
        await self._admit(said, now, cid)
        return said

    async def begin(self, cast: Cast, stage: Stage) -> None:
        """Begin one.

        Raises:
            Refused: MALFORMED: nobody of that name is there; OUT_OF_TURN: one runs already.
            Unavailable: nobody can play it now; and what else the stage refuses.
        """
        if any(each not in self.personas for each in cast.personas):
            raise Refused(Code.MALFORMED)
        now = int(self.clock.now())
        sealed = new_pass(self.ring, cast, now=now)
        said = open_pass(self.ring, sealed, now=now)
        await self._admit(said, now)
        try:
            await stage.play(sealed, said)
        except (Unavailable, Refused):
            await self.drills.call_off(said.id)
            raise

    async def _admit(self, said: Pass, now: int, cid: bytes = b"") -> None:
        drill = Drill(
            id=said.id,
            began=now,
            until=said.until,
            about=self.vault_ring.wrap(pack(said.cast), _ABOUT + said.id),
            visitors=frozenset(),
            is_over=False,
        )
        await self.drills.admit(drill, most=len(said.cast.personas), now=now, cid=cid)

    async def stop(self, only: bytes | None = None) -> None:
        """End the rehearsal that runs, wherever it is played: all of it leaves, calmly.

        Args:
            only: its id; another one is left alone.
        """
        drill = await self.drills.last()
        if drill is None or (only is not None and only != drill.id):
            return
        await self.drills.call_off(drill.id)
        for cid in drill.visitors:
            with contextlib.suppress(Refused):  # over already
                await self.chat.over(cid, "left")

    async def shown(self) -> Mapping[str, object]:
        """What a coordinator sees: who is played, where they are, and who really waits."""
        line = await self.desk.line()
        in_line = {each.cid for each in line if self._rehearses(each.cid, each.facts)}
        found: dict[str, object] = {"running": None, "really_waiting": len(line) - len(in_line)}
        drill = await self.drills.last()
        if drill is None:
            return found
        held = {each.cid for each in await self.desk.all_held()}
        waiting, talking = len(drill.visitors & in_line), len(drill.visitors & held)
        now = int(self.clock.now())
        is_starting = not drill.is_over and now - drill.began < STARTS_WITHIN
        cast = self._cast(drill)
        if cast is None or not (waiting or talking or is_starting):
            return found
        found["running"] = {
            "personas": cast.personas,
            "language": cast.language,
            "waiting": waiting,
            "talking": talking,
            "minutes": max(0, -(-(drill.until - now) // 60)),
        }
        return found

    def _rehearses(self, cid: bytes, sealed: bytes) -> bool:
        facts = open_line(self.vault_ring, cid, sealed)
        return facts is not None and facts.rehearsal

    def _cast(self, drill: Drill) -> Cast | None:
        """What is shown of it; None when it was sealed by a ring that is no more."""
        try:
            return unpack(self.vault_ring.unwrap(drill.about, _ABOUT + drill.id), Cast)
        except SealError:
            return None
