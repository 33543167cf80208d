"""What is on the disk of a visitor afterwards: a line of history (SECURITY.md 56, decision 0040).

Three conversations at one computer, at home, as people have it: one that the quick exit ended, one
whose tab was closed, one in which the computer lost its power. Then every file is read.
"""

import base64
import re
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Playwright, expect

from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.computers import ENGINES, Computer, Engine
from tests.support.memory import Word
from tests.support.profile import canary, remembered_sites, until_found, written
from tests.support.scene import Scene

CATCHES_KEYS: Final = """
const seen = new Set();
window.keysSeen = () => [...seen];
const note = (some) => {
  if (!(some instanceof ArrayBuffer || ArrayBuffer.isView(some))) return;
  const bytes = ArrayBuffer.isView(some)
    ? new Uint8Array(some.buffer, some.byteOffset, some.byteLength)
    : new Uint8Array(some);
  seen.add(btoa(String.fromCharCode(...bytes)));
};
for (const name of window.SubtleCrypto ? ['importKey', 'deriveBits'] : []) {
  const real = SubtleCrypto.prototype[name];
  SubtleCrypto.prototype[name] = async function (...all) {
    all.forEach(note);
    const made = await real.apply(this, all);
    note(made);
    return made;
  };
}
"""
"""Every key that the page works with passes here, and stays in the memory of the page."""

OF_THE_PAGE: Final = ("Kindertelefoon", "hulpverlener", "luwteExit", "--seen-top")
"""Words of its text, its scripts and its styles: they say what the address is for."""

REMEMBERS_THE_ADDRESS: Final = {
    "chromium": re.compile(
        r"Default/(History|Favicons|Preferences|Top Sites|Sessions/(Session|Tabs)_\d+)(-journal)?"
        # That a script of this name was run, without anything of it: it is in no cache.
        r"|Default/Code Cache/js/[0-9a-f]+_0"
        # Which addresses were looked at, for numbers that Chromium may send its makers.
        r"|segmentation_platform/ukm_db(-wal)?"
    ),
    "firefox": re.compile(
        r"(places|favicons)\.sqlite(-wal)?|sessionstore-backups/recovery\.(jsonlz4|baklz4)"
        # That somebody touched this site: no cookie of others is withheld from it.
        r"|permissions\.sqlite|bounce-tracking-protection\.sqlite"
    ),
}
"""Where a browser itself writes an address that was looked at, whatever the page does."""


async def talks(visitor: VisitorPage, professional: ProfessionalPage) -> list[Word]:
    """Two messages each way and a draft; all that must not be on the disk."""
    asked, answered, drafted = canary("gevraagd"), canary("geantwoord"), canary("bijna")
    await visitor.page.add_init_script(CATCHES_KEYS)
    await visitor.comes()
    await meet(visitor, professional)
    for turn in range(2):
        await visitor.says(f"{asked} {turn}")
        await professional.hears(f"{asked} {turn}")
        await professional.says(f"{answered} {turn}")
        await visitor.hears(f"{answered} {turn}")
    await visitor.everything_arrived()
    await professional.everything_arrived()
    await visitor.types(drafted)
    root, slip = await in_the_name(visitor)
    seen = [base64.b64decode(key) for key in await visitor.page.evaluate("keysSeen()")]
    keys = [key for key in seen if len(key) in {16, 32} and len(set(key)) > 4]
    assert root in keys
    assert len(keys) > 10
    assert visitor.complaints == []
    return [asked, answered, drafted, slip, *keys]


async def in_the_name(visitor: VisitorPage) -> tuple[bytes, bytes]:
    """The root and the server's slip, which the tab keeps."""
    kept, slip = (await visitor.page.evaluate("window.name")).split(" ")
    return base64.b64decode(kept)[:32], base64.b64decode(slip)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ENGINES)
async def test_an_exit_a_closed_tab_and_a_lost_power_leave_the_address_and_nothing_else(
    scene: Scene, playwright: Playwright, tmp_path: Path, engine: Engine
) -> None:
    name, stored_trace, typed_trace = canary("Sanne"), canary("bewaard"), canary("getypt")
    professional = await scene.professional(name)
    words: list[Word] = [name]
    async with Computer.running(engine, playwright, tmp_path / "home") as computer:
        leaving = VisitorPage(await computer.tab(), scene.visitors.origin)
        words += await talks(leaving, professional)
        for _ in range(3):
            await leaving.page.keyboard.press("Shift")
        await leaving.page.wait_for_url("https://www.knmi.nl/")
        await professional.sees("ended", reason="exit")
        await professional.tags_not_trafficking()

        closing = VisitorPage(await computer.context.new_page(), scene.visitors.origin)
        words += await talks(closing, professional)
        await closing.page.close()
        await professional.ends()
        await professional.tags_not_trafficking()

        struck = VisitorPage(await computer.context.new_page(), scene.visitors.origin)
        words += await talks(struck, professional)
        await computer.leaves_traces(stored_trace, typed_trace)
        await until_found(computer.profile, stored_trace, typed_trace)
        await computer.loses_power()

    found = written(computer.profile, *words, *OF_THE_PAGE, stored_trace, typed_trace)
    assert set().union(*found.values()) == {stored_trace, typed_trace}, found
    address = scene.visitors.origin.removeprefix("http://")
    there = written(computer.profile, address)
    allowed = REMEMBERS_THE_ADDRESS[engine]
    assert [path for path in there if not allowed.fullmatch(path)] == []
    sites = remembered_sites(computer.profile)
    ours = {url: title for url, title in sites.items() if address in url}
    assert ours == {f"{scene.visitors.origin}/": "Home"}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("engine", ENGINES)
async def test_what_was_chosen_before_the_line_is_not_on_the_disk(
    scene: Scene, playwright: Playwright, tmp_path: Path, engine: Engine
) -> None:
    stored_trace, typed_trace = canary("bewaard"), canary("getypt")
    async with Computer.running(engine, playwright, tmp_path / "home") as computer:
        visitor = VisitorPage(await computer.tab(), scene.visitors.origin)
        await visitor.opens()
        await expect(visitor.part("start")).to_have_attribute("data-asks", "2")
        await visitor.part("start").click()
        await visitor.page.get_by_label("Ik maak me zorgen om iemand anders").check()
        await expect(visitor.page.locator("input[name=asked-1]:checked")).to_have_count(1)
        await computer.leaves_traces(stored_trace, typed_trace)
        await until_found(computer.profile, stored_trace, typed_trace)
        await computer.loses_power()

    found = written(computer.profile, "asked-1", "zorgen om iemand", *OF_THE_PAGE, stored_trace)
    assert set().union(*found.values()) == {stored_trace}, found
