"""News and transcript in any interleaving: each message once, in order, nothing lost."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from chatserver.helpline import news
from chatserver.helpline.delivery import SAID, Delivery, Party
from chatserver.helpline.sealing import DataKey
from chatserver.store.interface import Conversations
from chatserver.store.values import VISITOR
from chatserver.wire import codec, frames

CID = b"c" * 16
KEY = DataKey.new(CID)
HERE = b"here----"
THERE = b"there---"
LEAST = 43 + 12 + 256 + 16


class Vault:
    """A transcript and a channel, as the vault would have them."""

    def __init__(self) -> None:
        self.said: list[bytes] = []
        self.followers: list[Callable[[bytes], None]] = []

    def follow(self, _cid: bytes, follower: Callable[[bytes], None]) -> None:
        self.followers.append(follower)

    def unfollow(self, _cid: bytes, follower: Callable[[bytes], None]) -> None:
        self.followers.remove(follower)

    async def transcript(self, _cid: bytes, *, after: int) -> AsyncIterator[tuple[int, bytes]]:
        for number, sealed in list(enumerate(self.said, start=1))[after:]:
            await asyncio.sleep(0)
            yield number, sealed

    def say(self, *, cause: bytes = THERE) -> bytes:
        """Keep a message; the news of it, to be told or lost."""
        self.said.append(KEY.seal(SAID, bytes(LEAST)))
        body = b"%d:%b" % (len(self.said), self.said[-1])
        return news.write(news.MESSAGE, cause, body)

    def tell(self, payload: bytes) -> None:
        for follower in tuple(self.followers):
            follower(payload)


class Page:
    """What one page was given."""

    def __init__(self, vault: Vault) -> None:
        self.sent: list[dict[str, Any]] = []
        self.over: list[str] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.delivery = Delivery(cast("Conversations", vault), self.spawn)
        self.party = Party(
            cid=CID,
            seat=VISITOR,
            connection=HERE,
            emit=lambda frame: self.sent.append(json.loads(frame)),
            over=self.over.append,
        )

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.add(asyncio.create_task(work))

    async def settled(self) -> None:
        await asyncio.gather(*self.tasks)

    @property
    def numbers(self) -> list[int]:
        return [frame["seq"] for frame in self.sent if frame["type"] == "message"]


def presence(state: str, *, kind: bytes = news.TO_VISITOR, cause: bytes = THERE) -> bytes:
    frame = frames.Seen(state="here" if state == "here" else "lost")
    return news.write(kind, cause, codec.encode(frame))


def come(entry: int) -> bytes:
    return news.write(news.REPLACED, THERE, b"%d" % entry)


async def entered(vault: Vault, *, after: int = 0, entry: int = 0) -> Page:
    page = Page(vault)
    page.delivery.follow(page.party)
    page.party.enter(KEY, after=after, last=len(vault.said), entry=entry)
    await page.delivery.catch_up(page.party)
    return page


async def test_what_is_published_while_the_state_is_read_comes_after_the_transcript() -> None:
    vault = Vault()
    vault.say()
    page = Page(vault)

    page.delivery.follow(page.party)
    vault.tell(presence("here"))
    vault.tell(vault.say())
    page.party.enter(KEY, after=0, last=1)
    await page.delivery.catch_up(page.party)

    assert [frame["type"] for frame in page.sent] == ["message", "message", "presence"]
    assert page.numbers == [1, 2]


async def test_a_gap_is_filled_from_the_transcript() -> None:
    vault = Vault()
    page = await entered(vault)

    vault.tell(vault.say())
    vault.say()  # its news is lost
    vault.tell(vault.say())
    await page.settled()

    assert page.numbers == [1, 2, 3]


async def test_old_news_again_changes_nothing() -> None:
    vault = Vault()
    page = await entered(vault)
    told = vault.say()

    vault.tell(told)
    vault.tell(told)

    assert page.numbers == [1]


async def test_ones_own_words_do_not_come_back_but_are_counted() -> None:
    vault = Vault()
    page = await entered(vault)

    vault.tell(vault.say(cause=HERE))
    vault.tell(vault.say())
    vault.tell(presence("here", cause=HERE))
    vault.tell(presence("here", kind=news.TO_STAFF))

    assert page.numbers == [2]
    assert len(page.sent) == 1


async def test_a_page_that_comes_back_goes_on_from_its_cursor() -> None:
    vault = Vault()
    for _ in range(5):
        vault.say()

    page = await entered(vault, after=3)
    beyond = await entered(vault, after=99)

    assert page.numbers == [4, 5]
    assert beyond.numbers == []
    assert beyond.party.cursor == 5


async def test_a_newer_page_of_the_visitor_replaces_this_one() -> None:
    vault = Vault()
    page = await entered(vault, entry=1)

    vault.tell(come(1))
    assert page.over == []
    vault.tell(come(2))
    vault.tell(vault.say())

    assert page.over == ["replaced"]
    assert page.numbers == []
    assert vault.followers == []


async def test_late_news_of_an_older_page_ends_nobody() -> None:
    vault = Vault()
    page = Page(vault)

    page.delivery.follow(page.party)
    vault.tell(come(1))
    page.party.enter(KEY, after=0, last=0, entry=2)
    vault.tell(come(1))
    vault.tell(come(2))

    assert not page.party.is_replaced
    assert page.over == []


async def test_a_page_that_comes_while_the_state_is_read_is_the_newer_one() -> None:
    vault = Vault()
    page = Page(vault)

    page.delivery.follow(page.party)
    vault.tell(come(2))
    page.party.enter(KEY, after=0, last=0, entry=1)

    assert page.party.is_replaced


async def test_the_end_is_told_once_and_nothing_comes_after_it() -> None:
    vault = Vault()
    page = await entered(vault)

    vault.tell(news.write(news.FINISHED, THERE, b"exit"))
    vault.tell(vault.say())
    page.delivery.unfollow(page.party)

    assert page.over == ["exit"]
    assert page.sent == []


async def test_a_message_altered_in_the_store_is_left_out() -> None:
    vault = Vault()
    page = await entered(vault)
    told = vault.say()

    vault.tell(told[:-1] + bytes([told[-1] ^ 1]))
    vault.tell(vault.say())

    assert page.numbers == [2]


@given(
    st.lists(st.sampled_from(["told", "lost", "own", "twice", "turn"]), max_size=30),
    st.integers(0, 3),
)
def test_in_any_weather_each_message_comes_once_and_in_order(
    weather: list[str], before: int
) -> None:
    async def play() -> tuple[list[int], set[int]]:
        vault = Vault()
        for _ in range(before):
            vault.say()
        page = await entered(vault)
        own = set()
        for moment in weather:
            if moment == "turn":
                await asyncio.sleep(0)
                continue
            told = vault.say(cause=HERE if moment == "own" else THERE)
            if moment == "own":
                own.add(len(vault.said))
            if moment != "lost":
                vault.tell(told)
            if moment == "twice":
                vault.tell(told)
        vault.tell(vault.say())
        await page.settled()
        await page.settled()
        return page.numbers, set(range(1, len(vault.said) + 1)) - own

    numbers, expected = asyncio.run(play())

    assert numbers == sorted(set(numbers))
    assert set(numbers) >= expected
