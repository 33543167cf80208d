"""A contact card goes sealed from a professional to a visitor, and is there after a reload."""

from pathlib import Path

from chatserver.app.contacts import read_contacts
from tests.integration.test_privacy import stored
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served


async def test_a_card_arrives_sealed_and_reads_back_after_a_reload(
    cast: Cast, stores: Stores
) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    card = next(each for each in read_contacts(None).cards if each.region == "li")

    professional.hand(talk, card.lines(talk.language))
    professional.say(talk, "Zal ik uitleggen hoe dat gaat?")
    await visitor.until(lambda: len(visitor.texts) == 2)

    whole = "\n".join(card.lines("nl"))
    assert [(said.text, said.is_card) for said in visitor.texts] == [
        (whole, True),
        ("Zal ik uitleggen hoe dat gaat?", False),
    ]
    held = await stored(stores)
    assert b"AVIM" not in held
    assert b"8844" not in held
    reloaded = await cast.with_keys_of(professional)
    again = reloaded.talks[talk.cid]
    await reloaded.until(lambda: len(again.texts) == 2)
    assert [(said.text, said.is_card, said.is_mine) for said in again.texts] == [
        (whole, True, True),
        ("Zal ik uitleggen hoe dat gaat?", False, True),
    ]


async def test_an_organisation_has_cards_of_its_own(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        """[[card]]
id = "huis"
kind = "help"
number = "+31 20 123"
name = { nl = "Het huis", en = "The house" }
about = { nl = "Voor een bed.", en = "For a bed." }
"""
    )
    more = {"CHATSERVER_CONTACTS_FILE": str(path)}
    async with served(stores, tmp_path, more=more) as app, Cast.around(app) as cast:
        professional = await cast.professional()
        answer = await professional._session.get(f"{app.staff_url}api/contacts")

        assert await answer.json() == {
            "cards": [
                {
                    "id": "huis",
                    "kind": "help",
                    "number": "+31 20 123",
                    "name": {"nl": "Het huis", "en": "The house"},
                    "about": {"nl": "Voor een bed.", "en": "For a bed."},
                    "hours": None,
                    "region": None,
                }
            ]
        }
