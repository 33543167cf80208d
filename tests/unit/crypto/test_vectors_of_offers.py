"""The frozen vectors about who somebody is: `roster`, `offers`, `words`, `xwing` of hl1.json."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatserver.crypto.hl1 import (
    Entry,
    Hl1Error,
    OfferRead,
    Roster,
    device_id,
    from_base64,
    grant,
    keys,
    offer,
    to_base64,
)
from chatserver.crypto.hl1.encapsulation import PrivateKey, check_key, suite_of
from chatserver.crypto.hl1.words import device_words, words_for
from tests.unit.crypto.signed_vectors import xwing_key

HL1: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "hl1.json").read_text(encoding="ascii")
)
OFFERS, ROSTER, XWING = HL1["offers"], HL1["roster"], HL1["xwing"]


def named(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def roster() -> Roster:
    return Roster(from_base64(ROSTER["key"]))


def read(case: dict[str, Any]) -> OfferRead:
    """Read an offer as the visitor of the scene would at that time."""
    ours = roster()
    if case["revoked"]:
        ours.revoke(from_base64(case["revoked"]))
    shape = offer.read_offer(
        from_base64(case["offer"]),
        cid=from_base64(OFFERS["cid"]),
        commitment=from_base64(OFFERS["commitment"]),
    )
    return offer.verified(
        shape,
        signature=from_base64(case["signature"]),
        entry=from_base64(case["entry"]),
        roster=ours,
        suites=case["suites"],
        at=case["at"],
    )


@named(ROSTER["devices"])
def test_an_entry_is_believed_whoever_signed_for_the_organisation(case: dict[str, Any]) -> None:
    key = from_base64(case["key"])
    expected = Entry(
        person=from_base64(case["person"]),
        role=case["role"],
        name=case["name"],
        since=case["since"],
        until=case["until"],
        key=key,
    )

    found = {roster().check(from_base64(it), at=case["since"]) for it in case["entries"].values()}

    assert found == {expected}
    assert device_id(key) == from_base64(case["id"])
    assert list(device_words(key)) == case["words"]


@pytest.mark.parametrize("listed", ROSTER["revoked"]["lists"].values())
def test_a_list_names_its_devices(listed: str) -> None:
    devices = roster().read_revoked(from_base64(listed))

    assert [to_base64(each) for each in sorted(devices)] == ROSTER["revoked"]["devices"]


@named(ROSTER["refused"]["entries"])
def test_an_entry_that_was_touched_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(Hl1Error, match=r"^refused"):
        roster().check(from_base64(case["entry"]), at=case["at"])


@named(ROSTER["refused"]["lists"])
def test_a_list_that_was_touched_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(Hl1Error, match=r"^refused"):
        roster().revoke(from_base64(case["list"]))


@named(OFFERS["accepted"])
def test_an_offer_is_believed(case: dict[str, Any]) -> None:
    it = read(case)

    assert (it.suite, it.role, it.name) == (case["suite"], case["role"], case["display"])
    assert (it.person, it.device) == (from_base64(case["person"]), from_base64(case["device"]))


@named(OFFERS["refused"])
def test_an_offer_is_not_believed(case: dict[str, Any]) -> None:
    with pytest.raises(Hl1Error) as error:
        read(case)

    assert error.value.reason == case["reason"]


def test_the_scene_is_among_the_offers() -> None:
    case = OFFERS["accepted"][0]

    assert (case["offer"], case["signature"]) == (HL1["scene"]["offer"], HL1["scene"]["signature"])


@pytest.mark.parametrize("case", HL1["words"])
def test_these_are_the_words(case: dict[str, Any]) -> None:
    words = words_for(
        cid=from_base64(case["cid"]),
        offer_hash=from_base64(case["offer_hash"]),
        record=from_base64(case["record"]),
    )

    assert list(words) == case["words"]


def opened_by(private: PrivateKey, granted: str) -> grant.Grant:
    to = grant.Answered(
        cid=from_base64(XWING["cid"]),
        key=from_base64(XWING["key"]),
        hash=keys.digest(from_base64(XWING["offer"])),
    )
    commitment = from_base64(XWING["commitment"])
    return grant.open_grant(from_base64(granted), to, commitment=commitment, private=private)


@pytest.mark.parametrize("granted", XWING["grants"].values(), ids=XWING["grants"])
def test_a_grant_in_suite_2_opens(granted: str) -> None:
    private, key = xwing_key(from_base64(XWING["seed"]))

    opened = opened_by(private, granted)

    assert (suite_of(key), to_base64(key)) == (2, XWING["key"])
    check_key(2, key)
    assert (opened.member, opened.since) == (XWING["member"], XWING["since"])
    assert to_base64(opened.record) == XWING["record"]
    assert [[n, to_base64(secret)] for n, secret in opened.secrets.items()] == XWING["secrets"]


@named(XWING["refused"])
def test_a_grant_in_suite_2_that_was_touched_is_refused(case: dict[str, Any]) -> None:
    private, _ = xwing_key(from_base64(XWING["seed"]))

    with pytest.raises(Hl1Error, match=r"^refused: a grant that does not open$"):
        opened_by(private, case["grant"])
