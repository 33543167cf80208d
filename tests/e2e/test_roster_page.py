"""The coordinator's page makes the organisation's key, and approves and revokes with it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, FilePayload, expect

from chatserver.crypto.roster_key import RosterKey
from tests.support.browsers import CoordinatorPage, meet
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

PASSPHRASE = "kompas zolder lamp wandeling"  # noqa: S105 - it opens a key that lives for one test


@pytest_asyncio.fixture(loop_scope="session")
async def without_key(browser: Browser, stores: Stores, tmp_path: Path) -> AsyncIterator[Scene]:
    """A helpline for which nobody has made a key yet."""
    async with Scene.here(browser, stores, tmp_path, has_key=False) as scene:
        yield scene


async def unlocks(coordinator: CoordinatorPage, file: bytes, passphrase: str) -> None:
    """Choose the file of the key and open it."""
    chosen = FilePayload(name="roster.key", mimeType="application/json", buffer=file)
    await coordinator.part("roster-file").set_input_files([chosen])
    await coordinator.part("roster-passphrase").fill(passphrase)
    await coordinator.part("roster-unlock").click()


async def test_a_key_is_made_in_the_browser_and_its_file_opens_in_a_shell(
    without_key: Scene, tmp_path: Path
) -> None:
    scene = without_key
    assert scene.app is not None
    coordinator = await scene.coordinator()
    sent: list[str] = []
    coordinator.page.on("request", lambda request: sent.append(request.post_data or ""))
    await coordinator.part("roster-passphrase").fill(PASSPHRASE)
    await coordinator.part("roster-passphrase-again").fill(PASSPHRASE)
    await coordinator.part("roster-make").click()

    async with coordinator.page.expect_download() as downloading:
        await coordinator.part("roster-download").click()
    file = tmp_path / "kept.key"
    await (await downloading.value).save_as(file)
    await coordinator.part("roster-kept").check()
    await coordinator.part("roster-found").click()
    await coordinator.sees("roster-unlocked")

    key = RosterKey.read(file.read_bytes(), PASSPHRASE)
    assert scene.app.rosters.now.key == key.public
    private = key.private.private_numbers().private_value.to_bytes(32).hex()
    assert PASSPHRASE not in file.read_text("utf-8")
    assert not any(PASSPHRASE in body or private in body for body in sent)
    assert coordinator.complaints == []


async def test_a_device_is_approved_and_revoked_on_the_page(scene: Scene) -> None:
    coordinator = await scene.coordinator()
    sanne = await scene.professional("Sanne", is_approved=False)
    card = await sanne.sees("device-state", state="waiting")
    theirs = await card.get_by_test_id("device-words").inner_text()
    await unlocks(coordinator, scene.key.file(PASSPHRASE), PASSPHRASE)
    row = coordinator.page.locator('[data-testid="roster-device"][data-name="Sanne"]')
    await expect(row).to_have_attribute("data-state", "waiting")
    assert (await row.get_by_test_id("device-words").inner_text()).split() == theirs.split()

    await row.get_by_test_id("roster-approve").click()
    await row.get_by_test_id("confirm-roster-approve").click()
    await expect(row).to_have_attribute("data-state", "approved")
    visitor = await scene.waiting_visitor()
    await meet(visitor, sanne)
    await visitor.says("goed dat je er bent")
    await sanne.hears("goed dat je er bent")

    await row.get_by_test_id("roster-revoke").click()
    await row.get_by_test_id("confirm-roster-revoke").click()
    await visitor.sees("waiting-page")
    assert "dropped" in await visitor.notes()
    await sanne.sees("device-state", state="revoked")


async def test_another_passphrase_or_another_key_opens_nothing(scene: Scene) -> None:
    coordinator = await scene.coordinator()

    for file, passphrase in (
        (scene.key.file(PASSPHRASE), "een heel andere zin"),
        (RosterKey.new().file(PASSPHRASE), PASSPHRASE),
        (b"geen sleutel", PASSPHRASE),
    ):
        await unlocks(coordinator, file, passphrase)
        await expect(coordinator.part("roster-problem")).not_to_be_empty()

    await expect(coordinator.part("roster-unlocked")).to_have_count(0)


async def test_the_device_key_cannot_be_taken_out_and_stays_after_signing_out(
    scene: Scene,
) -> None:
    sanne = await scene.professional("Sanne")
    look = """async () => {
      const open = indexedDB.open('luwte-staff');
      const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
      const stored = database.transaction('devices').objectStore('devices').getAll();
      const found = await new Promise((done) => { stored.onsuccess = () => done(stored.result); });
      database.close();
      const keys = [];
      const walk = (it) => {
        if (it instanceof CryptoKey) keys.push([it.type, it.extractable]);
        else if (it && typeof it === 'object' && !ArrayBuffer.isView(it)) {
          Object.values(it).forEach(walk);
        }
      };
      found.forEach(walk);
      return keys.sort();
    }"""

    before = await sanne.page.evaluate(look)
    await sanne.part("sign-out").click()
    await sanne.sees("sign-in")

    assert ["private", False] in before
    assert await sanne.page.evaluate(look) == before
