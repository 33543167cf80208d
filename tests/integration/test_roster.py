"""The roster over HTTP and on the command line: who may sign, and what is refused."""

import asyncio
import stat
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from chatserver.app import reaching_ledger
from chatserver.cli import signing
from chatserver.client import Coordinator
from chatserver.clock import SystemClock
from chatserver.crypto.hl1 import (
    Entry,
    device_id,
    device_words,
    from_base64,
    make_entry,
    make_revoked,
    to_base64,
)
from chatserver.crypto.roster_key import DeviceKey, RosterKey
from chatserver.domain.people import Role
from chatserver.helpline.rosters import Device, RosterError, Rosters, Snapshot
from chatserver.helpline.staffing import Staffing
from tests.support.cast import MINUTE, PASSWORD, Cast
from tests.support.commands import is_one_clear_line, run
from tests.support.redis_servers import Stores
from tests.support.servers import loaded, served, settings_for


def entry_of(device: Device, signer: RosterKey, **changed: Any) -> bytes:
    fields: dict[str, Any] = {
        "person": device.person,
        "role": "professional",
        "name": device.name,
        "since": 0,
        "until": 2**32 - 1,
        "key": device.key,
    }
    return make_entry(Entry(**{**fields, **changed}), signer.sign)


async def waiting_device(cast: Cast) -> Device:
    """A device that somebody has enrolled and nobody has approved."""
    professional = await cast.professional(is_approved=False)
    return cast.app.rosters.now.devices[device_id(professional.key.public)]


async def hands_in(coordinator: Coordinator, what: str, **said: bytes) -> Any:
    return await coordinator.post(
        f"roster/{what}", {name: to_base64(value) for name, value in said.items()}
    )


async def test_a_coordinator_approves_and_revokes_with_what_was_signed_elsewhere(
    cast: Cast,
) -> None:
    coordinator, professional = await cast.coordinator(), await cast.professional(is_approved=False)
    device = device_id(professional.key.public)
    shown = await coordinator.get("roster")
    assert shown["key"] == to_base64(cast.key.public)
    assert [each["state"] for each in shown["devices"]] == ["waiting"]
    assert from_base64(shown["devices"][0]["device"]) == device

    entry = entry_of(cast.app.rosters.now.devices[device], cast.key)
    shown = await hands_in(coordinator, "approve", entry=entry)
    await professional.until(lambda: professional.may_work)
    assert [each["state"] for each in shown["devices"]] == ["approved"]

    listed = make_revoked([device], issued=MINUTE, sign=cast.key.sign)
    shown = await hands_in(coordinator, "revoke", listed=listed)
    await professional.until(lambda: not professional.may_work)
    assert [each["state"] for each in shown["devices"]] == ["revoked"]
    with pytest.raises(PermissionError, match="not_approved"):
        await hands_in(coordinator, "approve", entry=entry)


async def test_a_key_is_taken_once(cast: Cast) -> None:
    coordinator = await cast.coordinator()

    assert (await hands_in(coordinator, "key", key=cast.key.public))["devices"] == []
    with pytest.raises(PermissionError, match="not_approved"):
        await hands_in(coordinator, "key", key=RosterKey.new().public)
    with pytest.raises(PermissionError, match="not_approved"):
        await hands_in(coordinator, "key", key=bytes(65))

    assert (await coordinator.get("roster"))["key"] == to_base64(cast.key.public)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Iemand anders"},
        {"role": "supervisor"},
        {"person": bytes(16)},
        {"key": DeviceKey.new().public},
        {"until": 1},
    ],
    ids=lambda changed: next(iter(changed)),
)
async def test_an_entry_of_somebody_else_is_not_taken(cast: Cast, changed: dict[str, Any]) -> None:
    coordinator, device = await cast.coordinator(), await waiting_device(cast)

    with pytest.raises(PermissionError, match="not_approved"):
        await hands_in(coordinator, "approve", entry=entry_of(device, cast.key, **changed))

    assert cast.app.rosters.now.state_of(device.id).state == "waiting"


async def test_what_another_key_has_signed_is_not_taken(cast: Cast) -> None:
    coordinator, device = await cast.coordinator(), await waiting_device(cast)
    other = RosterKey.new()

    for what, said in (
        ("approve", {"entry": entry_of(device, other)}),
        ("revoke", {"listed": make_revoked([device.id], issued=MINUTE, sign=other.sign)}),
        ("approve", {"entry": b"x"}),
        ("revoke", {"listed": b"x"}),
    ):
        with pytest.raises(PermissionError, match="not_approved"):
            await hands_in(coordinator, what, **said)

    assert cast.app.rosters.now.state_of(device.id).state == "waiting"


