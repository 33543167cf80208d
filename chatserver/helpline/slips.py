"""Slips: sealed receipts by which the server knows again what it has lost (decision 0024).

The vault is memory only. A page keeps the slip of its conversation in memory and hands it back
when the vault was lost; only this helpline's key ring opens it. It says who came when and who
helped them, and holds no key, no message, and no word of anybody.

    slip = birth mark(8) ‖ sealed under the ring; AAD: whose, birth mark, conversation id
"""

import hmac
from typing import Final, TypeVar

import msgspec

from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.crypto.tokens import digest
from chatserver.domain.errors import Code, Refused
from chatserver.helpline.sealing import pack, unpack
from chatserver.store.values import Born

MARK_BYTES: Final = 8
"""Length of a birth mark."""

_VISITOR: Final = b"slip|visitor|"
_PROFESSIONAL: Final = b"slip|professional|"


class Holder(msgspec.Struct, frozen=True, array_like=True):
    """Who has a conversation. `turn`: of their take; `places`: of who sits beside them."""

    pseudonym: bytes
    ticket: bytes
    place: bytes
    turn: int
    is_open: bool
    places: list[bytes]


class VisitorSlip(msgspec.Struct, frozen=True, array_like=True):
    """What lets a visitor's conversation live again.

    Attributes:
        token: digest of the visitor's token.
        share: the server's half of what opens the visitor's state (SECURITY.md 3.5).
        hard_end: of the conversation, Unix seconds; a return does not move it.
        issued: whole minute, Unix seconds.
        rank: in the line; of who has been taken, the number of their arrival.
        note: sealed; as in the line and with who holds the conversation.
        is_ready: false of somebody who was called and did not answer.
    """

    token: bytes
    language: str
    commitment: bytes
    suites: list[int]
    share: bytes
    hard_end: int
    issued: int
    rank: float
    note: bytes
    is_ready: bool
    holder: Holder | None


class StaffSlip(msgspec.Struct, frozen=True, array_like=True):
    """What makes the ticket of a lost conversation owed again. The rest as in `VisitorSlip`.

    `note`: sealed; as with the ticket.
    """

    pseudonym: bytes
    ticket: bytes
    note: bytes
    hard_end: int
    issued: int


S = TypeVar("S", VisitorSlip, StaffSlip)


class Unopenable(Exception):
    """A slip of another vault that no key of the ring opens: the ring was lost too, or it is false.

    Whoever made it up gains nothing by hearing so.
    """


def seal_slip(ring: KeyRing, mark: bytes, cid: bytes, slip: VisitorSlip | StaffSlip) -> bytes:
    """Seal a slip for a page. Args: mark: of the vault that the conversation is in."""
    return mark + ring.wrap(pack(slip), _purpose(type(slip)) + mark + cid)


def open_visitors(
    ring: KeyRing, sealed: bytes, *, cid: bytes, token: bytes, born: Born, fresh: int, now: int
) -> VisitorSlip:
    """Read the slip of a lost conversation.

    Args:
        born: of the vault there is now.
        fresh: seconds before that in which a slip of a running conversation was renewed.
        now: Unix seconds.

    Raises:
        Refused: GONE: nothing was lost, it is somebody else's, or from too long ago.
        Unopenable: no key opens it.
    """
    slip = _opened(ring, sealed, cid, born, VisitorSlip)
    _check_time(slip, born, fresh, now)
    if not hmac.compare_digest(slip.token, digest(token)):
        raise Refused(Code.GONE)
    return slip


def open_staffs(
    ring: KeyRing, sealed: bytes, *, cid: bytes, pseudonym: bytes, born: Born, fresh: int, now: int
) -> StaffSlip:
    """Read the slip of a lost conversation that this professional held.

    Raises:
        Refused: GONE as above, NOT_YOURS.
        Unopenable: no key opens it.
    """
    slip = _opened(ring, sealed, cid, born, StaffSlip)
    _check_time(slip, born, fresh, now)
    if not hmac.compare_digest(slip.pseudonym, pseudonym):
        raise Refused(Code.NOT_YOURS)
    return slip


def _opened(ring: KeyRing, sealed: bytes, cid: bytes, born: Born, kind: type[S]) -> S:
    mark, rest = sealed[:MARK_BYTES], sealed[MARK_BYTES:]
    if not rest or mark == born.mark:
        raise Refused(Code.GONE)
    try:
        return unpack(ring.unwrap(rest, _purpose(kind) + mark + cid), kind)
    except SealError:
        raise Unopenable from None


def _check_time(slip: VisitorSlip | StaffSlip, born: Born, fresh: int, now: int) -> None:
    """What ran when its vault was lost had a fresh slip; what had ended before had none."""
    if slip.hard_end <= now or slip.issued < born.at - fresh:
        raise Refused(Code.GONE)


def _purpose(kind: type[VisitorSlip | StaffSlip]) -> bytes:
    return _VISITOR if kind is VisitorSlip else _PROFESSIONAL
