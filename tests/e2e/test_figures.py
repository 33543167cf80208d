"""The coordinator's figures: charts that say no more than their tables, in a script apart."""

# ruff: noqa: RUF001 - the en dash is what is shown

import base64
import hashlib
from pathlib import Path

import pytest
from playwright.async_api import expect

from chatserver.domain.synthetic import year_like_2022
from chatserver.domain.tallies import add_up
from tests.e2e.test_staff import LAST_YEAR
from tests.support.browsers import CoordinatorPage, Window, meet
from tests.support.scene import Scene

DRAWN = """() => [...document.querySelectorAll('[data-testid=tally-table]')].map((figure) => ({
  id: figure.dataset.table,
  kind: figure.querySelector('[data-testid=chart]')?.dataset.kind,
  counts: [...figure.querySelectorAll('[data-testid=count]')].map((each) => each.textContent),
  hatched: figure.querySelectorAll('svg [aria-label=rect] rect[fill^=url], '
    + 'svg [aria-label=rect][fill^=url] rect').length,
  open: figure.querySelectorAll('svg [aria-label=rect][fill=none] rect').length,
  says: figure.querySelector('[role=img]')?.getAttribute('aria-label'),
}))"""


def loaded_charts(window: Window) -> list[str]:
    return [each.url for each in window.requests if "/charts-" in each.url]


async def with_a_year(scene: Scene) -> CoordinatorPage:
    assert scene.app is not None
    tags = year_like_2022(scene.app.codebook, LAST_YEAR)
    await scene.app.counting.load_synthetic(LAST_YEAR, tags)
    return await scene.coordinator()


async def test_a_professional_never_loads_the_charts(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("ben je daar?")
    await professional.hears("ben je daar?")
    await professional.ends()
    await professional.tags_not_trafficking()

    assert any("/app-" in each.url for each in professional.requests)
    assert loaded_charts(professional) == []
    assert loaded_charts(visitor) == []


async def test_a_coordinator_loads_them_by_the_hash_of_the_signed_page(scene: Scene) -> None:
    coordinator = await with_a_year(scene)

    await coordinator.chooses_figures("contacts")

    [url] = loaded_charts(coordinator)
    body = (scene.site / "staff" / Path(url).name).read_bytes()
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    script = coordinator.page.locator("script#charts")
    assert await script.get_attribute("integrity") == f"sha256-{digest}"
    assert await script.get_attribute("crossorigin") == "anonymous"
    assert coordinator.complaints == []


async def test_charts_with_other_bytes_are_refused_and_the_tables_stay(scene: Scene) -> None:
    coordinator = await with_a_year(scene)
    await coordinator.chooses_figures("contacts")
    [url] = loaded_charts(coordinator)
    headers = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}

    other = await scene.coordinator()
    await other.page.route(
        url, lambda route: route.fulfill(body="window.changed = true", headers=headers)
    )
    await other.page.reload()

    await other.sees("no-charts")
    assert await other.page.evaluate("window.changed") is None
    await expect(other.part("chart")).to_have_count(0)
    await expect(other.part("count").first).to_be_visible()
    assert any("integrity" in each for each in other.complaints)


async def test_a_masked_count_is_drawn_as_a_sign_and_never_as_a_length(scene: Scene) -> None:
    coordinator = await with_a_year(scene)
    await coordinator.chooses_figures("all")

    drawn = [each for each in await coordinator.page.evaluate(DRAWN) if each["kind"] == "bars"]

    assert any("<5" in each["counts"] for each in drawn)
    assert any("–" in each["counts"] for each in drawn)
    for each in drawn:
        assert each["hatched"] == each["counts"].count("<5"), each["id"]
        assert each["open"] == each["counts"].count("–"), each["id"]


async def test_what_a_chart_shows_is_said_in_one_sentence(scene: Scene) -> None:
    coordinator = await with_a_year(scene)
    await coordinator.chooses_figures("persons")

    says = {each["id"]: each["says"] for each in await coordinator.page.evaluate(DRAWN)}

    assert (
        says["t5"]
        == "Grafiek. Het vaakst: ‘Chatter zelf’ (199 van 229, 87 %), daarna ‘Een bekende’ (23)."
    )
    await coordinator.part("language").click()
    says = {each["id"]: each["says"] for each in await coordinator.page.evaluate(DRAWN)}
    assert says["t5"].startswith("Chart. Most often: ‘The visitor’ (199 of 229, 87 %)")


async def test_unit_base_and_both_percentages_stand_at_each_table(scene: Scene) -> None:
    coordinator = await with_a_year(scene)
    await coordinator.chooses_figures("persons")

    who = coordinator.page.locator("[data-table=t5]")

    await expect(who).to_contain_text("Eenheid: personen · Basis: Personen")
    await expect(who).to_contain_text("% van alle (n=229)")
    await expect(who).to_contain_text("% van bekend (n=222)")
    await expect(who.locator("[data-code=self]")).to_have_text("Chatter zelf19987 %90 %")


async def test_charts_and_tables_are_reached_with_the_keys(scene: Scene) -> None:
    coordinator = await with_a_year(scene)
    await coordinator.chooses_figures("contacts")
    await coordinator.part("print").focus()

    reached = []
    for _ in range(12):
        await coordinator.page.keyboard.press("Tab")
        reached.append(await coordinator.page.evaluate(
            "document.activeElement.dataset.testid ?? document.activeElement.className"
        ))  # fmt: skip

    assert [each for each in reached if each in {"chart", "scrolled"}][:4] == [
        "chart",
        "scrolled",
        "chart",
        "scrolled",
    ]


async def test_years_with_another_codebook_are_never_joined(scene: Scene) -> None:
    assert scene.app is not None
    earlier = next(
        book for book in scene.app.counting.codebooks.versions if book.version == "0.1.0"
    )
    tags = year_like_2022(earlier, LAST_YEAR - 1)
    cells = {cell.key: (count, 0) for cell, count in add_up(earlier, tags).items()}
    await scene.app.counting.ledger.add(cells, codebook=earlier.key)
    coordinator = await with_a_year(scene)

    await coordinator.chooses_figures("years")

    figure = coordinator.page.locator("[data-table=t2]")
    await expect(figure.locator("thead th").last).to_have_text(f"{LAST_YEAR}codeboek 1.0.0")
    await expect(figure.locator("svg [aria-label=rule] line").last).to_be_attached()
    paths = await figure.locator("svg [aria-label=line] path").evaluate_all(
        "all => all.map((path) => path.getAttribute('d'))"
    )
    assert len(paths) == 8
    assert [path for path in paths if "L" in path] == []
    await expect(figure).to_contain_text("wordt nooit opgeteld")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_paper_has_the_figures_alone_black_on_white(scene: Scene, scheme: str) -> None:
    coordinator = await with_a_year(scene)
    await coordinator.chooses_figures("all")
    page = coordinator.page

    await page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]

    for test_id in ("subject", "year", "print", "only-closed", "board-waiting", "intake-switch"):
        await expect(coordinator.part(test_id).first).to_be_hidden()
    await expect(coordinator.part("tally-table").first).to_be_visible()
    colours = await page.evaluate("""() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    }""")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    tables = await coordinator.part("tally-table").count()
    pdf = await page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") >= tables
