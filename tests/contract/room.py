"""A waiting list and the conversations on it, one step of one process at a time."""

from chatserver.domain.footfall import Moment
from chatserver.store.values import Ask, Birth, Claim, Seated, Unseated
from chatserver.store.vault import RedisVault

NOW = 1_800_000_000
AT = Moment.at(NOW, "Europe/Amsterdam")
SAM, NOOR = b"s" * 32, b"n" * 32
FACTS = b"sealed"


class Room:
    """The two halves of the vault, one step at a time."""

    def __init__(self, vault: RedisVault) -> None:
        self.vault = vault
        self._made = 0

    def _name(self, length: int) -> bytes:
        self._made += 1
        return self._made.to_bytes(length)

    async def waiting(
        self, *, lives: int = 600, hard_end: int = NOW + 3600, rehearses: bool = False
    ) -> bytes:
        """Somebody who stands in line."""
        cid = self._name(16)
        birth = Birth(
            token_digest=b"t", wrapped_key=b"k", facts=b"a", share=b"h", hard_end=hard_end
        )
        await self.vault.conversations.arrive(
            cid, birth, connection=self._name(8), lives=lives, now=NOW
        )
        await self.vault.desk.join(cid, FACTS, most=100, at=AT, rehearses=rehearses)
        return cid

    async def claimed(self, who: bytes, cid: bytes | None = None) -> Claim:
        """Take one by name, or the first in line."""
        name = cid or (await self.line())[0]
        return await self.vault.desk.claim(
            who, cid=name, ticket=self._name(16), place=self._name(8), capacity=9, at=AT
        )

    async def seated(self, claim: Claim) -> Seated | None:
        return await self.vault.conversations.seat(
            claim.cid,
            place=claim.place,
            turn=claim.turn,
            is_guest=claim.is_guest,
            lives=600,
            now=NOW,
        )

    async def taken(self, who: bytes, cid: bytes | None = None) -> Claim:
        claim = await self.claimed(who, cid)
        assert await self.seated(claim) is not None
        return claim

    async def let_go(self, claim: Claim, *let_in: bytes) -> Unseated:
        """The first step of standing up."""
        return await self.vault.desk.unseat(
            claim.cid, claim.place, let_in=let_in, may_be_alone=True
        )

    async def stands_up(self, claim: Claim, went: Unseated) -> None:
        """The second."""
        await self.vault.conversations.stand_up(
            claim.cid,
            place=claim.place,
            successor=went.successor,
            turn=went.turn,
            news=b"",
            lives=600,
            now=NOW,
        )

    async def offers(self, claim: Claim) -> None:
        await self.vault.conversations.offer(
            claim.cid, place=claim.place, offer=b"o", news=b"", lives=600, now=NOW
        )

    async def who(self, cid: bytes) -> tuple[str, bytes]:
        standing = await self.vault.conversations.standing(cid)
        assert standing is not None
        return standing.state, standing.place

    async def line(self) -> list[bytes]:
        return [each.cid for each in await self.vault.desk.line()]


async def beside_of(room: Room, cid: bytes) -> Claim:
    """Noor sits beside whoever has this conversation."""
    await room.vault.desk.ask(SAM, cid, Ask(cid, "join", b"sealed"))
    claim = await room.vault.desk.sit_in(
        NOOR, cid=cid, ticket=b"T" * 16, place=b"P" * 8, may_go_on=True, capacity=9
    )
    assert await room.seated(claim) is not None
    return claim


async def guest_takes_over(room: Room, first: Claim, beside: Claim) -> Unseated:
    """The visitor lets a guest in, and who had the conversation goes: the first of both steps."""
    await room.vault.conversations.grant(
        first.cid, place=beside.place, epoch=2, grant=b"g", news=b"", lives=600, now=NOW
    )
    return await room.let_go(first, beside.place)
