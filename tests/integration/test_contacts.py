"""A contact card goes sealed from a professional to a visitor, and is there after a reload."""

import os
import signal
from pathlib import Path
from typing import Any

from chatserver.app import reaching_ledger
from chatserver.app.contacts import read_contacts
from chatserver.client import Professional
from tests.integration.test_privacy import stored
from tests.integration.test_workers import until
from tests.support.cast import Cast, Office
from tests.support.redis_servers import Stores
from tests.support.servers import loaded, served, server_process, settings_for


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


HOUSE = """[[card]]
id = "huis"
kind = "help"
number = "+31 20 123"
name = { nl = "Het huis", en = "The house" }
about = { nl = "Voor een bed.", en = "For a bed." }
"""


async def cards_of(professional: Professional) -> list[dict[str, Any]]:
    """What the page of this professional is given."""
    answer = await professional._session.get(f"{professional._url}/api/contacts")
    cards: list[dict[str, Any]] = (await answer.json())["cards"]
    return cards


async def test_an_organisation_has_cards_of_its_own(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HOUSE)
    more = {"CHATSERVER_CONTACTS_FILE": str(path)}
    async with served(stores, tmp_path, more=more) as app, Cast.around(app) as cast:
        assert await cards_of(await cast.professional()) == [
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


async def test_new_cards_come_with_new_workers_and_a_mistake_replaces_nobody(
    stores: Stores, tmp_path: Path
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HOUSE)
    more = {"CHATSERVER_CONTACTS_FILE": str(path)}
    settings = loaded(settings_for(stores, tmp_path))
    async with (
        server_process(stores, tmp_path, "--workers", "2", more=more) as server,
        reaching_ledger(settings) as ledger,
        Cast.around(Office.of(ledger, server.visitor_url, server.staff_url)) as cast,
    ):
        professional = await cast.professional()

        path.write_text(HOUSE.replace("help", "shop"))
        os.kill(server.pid, signal.SIGHUP)
        await until(lambda: b"card huis: kind shop is not emergency" in server.output, within=60)
        assert [card["kind"] for card in await cards_of(professional)] == ["help"]
        path.write_text(HOUSE.replace("+31 20 123", "+31 20 456"))
        os.kill(server.pid, signal.SIGHUP)
        await until(lambda: b"all workers were replaced" in server.output, within=60)

        assert [card["number"] for card in await cards_of(professional)] == ["+31 20 456"]
