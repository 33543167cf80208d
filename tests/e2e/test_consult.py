"""Two colleagues talk aside beside a conversation, and the visitor's page hears nothing of it."""

import json

from playwright.async_api import Page, WebSocket, expect

from chatserver.domain.people import Role
from tests.e2e.test_accessibility import works_for_everybody
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.scene import Scene


class Frames:
    """Every frame on the sockets of a page, in both directions."""

    def __init__(self, page: Page) -> None:
        self.texts: list[str] = []
        page.on("websocket", self._listen)

    @property
    def kinds(self) -> list[str]:
        return [json.loads(text)["type"] for text in self.texts]

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda text: self.texts.append(str(text)))
        socket.on("framesent", lambda text: self.texts.append(str(text)))


async def consults(asks: ProfessionalPage, whom: ProfessionalPage, name: str) -> None:
    """One asks the other aside, who comes."""
    await (
        asks.page.locator(f'[data-testid="colleague"][data-name="{name}"]')
        .get_by_role("button")
        .click()
    )
    await whom.part("consult-come").click()
    await sits(asks)
    await sits(whom)


async def sits(who: ProfessionalPage) -> None:
    await expect(who.part("consult-panel")).to_have_attribute("data-state", "open")


async def tells(who: ProfessionalPage, text: str) -> None:
    await who.part("consult-composer").fill(text)
    await who.part("consult-composer").press("Enter")


async def hears(who: ProfessionalPage, *texts: str) -> None:
    words = who.part("word").locator(".message-text")
    await expect(words).to_have_text(list(texts))


async def three(scene: Scene) -> tuple[VisitorPage, ProfessionalPage, ProfessionalPage]:
    visitor, sanne = await scene.waiting_visitor(), await scene.professional("Sanne")
    await meet(visitor, sanne)
    noor = await scene.professional("Noor")
    await expect(sanne.part("colleague")).to_have_count(1)
    return visitor, sanne, noor


async def test_a_consult_beside_a_conversation_never_touches_the_visitors_frames(
    scene: Scene,
) -> None:
    visitor = await scene.visitor()
    heard = Frames(visitor.page)
    await visitor.comes()
    sanne, noor = await scene.professional("Sanne"), await scene.professional("Noor")
    await meet(visitor, sanne)
    await visitor.says("ik durf niet te bellen")
    await sanne.hears("ik durf niet te bellen")
    await expect(sanne.part("colleague")).to_have_count(1)
    await visitor.everything_is_read()  # nothing is to be said of it any more
    before = len(heard.texts)

    await consults(sanne, noor, "Noor")
    await tells(sanne, "wat zou jij doen?")
    await hears(noor, "wat zou jij doen?")
    await tells(noor, "vraag of ze alleen is")
    await hears(sanne, "wat zou jij doen?", "vraag of ze alleen is")
    await sanne.part("consult-end").click()
    await expect(noor.part("consult-panel")).to_have_attribute("data-why", "ended")

    assert set(heard.kinds[before:]) <= {"beat", "awake", "slip"}
    await sanne.says("Ben je nu alleen?")
    await visitor.hears("Ben je nu alleen?")
    assert heard.kinds[before:].count("message") == 1
    await noor.part("consult-close").click()
    await expect(noor.part("consult-panel")).to_have_count(0)


async def test_the_panel_works_for_everybody_and_by_keyboard(scene: Scene) -> None:
    sanne = await scene.professional("Sanne", bypass_csp=True)
    noor = await scene.professional("Noor", bypass_csp=True)
    visitor = await scene.waiting_visitor()
    await meet(visitor, sanne)
    await expect(sanne.part("colleague")).to_have_count(1)

    await sanne.part("consult").press("Enter")
    await works_for_everybody(noor, "invitation")
    await noor.part("consult-come").press("Enter")
    await expect(noor.part("consult-composer")).to_be_focused()
    await noor.page.keyboard.type("zeg het maar")
    await noor.page.keyboard.press("Enter")
    await hears(sanne, "zeg het maar")
    await works_for_everybody(sanne, "consult")
    await sanne.part("consult-composer").press("Escape")
    await expect(sanne.part("composer")).to_be_focused()
    await sanne.part("ask").press("Enter")
    await sanne.part("ask-note-open").locator("summary").press("Enter")
    await works_for_everybody(sanne, "asking a colleague")
    await sanne.page.keyboard.press("Escape")
    await sanne.part("consult-end").press("Enter")
    await works_for_everybody(sanne, "consult that is over")


