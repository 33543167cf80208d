"""What the scripts promise about who is at the desk by name, and about who alone is asked."""

import asyncio

import pytest

from chatserver.domain.errors import Code, Refused
from chatserver.store.values import Ask
from tests.contract.room import NOOR, NOW, SAM, Room

KIM = b"k" * 32


async def seen(room: Room, who: bytes, *, known_as: bytes, now: int = NOW, lasts: int = 8) -> bytes:
    return await room.vault.presents.be_seen(
        who, b"sealed", known_as=known_as, now=now, until=now + lasts, gone_since=now - 100
    )


async def here(room: Room, now: int) -> list[bytes]:
    return [each.pseudonym for each in await room.vault.presents.here(now=now)]


async def test_an_id_is_kept_through_a_shift_and_forgotten_after_it(room: Room) -> None:
    assert await seen(room, SAM, known_as=b"11111111") == b"11111111"
    assert await seen(room, SAM, known_as=b"22222222", now=NOW + 50) == b"11111111"

    assert await seen(room, NOOR, known_as=b"33333333", now=NOW + 300) == b"33333333"
    assert await seen(room, SAM, known_as=b"44444444", now=NOW + 301) == b"44444444"


async def test_two_windows_at_once_have_one_id(room: Room) -> None:
    ids = await asyncio.gather(*(seen(room, SAM, known_as=bytes([n]) * 8) for n in range(5)))

    assert len(set(ids)) == 1


async def test_who_is_here_is_whose_lease_holds(room: Room) -> None:
    await seen(room, SAM, known_as=b"1" * 8)
    await seen(room, NOOR, known_as=b"2" * 8, lasts=20)

    assert sorted(await here(room, NOW + 8)) == [NOOR, SAM]
    assert await here(room, NOW + 9) == [NOOR]


async def test_a_window_that_cannot_work_takes_no_lease_away(room: Room) -> None:
    await seen(room, SAM, known_as=b"1" * 8)
    await seen(room, SAM, known_as=b"2" * 8, lasts=-1)

    assert await here(room, NOW + 5) == [SAM]


@pytest.mark.parametrize(
    "ask",
    [
        Ask(b"", "handover", b"sealed"),
        Ask(b"", "join", b"Hsealed"),
        Ask(b"", "handover", b"sealed", whom=NOOR),
        Ask(b"", "join", b"sealed", whom=NOOR),
        Ask(b"", "join", b"sealed", is_for_supervisors=True),
    ],
)
async def test_a_request_is_read_as_it_was_made(room: Room, ask: Ask) -> None:
    cid = await room.waiting()
    await room.taken(SAM, cid)

    await room.vault.desk.ask(SAM, cid, ask)

    (kept,) = await room.vault.desk.asks()
    assert (kept.how, kept.note, kept.whom, kept.is_for_supervisors) == (
        ask.how,
        ask.note,
        ask.whom,
        ask.is_for_supervisors,
    )


async def test_only_who_is_asked_says_no_and_only_once(room: Room) -> None:
    cid = await room.waiting()
    claim = await room.taken(SAM, cid)
    await room.vault.desk.ask(SAM, cid, Ask(cid, "join", b"sealed", whom=NOOR))

    with pytest.raises(Refused) as refused:
        await room.vault.desk.not_now(KIM, cid)
    assert refused.value.code is Code.TAKEN
    assert await room.vault.desk.not_now(NOOR, cid) == claim.place
    with pytest.raises(Refused):
        await room.vault.desk.not_now(NOOR, cid)

    assert await room.vault.desk.asks() == []
