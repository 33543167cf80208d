"""`make old-browsers`: browsers of 2018, and older ones, in earnest.

Not collected with the tests: it fetches half a gigabyte of engines first. Chromium 65 and 69 hold
a whole conversation; 61 and 53 are too old, and say whom to call.
"""

import pytest

from tests.support.old_chromium import OldPage
from tests.support.scene import Scene

MESSAGE = "document.querySelectorAll('[data-testid=message]')"

NUMBERS = ("112", "0800-2000", "0800-0432", "0800-0113", "033-4481186", "088-20 80 000")


@pytest.mark.timeout(300)  # the first start of an engine reads half a gigabyte
@pytest.mark.parametrize("version", ["65", "69"])
async def test_a_browser_of_2018_holds_a_whole_conversation(scene: Scene, version: str) -> None:
    professional = await scene.professional("Sanne")
    async with OldPage.of(version, scene.visitors.origin) as visitor:
        assert f"Chrome/{version}." in await visitor.runs("navigator.userAgent")
        await visitor.sees("start-page")
        await visitor.taps("start")
        # Asked only where what the organisation asks has come in time.
        skip = "document.querySelector('[data-testid=questions-skip]')"
        await visitor.waits_for(f"{skip} || document.querySelector('[data-testid=position]')")
        await visitor.runs(f"{skip} && {skip}.click()")
        await visitor.sees("position")
        await visitor.taps("write-ahead")
        await visitor.says("hoi 😟")
        await professional.takes_next()
        await visitor.taps("ready")
        await professional.is_let_in()
        await professional.hears("hoi 😟")

        await professional.says("Hoi. " + "Neem rustig je tijd. " * 60)
        await visitor.waits_for(f"{MESSAGE}.length === 2")
        await visitor.waits_for(f"{MESSAGE}[0].dataset.state === 'read'")
        await visitor.says("ja")
        await professional.hears("ja")

        await visitor.runs("document.querySelector('[data-testid=words] summary').click()")
        await visitor.sees("words-list")
        await professional.opens_words()
        shown = await professional.part("words-list").inner_text()
        seen = "document.querySelector('[data-testid=words-list]').textContent"
        assert str(await visitor.runs(seen)).split() == shown.split()

        # Back to the first words; a new message shows its sign.
        await visitor.runs("document.getElementById('app').scrollTop = 0")
        await professional.says("Ben je er nog?")
        await visitor.taps("newest")
        await visitor.waits_for("!document.querySelector('[data-testid=newest]')")

        grown = "parseFloat(getComputedStyle(document.body).fontSize) > 24"
        assert not await visitor.runs(grown)
        await visitor.runs(
            "(() => { const size = document.querySelector('[data-testid=text-size]');"
            " size.value = '150'; size.dispatchEvent(new Event('change', { bubbles: true })); })()"
        )
        await visitor.waits_for(grown)
        assert await visitor.runs("document.getElementById('exit').offsetHeight") >= 44
        assert visitor.complaints == []

        # The outside is not there; the staff's page is.
        await visitor.leaves(to=scene.staff.origin)
        await professional.sees("ended", reason="exit")


@pytest.mark.parametrize("version", ["61", "53"])
async def test_a_browser_that_is_too_old_says_so_and_whom_to_call(
    scene: Scene, version: str
) -> None:
    async with OldPage.of(version, scene.visitors.origin) as visitor:
        assert f"Chrome/{version}." in await visitor.runs("navigator.userAgent")
        await visitor.sees("exit")
        await visitor.waits_for("document.readyState === 'complete'")
        shown = await visitor.runs("document.body.innerText")
        assert "De chat werkt niet in deze browser" in shown
        assert "The chat does not work in this browser" in shown
        assert "Een moment" not in shown
        for number in NUMBERS:
            assert number in shown

        await visitor.leaves(to=scene.staff.origin)
