"""Who at the desk is free, and which visitor is proposed to whom (decision 0023).

A proposal says to one professional: this visitor is next, do you take them? It keeps the
visitor's place in the line and keeps others from taking them for a moment. Nobody is given a
visitor by a proposal; the claim does that, as for everybody who takes.

The first in line is proposed to whoever has been idle longest. What is counted is not time but
steps: each time somebody becomes free, gets or ends a conversation, tags, declines or misses a
proposal, they stand behind everybody who was idle before that. So nobody waits for a visitor
longer than somebody who became free later and speaks the same languages.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chatserver.domain.desk import Waiter, next_for

MOST_MISSED: Final = 2
"""Proposals missed in a row before nothing more is proposed: once is a cup of tea, twice is
an empty chair, and each costs a visitor thirty seconds."""


DECLINED_FOR: Final = 120
"""Seconds in which nobody is asked again for whom they did not take. Long enough to finish what
one was doing, and not for ever: there may be nobody else who speaks that language."""

PARTED_FOR: Final = 900
"""Seconds in which nobody is proposed a visitor who said no to them, or whom they lost. Whoever
said no to somebody should not meet them again as the next one."""


class Stance(StrEnum):
    """What somebody at the desk wants to be proposed, and why not."""

    FREE = "free"
    AWAY = "away"
    """By their own choice, or as everybody is who has just come."""
    MISSED = "missed"
    """Away, because they missed MOST_MISSED proposals in a row."""
    BREAK = "break"
    RESTED = "rested"
    """Away, because a break is over: nobody is put to work by a clock."""
    ENDING = "ending"
    """Their shift ends: no new visitors, in any way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A professional at the desk.

    Attributes:
        languages: those in which they help; empty for all.
        since: the step of the desk since which they are idle. No two are the same.
        until: until when a page of theirs is there, Unix seconds.
        load: conversations they are in.
        owes: ended conversations that wait for their tag.
        hard: hard conversations since their last break.
        break_until: Unix seconds, while they are on one.
        chosen: conversations at once that they want at the most; 0: as many as the desk allows.
    """

    pseudonym: bytes
    stance: Stance
    since: int
    until: int = 0
    languages: tuple[str, ...] = ()
    load: int = 0
    owes: int = 0
    hard: int = 0
    break_until: int = 0
    chosen: int = 0

    def most(self, *, capacity: int) -> int:
        """Conversations that they may have at once. Args: capacity: that the desk allows."""
        return min(capacity, self.chosen or capacity)

    def is_ready(self, *, capacity: int, now: float) -> bool:
        """Whether a visitor may be proposed to them. The same is in scripts/_desk.lua.

        Args:
            capacity: conversations of one professional at once.
            now: Unix seconds.
        """
        is_there = self.until >= now
        has_room = self.owes == 0 and self.load < self.most(capacity=capacity)
        return self.stance is Stance.FREE and is_there and has_room


class Work(StrEnum):
    """What somebody at the desk is doing, as far as a coordinator is told: how many do it."""

    FREE = "free"
    BUSY = "busy"
    """In a conversation, or with one to tag."""
    AWAY = "away"
    BREAK = "break"


def work_of(colleague: Colleague, *, proposes: bool, now: float) -> Work | None:
    """What a colleague is doing; None when no page of theirs is there.

    Args:
        proposes: whether this desk proposes visitors. Where everybody takes by hand, nobody says
            that they are free, and who is there without a conversation is.
        now: Unix seconds.
    """
    if colleague.until < now:
        return None
    if colleague.load > 0 or colleague.owes > 0:
        return Work.BUSY
    if colleague.stance is Stance.BREAK:
        return Work.BREAK
    is_free = colleague.stance is Stance.FREE
    if is_free or (not proposes and colleague.stance is not Stance.ENDING):
        return Work.FREE
    return Work.AWAY


class Shown(StrEnum):
    """What somebody at the desk is doing, as far as colleagues are told who think of asking."""

    FREE = "free"
    BUSY = "busy"
    """In a conversation, or with one to tag: they may still have a moment, or room."""
    AWAY = "away"
    BREAK = "break"
    ENDING = "ending"


def shown_as(stance: Stance, *, is_busy: bool, proposes: bool) -> Shown:
    """What colleagues are told of somebody whose page is there.

    Args:
        proposes: see `work_of`.
    """
    if stance is Stance.ENDING:
        return Shown.ENDING
    if stance is Stance.BREAK:
        return Shown.BREAK
    if is_busy:
        return Shown.BUSY
    return Shown.FREE if stance is Stance.FREE or not proposes else Shown.AWAY


@dataclass(frozen=True, slots=True)
class Proposal:
    """A visitor who is proposed to somebody. `until`: Unix seconds."""

    cid: bytes
    pseudonym: bytes
    until: int


def to_propose(
    line: Iterable[Waiter],
    crew: Iterable[Colleague],
    standing: Collection[Proposal],
    declined: Mapping[bytes, Collection[bytes]],
    *,
    capacity: int,
    now: float,
) -> Iterator[tuple[Waiter, Colleague]]:
    """Who is to be proposed to whom, the first in line first.

    Args:
        line: in its order.
        standing: proposals that have no answer yet, each of one visitor to one colleague.
        declined: by visitor, who said a moment ago that they do not take this one.
        capacity: conversations of one professional at once.
        now: Unix seconds.
    """
    asked = {each.pseudonym for each in standing}
    proposed = {each.cid for each in standing}
    idle = sorted(
        (
            each
            for each in crew
            if each.is_ready(capacity=capacity, now=now) and each.pseudonym not in asked
        ),
        key=lambda each: each.since,
    )
    for waiter in line:
        if not idle:
            return
        if waiter.cid in proposed:
            continue
        refusing = declined.get(waiter.cid, ())
        for colleague in idle:
            helps = next_for((waiter,), colleague.languages) is not None
            if helps and colleague.pseudonym not in refusing:
                idle.remove(colleague)
                yield waiter, colleague
                break
