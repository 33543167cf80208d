"""A professional who looks elsewhere is called, once, and by nothing that others may read (F36)."""

import asyncio
import re
from typing import Any, Final

import pytest
from playwright.async_api import expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.redis_sets import until
from tests.support.scene import Scene

LISTENING = """
(() => {
  window.rung = 0;
  window.notices = [];
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...given) {
    window.rung += 1;
    return start.apply(this, given);
  };
  window.Notification = new Proxy(window.Notification, {
    construct(real, given) {
      window.notices.push(given);
      return Reflect.construct(real, given);
    },
  });
})();
"""
"""The browser does as ever, and says what it did."""

LOOKS = """(isLookedAt) => {
  const state = isLookedAt ? 'visible' : 'hidden';
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
  document.hasFocus = () => isLookedAt;
  document.dispatchEvent(new Event('visibilitychange'));
}"""

KEPT = """() => new Promise((tell) => {
  indexedDB.open('luwte-staff').onsuccess = ({ target }) => {
    const store = target.result.transaction('calls').objectStore('calls');
    store.get('calls').onsuccess = (event) => tell(event.target.result);
  };
})"""

TONES: Final = 2
"""In one ring."""

MORE_THAN_A_TURN: Final = 0.6
"""Seconds. A window that nobody looks at lets others go first for 0.4 of them."""


async def has_settled(window: ProfessionalPage) -> None:
    """What was there when the page was loaded is no news any more; what comes is."""
    await expect(window.part("bell")).to_have_attribute("data-settled", "true")


async def looks(window: ProfessionalPage, *, here: bool) -> None:
    """The professional looks at this window, or elsewhere."""
    await window.page.evaluate(LOOKS, here)


async def at_work(scene: Scene) -> tuple[VisitorPage, ProfessionalPage]:
    """A conversation, and a professional whose browser may show notices."""
    context = await scene.context()
    await context.grant_permissions(["notifications"], origin=scene.staff.origin)
    await context.add_init_script(LISTENING)
    visitor, professional = await scene.waiting_visitor(), await scene.professional(context=context)
    await meet(visitor, professional)
    await has_settled(professional)
    await professional.part("bell").click()
    await professional.part("bell-notice").check()
    await professional.page.keyboard.press("Escape")
    return visitor, professional


async def calls(*windows: ProfessionalPage) -> tuple[int, list[Any]]:
    """How often it rang in all of these, and what notices said."""
    rung = [await each.page.evaluate("window.rung") for each in windows]
    notices = [await each.page.evaluate("window.notices") for each in windows]
    return sum(rung) // TONES, [text for shown in notices for text, *_ in shown]


async def are_called(times: int, *windows: ProfessionalPage) -> None:
    """So often, and no more: looked at again when every window has had its turn."""

    async def have_been() -> bool:
        return (await calls(*windows))[0] >= times

    await until(have_been)
    await asyncio.sleep(MORE_THAN_A_TURN)
    assert await calls(*windows) == (times, ["Een bezoeker heeft geschreven"] * times)


async def test_who_looks_elsewhere_is_called_once_until_they_have_looked(scene: Scene) -> None:
    visitor, professional = await at_work(scene)
    await looks(professional, here=False)
    for text in ("hoi", "ben je er?", "ik heet Fenna"):
        await visitor.says(text)
        await professional.hears(text)
    await are_called(1, professional)

    await looks(professional, here=True)
    await visitor.says("hier")
    await professional.hears("hier")
    await are_called(1, professional)

    await looks(professional, here=False)
    await visitor.says("nog iets")
    await professional.hears("nog iets")
    await are_called(2, professional)


async def test_of_two_windows_one_calls(scene: Scene) -> None:
    visitor, first = await at_work(scene)
    second = await scene.second_window(first)
    await second.is_let_in()
    for window in (first, second):
        await has_settled(window)
        await looks(window, here=False)
    for number, text in enumerate(("een", "twee", "drie"), start=1):
        await visitor.says(text)
        for window in (first, second):
            await window.hears(text)
        await are_called(number, first, second)
        # Looked at in one, it is no news in the other.
        await looks(first, here=True)
        await first.page.wait_for_timeout(100)
        await looks(first, here=False)


