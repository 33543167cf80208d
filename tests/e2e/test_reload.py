"""A reload and a server that dies: nothing that was accepted is lost, and nobody is asked twice."""

from playwright.async_api import expect

from tests.support.browsers import meet
from tests.support.scene import Scene


async def test_a_reload_keeps_the_conversation(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("ben je daar?")
    await professional.says("Ja, ik ben er.")
    await visitor.hears("Ja, ik ben er.")

    await visitor.page.reload()
    await visitor.sees("conversation-page")
    await visitor.hears("Ja, ik ben er.")
    await visitor.says("mijn telefoon haperde")
    await professional.hears("mijn telefoon haperde")
    await professional.page.reload()
    await professional.is_let_in()
    await professional.hears("mijn telefoon haperde")
    await professional.says("Geeft niet.")
    await visitor.hears("Geeft niet.")

    await visitor.everything_arrived()
    await professional.everything_arrived()
    said = ["ben je daar?", "Ja, ik ben er.", "mijn telefoon haperde", "Geeft niet."]
    assert await visitor.texts() == said
    assert await professional.texts() == said
    assert await visitor.notes() == []
    assert await professional.remarks() == ["readers"]


async def test_a_reload_while_waiting_keeps_the_place(scene: Scene) -> None:
    first, second = await scene.waiting_visitor(), await scene.waiting_visitor()
    third, professional = await scene.waiting_visitor(), await scene.professional()
    await second.part("write-ahead").click()
    await second.says("ik wacht al even")

    for _ in range(3):
        await second.page.reload()
        await expect(second.part("position")).to_have_attribute("data-position", "2")

    assert await second.texts() == ["ik wacht al even"]
    await expect(first.part("position")).to_have_attribute("data-position", "1")
    await expect(third.part("position")).to_have_attribute("data-position", "3")
    await expect(professional.part("waiting-row")).to_have_count(3)
    await meet(first, professional)
    await expect(second.part("position")).to_have_attribute("data-position", "1")


async def test_a_killed_server_that_comes_back_is_not_noticed_for_long(scene_apart: Scene) -> None:
    scene, server = scene_apart, scene_apart.is_apart
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("een")
    await professional.says("twee")
    await visitor.everything_arrived()
    await professional.everything_arrived()

    await server.kill()
    await visitor.sees("banner")
    await visitor.says("drie, zonder lijn")
    await professional.says("vier, zonder lijn")
    await server.start()
    await visitor.has_messages(4)
    await professional.has_messages(4)
    await visitor.everything_arrived()
    await professional.everything_arrived()

    await expect(visitor.part("banner")).to_have_count(0)
    await professional.is_at_the_desk()
    seen = await visitor.texts()
    assert seen == await professional.texts()
    assert seen[:2] in (["een", "twee"], ["twee", "een"])
    assert sorted(seen[2:]) == ["drie, zonder lijn", "vier, zonder lijn"]
    assert await visitor.notes() == ["letIn"]
    assert await professional.remarks() == ["readers"]
