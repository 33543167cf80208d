"""What the vault promises about the closing questions, on a real Redis."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chatserver.store.interface_of_afterwards import Box, Boxes
from tests.contract.test_lifetimes import shape
from tests.support.redis_servers import Stores
from tests.support.vaults import running_vault

NOW = 1_800_000_000
UNTIL = NOW + 3600
DAY = "2027-01-15"
MINE, OTHER = b"m" * 32, b"o" * 32


@pytest.fixture
async def boxes(stores: Stores) -> AsyncIterator[Boxes]:
    async with running_vault(stores) as vault:
        yield vault.afterwards


async def shown(boxes: Boxes, number: bytes = MINE, day: str = DAY, now: int = NOW) -> bool:
    return await boxes.shown(number, day, until=UNTIL, now=now)


async def answers(
    boxes: Boxes, number: bytes = MINE, sealed: bytes = b"sealed", now: int = NOW
) -> bool:
    return await boxes.answer(number, DAY, sealed, name=sealed.ljust(16), until=UNTIL, now=now)


async def test_each_voucher_is_shown_once_and_answered_once_in_that_order(boxes: Boxes) -> None:
    assert await boxes.box(DAY) is None
    assert not await answers(boxes)
    assert await boxes.box(DAY) is None

    assert [await shown(boxes), await shown(boxes)] == [True, False]
    assert [await answers(boxes), await answers(boxes, sealed=b"again")] == [True, False]
    assert await shown(boxes, OTHER)

    assert await boxes.box(DAY) == Box(2, (b"sealed",))


async def test_of_many_at_once_one_is_kept(boxes: Boxes) -> None:
    assert sum(await asyncio.gather(*(shown(boxes) for _ in range(20)))) == 1
    many = (answers(boxes, sealed=b"%d" % n) for n in range(20))
    assert sum(await asyncio.gather(*many)) == 1

    box = await boxes.box(DAY)
    assert box is not None
    assert (box.shown, len(box.answers)) == (1, 1)


async def test_each_day_has_a_box_of_its_own(boxes: Boxes) -> None:
    await shown(boxes, MINE, "2027-01-14")
    await shown(boxes, OTHER)

    assert await boxes.box("2027-01-14") == await boxes.box(DAY) == Box(1, ())


async def test_a_used_voucher_is_forgotten_at_its_end(boxes: Boxes, stores: Stores) -> None:
    await shown(boxes)
    await answers(boxes)
    await boxes.shown(OTHER, DAY, until=UNTIL + 1800, now=UNTIL)

    async with stores.looking_into_vault() as client:
        assert await client.zrange("hl:{desk}:vouchers", 0, -1) == [b"s" + OTHER]


async def test_a_box_becomes_a_parcel_in_one_step_and_once(boxes: Boxes) -> None:
    await shown(boxes)

    packed = await asyncio.gather(*(boxes.pack(DAY, b"parcel %d" % n) for n in range(10)))

    assert sum(packed) == 1
    assert await boxes.box(DAY) is None
    assert await boxes.parcel(DAY) == b"parcel %d" % packed.index(True)


async def test_who_read_a_box_that_was_brought_meanwhile_does_not_bring_it_again(
    boxes: Boxes,
) -> None:
    await shown(boxes)
    assert await boxes.pack(DAY, b"first")
    await boxes.drop(DAY)

    assert not await boxes.pack(DAY, b"late")
    assert await boxes.parcel(DAY) is None


async def test_what_comes_while_a_parcel_is_under_way_waits_for_the_next(boxes: Boxes) -> None:
    await shown(boxes)
    assert await boxes.pack(DAY, b"first")
    await shown(boxes, OTHER)

    assert not await boxes.pack(DAY, b"second")
    await boxes.drop(DAY)
    assert await boxes.pack(DAY, b"second")


async def test_everything_has_a_lifetime(boxes: Boxes, stores: Stores) -> None:
    await shown(boxes)
    await answers(boxes)
    await shown(boxes, OTHER, "2027-01-16")
    await boxes.pack("2027-01-16", b"parcel")

    async with stores.looking_into_vault() as client:
        lives = {shape(key): await client.ttl(key) async for key in client.scan_iter()}
    assert {kind: round(seconds, -2) for kind, seconds in lives.items()} == {
        "hl:{desk}:vouchers": 3600,
        "hl:{desk}:answers:DAY": 5 * 86400,
        "hl:{desk}:parcel:DAY": 5 * 86400,
    }
