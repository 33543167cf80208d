"""A conversation goes to one colleague by name, back to the list, or to a supervisor for help."""

from playwright.async_api import expect

from chatserver.domain.people import Role
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.scene import Scene


async def sanne_in_conversation(scene: Scene) -> tuple[VisitorPage, ProfessionalPage]:
    visitor, sanne = await scene.waiting_visitor(), await scene.professional("Sanne")
    await meet(visitor, sanne)
    await visitor.says("dag")
    await sanne.hears("dag")
    return visitor, sanne


async def asks(sanne: ProfessionalPage, whom: str, how: str) -> None:
    await sanne.part("ask").click()
    await sanne.part("ask-whom").select_option(whom)
    await sanne.part(f"ask-{how}").click()
    await expect(sanne.part("ask-state")).to_have_attribute("data-state", "asked")
    await expect(sanne.part("ask-state")).to_contain_text(whom.partition(" ")[0])


async def test_only_the_one_who_was_asked_sees_it_and_takes_over(scene: Scene) -> None:
    visitor, sanne = await sanne_in_conversation(scene)
    noor, kim = await scene.professional("Noor"), await scene.professional("Kim")
    await expect(sanne.part("colleague")).to_have_count(2)

    await asks(sanne, "Noor (even niet vrij)", "handover")
    await expect(noor.part("asking-row")).to_contain_text("Sanne vraagt jou")
    await expect(kim.part("asking-row")).to_have_count(0)
    await noor.sits_in()
    await expect(sanne.part("ask-state")).to_contain_text("Noor heeft gereageerd")
    await visitor.lets_join(back=False)
    await noor.is_let_in()
    await sanne.steps_out()

    await visitor.says("dag Noor")
    await noor.hears("dag Noor")
    await expect(visitor.part("readers")).to_contain_text("Noor (hulpverlener)")


async def test_not_now_is_told_and_changes_nothing_for_the_visitor(scene: Scene) -> None:
    visitor, sanne = await sanne_in_conversation(scene)
    noor = await scene.professional("Noor")
    await expect(sanne.part("colleague")).to_have_count(1)

    await asks(sanne, "Noor (even niet vrij)", "join")
    await noor.part("ask-not-now").click()

    await expect(sanne.part("ask-state")).to_contain_text("Noor kan nu niet")
    await expect(noor.part("asking-row")).to_have_count(0)
    await visitor.says("ben je er nog?")
    await sanne.hears("ben je er nog?")
    await sanne.part("ask-withdraw").click()
    await expect(sanne.part("ask-state")).to_be_empty()
    await asks(sanne, "Noor (even niet vrij)", "handover")


async def test_a_supervisor_takes_nothing_over_and_is_not_offered_it(scene: Scene) -> None:
    _, sanne = await sanne_in_conversation(scene)
    await scene.professional("Mila", role=Role.SUPERVISOR)
    await expect(sanne.part("colleague")).to_have_count(1)

    await sanne.part("ask").click()
    await sanne.part("ask-whom").select_option("Mila (supervisor, vrij)")

    await expect(sanne.part("ask-handover")).to_be_disabled()
    await expect(sanne.part("ask-join")).to_be_enabled()


async def test_one_press_asks_the_supervisors_and_the_visitor_decides(scene: Scene) -> None:
    visitor, sanne = await sanne_in_conversation(scene)
    await expect(sanne.part("help")).to_be_disabled()
    mila = await scene.professional("Mila", role=Role.SUPERVISOR)
    noor = await scene.professional("Noor")

    await sanne.part("help").click()
    await expect(mila.part("asking-row")).to_contain_text("Sanne vraagt hulp")
    await expect(noor.part("asking-row")).to_have_count(0)
    await mila.sits_in()

    await expect(visitor.part("caller")).to_have_text("Mila (begeleider) wil erbij komen")
    await visitor.says_no()
    await expect(mila.part("conversation-tab")).to_have_count(0)
    await visitor.says("liever alleen")
    await sanne.hears("liever alleen")


async def test_back_to_the_list_the_visitor_waits_in_front_and_is_told(scene: Scene) -> None:
    visitor, sanne = await sanne_in_conversation(scene)
    noor = await scene.professional("Noor")

    await sanne.part("ask").click()
    await sanne.part("give-back").click()
    await expect(sanne.part("conversation-tab")).to_have_count(0)
    await visitor.sees("waiting-page")
    await expect(visitor.part("position")).to_have_attribute("data-position", "1")
    assert (await visitor.notes())[-2:] == ["left", "backInLine"]

    await noor.takes_next()
    await visitor.part("join-from-now").click()
    await noor.is_let_in()
    await visitor.says("dag Noor")
    await noor.hears("dag Noor")
    assert await noor.texts() == ["dag Noor"]
