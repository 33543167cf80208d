"""The receipt of a destroyed conversation: its bytes open with no key that is left (F56)."""

import itertools
from pathlib import Path
from typing import Any

from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.helpline.delivery import SAID
from chatserver.helpline.sealing import DataKey
from chatserver.store import keys
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served


async def every_value(client: Any) -> list[bytes]:
    """Every value of every key of a store, whatever its type."""
    found: list[bytes] = []
    async for key in client.scan_iter():
        match await client.type(key):
            case b"hash":
                found += itertools.chain(*(await client.hgetall(key)).items())
            case b"string":
                found.append(await client.get(key) or b"")
            case b"zset":
                found += await client.zrange(key, 0, -1)
            case b"set" | b"none":  # none: gone since it was named
                found += await client.smembers(key)
            case b"stream":
                for _, entry in await client.xrange(key):
                    found += entry.values()
            case _:
                raise AssertionError(key)
    return found


def opens(cid: bytes, wrapped: bytes, ring: KeyRing, stored: bytes) -> bool:
    """Whether somebody with this ring and this value in the hand can take the server's seal off."""
    try:
        DataKey.unwrap(ring, cid, wrapped).open(SAID, stored)
    except (SealError, ValueError):
        return False
    return True


async def test_what_was_stored_opens_with_no_key_that_is_left(
    stores: Stores, tmp_path: Path
) -> None:
    async with served(stores, tmp_path) as app, Cast.around(app) as cast:
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        visitor.say("dit wordt vernietigd")
        await professional.until(lambda: len(talk.texts) == 1)
        ring = KeyRing.create(tmp_path / "vault.keys")
        vault: Any
        async with stores.looking_into_vault() as vault:
            entries = await vault.xrange(keys.said(talk.cid).decode())
            stored = [value for _, entry in entries for value in entry.values()]
            life = await vault.hgetall(keys.life(talk.cid).decode())
            assert all(opens(talk.cid, life[b"k"], ring, each) for each in stored)

            professional.end(talk)
            await visitor.until(lambda: visitor.ended is not None)
            left = await every_value(vault)

        assert len(stored) >= 2
        assert left
        for wrapped in left:
            assert not any(opens(talk.cid, wrapped, ring, each) for each in stored)
