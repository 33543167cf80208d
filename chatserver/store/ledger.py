"""The ledger: the durable store, over plain redis-py (it is small and seldom written)."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Final, Literal, cast

from redis.asyncio import Redis

from chatserver.store import keys
from chatserver.store.lua import load
from chatserver.store.pipeline import available
from chatserver.store.values import Folding

FOLD: Final = load("fold").text.decode()
ADD: Final = load("add").text.decode()
PEND: Final = load("pend").text.decode()
CHANGE: Final = load("change_roster").text.decode()


class RedisLedger:
    """`interface.Ledger` over a redis-py client."""

    def __init__(self, client: Redis) -> None:
        """Args: client: gives bytes (decode_responses off)."""
        self._redis = client
        self._fold = client.register_script(FOLD)
        self._add = client.register_script(ADD)
        self._pend = client.register_script(PEND)
        self._change = client.register_script(CHANGE)

    async def accounts(self) -> Mapping[str, bytes]:
        """See the interface."""
        found = await available(_of(self._redis.hgetall(_text(keys.ACCOUNTS))))
        return {name.decode(): account for name, account in cast(_Hash, found).items()}

    async def account(self, name: str) -> bytes | None:
        """See the interface."""
        found = await available(_of(self._redis.hget(_text(keys.ACCOUNTS), name)))
        return cast("bytes | None", found)

    async def put_account(self, name: str, account: bytes) -> None:
        """See the interface."""
        await available(_of(self._redis.hset(_text(keys.ACCOUNTS), name, cast("str", account))))

    async def devices(self) -> Mapping[bytes, bytes]:
        """See the interface."""
        return cast(_Hash, await available(_of(self._redis.hgetall(_text(keys.DEVICES)))))

    async def put_device(self, device: bytes, record: bytes) -> None:
        """See the interface."""
        await self._change_roster(keys.DEVICES, device, record)

    async def roster(self) -> Mapping[bytes, bytes]:
        """See the interface."""
        return cast(_Hash, await available(_of(self._redis.hgetall(_text(keys.ROSTER)))))

    async def put_roster(self, name: Literal["key", "revoked"], value: bytes) -> None:
        """See the interface."""
        await self._change_roster(keys.ROSTER, name.encode(), value)

    async def roster_changes(self) -> int:
        """See the interface."""
        found = await available(_of(self._redis.hget(_text(keys.ROSTER), "changes")))
        return int(cast("bytes | None", found) or 0)

    async def _change_roster(self, key: bytes, field: bytes, value: bytes) -> None:
        # Both or neither: a change that is not counted would be seen by no other process.
        names = (keys.ROSTER, key)
        await available(_of(self._change(keys=names, args=[field, value])))

    async def pend(self, mark: bytes, sealed: bytes) -> bool:
        """See the interface."""
        kept = await available(
            _of(self._pend(keys=[keys.PENDING, keys.COUNTED], args=[mark, sealed]))
        )
        return kept == 1

    async def pending(self) -> Mapping[bytes, bytes]:
        """See the interface."""
        return cast(_Hash, await available(_of(self._redis.hgetall(_text(keys.PENDING)))))

    async def pending_of(self, mark: bytes) -> bytes | None:
        """See the interface."""
        found = await available(_of(self._redis.hget(_text(keys.PENDING), cast("str", mark))))
        return cast("bytes | None", found)

    async def fold(self, foldings: Sequence[Folding], *, codebook: str, now: int) -> int:
        """See the interface."""
        names = [
            keys.PENDING,
            keys.COUNTED,
            keys.CELLS + codebook.encode(),
            keys.CELL_KEYS + codebook.encode(),
        ]
        arguments: list[bytes | str | int] = [now, len(foldings)]
        for folding in foldings:
            arguments += [folding.mark, folding.sealed, len(folding.cells)]
            for cell, key in folding.cells:
                arguments += [cell, key]
        counted = await available(_of(self._fold(keys=names, args=arguments)))
        return cast("int", counted)

    async def add(self, cells: Mapping[str, tuple[int, int]], *, codebook: str) -> None:
        """See the interface."""
        names = [keys.CELLS + codebook.encode(), keys.CELL_KEYS + codebook.encode()]
        arguments: list[str | int] = []
        for cell, (count, key) in cells.items():
            arguments += [cell, count, key]
        await available(_of(self._add(keys=names, args=arguments)))

    async def forget_marks(self, *, before: int) -> None:
        """See the interface."""
        await available(_of(self._redis.zremrangebyscore(keys.COUNTED, "-inf", f"({before}")))

    async def cells(self, codebook: str) -> Mapping[str, int]:
        """See the interface."""
        found = await available(_of(self._redis.hgetall(_text(keys.CELLS) + codebook)))
        return {name.decode(): int(count) for name, count in cast(_Hash, found).items()}

    async def mark_synthetic(self, year: int) -> None:
        """See the interface."""
        await available(_of(self._redis.sadd(_text(keys.SYNTHETIC), year)))

    async def paused_since(self) -> int | None:
        """See the interface."""
        found = await available(_of(self._redis.get(keys.INTAKE)))
        return int(cast("bytes", found)) if found is not None else None

    async def pause_intake(self, *, now: int) -> None:
        """See the interface."""
        await available(_of(self._redis.set(keys.INTAKE, now, nx=True)))

    async def resume_intake(self) -> None:
        """See the interface."""
        await available(_of(self._redis.delete(keys.INTAKE)))

    async def synthetic_years(self) -> frozenset[int]:
        """See the interface."""
        found = await available(_of(self._redis.smembers(_text(keys.SYNTHETIC))))
        return frozenset(int(year) for year in cast("set[bytes]", found))


_Hash = dict[bytes, bytes]


def _text(name: bytes) -> str:
    """redis-py types hash names as str; the bytes are the same."""
    return name.decode()


def _of(wait: object) -> Awaitable[object]:
    """redis-py types one method for its sync and async client; ours is the async one."""
    return cast("Awaitable[object]", wait)
