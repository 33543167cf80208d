"""Ready-made replies over HTTP: who reads, who writes, and that nobody overwrites anybody (F35)."""

import asyncio
import io
import json
import secrets
from pathlib import Path
from typing import Any

import pytest

from chatserver.app.replies import read_replies
from chatserver.client import Coordinator
from chatserver.domain.people import Role
from chatserver.helpline import replies as helpline
from chatserver.store.reply_versions import MOST_VERSIONS
from tests.integration.test_privacy import in_store, log
from tests.support.cast import Cast
from tests.support.commands import is_one_clear_line, run
from tests.support.redis_servers import Stores
from tests.support.servers import served

__all__ = ["log"]

HELLO: dict[str, Any] = {
    "key": "hoi",
    "category": "begin",
    "title": {"nl": "Hoi", "en": "Hi"},
    "text": {"nl": "Hoi, ik ben {naam}.", "en": "Hi, I am {naam}."},
}
OURS = read_replies(None).as_json()


@pytest.fixture
async def anna(cast: Cast) -> Coordinator:
    return await cast.coordinator()


async def write(
    coordinator: Coordinator, version: int, reply: Any = HELLO, *, was: str | None = None
) -> dict[str, Any]:
    body = {"version": version, "was": was, "reply": reply}
    answer: dict[str, Any] = await coordinator.post("replies/save", body)
    return answer


async def refused(coordinator: Coordinator, path: str, body: dict[str, Any]) -> str:
    with pytest.raises(PermissionError) as refusal:
        await coordinator.post(path, body)
    return str(refusal.value)


async def test_before_anybody_wrote_there_are_those_of_the_program(anna: Coordinator) -> None:
    assert await anna.get("replies") == {"version": 0, "replies": OURS, "organisation": None}
    assert await anna.get("replies/versions") == {"versions": []}


async def test_what_a_coordinator_saves_a_professional_has_at_once(
    cast: Cast, anna: Coordinator
) -> None:
    professional = await cast.professional()
    url = f"{professional._url}/api/replies?have="
    assert (await professional._session.get(url + "0")).status == 204

    saved = await write(anna, 0)

    assert saved == {"version": 1, "replies": [*OURS, HELLO], "organisation": None}
    answer = await professional._session.get(url + "0")
    assert (answer.status, await answer.json()) == (200, saved)
    assert (await professional._session.get(url + "1")).status == 204
    odd = await professional._session.get(url + "kanarie")
    assert (odd.status, await odd.json()) == (200, saved)


async def test_a_reply_is_changed_in_its_place_and_taken_away(anna: Coordinator) -> None:
    await write(anna, 0)
    hey = HELLO | {"key": "hey", "category": "end"}

    assert (await write(anna, 1, hey, was="hoi"))["replies"] == [*OURS, hey]
    removed = await anna.post("replies/remove", {"version": 2, "key": "hey"})

    assert (removed["version"], removed["replies"]) == (3, OURS)


async def test_of_two_who_write_at_once_one_is_told_and_nothing_is_lost(
    cast: Cast, anna: Coordinator
) -> None:
    bram = await cast.coordinator()
    hey = HELLO | {"key": "hey"}

    said = await asyncio.gather(write(anna, 0), write(bram, 0, hey), return_exceptions=True)

    [error] = [each for each in said if isinstance(each, BaseException)]
    assert str(error) == "changed"
    now = await anna.get("replies")
    assert (now["version"], len(now["replies"])) == (1, len(OURS) + 1)
    late, reply = (bram, hey) if now["replies"][-1] == HELLO else (anna, HELLO)
    again = await write(late, 1, reply)
    assert {each["key"] for each in again["replies"]} >= {"hoi", "hey"}


async def test_an_older_version_can_be_read_and_brought_back_as_a_new_one(
    anna: Coordinator,
) -> None:
    await write(anna, 0)
    await anna.post("replies/remove", {"version": 1, "key": "hoi"})

    assert (await anna.get("replies/versions/1"))["replies"] == [*OURS, HELLO]
    assert (await anna.get("replies/versions/0"))["replies"] == OURS
    restored = await anna.post("replies/restore", {"version": 2, "number": 1})

    assert (restored["version"], restored["replies"]) == (3, [*OURS, HELLO])
    days = await anna.get("replies/versions")
    assert [each["number"] for each in days["versions"]] == [3, 2, 1]


