"""That the other side is writing is seen while it is true, and never what (FEATURES.md F19)."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.support.browsers import meet
from tests.support.redis_servers import Stores
from tests.support.scene import Scene


async def test_both_see_that_the_other_writes_until_it_is_said(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(
        browser, stores, tmp_path, CHATSERVER_VISITORS_SAYS_WRITING="true"
    ) as scene:
        visitor, professional = await scene.waiting_visitor(), await scene.professional()
        await meet(visitor, professional)

        await visitor.types("ik weet niet")
        await expect(professional.part("writing")).to_be_visible()
        await expect(professional.part("conversation-tab")).to_contain_text("schrijft")
        await professional.types("Neem de")
        await expect(visitor.part("count")).to_have_text("Er wordt geschreven…")

        await visitor.part("send").click()
        await professional.hears("ik weet niet")
        await expect(professional.part("writing")).to_have_count(0)
        await professional.part("send").click()
        await visitor.hears("Neem de")
        await expect(visitor.part("count")).to_be_empty()


async def test_who_stops_is_seen_to_have_stopped(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)

    await professional.types("Ik denk")
    await expect(visitor.part("count")).to_have_text("Er wordt geschreven…")

    await expect(visitor.part("count")).to_be_empty()
    await expect(visitor.part("message")).to_have_count(0)


async def test_a_visitor_who_writes_is_not_shown_unless_the_helpline_asks(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)

    await visitor.types("ik weet niet of ik")
    await visitor.part("send").click()
    await professional.hears("ik weet niet of ik")

    sent = [str(frame.payload) for frame in visitor.frames if frame.sent]
    assert not [payload for payload in sent if '"writing"' in payload]
