"""Who may see what: professionals their own conversations, coordinators only closed years."""

import re
from datetime import UTC, datetime

from playwright.async_api import Page, expect

from chatserver.domain.people import Role
from chatserver.domain.synthetic import year_like_2022
from tests.support.browsers import CoordinatorPage, meet
from tests.support.scene import PASSWORD, Scene

THIS_YEAR = datetime.now(UTC).year  # noqa: TID251 - the server under test lives now
LAST_YEAR = THIS_YEAR - 1

OPEN_SOCKET = """() => new Promise((tell) => {
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/ws');
  socket.onopen = () => tell('opened');
  socket.onclose = () => tell('refused');
})"""


async def status_of(page: Page, path: str) -> int:
    status: int = await page.evaluate("(path) => fetch(path).then(({ status }) => status)", path)
    return status


async def all_tables(coordinator: CoordinatorPage) -> list[str]:
    await coordinator.chooses_figures("all")
    return await coordinator.page.locator("[data-testid=tally-table] table").all_inner_texts()


async def test_two_pairs_in_four_browsers_never_see_each_others_words(scene: Scene) -> None:
    visitors = [await scene.waiting_visitor(), await scene.waiting_visitor()]
    professionals = [await scene.professional(), await scene.professional()]
    pairs = list(zip(visitors, professionals, strict=True))
    for visitor, professional in pairs:
        await meet(visitor, professional)

    for number, (visitor, professional) in enumerate(pairs):
        await visitor.says(f"bezoeker {number}")
        await professional.says(f"hulpverlener {number}")
    for number, pair in enumerate(pairs):
        for window in pair:
            await window.has_messages(2)
            assert sorted(await window.texts()) == [f"bezoeker {number}", f"hulpverlener {number}"]


async def test_a_second_window_shows_the_same_and_one_of_them_writes(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await professional.says("Ik ben er.")
    await visitor.hears("Ik ben er.")

    second = await scene.second_window(professional)
    await second.is_let_in()
    await second.has_messages(1)
    await second.sees("elsewhere")
    await second.part("write-here").click()
    await second.says("Nu in dit venster.")
    await visitor.hears("Nu in dit venster.")
    await professional.has_messages(2)
    await professional.sees("elsewhere")
    await visitor.says("fijn")
    for window in (professional, second):
        await window.hears("fijn")
        assert await window.texts() == ["Ik ben er.", "Nu in dit venster.", "fijn"]
        assert [said.mine for said in await window.transcript()] == [True, True, False]
    assert await visitor.notes() == ["letIn"]

    await second.page.close()
    await professional.says("Weer in het eerste.")
    await visitor.hears("Weer in het eerste.")


async def test_what_ends_in_one_window_has_ended_in_the_other(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    second = await scene.second_window(professional)
    await second.is_let_in()

    await second.ends()

    await professional.sees("ended", reason="done")
    await visitor.sees("ended-page", reason="done")


async def test_signing_out_leaves_no_key_and_no_word_behind(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("dit blijft hier")
    await professional.hears("dit blijft hier")

    await professional.part("sign-out").click()
    await professional.part("confirm-sign-out").click()

    await professional.sees("sign-in")
    await expect(professional.page.locator("body")).not_to_contain_text("dit blijft hier")
    kept = await professional.page.evaluate(
        """() => new Promise((tell) => {
          indexedDB.open('luwte-staff').onsuccess = ({ target }) => {
            const store = target.result.transaction('conversations').objectStore('conversations');
            store.getAllKeys().onsuccess = (event) => tell(event.target.result.length);
          };
        })"""
    )
    assert kept == 0
    assert await status_of(professional.page, "/api/me") == 401


async def test_a_coordinator_sees_the_closed_year_and_never_the_open_one(scene: Scene) -> None:
    assert scene.app is not None
    made_up = year_like_2022(scene.app.codebook, LAST_YEAR)
    await scene.app.counting.load_synthetic(LAST_YEAR, made_up)
    await scene.app.figures.tally()  # the first look decides what is shown: seconds
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("dit telt mee")
    await professional.hears("dit telt mee")
    coordinator = await scene.coordinator()
    await expect(coordinator.part("board-conversations")).to_have_text("1")
    await coordinator.sees("synthetic")  # the board and the tables are fetched apart
    before = await all_tables(coordinator)
    await professional.ends()
    await professional.tags_not_trafficking()

    await coordinator.page.reload()
    await coordinator.sees("synthetic")
    await expect(coordinator.part("today-ended")).to_have_text("1")

    shown = await all_tables(coordinator)
    assert shown == before
    assert len(shown) > 3
    titles = await coordinator.page.locator("[data-testid=tally-table] h3").all_inner_texts()
    assert all(str(LAST_YEAR) in title for title in titles)
    assert not any(str(THIS_YEAR) in each for each in (*titles, *shown))
    counts = await coordinator.part("count").all_inner_texts()
    assert "<5" in counts
    assert all(re.fullmatch("0|[5-9]|\\d{2,}|<5|\N{EN DASH}", count) for count in counts)
    answer = await coordinator.page.evaluate("fetch('/api/tally').then((got) => got.json())")
    assert [year["year"] for year in answer["years"]] == [str(LAST_YEAR)]
    assert coordinator.complaints == []


async def test_each_role_is_refused_what_belongs_to_the_other(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    coordinator = await scene.coordinator()
    await meet(visitor, professional)

    assert await coordinator.page.evaluate(OPEN_SOCKET) == "refused"
    assert await status_of(coordinator.page, "/ws") == 403
    assert await status_of(coordinator.page, "/api/tally") == 200
    assert await status_of(professional.page, "/api/tally") == 403
    assert await status_of(professional.page, "/api/board") == 403
    for test_id in ("take-next", "conversation", "waiting-row"):
        await expect(coordinator.part(test_id)).to_have_count(0)


async def test_a_coordinator_reads_no_figures_after_signing_out(scene: Scene) -> None:
    coordinator = await scene.coordinator()

    await coordinator.part("sign-out").click()

    await coordinator.sees("sign-in")
    assert await status_of(coordinator.page, "/api/tally") == 401


async def test_a_coordinators_page_that_did_not_come_comes_when_asked_again(scene: Scene) -> None:
    page = await (await scene.context()).new_page()
    coordinator = CoordinatorPage(page, scene.staff.origin)
    await page.route("**/coordinator-*.js", lambda route: route.abort())
    await coordinator.opens()
    await coordinator.part("name").fill(await scene.account(Role.COORDINATOR))
    await coordinator.part("password").fill(PASSWORD)
    await coordinator.part("sign-in").click()
    again = page.get_by_role("button", name="Opnieuw proberen")
    await expect(again).to_be_visible()

    await page.unroute("**/coordinator-*.js")
    await again.click()

    await coordinator.sees("board-waiting")


async def test_a_professional_loads_nothing_that_is_for_coordinators(scene: Scene) -> None:
    professional = await scene.professional()

    assert not [each.url for each in professional.requests if "/coordinator-" in each.url]