async def test_the_last_twenty_versions_are_kept(anna: Coordinator) -> None:
    for version in range(MOST_VERSIONS + 2):
        await write(anna, version, was=None if version == 0 else "hoi")

    kept = [each["number"] for each in (await anna.get("replies/versions"))["versions"]]

    assert kept == list(range(MOST_VERSIONS + 2, 2, -1))
    for number in ("2", "99", "-1", "x", "9" * 30):
        with pytest.raises(PermissionError, match="gone"):
            await anna.get(f"replies/versions/{number}")
    assert await refused(anna, "replies/restore", {"version": 22, "number": 2}) == "gone"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("save", {}, "malformed"),
        ("save", {"version": 0, "was": None, "reply": []}, "malformed"),
        ("save", {"version": 0, "was": None, "reply": {}}, "malformed"),
        ("save", {"version": "0", "was": None, "reply": HELLO}, "malformed"),
        ("save", {"version": -1, "was": None, "reply": HELLO}, "malformed"),
        ("save", {"version": 0, "was": None, "reply": HELLO, "more": 1}, "malformed"),
        ("save", {"version": 0, "was": None, "reply": HELLO | {"more": 1}}, "malformed"),
        ("save", {"version": 0, "was": None, "reply": HELLO | {"text": {"nl": "x"}}}, "malformed"),
        (
            "save",
            {"version": 0, "was": None, "reply": HELLO | {"text": {"nl": "{x}", "en": "{x}"}}},
            "malformed",
        ),
        (
            "save",
            {"version": 0, "was": None, "reply": HELLO | {"text": {"nl": "a" * 1001, "en": "a"}}},
            "malformed",
        ),
        ("save", {"version": 0, "was": "hoi", "reply": HELLO}, "gone"),
        ("save", {"version": 0, "was": None, "reply": HELLO | {"key": "hallo"}}, "taken"),
        ("save", {"version": 1, "was": None, "reply": HELLO}, "changed"),
        ("save", {"version": 0, "was": None, "reply": HELLO | {"text": "a" * 17_000}}, "too_large"),
        ("remove", {"version": 0, "key": "geen"}, "gone"),
        ("remove", {"version": 7, "key": "hallo"}, "changed"),
        ("restore", {"version": 0, "number": 7}, "gone"),
        ("restore", {"version": 7, "number": 0}, "changed"),
    ],
)
async def test_what_is_wrong_is_refused_and_changes_nothing(
    anna: Coordinator, path: str, body: dict[str, Any], code: str
) -> None:
    assert await refused(anna, f"replies/{path}", body) == code
    assert (await anna.get("replies"))["version"] == 0


async def test_all_together_have_a_limit(
    anna: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helpline, "MOST_BYTES", 100)

    body = {"version": 0, "was": None, "reply": HELLO}
    assert await refused(anna, "replies/save", body) == "too_large"
    assert (await anna.get("replies"))["version"] == 0


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.SUPERVISOR])
async def test_who_reads_them_does_not_write_them(cast: Cast, role: Role) -> None:
    professional = await cast.professional(role=role)
    url = professional._url

    for path, body in (
        ("save", {"version": 0, "was": None, "reply": HELLO}),
        ("remove", {"version": 0, "key": "hallo"}),
        ("restore", {"version": 0, "number": 0}),
    ):
        answer = await professional._session.post(
            f"{url}/api/replies/{path}", json=body, headers={"X-Requested-With": "luwte"}
        )
        assert (answer.status, (await answer.json())["code"]) == (403, "wrong_role")
    assert (await professional._session.get(f"{url}/api/replies/versions/0")).status == 403


async def test_they_are_on_record_and_in_the_ledger_only_and_in_no_log(
    stores: Stores, tmp_path: Path, log: io.StringIO
) -> None:
    canary = "kanarie-" + secrets.token_hex(8)
    reply = HELLO | {"text": {"nl": canary, "en": canary}}
    async with served(stores, tmp_path) as app, Cast.around(app) as cast:
        anna = await cast.coordinator()
        await write(anna, 0, reply)
        await refused(anna, "replies/save", {"version": 0, "was": None, "reply": reply})
        await refused(anna, "replies/save", {"version": 1, "was": canary[:24], "reply": reply})
        professional = await cast.professional()
        await professional._session.get(f"{professional._url}/api/replies?have={canary}")
        [noted] = await app.ledger.publications.record(10)
        kept = await app.ledger.replies.version(1)
        vault = await in_store(*stores.vault_keepers)

    assert {key: noted[key] for key in ("who", "did", "what")} == {
        "who": anna.name,
        "did": "wrote",
        "what": "replies 1",
    }
    assert kept is not None
    assert canary.encode() in kept  # so there is something to find
    assert canary.encode() not in vault
    assert canary not in log.getvalue()


async def test_a_file_of_replies_is_checked_and_shown(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(
        '[[reply]]\nkey = "hoi"\ncategory = "begin"\ntitle = { nl = "Hoi", en = "Hi" }\n'
        'text = { nl = "Hoi {naam}", en = "Hi {naam}", ar = "{naam} مرحبا" }\n'
    )
    bad.write_text(good.read_text().replace("Hi {naam}", "Hi"))

    said = await run("replies", "check", str(good))
    wrong = await run("replies", "check", str(bad))
    shown = await run("replies", "show", str(good), "--language", "ar")
    ours = await run("replies", "show", "--json")

    assert said.out == (
        f"{good}: 1 reply (1 begin, 0 safety, 0 calm, 0 refer, 0 wait, 0 end); "
        "1 in nl, 1 in en, 1 in ar\n"
    )
    assert is_one_clear_line(wrong)
    assert "bad.toml:5, reply, text: en has other blanks than nl" in wrong.err
    assert shown.out == "/hoi\n{naam} مرحبا\n\n"
    assert json.loads(ours.out) == OURS
