"""Bringing news to the pages connected to this process: each message once, in order.

Theory of operation. A Party is one page's end of one conversation. It follows the
conversation's channel *before* the vault is asked for the state, so that nothing
falls between the two; what is published meanwhile is put aside until `enter` has
given the state and `catch_up` the transcript. After that a message with the next
number goes straight out; a gap makes the party catch up from the stream, from its
own cursor: never a time window. While it does, news only raises `heard`.

When the store was away, more than messages may have been missed: the transport then
closes every socket, and each page comes back and enters anew.

Never await between comparing the cursor and moving it: order rests on that.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from chatserver.crypto.at_rest import SealError
from chatserver.domain.errors import Refused, Unavailable
from chatserver.helpline import news
from chatserver.helpline.sealing import DataKey
from chatserver.store.interface import Conversations
from chatserver.store.values import VISITOR
from chatserver.wire import codec, frames

SAID: Final = b"said"
"""Purpose of messages sealed at rest."""

Spawn = Callable[[Coroutine[Any, Any, None]], None]


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor's slip says besides where they stand (slips.py)."""

    token: bytes
    commitment: bytes
    suites: list[int]
    share: bytes = field(repr=False)


@dataclass(slots=True, kw_only=True, eq=False)
class Party:
    """One page's end of one conversation, in this process.

    Attributes:
        seat: VISITOR, or the place of the professional.
        connection: random name of the socket, so that it does not get its own words back.
        emit: sends an encoded frame to the page; never blocks.
        over: called once with the reason when the conversation ends or the page is replaced.
        cursor: number of the newest message this page was given.
        heard: number of the newest message we know to exist.
        language: the visitor's; known once the state is.
        is_awake: whether the page itself has answered lately.
        hard_end: of the conversation, Unix seconds; known once the state is.
        visit: of a visitor's page: what its slip says; known once the state is.
        wrote_at: when this page said last that somebody writes, Unix seconds.
        rehearses: nobody is in need here (decision 0051); known once the state is.
        asked: how often in a row a silent visitor was asked whether they are there.
        ending: how often this page was told that the hard end is near.
        others: whether the others are there, by seat, as this page was told last.
        aside: frames for the page that came before it was caught up.
        entry: how many pages of the visitor had come with this one; 0 until that is known.
        newest: the same of the last page that is heard of.
        requeued: what a visitor's page needs when it stands in line again.
    """

    cid: bytes
    seat: bytes
    connection: bytes
    emit: Callable[[bytes], None] = field(repr=False)
    over: Callable[[str], None] = field(repr=False)
    cursor: int = 0
    heard: int = 0
    is_catching_up: bool = True
    language: str = ""
    is_awake: Callable[[], bool] = field(default=_always, repr=False)
    hard_end: int = 0
    visit: Visit | None = field(default=None, repr=False)
    wrote_at: float = 0.0
    rehearses: bool = False
    asked: int = 0
    ending: int = 0
    others: dict[bytes, bool] = field(default_factory=dict)
    entry: int = 0
    newest: int = 0
    data_key: DataKey = field(default=DataKey(b"", b""), repr=False)
    aside: list[bytes] = field(default_factory=list, repr=False)
    requeued: Callable[[], Coroutine[Any, Any, None]] | None = field(default=None, repr=False)
    follower: Callable[[bytes], None] | None = field(default=None, repr=False)

    @property
    def is_visitor(self) -> bool:
        """Whether this is the visitor's page."""
        return self.seat == VISITOR

    @property
    def is_replaced(self) -> bool:
        """Whether a page of the visitor has come after this one."""
        return 0 < self.entry < self.newest

    def enter(self, data_key: DataKey, *, after: int, last: int, entry: int = 0) -> None:
        """The state is known: where this page is, and how far the conversation has come."""
        self.data_key = data_key
        self.entry = entry
        self.cursor = min(after, last)
        self.heard = max(self.heard, last)

    def named(self) -> bytes | None:
        """The conversation id that frames to this page carry: only staff need one."""
        return None if self.is_visitor else self.cid

    def named_to_other(self) -> bytes | None:
        """The same for frames to the other side."""
        return self.cid if self.is_visitor else None