async def test_not_now_is_said_and_leaves_nothing(scene: Scene) -> None:
    _, sanne, noor = await three(scene)

    await sanne.part("consult").click()
    await expect(noor.part("invitation")).to_contain_text("Sanne wil overleggen")
    await noor.part("consult-not-now").click()

    await expect(sanne.part("consult-state")).to_contain_text("Noor kan nu niet")
    await expect(noor.part("invitation")).to_have_count(0)
    await sanne.part("consult-close").click()


async def test_a_consult_goes_on_after_a_reload_and_a_lost_line(scene: Scene) -> None:
    _, sanne, noor = await three(scene)
    await consults(sanne, noor, "Noor")
    await tells(sanne, "eerste vraag")
    await hears(noor, "eerste vraag")

    await noor.page.reload()
    await sits(noor)
    await hears(noor, "eerste vraag")
    await sanne.page.reload()
    await sits(sanne)
    await tells(sanne, "ben je er nog?")
    await hears(noor, "eerste vraag", "ben je er nog?")
    await tells(noor, "ja hoor")
    await hears(sanne, "eerste vraag", "ben je er nog?", "ja hoor")


async def test_who_takes_over_reads_the_note_and_nobody_else_does(scene: Scene) -> None:
    visitor, sanne, noor = await three(scene)
    kim = await scene.professional("Kim")
    await expect(sanne.part("colleague")).to_have_count(2)

    await sanne.part("ask").click()
    await sanne.part("ask-note-open").locator("summary").click()
    await sanne.part("ask-note").fill("Ze heet Mira en is alleen thuis tot tien uur.")
    await sanne.part("ask-handover").click()
    await noor.sits_in()

    await hears(noor, "Ze heet Mira en is alleen thuis tot tien uur.")
    await expect(noor.part("consult-panel")).to_contain_text("Overleg met Sanne")
    await expect(kim.part("consult-panel")).to_have_count(0)
    await expect(kim.part("invitation")).to_have_count(0)
    await visitor.lets_join(back=False)
    await noor.is_let_in()
    await tells(noor, "dank je, ik neem het over")
    await hears(sanne, "Ze heet Mira en is alleen thuis tot tien uur.", "dank je, ik neem het over")


async def test_a_supervisor_who_helps_can_be_talked_to_before_the_visitor_says_yes(
    scene: Scene,
) -> None:
    visitor, sanne, _ = await three(scene)
    mila = await scene.professional("Mila", role=Role.SUPERVISOR)
    await expect(sanne.part("colleague")).to_have_count(2)

    await sanne.part("help").click()
    await mila.sits_in()
    await sits(sanne)
    await sits(mila)
    await tells(mila, "Wat is er aan de hand?")
    await hears(sanne, "Wat is er aan de hand?")

    await visitor.sees("asking")
    await visitor.says_no()
    await tells(sanne, "ze wil het liever met mij alleen")
    await hears(mila, "Wat is er aan de hand?", "ze wil het liever met mij alleen")


async def test_a_second_window_shows_the_same_consult(scene: Scene) -> None:
    _, sanne, noor = await three(scene)
    await consults(sanne, noor, "Noor")
    await tells(sanne, "nog één ding")
    await hears(noor, "nog één ding")

    window = await scene.second_window(noor)

    await sits(window)
    await hears(window, "nog één ding")
    await tells(window, "zeg het maar")
    await hears(noor, "nog één ding", "zeg het maar")


async def test_a_consult_whose_script_does_not_come_is_said_to_fail_and_can_be_tried_again(
    scene: Scene,
) -> None:
    visitor, sanne, noor = await three(scene)
    await sanne.page.route("**/consult-*.js", lambda route: route.abort())
    await sanne.part("colleague").get_by_role("button").click()
    await expect(sanne.part("consult-panel")).to_have_attribute("data-state", "failed")
    await expect(noor.part("consult-come")).to_have_count(0)
    await sanne.says("Ik ben er nog.")
    await visitor.hears("Ik ben er nog.")
    await sanne.part("consult-close").click()
    await expect(sanne.part("consult-panel")).to_have_count(0)

    await sanne.page.unroute("**/consult-*.js")
    await consults(sanne, noor, "Noor")
    await tells(sanne, "wat zou jij doen?")
    await hears(noor, "wat zou jij doen?")
