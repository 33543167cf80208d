"""Somebody else comes in, takes over, sits in or is taken back, as three people see it."""

from playwright.async_api import expect

from chatserver.domain.people import Role
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.scene import Scene


async def asks_for(
    scene: Scene, holder: ProfessionalPage, how: str, name: str, role: Role = Role.PROFESSIONAL
) -> ProfessionalPage:
    """The holder asks; a colleague answers, and the visitor is asked."""
    colleague = await scene.professional(name, role=role)
    await holder.asks_colleagues(how)
    await colleague.sits_in()
    return colleague


async def three_people(
    scene: Scene, how: str = "join"
) -> tuple[VisitorPage, ProfessionalPage, ProfessionalPage]:
    """A visitor in conversation with Sanne, and Noor at the door."""
    visitor, sanne = await scene.waiting_visitor(), await scene.professional("Sanne")
    await meet(visitor, sanne)
    await visitor.says("eerst onder ons")
    await sanne.hears("eerst onder ons")
    noor = await asks_for(scene, sanne, how, "Noor")
    await visitor.sees("asking")
    return visitor, sanne, noor


async def test_the_visitor_is_asked_and_says_from_when_a_colleague_reads(scene: Scene) -> None:
    visitor, sanne, noor = await three_people(scene)
    await expect(visitor.part("caller")).to_have_text("Noor (hulpverlener) wil erbij komen")
    await visitor.says("nog zonder Noor")
    await sanne.hears("nog zonder Noor")
    await expect(noor.part("message")).to_have_count(0)

    await visitor.lets_join(back=False)
    await noor.is_let_in()
    await visitor.says("nu met Noor")
    await noor.hears("nu met Noor")
    await noor.says("Dag, ik ben Noor.")
    await sanne.hears("Dag, ik ben Noor.")
    await visitor.hears("Dag, ik ben Noor.")

    assert await noor.texts() == ["nu met Noor", "Dag, ik ben Noor."]
    assert await visitor.notes() == ["letIn", "letIn"]
    await expect(visitor.part("readers")).to_have_text(
        "Versleuteld. Dit lezen alleen jij en Sanne (hulpverlener) en Noor (hulpverlener)."
    )
    for page in (sanne, noor):
        await expect(page.part("members")).to_contain_text("Noor")


async def test_a_colleague_who_may_read_back_sees_it_all(scene: Scene) -> None:
    visitor, _, noor = await three_people(scene)

    await visitor.lets_join(back=True)
    await noor.is_let_in()
    await noor.hears("eerst onder ons")

    await noor.page.reload()
    await noor.is_let_in()
    await noor.hears("eerst onder ons")
    assert "missing" not in await noor.remarks()


async def test_a_visitor_who_says_no_goes_on_as_before(scene: Scene) -> None:
    visitor, sanne, noor = await three_people(scene)

    await visitor.says_no()
    await expect(noor.part("conversation-tab")).to_have_count(0)
    await expect(sanne.part("notice")).not_to_be_empty()
    await visitor.says("liever alleen met jou")
    await sanne.hears("liever alleen met jou")

    await expect(visitor.part("readers")).to_have_text(
        "Versleuteld. Dit lezen alleen jij en Sanne (hulpverlener)."
    )
    await expect(noor.part("tag-form")).to_have_count(0)


async def test_a_warm_handover_leaves_the_colleague_who_tags(scene: Scene) -> None:
    visitor, sanne, noor = await three_people(scene, "handover")
    await visitor.lets_join(back=True)
    await noor.is_let_in()
    await sanne.says("Noor neemt het van mij over.")
    await visitor.hears("Noor neemt het van mij over.")

    await sanne.steps_out()
    await expect(sanne.part("tag-form")).to_have_count(0)
    await visitor.says("dag Noor")
    await noor.hears("dag Noor")
    await visitor.page.reload()
    await visitor.sees("conversation-page")
    await noor.says("Dag!")
    await visitor.hears("Dag!")

    await expect(visitor.part("readers")).to_have_text(
        "Versleuteld. Dit lezen alleen jij en Noor (hulpverlener)."
    )
    assert "left" in await visitor.notes()
    await noor.ends()
    await noor.tags_not_trafficking()
    await visitor.sees("ended-page", reason="done")


async def test_a_supervisor_is_announced_as_one_and_takes_nobody(scene: Scene) -> None:
    visitor, sanne = await scene.waiting_visitor(), await scene.professional("Sanne")
    await scene.waiting_visitor()
    await meet(visitor, sanne)
    noor = await asks_for(scene, sanne, "join", "Noor", Role.SUPERVISOR)

    await expect(visitor.part("caller")).to_have_text("Noor (begeleider) wil erbij komen")
    await expect(noor.part("take-next")).to_have_count(0)
    await visitor.lets_join(back=False)
    await noor.is_let_in()

    await expect(visitor.part("readers")).to_contain_text("Noor (begeleider)")


async def test_a_revoked_device_is_out_within_seconds_and_the_visitor_is_told(scene: Scene) -> None:
    visitor, sanne = await scene.waiting_visitor(), await scene.professional("Sanne")
    await meet(visitor, sanne)
    await visitor.says("ben je er nog?")
    await sanne.hears("ben je er nog?")

    await scene.revoke("Sanne")
    await visitor.sees("waiting-page")
    assert "dropped" in await visitor.notes()
    await expect(visitor.part("position")).to_have_attribute("data-position", "1")
    await expect(sanne.part("device-state")).to_have_attribute("data-state", "revoked")
    noor = await scene.professional("Noor")
    await noor.takes_next()
    await visitor.part("join-from-now").click()
    await noor.is_let_in()
    await visitor.says("fijn dat er weer iemand is")
    await noor.hears("fijn dat er weer iemand is")

    assert await noor.texts() == ["fijn dat er weer iemand is"]


async def test_both_screens_show_the_same_four_words(scene: Scene) -> None:
    visitor, sanne = await scene.waiting_visitor(), await scene.professional("Sanne")
    await meet(visitor, sanne)

    await visitor.part("words").locator("summary").click()
    await sanne.opens_words()
    shown = (await visitor.part("words-list").inner_text()).split()

    assert len(shown) == 4
    assert (await sanne.part("words-list").inner_text()).split() == shown
    await visitor.page.reload()
    await visitor.sees("conversation-page")
    await visitor.part("words").locator("summary").click()
    await expect(visitor.part("words-list")).to_have_text(" ".join(shown))


async def test_a_device_that_waits_takes_nobody_until_it_is_approved(scene: Scene) -> None:
    await scene.waiting_visitor()
    sanne = await scene.professional("Sanne", is_approved=False)
    await sanne.sees("device-state", state="waiting")
    await expect(sanne.part("take-next")).to_be_disabled()

    await scene.comes_onto_the_roster("Sanne")

    await sanne.takes_next()
