"""Prints, the draft, releases and the record, in the ledger."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, cast

from redis.asyncio import Redis

from chatserver.store import keys
from chatserver.store.commands import Argument, Reply, Script
from chatserver.store.interface_of_publications import Issuing, KeptDraft, Noted
from chatserver.store.lua import load
from chatserver.store.pipeline import available

FREEZE: Final = load("freeze")
PROPOSE: Final = load("draft")
DROP: Final = load("drop_draft")
ISSUE: Final = load("issue")

MOST_LINES: Final = 10_000
"""Of the record; the scripts say the same."""

Run = Callable[..., Awaitable[Reply]]


class RedisPublications:
    """`interface_of_publications.Publications` over the ledger's client."""

    def __init__(self, client: Redis, run: Run, write: Run) -> None:
        """Args: run, write: of the ledger, which wait until replicas have what was written."""
        self._redis = client
        self._run = run
        self._write = write

    async def prints(self, codebook: str) -> Mapping[str, bytes]:
        """See the interface."""
        found = await self._hash(keys.PRINTS + codebook.encode())
        return {month.decode(): kept for month, kept in found.items()}

    async def freeze(self, codebook: str, prints: Mapping[str, bytes], *, known: int) -> bool:
        """See the interface."""
        pairs: list[Argument] = [each for pair in sorted(prints.items()) for each in pair]
        return await self._script(FREEZE, [keys.PRINTS + codebook.encode()], known, *pairs) == 1

    async def draft(self) -> KeptDraft | None:
        """See the interface."""
        found = await self._hash(keys.DRAFT)
        if not found:
            return None
        return KeptDraft(id=found[b"id"].decode(), by=found[b"by"].decode(), draft=found[b"draft"])

    async def propose(self, draft: KeptDraft, noted: Noted) -> bool:
        """See the interface."""
        names = [keys.DRAFT, keys.RECORD]
        done = await self._script(PROPOSE, names, draft.id, draft.by, draft.draft, *_pairs(noted))
        return done == 1

    async def drop(self, draft: str, noted: Noted) -> bool:
        """See the interface."""
        return await self._script(DROP, [keys.DRAFT, keys.RECORD], draft, *_pairs(noted)) == 1

    async def issue(
        self,
        draft: str,
        *,
        by: str,
        number: int,
        entry: bytes,
        files: Mapping[str, bytes],
        noted: Noted,
    ) -> Issuing:
        """See the interface."""
        names = [keys.DRAFT, keys.RELEASES, keys.RELEASE + b"%d" % number, keys.RECORD]
        pairs: list[Argument] = [each for pair in files.items() for each in pair]
        arguments = (draft, by, number, entry, len(files), *pairs, *_pairs(noted))
        answer = cast("bytes", await self._script(ISSUE, names, *arguments))
        return cast("Issuing", answer.decode())

    async def releases(self) -> Mapping[int, bytes]:
        """See the interface."""
        return {int(number): entry for number, entry in (await self._hash(keys.RELEASES)).items()}

    async def file_of(self, number: int, name: str) -> bytes | None:
        """See the interface."""
        asked = self._redis.hget((keys.RELEASE + b"%d" % number).decode(), name)
        return await available(cast("Awaitable[bytes | None]", asked))

    async def note(self, noted: Noted) -> None:
        """See the interface."""
        await self._write("XADD", keys.RECORD, "MAXLEN", MOST_LINES, "*", *_pairs(noted))

    async def record(self, newest: int) -> Sequence[Noted]:
        """See the interface."""
        asked = self._redis.xrevrange(keys.RECORD.decode(), count=newest)
        found = cast("list[tuple[bytes, dict[bytes, bytes]]]", await available(asked))
        return [
            {
                "at": str(int(place.partition(b"-")[0]) // 1000),
                **{name.decode(): said.decode() for name, said in fields.items()},
            }
            for place, fields in found
        ]

    async def _script(self, script: Script, names: Sequence[bytes], *arguments: Argument) -> Reply:
        return await self._run(script, names, *arguments)

    async def _hash(self, name: bytes) -> dict[bytes, bytes]:
        asked = cast("Awaitable[dict[bytes, bytes]]", self._redis.hgetall(name.decode()))
        return await available(asked)


def _pairs(noted: Noted) -> list[Argument]:
    return [each for pair in noted.items() for each in pair]
