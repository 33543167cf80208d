"""Every key of the vault has a lifetime at every instant (SECURITY property 14)."""

import asyncio
import re

from redis.asyncio import Redis

from chatserver.helpline.rehearsals import Cast as Played
from chatserver.helpline.rehearsals import new_pass
from chatserver.store.families import FAMILIES
from tests.support.cast import Cast
from tests.support.redis_servers import Stores

LONGEST = 16 * 3600
LONGEST_OF = {
    "hl:{desk}:footfall:PERIOD": 33 * 86400,
    "hl:{desk}:pace": 2 * 86400,
    "hl:{desk}:vouchers": 3600,
    "hl:{desk}:answers:DAY": 5 * 86400,
    "hl:{desk}:parcel:DAY": 5 * 86400,
}
"""Seconds."""


def shape(key: bytes) -> str:
    """A key with what varies replaced by the words of the table in store/families.py."""
    text = key.decode()
    text = re.sub(r"\{[0-9a-f]{32}\}", "{CID}", text)
    text = re.sub(r"^(hl:\{desk\}:footfall):\d{4}-[\dW-]+$", r"\1:PERIOD", text)
    text = re.sub(r"^(hl:\{desk\}:(?:answers|parcel)):[\d-]{10}$", r"\1:DAY", text)
    text = re.sub(r"^hl:session:[0-9a-f]{64}$", "hl:session:DIGEST", text)
    text = re.sub(r"^hl:attempts:[0-9a-f]{32}$", "hl:attempts:PSEUDONYM", text)
    text = re.sub(r"^(hl:\{desk\}:cooldown):\d+$", r"\1:SLOT", text)
    text = re.sub(r"^(hl:\{desk\}:consult):[0-9a-f]{32}$", r"\1:CONSULT", text)
    text = re.sub(r"(release):\d+$", r"\1:NUMBER", text)
    return re.sub(r"(cells|cellkeys|prints):.+$", r"\1:VERSION", text)


class Watch:
    """Looks at every key of the vault again and again while something happens."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self.rounds = 0
        self.shapes: set[str] = set()
        self.faults: set[str] = set()
        self._is_done = False
        self._task = asyncio.create_task(self._run())

    async def look(self) -> None:
        """Wait until every key that is there now was looked at."""
        before = self.rounds
        while self.rounds < before + 2:  # noqa: ASYNC110 - the looking itself is the wait
            await asyncio.sleep(0)

    async def stop(self) -> None:
        """Look once more, and no more."""
        await self.look()
        self._is_done = True
        await self._task

    async def _run(self) -> None:
        async with self._stores.looking_into_vault() as client:
            while not self._is_done:
                async for key in client.scan_iter():
                    lives = await client.ttl(key)
                    self.shapes.add(shape(key))
                    if lives == -1 or lives > LONGEST_OF.get(shape(key), LONGEST):
                        self.faults.add(f"{shape(key)}: {lives}")
                self.rounds += 1
                await asyncio.sleep(0)


async def test_no_key_is_ever_without_a_lifetime(cast: Cast, stores: Stores) -> None:
    watch = Watch(stores)
    visitors = [await cast.visitor() for _ in range(4)]
    professional = await cast.professional()
    colleague = await cast.professional()
    await colleague.be("free")
    for visitor in visitors[:2]:
        await colleague.until(lambda: colleague.proposed is not None)
        cid = colleague.proposed
        assert cid == visitor.keys.cid
        colleague.pass_on(cid)
        await colleague.until(lambda: colleague.proposed not in {None, cid})  # noqa: B023 - at once
    talks = [await cast.conversation(visitor, professional) for visitor in visitors[:2]]
    for visitor, talk in zip(visitors, talks, strict=False):
        for number in range(20):
            visitor.say(f"a{number}")
            professional.say(talk, f"b{number}")
    await visitors[0].until(lambda: len(visitors[0].texts) == 40)
    await visitors[1].until(lambda: len(visitors[1].texts) == 40)
    aside = professional.ask_aside(colleague.name)
    await colleague.until(lambda: aside.call.cid in colleague.consults.all)
    await watch.look()
    professional.ask(talks[1], "join")
    await colleague.until(lambda: bool(colleague.asking))
    await colleague.sit_in(talks[1].cid)
    professional.ask(talks[1], "handover")
    await colleague.until(lambda: bool(colleague.asking))
    visitors[2].leave("exit")
    now = int(cast.app.counting.clock.now())
    await cast.played(new_pass(cast.app.counting.ring, Played(["hoax"], "nl"), now=now))
    await cast.app.rehearsals.stop()
    professional.end(talks[0])
    await professional.until(lambda: bool(professional.untagged))
    await visitors[0].until(lambda: visitors[0].ended is not None)
    await visitors[0].answers(None)
    await visitors[0].answers({"heard": "yes"})
    await watch.look()  # at the ticket, which is not there for long
    await professional.tag(talks[0].ticket, cast.app.codebook.key, {"contact": ["hoax"]})
    await watch.stop()

    assert watch.faults == set()
    known = {family.pattern for family in FAMILIES if family.store == "vault"}
    assert watch.shapes <= known
    # What this test did must have shown most families, or it proves little.
    # A cool-down is in tests/contract/test_slots.py, a parcel in test_boxes.py.
    assert known - watch.shapes <= {
        "hl:attempts:PSEUDONYM",
        "hl:{desk}:returned",
        "hl:{desk}:cooldown:SLOT",
        "hl:{desk}:parcel:DAY",
    }


async def test_a_key_without_a_lifetime_would_be_seen(stores: Stores) -> None:
    async with stores.looking_into_vault() as client:
        await client.set("hl:{desk}:turn", 1)

    watch = Watch(stores)
    await watch.stop()

    assert watch.faults == {"hl:{desk}:turn: -1"}


async def test_the_ledger_holds_only_known_families(cast: Cast, stores: Stores) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    professional.end(talk)
    await professional.until(lambda: bool(professional.untagged))
    answers = {"contact": ["hoax"]}
    await professional.tag(talk.ticket, cast.app.codebook.key, answers)
    await cast.app.counting.fold()

    async with Redis.from_url(stores.ledger_keeper.url) as client:
        shapes = {shape(key) async for key in client.scan_iter()}

    assert shapes <= {family.pattern for family in FAMILIES if family.store == "ledger"}
    assert "hl:{ledger}:cells:VERSION" in shapes
    assert "hl:{ledger}:pending" not in shapes
