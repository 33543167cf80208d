"""Real browsers for tests: people who see only what their page shows.

    visitor = await scene.visitor()
    await visitor.starts()

Every browser is Debian's Chromium or Firefox, or the one on PATH; none is ever downloaded.
Whatever a page asks of the world outside (the exit leads there) is answered here and never leaves
the machine.
"""

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pytest
from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    WebSocket,
    expect,
)

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")

FIREFOX: Final = ("firefox-esr", "firefox")

OFF: Final = (
    # The last such switch is the one that counts: what Playwright turns off and pages feel.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    # Each is a page of its own in every window, under an address bar that nobody sees: they
    # took three quarters of the processor time of a test.
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(OFF)}",
)

PATIENCE: Final = 20_000.0
"""Milliseconds that a page may take on a machine with other work to do."""

expect.set_options(timeout=PATIENCE)

SOMEWHERE_ELSE: Final = (
    "<!doctype html><title>Het weer</title><h1>Morgen zon</h1><textarea></textarea>"
)
"""The page that the exit leads to."""


def chromium() -> str:
    """Where Chromium is."""
    return _on_path("Chromium", CHROMIUM)


def firefox() -> str:
    """Where Firefox is."""
    return _on_path("Firefox", FIREFOX)


def _on_path(engine: str, names: tuple[str, ...]) -> str:
    """Where the first of these is. A test that cannot run has failed: it is not skipped."""
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.fail(f"browser tests need {engine} on PATH: one of {', '.join(names)}", pytrace=False)


class Said(NamedTuple):
    """One message as somebody sees it on the screen."""

    mine: bool
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One websocket frame as the browser saw it."""

    payload: str | bytes
    sent: bool


async def fulfil_outside(route: Route) -> None:
    """Answer for the world outside."""
    await route.fulfill(
        # Playwright does not see it when Firefox shows a page that it has kept.
        headers={"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"},
        body=SOMEWHERE_ELSE,
    )


class Window:
    """One page, what it asked for, what it complained about, and what went over its sockets."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        self.frames: list[Frame] = []
        self._sockets: list[WebSocket] = []
        page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108 - playwright marks its handlers
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("websocket", self._watch)

    async def opens(self) -> None:
        """Load the page."""
        await self.page.goto(self.url)

    def part(self, test_id: str) -> Locator:
        """A part of the page by its test id."""
        return self.page.get_by_test_id(test_id)

    async def sees(self, test_id: str, **attributes: str) -> Locator:
        """Wait until this part is visible and, if given, its data- attributes are these."""
        part = self.part(test_id)
        await expect(part).to_be_visible()
        for name, value in attributes.items():
            await expect(part).to_have_attribute(f"data-{name}", value)
        return part

    async def answers_a_beat(self) -> None:
        """Wait until the page says, on its newest line, that it is awake."""
        await self._sockets[-1].wait_for_event(
            "framesent", lambda payload: '"type":"awake"' in str(payload)
        )

    async def types(self, text: str) -> None:
        """Write without sending, key by key as a person does."""
        await self.part("composer").press_sequentially(text)

    async def says(self, text: str) -> None:
        """Write and send."""
        await self.part("composer").fill(text)
        await self.part("send").click()

    async def has_messages(self, many: int) -> None:
        """Wait until so many messages are shown."""
        await expect(self.part("message")).to_have_count(many)

    async def hears(self, text: str) -> None:
        """Wait until somebody else's message with this text is shown."""
        theirs = self.page.locator('[data-testid="message"][data-mine="false"]')
        await expect(theirs.filter(has_text=text).first).to_be_visible()

    async def transcript(self) -> list[Said]:
        """The messages as shown, from top to bottom."""
        found: list[list[Any]] = await self.part("message").evaluate_all(
            """(all) => all.map((each) => [
                 each.dataset.mine === 'true',
                 each.querySelector('.text, .message-text').textContent,
                 each.dataset.state ?? '',
               ])"""
        )
        return [Said(*said) for said in found]

    async def texts(self) -> list[str]:
        """The texts of the messages as shown, from top to bottom."""
        return [said.text for said in await self.transcript()]

    async def everything_arrived(self) -> None:
        """Wait until each own message is marked as opened by the other page."""
        mine = '[data-testid="message"][data-mine="true"]'
        under_way = f'{mine}:not([data-state="delivered"]):not([data-state="read"])'
        await expect(self.page.locator(under_way)).to_have_count(0)

    async def everything_is_read(self) -> None:
        """Wait until each own message was on the other side's screen."""
        mine = '[data-testid="message"][data-mine="true"]'
        await expect(self.page.locator(f'{mine}:not([data-state="read"])')).to_have_count(0)

    def _hear(self, message: ConsoleMessage) -> None:
        # A line that is cut is an error to the console; that the page copes is what is tested.
        is_a_cut = "WebSocket" in message.text or "net::ERR_" in message.text
        if message.type == "error" and not is_a_cut:
            self.complaints.append(message.text)

    def _watch(self, socket: WebSocket) -> None:
        self._sockets.append(socket)
        socket.on("framesent", lambda payload: self.frames.append(Frame(payload, sent=True)))
        socket.on("framereceived", lambda payload: self.frames.append(Frame(payload, sent=False)))


