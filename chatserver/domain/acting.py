"""Plays a persona: what was said, and the time, in; what to do next, out (decision 0051).

    acting = Acting(persona, script, now=0)
    acting.hear("Ben je veilig?", now=12)
    while (step := acting.due(now=20)) is not None: ...

No clock, no chance and no network: the same words at the same times get the same answers, so a
trainer knows what a drill is about. Every persona comes to an end: after some answers, when
nobody answers them, and after LONGEST at the latest.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from chatserver.domain.personas import Persona, Rule, Script

LONGEST: Final = 45 * 60
"""Seconds. A rehearsal ends after an hour by itself; until then each has said goodbye."""

PER_CHARACTER: Final = 0.08
"""Seconds of writing: somebody who types fast on a phone."""

LONGEST_WRITING: Final = 9.0
"""Seconds for one message, however long it is: nobody learns by waiting."""

MOST_AT_ONCE: Final = 2
"""Answers to one message. Nobody in need answers five questions at once."""

GOES_AFTER: Final = 2.0
"""Seconds between the last word and the going."""


@dataclass(frozen=True, slots=True)
class Say:
    """Send this message."""

    text: str


@dataclass(frozen=True, slots=True)
class Leave:
    """End the conversation, calmly or by the quick exit."""

    how: Literal["left", "exit"]


@dataclass(frozen=True, slots=True)
class Drop:
    """Lose the line, and be back after so many seconds."""

    seconds: int


Step = Say | Leave | Drop


class Acting:
    """One persona in one conversation. All times are seconds of the same clock."""

    def __init__(self, persona: Persona, language: str, *, now: float) -> None:
        """Somebody has been let in. Args: language: one of `personas.LANGUAGES`."""
        self._persona = persona
        self._script: Script = persona.scripts[language]
        self._until = now + LONGEST
        self._plan: list[tuple[float, Step]] = []
        self._used: set[int] = set()
        self._answers = 0
        self._others = 0
        self._nudges = 0
        self._goes = False
        self.is_over = False
        self._quiet_since = now
        self._say(self._script.opening, now)

    @property
    def next_at(self) -> float:
        """When there is something to do next, unless something is said before."""
        return self._plan[0][0] if self._plan else self._alone_at

    @property
    def _alone_at(self) -> float:
        return min(self._quiet_since + self._persona.patience, self._until)

    def hear(self, text: str, *, now: float) -> None:
        """The professional says something."""
        self._quiet_since = now
        if self._goes or self.is_over:
            return
        found = self._heard(text.casefold())
        for number, rule in found:
            if not self._goes:
                self._used.add(number)
                self._answer(rule.says, rule, now)
        if not found and not self._plan:  # who is still writing does not answer everything
            self._answer(self._next_of_otherwise(), None, now)

    def _heard(self, said: str) -> list[tuple[int, Rule]]:
        """Which rules this is for: "I am here. Are you safe?" is for two."""
        return [
            (number, rule)
            for number, rule in enumerate(self._script.rules)
            if number not in self._used and _is_heard(rule, said)
        ][:MOST_AT_ONCE]

    def due(self, *, now: float) -> Step | None:
        """What to do now; None: nothing before `next_at`."""
        if self.is_over:
            return None
        if not self._plan and now >= self._alone_at:
            self._is_alone(now)
        if not self._plan or self._plan[0][0] > now:
            return None
        _, step = self._plan.pop(0)
        # From here on somebody has as long to answer as before.
        self._quiet_since = now
        self.is_over = isinstance(step, Leave)
        return step

    def _next_of_otherwise(self) -> tuple[str, ...]:
        others = self._script.otherwise
        if not others:
            return ()
        self._others += 1
        return (others[(self._others - 1) % len(others)],)

    def _answer(self, says: tuple[str, ...], rule: Rule | None, now: float) -> None:
        self._answers += bool(says)
        self._say(says, now)
        then = rule.then if rule is not None else ""
        if then == "drop":
            self._do(Drop(self._persona.away), now)
            self._say(self._script.back, self._plan[-1][0] + self._persona.away)
        elif then != "":
            self._go(then, now)
        elif self._answers >= self._persona.answers or now >= self._until:
            self._part(now)

    def _is_alone(self, now: float) -> None:
        """Nobody has answered for long."""
        if self._nudges < len(self._script.nudges) and now < self._until:
            self._nudges += 1
            # Asked again only once somebody had time to answer this.
            self._plan.append((now, Say(self._script.nudges[self._nudges - 1])))
        elif self._persona.ends == "silence" or now >= self._until:
            self._go("left", now)
        else:
            self._part(now)

    def _part(self, now: float) -> None:
        self._say(self._script.parting, now)
        self._go("exit" if self._persona.ends == "exit" else "left", now)

    def _go(self, how: Literal["left", "exit"], now: float) -> None:
        self._goes = True
        self._do(Leave(how), now + GOES_AFTER)

    def _say(self, lines: tuple[str, ...], now: float) -> None:
        at = self._free_at(now) + self._persona.pace
        for line in lines:
            at += min(len(line) * PER_CHARACTER, LONGEST_WRITING)
            self._plan.append((at, Say(line)))

    def _do(self, step: Step, now: float) -> None:
        self._plan.append((self._free_at(now), step))

    def _free_at(self, now: float) -> float:
        """When all that is planned has been done."""
        return max(now, self._plan[-1][0]) if self._plan else now


def _is_heard(rule: Rule, said: str) -> bool:
    """Whether one of its words begins a word of what was said: "bel" hears "bellen"."""
    return any(re.search(rf"(?<!\w){re.escape(word)}", said) for word in rule.hears)
