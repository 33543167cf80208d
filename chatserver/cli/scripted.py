"""The whole job, played by the reference client over real sockets and real encryption.

A visitor waits, a professional takes, they write ten messages each, both lines
are cut in the middle, the professional ends and tags, the tag is counted, the
coordinator reads the past year. Every step is checked; the report says which held.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any, Final, TypedDict

import aiohttp

from chatserver.app import App
from chatserver.cli import signing
from chatserver.cli.run import minute
from chatserver.client import Coordinator, Professional, Said, Visitor
from chatserver.crypto.hl1 import Roster
from chatserver.crypto.roster_key import DeviceKey, RosterKey
from chatserver.domain.people import Role

ANSWERS: Final = {
    "contact": ["conv"],
    "thb": ["yes"],
    "who": ["self"],
    "count": ["first"],
    "form": ["sex"],
}

LINES: Final = (
    ("Hoi, is er iemand?", "Ja, ik ben er. Fijn dat je schrijft."),
    ("Ik weet niet goed hoe ik moet beginnen 😟", "Dat geeft niet. Neem je tijd."),
    ("Iemand dwingt me dingen te doen.", "Wat naar. Goed dat je het vertelt."),
    ("Hij woont hier vlakbij.", "Ben je nu op een plek waar je veilig kunt schrijven?"),
    ("Ja, ik ben op mijn kamer.", "Goed. Als het onveilig wordt: de knop bovenin sluit alles."),
    ("Mijn telefoon viel even weg.", "Je bent er weer, niets is verloren gegaan."),
    ("Kan iemand mij helpen?", "Ja. We kijken samen wat er kan, stap voor stap."),
    ("Ik wil niet dat mijn ouders het horen.", "Jij bepaalt wat er gebeurt en wie het weet."),
    ("Mag ik nog eens terugkomen?", "Altijd. Elke avond is er iemand."),
    ("Dank je wel 🌱", "Zorg goed voor jezelf."),
)


class Step(TypedDict):
    """One step, and whether it held."""

    step: str
    held: bool


class Report(TypedDict):
    """What was played."""

    held: bool
    steps: list[Step]
    visitor_saw: list[str]
    professional_saw: list[str]
    cells: dict[str, int]
    coordinator: dict[str, Any]
    seconds: float


class _Play:
    """Collects steps."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def step(self, said: str, *, held: bool) -> None:
        self.steps.append(Step(step=said, held=held))


async def play(app: App, accounts: Mapping[Role, tuple[str, str]], key: RosterKey) -> Report:
    """Play the job; a step that fails ends the play and is the last in the report."""
    began = time.monotonic()
    playing = _Play()
    report = Report(
        held=False,
        steps=playing.steps,
        visitor_saw=[],
        professional_saw=[],
        cells={},
        coordinator={},
        seconds=0.0,
    )
    try:
        await _play(app, accounts, key, playing, report)
    except (TimeoutError, PermissionError, OSError) as error:
        playing.step(f"stopped: {type(error).__name__}", held=False)
    report["held"] = all(step["held"] for step in playing.steps)
    report["seconds"] = round(time.monotonic() - began, 2)
    return report