class Delivery:
    """Delivers to all parties of this process."""

    def __init__(self, conversations: Conversations, spawn: Spawn) -> None:
        """Args: spawn: starts a task that the process owns."""
        self._conversations = conversations
        self._spawn = spawn
        self._parties: set[Party] = set()

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everybody connected here."""
        return tuple(self._parties)

    def follow(self, party: Party) -> None:
        """Begin to listen, before the state is asked for; then `enter` and `catch_up`."""
        party.follower = partial(self._receive, party)
        self._parties.add(party)
        self._conversations.follow(party.cid, party.follower)

    def unfollow(self, party: Party) -> None:
        """Stop delivering; again is harmless."""
        if party in self._parties and party.follower is not None:
            self._parties.discard(party)
            self._conversations.unfollow(party.cid, party.follower)

    async def catch_up(self, party: Party) -> None:
        """Give the page everything after its cursor, in order, then what was put aside."""
        party.is_catching_up = True
        try:
            while party.heard > party.cursor and party in self._parties:
                known = party.heard
                await self._replay(party, known)
                if party.heard == known > party.cursor:
                    # The stream has less: it was destroyed meanwhile, and the end is announced.
                    party.heard = party.cursor
        finally:
            party.is_catching_up = False
        aside, party.aside = party.aside, []
        for frame in aside:
            party.emit(frame)

    async def _replay(self, party: Party, known: int) -> None:
        # Never more than was heard of: what nobody was told yet may not be on a replica, and
        # a failover would give its number to another message.
        async for number, sealed in self._conversations.transcript(party.cid, after=party.cursor):
            if number == party.cursor + 1 and number <= known:
                self._hand_over(party, number, sealed)

    async def _catch_up_quietly(self, party: Party) -> None:
        try:
            await self.catch_up(party)
        except (Unavailable, Refused):
            return  # away: every socket is about to be closed

    def _receive(self, party: Party, payload: bytes) -> None:
        item = news.read(payload)
        match item.kind:
            case news.MESSAGE:
                self._receive_message(party, item)
            case news.FINISHED | news.REPLACED | news.UNSEATED:
                self._receive_end(party, item)
            case news.REQUEUED:
                if party.requeued is not None:
                    self._spawn(party.requeued())
            case news.RETURNED:
                return  # who is in it knows
            case _:
                frame = _frame_for(party, item)
                if frame is not None and item.cause != party.connection:
                    self._pass_on(party, frame)

    def _receive_end(self, party: Party, item: news.Item) -> None:
        match item.kind:
            case news.FINISHED:
                self._end(party, item.body.decode())
            case news.REPLACED:
                party.newest = max(party.newest, int(item.body))
                if party.is_visitor and party.is_replaced:
                    self._end(party, "replaced")
            case _:
                place, reason = news.read_place(item.body)
                if party.seat == place:
                    self._end(party, reason.decode())

    def _end(self, party: Party, reason: str) -> None:
        self.unfollow(party)
        party.over(reason)

    def _pass_on(self, party: Party, frame: bytes) -> None:
        if party.is_catching_up:
            party.aside.append(frame)
        else:
            party.emit(frame)

    def _receive_message(self, party: Party, item: news.Item) -> None:
        number, sealed = news.read_message(item.body)
        party.heard = max(party.heard, number)
        if party.is_catching_up or number <= party.cursor:
            return
        if number > party.cursor + 1:
            party.is_catching_up = True
            self._spawn(self._catch_up_quietly(party))
        elif item.cause == party.connection:
            party.cursor = number  # its own words; `accepted` tells the page
        else:
            self._hand_over(party, number, sealed)

    def _hand_over(self, party: Party, number: int, sealed: bytes) -> None:
        party.cursor = number
        try:
            message = party.data_key.open(SAID, sealed)
        except SealError:
            return  # altered in the store; the page sees the gap in the sender's numbers
        party.emit(codec.encode(frames.Message(seq=number, sealed=message, cid=party.named())))


def _frame_for(party: Party, item: news.Item) -> bytes | None:
    """The frame that a piece of news brings to this page; None if it is for another side."""
    if item.kind == news.TO_PLACE:
        place, frame = news.read_place(item.body)
        return frame if party.seat == place else None
    return item.body if (item.kind == news.TO_VISITOR) is party.is_visitor else None
