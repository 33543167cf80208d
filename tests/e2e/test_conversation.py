"""A conversation between two real browsers, on lines that fail."""

from playwright.async_api import expect

from tests.support.browsers import meet
from tests.support.scene import PASSWORD, Scene

STORY = ("Het begon vorig jaar, na school. 😟 " * 130)[:3994] + "Einde."
"""Exactly 4,000 characters, the longest message there is."""


async def test_two_browsers_talk_in_dutch_through_ten_cuts(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional("Sanne")
    await meet(visitor, professional)
    wrote = [f"vraag {turn} 🙋🏽‍♀️ geëerd" for turn in range(10)]
    answered = [f"antwoord {turn} مرحبا" for turn in range(10)]

    for turn in range(10):
        unlucky, weather = [(visitor, scene.visitors), (professional, scene.staff)][turn % 2]
        async with unlucky.page.expect_websocket():
            weather.cut()
            await visitor.says(wrote[turn])
            await professional.says(answered[turn])
    await visitor.says(STORY)
    await visitor.has_messages(21)
    await professional.has_messages(21)
    await visitor.everything_arrived()
    await professional.everything_arrived()

    seen = await visitor.texts()
    assert seen == await professional.texts()
    assert sorted(seen) == sorted([*wrote, *answered, STORY])
    assert len(STORY) == 4000
    assert [text for text in seen if text in wrote] == wrote
    assert [text for text in seen if text in answered] == answered
    assert await visitor.notes() == ["letIn"]
    assert await professional.remarks() == ["readers"]
    assert visitor.complaints == []
    assert professional.complaints == []


async def test_a_mark_that_was_lost_with_the_line_is_given_again(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)

    for reader, writer, weather in (
        (visitor, professional, scene.visitors),
        (professional, visitor, scene.staff),
    ):
        await writer.says("is dit aangekomen?")
        await reader.hears("is dit aangekomen?")
        weather.cut()
        await writer.everything_arrived()


async def test_after_the_end_comes_the_tag_and_then_the_next_visitor(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    following = await scene.waiting_visitor()
    await visitor.says("dank je wel")
    await professional.hears("dank je wel")

    await professional.ends()
    await visitor.sees("ended-page", reason="done")
    await expect(professional.part("take-next")).to_be_disabled()
    await professional.tags_not_trafficking()

    await expect(professional.part("conversation-tab")).to_have_count(0)
    await expect(visitor.page.locator("body")).not_to_contain_text("dank je wel")
    await meet(following, professional)
    await professional.says("Hoi, fijn dat je er bent.")
    await following.hears("fijn dat je er bent")


async def test_what_was_written_while_waiting_is_read_by_who_is_let_in(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await visitor.part("write-ahead").click()
    await visitor.says("ik schrijf alvast")
    await visitor.says("anders durf ik straks niet")

    await professional.takes_next()
    await expect(professional.part("message")).to_have_count(0)
    await visitor.is_ready()

    await professional.has_messages(2)
    await visitor.everything_arrived()
    assert await professional.texts() == ["ik schrijf alvast", "anders durf ik straks niet"]


async def test_who_signs_out_reads_on_only_after_being_let_in_again(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional("Sanne")
    await meet(visitor, professional)
    await visitor.says("voor het uitloggen")
    await professional.hears("voor het uitloggen")

    await professional.part("sign-out").click()
    await professional.part("confirm-sign-out").click()
    await professional.sees("sign-in")
    await visitor.sees("banner")
    await professional.signs_in("Sanne", PASSWORD)
    await professional.sees("conversation", phase="knocking")
    await expect(professional.part("message")).to_have_count(0)
    await visitor.lets_join(back=False)
    await professional.is_let_in()
    await professional.says("Daar ben ik weer.")
    await visitor.hears("Daar ben ik weer.")

    assert await professional.texts() == ["Daar ben ik weer."]
    assert await professional.remarks() == ["before", "readers"]
    assert await visitor.texts() == ["voor het uitloggen", "Daar ben ik weer."]
    assert await visitor.notes() == ["letIn", "letIn"]


async def test_a_tag_can_still_be_given_after_a_reload(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("tot ziens")
    await professional.hears("tot ziens")
    await visitor.stops()
    await professional.sees("ended", reason="left")

    await professional.page.reload()
    await professional.sees("tag-form")

    await expect(professional.page.locator("body")).not_to_contain_text("tot ziens")
    await professional.tags_not_trafficking()
    await expect(professional.part("conversation-tab")).to_have_count(0)


async def test_words_are_only_ever_words(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    tricks = [
        "<img src=x onerror=alert(1)><script>alert(2)</script>",
        "https://www.example.org/ javascript:alert(3)",
        "\u202egnikcart &lt;b&gt; ${7*7} {{7*7}}",
        "regel een\n\n  regel twee",
    ]
    for text in tricks:
        await visitor.says(text)
        await professional.says(text)
    for window in (visitor, professional):
        await window.has_messages(8)
        texts = await window.texts()
        assert sorted(texts) == sorted(tricks * 2)
        inside = window.part("message").locator("a, b, img, script, iframe, svg")
        await expect(inside).to_have_count(0)
        assert window.complaints == []