async def test_no_list_brings_a_device_back(cast: Cast) -> None:
    coordinator, professional = await cast.coordinator(), await cast.professional()
    await cast.revoke(professional)

    with pytest.raises(PermissionError, match="not_approved"):
        await hands_in(
            coordinator, "revoke", listed=make_revoked([], issued=MINUTE, sign=cast.key.sign)
        )

    assert device_id(professional.key.public) in cast.app.rosters.now.revoked


async def test_a_device_belongs_to_whoever_enrolled_it(cast: Cast) -> None:
    first, second = await cast.professional(), await cast.professional()
    before = first.key
    await first.enrol()

    second.key = before
    with pytest.raises(PermissionError, match="not_approved"):
        await second.enrol()

    assert cast.app.rosters.now.devices[device_id(before.public)].name == first.name


async def test_nobody_has_more_than_ten_devices(cast: Cast) -> None:
    professional = await cast.professional()
    for _ in range(9):
        professional.key = DeviceKey.new()
        await professional.enrol()

    professional.key = DeviceKey.new()
    with pytest.raises(PermissionError, match="not_approved"):
        await professional.enrol()


@pytest.mark.parametrize("what", ["roster/key", "roster/approve", "roster/revoke", "device"])
async def test_malformed_requests_change_nothing(cast: Cast, what: str) -> None:
    coordinator, professional = await cast.coordinator(), await cast.professional()
    somebody = professional if what == "device" else coordinator
    before = cast.app.rosters.now.changes

    for body in ({}, {"key": "***"}, {"key": "AAAA"}, {"entry": ""}, {"more": "AAAA"}):
        with pytest.raises(PermissionError, match="malformed"):
            await somebody.post(what, body)

    await cast.app.rosters.refresh()
    assert cast.app.rosters.now.changes == before


async def test_looking_at_the_roster_tells_nobody_what_they_know(cast: Cast) -> None:
    coordinator, told = await cast.coordinator(), list[Snapshot]()
    await cast.app.rosters.refresh()
    cast.app.rosters.follow(told.append)

    await coordinator.get("roster")
    await cast.app.rosters.refresh()
    assert told == []

    await cast.professional()
    assert told


async def test_only_a_coordinator_keeps_the_roster_and_only_staff_enrol(cast: Cast) -> None:
    coordinator, professional = await cast.coordinator(), await cast.professional()

    for what in ("key", "approve", "revoke"):
        with pytest.raises(PermissionError, match="wrong_role"):
            await professional.post(f"roster/{what}", {})
    with pytest.raises(PermissionError, match="wrong_role"):
        await coordinator.post("device", {"key": to_base64(DeviceKey.new().public)})


