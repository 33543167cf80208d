"""The ledger: the durable store, over plain redis-py (it is small and seldom written)."""

from collections.abc import Awaitable, Collection, Mapping, Sequence
from typing import Final, Literal, cast

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from chatserver.domain.errors import Unavailable
from chatserver.store import keys
from chatserver.store.answers import meaning_of
from chatserver.store.commands import Argument, Reply, Script
from chatserver.store.lua import load
from chatserver.store.pipeline import available
from chatserver.store.publications import RedisPublications
from chatserver.store.reply_versions import RedisReplyVersions
from chatserver.store.rewriting import begin, rewrite
from chatserver.store.values import Folding, Imported, Rewrite

FOLD: Final = load("fold")
ADD: Final = load("add")
TAKE_IN: Final = load("take_in")
PEND: Final = load("pend")
CHANGE: Final = load("change_roster")

ACKNOWLEDGED_WITHIN: Final = 2000
"""Milliseconds for the replicas to have what was written: it takes them a round trip."""


class RedisLedger:
    """`interface.Ledger` over a redis-py client."""

    def __init__(self, client: Redis, *, replicas: int = 0) -> None:
        """Wire it up.

        Args:
            client: gives bytes (decode_responses off).
            replicas: how many must have a write before it is acknowledged.
        """
        self._redis = client
        self._replicas = replicas
        self.publications = RedisPublications(client, self._run, self._write)
        self.replies = RedisReplyVersions(client, self._run)

    async def _write(self, *command: Argument) -> Reply:
        """Write, and wait until so many replicas have it; raises Unavailable when too few do."""
        pipe = self._redis.pipeline(transaction=False)
        pipe.execute_command(*command)
        if self._replicas:
            pipe.execute_command("WAIT", self._replicas, ACKNOWLEDGED_WITHIN)
        # An error that the library raises by itself would hold the whole command.
        reply, *acknowledged = await available(pipe.execute(raise_on_error=False))
        if isinstance(reply, ResponseError):
            raise meaning_of(reply) from None
        has = acknowledged[0] if acknowledged else self._replicas
        if not isinstance(has, int) or has < self._replicas:
            raise Unavailable("too few replicas have what was written")
        return cast("Reply", reply)

    async def _run(self, script: Script, names: Sequence[bytes], *arguments: Argument) -> Reply:
        # By text: scripts here are short and seldom run, and a failover forgets their digests.
        return await self._write("EVAL", script.text, len(names), *names, *arguments)

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
        await self._write("HSET", keys.ACCOUNTS, name, account)

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
        await self._run(CHANGE, (keys.ROSTER, key), field, value)

    async def pend(self, mark: bytes, sealed: bytes) -> bool:
        """See the interface."""
        return await self._run(PEND, (keys.PENDING, keys.COUNTED), mark, sealed) == 1

    async def pending(self) -> Mapping[bytes, bytes]:
        """See the interface."""
        return cast(_Hash, await available(_of(self._redis.hgetall(_text(keys.PENDING)))))

    async def pending_of(self, mark: bytes) -> bytes | None:
        """See the interface."""
        found = await available(_of(self._redis.hget(_text(keys.PENDING), cast("str", mark))))
        return cast("bytes | None", found)

    async def pending_among(self, marks: Sequence[bytes]) -> frozenset[bytes]:
        """See the interface."""
        if not marks:
            return frozenset()
        names = cast("list[str]", list(marks))
        found = await available(_of(self._redis.hmget(_text(keys.PENDING), names)))
        kept = cast("list[bytes | None]", found)
        return frozenset(mark for mark, tag in zip(marks, kept, strict=True) if tag is not None)

    async def knows_tag(self, mark: bytes) -> bool:
        """See the interface."""
        if await self.pending_of(mark) is not None:
            return True
        counted = self._redis.zscore(_text(keys.COUNTED), cast("str", mark))
        return await available(_of(counted)) is not None

    async def fold(self, foldings: Sequence[Folding], *, least: int, now: int) -> int:
        """See the interface."""
        names = [keys.PENDING, keys.COUNTED, keys.OWED_TO_DISK]
        places: dict[str, int] = {}
        arguments: list[Argument] = [now, least, len(foldings)]
        for folding in foldings:
            if folding.codebook not in places:
                places[folding.codebook] = len(names) + 1
                names += _cells_of(folding.codebook)
            place = places[folding.codebook]
            arguments += [folding.mark, folding.sealed, place, len(folding.cells)]
            for cell, key in folding.cells:
                arguments += [cell, key]
        return cast("int", await self._run(FOLD, names, *arguments))

    async def rewrite(self) -> Rewrite:
        """See the interface."""
        return await rewrite(self._redis, self._run)

    async def may_rewrite(self) -> bool:
        """Whether our user may rewrite the append-only file; finds out by doing it."""
        return await begin(self._redis) != "refused"

    async def add(self, cells: Mapping[str, tuple[int, int]], *, codebook: str) -> None:
        """See the interface."""
        await self._run(ADD, _cells_of(codebook), *_sums(cells))

    async def take_in(
        self,
        year: int,
        cells: Mapping[str, tuple[int, int]],
        *,
        codebook: str,
        beside: Collection[str],
        record: bytes,
        replaces: bool,
    ) -> Imported:
        """See the interface."""
        names = [keys.IMPORTED, keys.OWED_TO_DISK, *_cells_of(codebook)]
        for other in beside:
            names += _cells_of(other) if other != codebook else ()
        names += [keys.PRINTS + each.encode() for each in {codebook, *beside}]
        said = await self._run(TAKE_IN, names, year, record, int(replaces), *_sums(cells))
        return cast("Imported", cast("bytes", said).decode())

    async def imported(self) -> Mapping[int, bytes]:
        """See the interface."""
        found = await available(_of(self._redis.hgetall(_text(keys.IMPORTED))))
        return {int(year): record for year, record in cast(_Hash, found).items()}

    async def forget_marks(self, *, before: int) -> None:
        """See the interface."""
        await self._write("ZREMRANGEBYSCORE", keys.COUNTED, "-inf", f"({before}")

    async def cells(self, codebook: str) -> Mapping[str, int]:
        """See the interface."""
        return await self._numbers(keys.CELLS, codebook)

    async def cell_keys(self, codebook: str) -> Mapping[str, int]:
        """See the interface."""
        return await self._numbers(keys.CELL_KEYS, codebook)

    async def _numbers(self, of: bytes, codebook: str) -> Mapping[str, int]:
        found = await available(_of(self._redis.hgetall(_text(of) + codebook)))
        return {name.decode(): int(count) for name, count in cast(_Hash, found).items()}

    async def mark_synthetic(self, year: int) -> None:
        """See the interface."""
        await self._write("SADD", keys.SYNTHETIC, year)

    async def paused_since(self) -> int | None:
        """See the interface."""
        found = await available(_of(self._redis.get(keys.INTAKE)))
        return int(cast("bytes", found)) if found is not None else None

    async def pause_intake(self, *, now: int) -> None:
        """See the interface."""
        await self._write("SET", keys.INTAKE, now, "NX")

    async def resume_intake(self) -> None:
        """See the interface."""
        await self._write("DEL", keys.INTAKE)

    async def footfall(self) -> Mapping[str, bytes]:
        """See the interface."""
        found = await available(_of(self._redis.hgetall(_text(keys.KEPT_FOOTFALL))))
        return {period.decode(): kept for period, kept in cast(_Hash, found).items()}

    async def keep_footfall(self, kept: Mapping[str, bytes], *, outlived: Collection[str]) -> None:
        """See the interface."""
        values = (each for pair in kept.items() for each in pair)
        await self._write("HSET", keys.KEPT_FOOTFALL, *values)
        if outlived:
            await self._write("HDEL", keys.KEPT_FOOTFALL, *outlived)

    async def synthetic_years(self) -> frozenset[int]:
        """See the interface."""
        found = await available(_of(self._redis.smembers(_text(keys.SYNTHETIC))))
        return frozenset(int(year) for year in cast("set[bytes]", found))


_Hash = dict[bytes, bytes]


def _cells_of(codebook: str) -> tuple[bytes, bytes]:
    return keys.CELLS + codebook.encode(), keys.CELL_KEYS + codebook.encode()


def _sums(cells: Mapping[str, tuple[int, int]]) -> list[Argument]:
    return [each for cell, (count, key) in cells.items() for each in (cell, count, key)]


def _text(name: bytes) -> str:
    """redis-py types hash names as str; the bytes are the same."""
    return name.decode()


def _of(wait: object) -> Awaitable[object]:
    """redis-py types one method for its sync and async client; ours is the async one."""
    return cast("Awaitable[object]", wait)