class VisitorPage(Window):
    """What a visitor does and sees."""

    async def presses_start(self) -> None:
        """Press start, and answer nothing of what an organisation may ask first."""
        await self.part("start").click()
        await expect(self.part("start-page")).to_have_count(0)
        if await self.part("questions-skip").count():
            await self.part("questions-skip").click()

    async def starts(self) -> None:
        """Take a place in the line."""
        await self.presses_start()
        await self.sees("waiting-page")
        await expect(self.part("position")).to_have_attribute("data-position", re.compile(r"\d+"))

    async def comes(self) -> None:
        """Open the page and take a place in the line."""
        await self.opens()
        await self.starts()

    async def speaks(self, tag: str) -> None:
        """Choose a language, and wait until the page is in it."""
        await self.part("language").select_option(tag)
        await expect(self.page.locator("html")).to_have_attribute("lang", tag)

    async def is_ready(self) -> None:
        """Let the one at the door in."""
        await self.part("ready").click()
        await self.sees("conversation-page")

    async def lets_join(self, *, back: bool) -> None:
        """Say yes to who wants to come in beside, or again. Args: back: they may read back."""
        await self.part("join-and-read" if back else "join-from-now").click()
        await expect(self.part("asking")).to_have_count(0)

    async def says_no(self) -> None:
        """Say no to who wants to come in."""
        await self.part("join-no").click()
        await expect(self.part("asking")).to_have_count(0)

    async def stops(self) -> None:
        """End the conversation calmly."""
        await self.part("end").click()
        await self.part("end-confirm").click()
        await self.sees("ended-page", reason="left")

    async def notes(self) -> list[str]:
        """The kinds of notes between the messages."""
        found: list[str] = await self.part("note").evaluate_all(
            "(all) => all.map((each) => each.dataset.note)"
        )
        return found


class ProfessionalPage(Window):
    """What a professional does and sees."""

    async def signs_in(self, name: str, password: str) -> None:
        """Open the page and sign in; the desk, or the coordinator's page, is there afterwards."""
        await self.opens()
        await self.part("name").fill(name)
        await self.part("password").fill(password)
        await self.part("sign-in").click()
        await expect(self.part("me")).to_have_text(name)
        # "Not signed in" is how the page learns to ask; the console calls that an error.
        self.complaints.clear()

    async def name(self) -> str:
        """Who has signed in here."""
        return await self.part("me").inner_text()

    async def is_at_the_desk(self) -> None:
        """Wait for the line."""
        await expect(self.part("line")).to_have_attribute("data-line", "up")

    async def says(self, text: str) -> None:  # type: ignore[explicit-override] # typing has it from 3.12
        """Write and send, also what looks like a number or a link: the page asks once."""
        await super().says(text)
        # A composer that is gone has sent it too: the conversation can be over by its arrival.
        await self.page.wait_for_function(
            """(text) => document.querySelector('[data-testid="caution-send"]') !== null
              || [...document.querySelectorAll('[data-testid="composer"]')]
                .every((each) => each.value !== text)""",
            arg=text,
        )
        if await self.part("caution-send").count():
            await self.part("caution-send").click()

    async def takes_next(self) -> None:
        """Take whoever is next."""
        await self.part("take-next").click()
        await self.sees("conversation", phase="knocking")

    async def takes(self, place: int) -> None:
        """Take the visitor at this place of the line, from 1."""
        await self.part("take").nth(place - 1).click()
        await self.sees("conversation", phase="knocking")

    async def is_let_in(self) -> None:
        """Wait until the visitor's page granted it."""
        await self.sees("conversation", phase="open")

    async def asks_colleagues(self, how: str) -> None:
        """Ask colleagues to take over ("handover") or to come in too ("join")."""
        await self.part("ask").click()
        await self.part(f"ask-{how}").click()
        await expect(self.part("ask-state")).to_have_attribute("data-state", "asked")

    async def sits_in(self) -> None:
        """Answer the colleague who asks."""
        await self.part("sit-in").click()
        await self.sees("conversation", phase="knocking")

    async def steps_out(self) -> None:
        """Leave the conversation to the colleague who is in it too."""
        await self.part("step-out").click()
        await expect(self.part("conversation-tab")).to_have_count(0)

    async def opens_words(self) -> None:
        """Look at the control words of the conversation."""
        await self.part("words").locator("summary").click()
        await self.sees("words-list")

    async def ends(self) -> None:
        """End the conversation for both."""
        await self.part("end").click()
        await self.part("confirm-end").click()
        await self.sees("ended", reason="done")

    async def chooses(self, question: str, *codes: str) -> None:
        """Answer a question of the tag form."""
        for code in codes:
            chip = f'[data-testid="chip"][data-question="{question}"][data-code="{code}"]'
            await self.page.locator(chip).check()

    async def tags_not_trafficking(self) -> None:
        """Two clicks and save."""
        await self.chooses("contact", "conv")
        await self.chooses("thb", "no")
        await self.saves()

    async def saves(self) -> None:
        """Save the form; it is gone afterwards."""
        await self.part("save").click()
        await expect(self.part("tag-form")).to_have_count(0)

    async def remarks(self) -> list[str]:
        """The kinds of remarks between the messages."""
        found: list[str] = await self.part("remark").evaluate_all(
            "(all) => all.map((each) => each.dataset.note)"
        )
        return found


class CoordinatorPage(ProfessionalPage):
    """What a coordinator sees."""

    async def chooses_figures(self, subject: str) -> None:
        """Look at the figures on this subject, drawn. `all`: everything."""
        await self.page.locator(f"[data-testid=subject][data-value={subject}]").click()
        for chart in await self.part("chart").all():
            await expect(chart.locator("svg")).to_be_visible()


async def meet(visitor: VisitorPage, professional: ProfessionalPage) -> None:
    """A visitor who waits is taken and lets this professional in."""
    await professional.takes_next()
    await visitor.is_ready()
    await professional.is_let_in()


async def keep_inside(contexts: Iterable[BrowserContext]) -> None:
    """Nothing that a page of these contexts asks for leaves this machine."""
    for context in contexts:
        await context.route(re.compile(r"^https://"), fulfil_outside)