async def test_an_account_works_on_its_own_devices_only(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    second = await cast.professional(is_approved=False)
    second.key = first.key
    await second.line.lose()
    await second.until(lambda: second.line.is_connected)

    with pytest.raises(PermissionError, match="not_approved"):
        await second.take()

    await visitor.until(lambda: visitor.position == 1)


async def test_another_process_hears_of_a_revocation_within_seconds(
    stores: Stores, tmp_path: Path
) -> None:
    async with (
        served(stores, tmp_path) as here,
        served(
            stores, tmp_path, more={"CHATSERVER_DATA_DIRECTORY": str(tmp_path / "data")}
        ) as there,
        Cast.around(here) as cast,
    ):
        visitor = await cast.visitor(url=there.visitor_url)
        professional = await cast.professional()
        talk = await cast.conversation(visitor, professional)

        await cast.revoke(professional)

        async with asyncio.timeout(6):
            await visitor.until(lambda: len(visitor.keys.members) == 1)
        await professional.until(lambda: talk.ended == "not_accepted")


async def test_the_command_line_does_the_whole_job(stores: Stores, tmp_path: Path) -> None:
    environ = settings_for(stores, tmp_path)
    secret, file = tmp_path / "passphrase", tmp_path / "roster.key"
    secret.write_text("rustig aan vannacht")
    secret.chmod(0o600)
    with_key = ("--key", str(file), "--passphrase-file", str(secret))
    device = await enrolled(environ)

    assert "none yet" in (await run("roster", "show", environ=environ)).out
    made = await run("roster", "init", str(file), *with_key[2:], environ=environ)
    assert made.code == 0, made.err
    key = RosterKey.read(file.read_bytes(), "rustig aan vannacht")
    assert to_base64(key.public) in made.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    name = device.id.hex()[:12]
    shown = (await run("roster", "show", environ=environ)).out
    assert f"{name}  {' '.join(device_words(device.key))}  Maria (professional)  waiting" in shown

    approved = await run("roster", "approve", name, *with_key, "--days", "30", environ=environ)
    assert approved.out == "approved a device of Maria for 30 days\n", approved.err
    assert "approved until 20" in (await run("roster", "show", environ=environ)).out
    revoked = await run("roster", "revoke", name, *with_key, environ=environ)
    assert revoked.out == "revoked a device of Maria\n", revoked.err
    assert "  revoked\n" in (await run("roster", "show", environ=environ)).out


async def enrolled(environ: dict[str, str]) -> Device:
    """A device of Maria's that waits."""
    async with reaching_ledger(loaded(environ)) as ledger:
        account = await Staffing(ledger).add("Maria", Role.PROFESSIONAL, PASSWORD)
        return await Rosters(ledger, SystemClock()).enrol(account, DeviceKey.new().public)


async def test_what_is_wrong_on_the_command_line_is_said_in_one_line(
    stores: Stores, tmp_path: Path
) -> None:
    environ = settings_for(stores, tmp_path)
    secret, file, other = (tmp_path / name for name in ("passphrase", "roster.key", "other"))
    for path, text in ((secret, "rustig aan vannacht"), (other, "een andere zin dan net")):
        path.write_text(text)
        path.chmod(0o600)
    device = (await enrolled(environ)).id.hex()
    made = await run("roster", "init", str(file), "--passphrase-file", str(secret), environ=environ)
    assert made.code == 0, made.err

    for arguments in (
        ("init", str(file), "--passphrase-file", str(secret)),
        ("init", str(tmp_path / "second.key"), "--passphrase-file", str(secret)),
        ("approve", device, "--key", str(file), "--passphrase-file", str(other)),
        ("approve", "ffff", "--key", str(file), "--passphrase-file", str(secret)),
        ("revoke", "", "--key", str(file), "--passphrase-file", str(secret)),
        ("approve", device, "--key", str(secret), "--passphrase-file", str(secret)),
        ("approve", device, "--key", str(tmp_path / "none"), "--passphrase-file", str(secret)),
    ):
        ended = await run("roster", *arguments, environ=environ)
        assert ended.code != 0, arguments
        assert is_one_clear_line(ended), ended.err


async def test_a_lost_key_is_replaced_and_nobody_is_approved_any_more(cast: Cast) -> None:
    first, second = await cast.professional(), await cast.professional()
    await cast.revoke(second)

    cast.key = RosterKey.new()
    await cast.app.rosters.replace(cast.key.public)

    await first.until(lambda: not first.may_work)
    assert cast.app.rosters.now.revoked == frozenset()
    await signing.approve_waiting(cast.app.rosters, cast.key, minute=MINUTE)
    await first.until(lambda: first.may_work)
    visitor = await cast.visitor()
    await cast.conversation(visitor, first)


@pytest.mark.parametrize(
    ("key", "field"), [("hl:{ledger}:roster", "revoked"), ("hl:{ledger}:devices", "x")]
)
async def test_a_roster_that_was_tampered_with_in_the_ledger_changes_nothing(
    cast: Cast, stores: Stores, key: str, field: str
) -> None:
    professional = await cast.professional()
    async with Redis.from_url(stores.ledger_keeper.url) as ledger:
        await ledger.hset(key, field, "nonsense")

    with pytest.raises(RosterError, match="cannot be read"):
        await cast.app.rosters.refresh()

    assert professional.may_work
    await cast.conversation(await cast.visitor(), professional)


async def test_a_short_passphrase_makes_no_key(stores: Stores, tmp_path: Path) -> None:
    secret, file = tmp_path / "passphrase", tmp_path / "roster.key"
    secret.write_text("kort")
    secret.chmod(0o600)

    ended = await run(
        *("roster", "init", str(file), "--passphrase-file", str(secret)),
        environ=settings_for(stores, tmp_path),
    )

    assert is_one_clear_line(ended), ended.err
    assert not file.exists()


async def test_approving_by_hand_and_by_page_is_the_same(cast: Cast) -> None:
    device = await waiting_device(cast)

    await signing.approve(cast.app.rosters, device, cast.key, minute=MINUTE)

    state = cast.app.rosters.now.state_of(device.id)
    assert state.state == "approved"
    assert cast.app.rosters.vouches(device.number, state.entry)
    assert not cast.app.rosters.vouches(device.number, state.entry + b"x")
    assert not cast.app.rosters.vouches("another", state.entry)