async def test_a_window_that_slept_for_an_hour_does_not_call_for_what_another_called(
    scene: Scene,
) -> None:
    visitor, first = await at_work(scene)
    second = await scene.second_window(first)
    await second.is_let_in()
    for window in (first, second):
        await has_settled(window)
        await looks(window, here=False)
    sleeper = await first.page.context.new_cdp_session(first.page)
    await sleeper.send("Page.setWebLifecycleState", {"state": "frozen"})
    await visitor.says("ben je er nog?")
    await second.hears("ben je er nog?")
    # Nobody knows at which moment it falls asleep: perhaps after it has called.
    await sleeper.send("Page.setWebLifecycleState", {"state": "active"})
    await first.hears("ben je er nog?")
    await are_called(1, first, second)


async def test_a_window_alone_calls_when_it_wakes(scene: Scene) -> None:
    visitor, professional = await at_work(scene)
    await looks(professional, here=False)
    sleeper = await professional.page.context.new_cdp_session(professional.page)
    await sleeper.send("Page.setWebLifecycleState", {"state": "frozen"})
    await visitor.says("hallo?")
    await visitor.everything_arrived()
    assert await visitor.part("message").count() == 1

    await sleeper.send("Page.setWebLifecycleState", {"state": "active"})
    await professional.hears("hallo?")
    await are_called(1, professional)


async def test_one_key_turns_all_of_it_off_and_every_window_knows(scene: Scene) -> None:
    visitor, professional = await at_work(scene)
    second = await scene.second_window(professional)
    await professional.part("composer").press("F8")
    for window in (professional, second):
        await expect(window.part("bell")).to_have_text("Meldingen uit")
        await looks(window, here=False)
    await visitor.says("hoi")
    await professional.hears("hoi")
    await second.hears("hoi")
    await are_called(0, professional, second)

    # The title still counts.
    for window in (professional, second):
        await expect(window.page).to_have_title(re.compile(r"^\(1\) "))


async def test_it_is_quiet_in_quiet_hours(scene: Scene) -> None:
    visitor, professional = await at_work(scene)
    now = await professional.page.evaluate("new Date().getHours()")
    await professional.part("bell").click()
    begin, end = await professional.part("bell-time").all()
    await begin.fill(f"{now:02}:00")
    await end.fill(f"{(now + 2) % 24:02}:00")
    await professional.page.keyboard.press("Escape")
    await looks(professional, here=False)
    await visitor.says("hoi")
    await professional.hears("hoi")

    await are_called(0, professional)


async def test_nothing_of_a_conversation_is_in_a_notice(scene: Scene) -> None:
    visitor, professional = await at_work(scene)
    await looks(professional, here=False)
    await visitor.says("ik heet Fenna")
    await professional.hears("ik heet Fenna")
    await are_called(1, professional)
    shown = str(await professional.page.evaluate("window.notices"))
    assert "Fenna" not in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_choices_work_for_everybody(scene: Scene, scheme: str) -> None:
    professional = await scene.professional(bypass_csp=True)
    await professional.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await professional.part("bell").press("Enter")
    await expect(professional.part("bell-on")).to_be_focused()
    await works_for_everybody(professional, "bell")
    await professional.page.keyboard.press("Escape")
    await expect(professional.part("bell")).to_be_focused()


async def is_kept_off(window: ProfessionalPage) -> bool:
    """The browser has written down that nothing calls."""
    kept = await window.page.evaluate(KEPT)
    return kept is not None and kept["isOn"] is False


async def test_what_was_chosen_is_still_so_after_a_reload(scene: Scene) -> None:
    professional = await scene.professional()
    await professional.part("bell").click()
    await professional.part("bell-sound").uncheck()
    await professional.page.keyboard.press("F8")
    await until(lambda: is_kept_off(professional))
    await professional.page.reload()

    await expect(professional.part("bell")).to_have_attribute("data-on", "false")
    await professional.part("bell").click()
    await expect(professional.part("bell-sound")).not_to_be_checked()