async def _play(
    app: App,
    accounts: Mapping[Role, tuple[str, str]],
    key: RosterKey,
    playing: _Play,
    report: Report,
) -> None:
    async with AsyncExitStack() as stack:
        sessions = [
            await stack.enter_async_context(
                aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
            )
            for _ in range(3)
        ]
        roster = Roster(key.public)
        visitor = Visitor(sessions[0], app.visitor_url, roster=roster, minute=minute)
        device = DeviceKey.new()
        professional = Professional(sessions[1], app.staff_url, key=device, minute=minute)
        coordinator = Coordinator(sessions[2], app.staff_url)
        stack.push_async_callback(visitor.close)
        stack.push_async_callback(professional.close)

        await professional.sign_in(*accounts[Role.PROFESSIONAL])
        await _come_onto_the_roster(professional, app, key, playing)
        visitor.arrive()
        await visitor.until(lambda: visitor.position is not None)
        playing.step("the visitor waits in place 1", held=visitor.position == 1)
        await professional.until(lambda: len(professional.waiting) == 1)
        talk = await professional.take()
        name = await visitor.let_in()
        await professional.until(lambda: talk.is_open)
        playing.step(f"{name} took the conversation and was let in", held=name == "Maria")

        for turn, (asked, answered) in enumerate(LINES):
            if turn == len(LINES) // 2:
                await visitor.line.lose()
                await professional.line.lose()
            visitor.say(asked)
            turns = 2 * turn + 1
            await professional.until(_has(lambda: talk.texts, turns))
            professional.say(talk, answered)
            await visitor.until(_has(lambda: visitor.texts, turns + 1))
        await professional.until(_has(lambda: talk.texts, 2 * len(LINES)))
        report["visitor_saw"] = [_shown(said, "professional") for said in visitor.texts]
        report["professional_saw"] = [_shown(said, "visitor") for said in talk.texts]
        _check_transcripts(playing, visitor.texts, talk.texts)
        held = visitor.line.losses == 1 and professional.line.losses == 1
        playing.step("both lines were cut and came back", held=held)

        professional.end(talk)
        await visitor.until(lambda: visitor.ended is not None)
        await professional.until(lambda: bool(professional.untagged))
        playing.step("the conversation ended for both", held=visitor.ended == "done")
        await professional.tag(talk.ticket, app.codebook.key, ANSWERS)
        playing.step("the conversation was tagged", held=True)
        counted = await app.counting.fold()
        report["cells"] = dict(counted.cells)
        playing.step("the tag was counted once", held=counted.tags == 1)
        again = await app.counting.fold()
        playing.step("and not again", held=again.tags == 0)

        await coordinator.sign_in(*accounts[Role.COORDINATOR])
        report["coordinator"] = await coordinator.tally()
        years = report["coordinator"]["years"]
        playing.step("the coordinator sees the past year", held=len(years) == 1)
        board = await coordinator.board()
        playing.step("the board counts one finished", held=board["finished_today"] == 1)


def _check_transcripts(
    playing: _Play, visitor: tuple[Said, ...], professional: tuple[Said, ...]
) -> None:
    wrote = [text for pair in LINES for text in pair]
    both = [said.text for said in visitor] == [said.text for said in professional] == wrote
    playing.step("both saw the same twenty messages in order", held=both)
    marks = any(said.marks for said in (*visitor, *professional))
    playing.step("no message was missing, repeated or out of order", held=not marks)


async def _come_onto_the_roster(
    professional: Professional, app: App, key: RosterKey, playing: _Play
) -> None:
    await professional.enrol()
    professional.work()
    await professional.until(lambda: professional.device is not None)
    waits = not professional.may_work
    playing.step("a device that nobody approved may not work", held=waits)
    await signing.approve_waiting(app.rosters, key, minute=minute())
    await professional.until(lambda: professional.may_work)
    playing.step("the roster key approved it", held=True)


def _has(texts: Callable[[], tuple[Said, ...]], number: int) -> Callable[[], bool]:
    return lambda: len(texts()) >= number


def _shown(said: Said, other: str) -> str:
    return f"{'me' if said.is_mine else other}: {said.text}"


def told(report: Report) -> str:
    """The report for a person."""
    parts = ["What the visitor saw", *_indented(report["visitor_saw"])]
    parts += ["", "What the professional saw", *_indented(report["professional_saw"])]
    parts += ["", "The tag was counted in"]
    parts += _indented([f"{cell}  +{count}" for cell, count in report["cells"].items()])
    for year in report["coordinator"].get("years", ()):
        made_up = "  (made-up figures)" if year["synthetic"] else ""
        parts += ["", f"What the coordinator sees of {year['year']}{made_up}"]
        for table in year["tables"]:
            parts += _indented(_table(table))
    parts += ["", "Steps"]
    parts += [f"  {'ok  ' if step['held'] else 'FAIL'} {step['step']}" for step in report["steps"]]
    verdict = "every step held" if report["held"] else "NOT every step held"
    return "\n".join([*parts, "", f"{verdict}, in {report['seconds']} s"])


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _table(table: Mapping[str, Any]) -> list[str]:
    lines = [f"{table['title']['en']}: {table['unit']['en']}, n={table['total']}"]
    for row in table["rows"]:
        percent = f"{row['of_all']:>6} {row['of_known']:>6}"
        lines.append(f"    {row['label']['en']:<44} {row['count']:>5} {percent}".rstrip())
    return lines
