"""The organisation's key, in a file that only its passphrase opens (docs/protocol.md §1.10)."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.crypto.hl1 import Roster, from_base64, make_entry, to_base64
from chatserver.crypto.roster_key import RosterKey, RosterKeyError, _stretched
from tests.unit.crypto.parties import AT, an_entry

PASSPHRASE = "vier losse woorden"  # noqa: S105 - it opens nothing but these tests
KEY = RosterKey.new()
FILE = KEY.file(PASSPHRASE)


def fields_of(inside: bytes, *, public: bytes = KEY.public) -> dict[str, Any]:
    """Return a file as somebody who knows the passphrase could write it, with few rounds."""
    salt, nonce = bytes(16), bytes(12)
    sealer = AESGCM(_stretched(PASSPHRASE, salt=salt, rounds=100_000))
    return {
        "kind": "luwte roster key",
        "v": 1,
        "public": to_base64(public),
        "rounds": 100_000,
        "salt": to_base64(salt),
        "nonce": to_base64(nonce),
        "sealed": to_base64(sealer.encrypt(nonce, inside, b"hl1|roster key" + public)),
    }


def der_of(key: PrivateKeyTypes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


GOOD = fields_of(der_of(KEY.private))


def why(file: bytes, passphrase: str = PASSPHRASE) -> str:
    """Return why a file is not opened."""
    with pytest.raises(RosterKeyError) as error:
        RosterKey.read(file, passphrase)
    return str(error.value)


FROZEN = json.loads((Path(__file__).parents[2] / "vectors" / "roster_key.json").read_text("utf-8"))
"""Files of either language; web/src/coordinator/roster-file.test.ts reads them too."""


@pytest.mark.parametrize("case", FROZEN["files"], ids=lambda case: str(case["by"]))
def test_a_file_of_either_language_opens(case: dict[str, str]) -> None:
    key = RosterKey.read(case["file"].encode(), FROZEN["passphrase"])

    assert to_base64(key.public) == case["public"]


@pytest.mark.parametrize("case", FROZEN["refused"], ids=lambda case: str(case["why"]))
def test_what_the_browser_refuses_is_refused_here_too(case: dict[str, str]) -> None:
    with pytest.raises(RosterKeyError):
        RosterKey.read(case["file"].encode(), FROZEN["passphrase"])


def test_a_key_comes_back_from_its_file() -> None:
    again = RosterKey.read(FILE, PASSPHRASE)

    assert again.public == KEY.public
    assert again.private.private_numbers() == KEY.private.private_numbers()


def test_what_it_signs_is_believed_by_who_knows_its_public_half() -> None:
    entry = make_entry(an_entry("Noor"), RosterKey.read(FILE, PASSPHRASE).sign)

    assert Roster(KEY.public).check(entry, at=AT).name == "Noor"


def test_a_file_says_what_it_is_and_not_what_is_in_it() -> None:
    fields = json.loads(FILE)

    assert list(fields) == ["kind", "v", "public", "rounds", "salt", "nonce", "sealed"]
    assert (fields["kind"], fields["v"], fields["rounds"]) == ("luwte roster key", 1, 600_000)
    assert from_base64(fields["public"]) == KEY.public
    assert [len(from_base64(fields[name])) for name in ("salt", "nonce")] == [16, 12]
    assert der_of(KEY.private)[-40:] not in from_base64(fields["sealed"])
    assert "private" not in repr(KEY)


def test_two_files_of_one_key_have_nothing_secret_in_common() -> None:
    one, other = json.loads(FILE), json.loads(KEY.file(PASSPHRASE))

    assert one["public"] == other["public"]
    assert not {one["salt"], one["nonce"], one["sealed"]} & set(other.values())


def test_another_passphrase_opens_nothing() -> None:
    assert why(FILE, "vier losse woordem") == "this passphrase does not open this roster key"
    assert "does not open" in why(FILE, "")


@pytest.mark.parametrize("passphrase", ["", "elf letters", "é" * 11])
def test_a_passphrase_has_at_least_twelve_characters(passphrase: str) -> None:
    with pytest.raises(RosterKeyError, match="at least 12"):
        KEY.file(passphrase)


def test_a_file_with_fewer_rounds_opens_too() -> None:
    assert RosterKey.read(json.dumps(GOOD).encode(), PASSPHRASE).public == KEY.public


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        "luwte roster key",
        {},
        GOOD | {"kind": "another key"},
        GOOD | {"v": 2},
        GOOD | {"rounds": 99_999},
        GOOD | {"rounds": 10_000_001},
        GOOD | {"rounds": 600_000.0},
        GOOD | {"rounds": True},
        GOOD | {"rounds": None},
        GOOD | {"public": "!"},
        GOOD | {"public": 7},
        GOOD | {"public": to_base64(KEY.public[:-1])},
        GOOD | {"public": to_base64(b"\4" + bytes(64))},
        GOOD | {"salt": to_base64(bytes(15))},
        GOOD | {"nonce": to_base64(bytes(13))},
        GOOD | {"sealed": None},
        {name: value for name, value in GOOD.items() if name != "sealed"},
    ],
)
def test_what_is_no_file_of_a_key_is_refused(broken: object) -> None:
    assert why(json.dumps(broken).encode()).startswith("not a roster key")


@pytest.mark.parametrize("file", [b"", b"\xff", b"{", b"[" * 4000, b" " * 4096 + FILE])
def test_what_cannot_be_parsed_or_is_too_long_is_refused(file: bytes) -> None:
    assert why(file) == "not a roster key"


@pytest.mark.parametrize(
    "changed",
    [
        {"sealed": to_base64(b"\0" + from_base64(GOOD["sealed"])[1:])},
        {"sealed": ""},
        {"public": to_base64(RosterKey.new().public)},
        {"rounds": 100_001},
    ],
)
def test_a_file_that_was_touched_does_not_open(changed: dict[str, Any]) -> None:
    assert "does not open" in why(json.dumps(GOOD | changed).encode())


def test_what_is_in_the_file_is_the_key_that_it_names() -> None:
    other = RosterKey.new()
    curve = ec.generate_private_key(ec.SECP384R1())

    inside = [b"no key", der_of(x25519.X25519PrivateKey.generate()), der_of(curve)]
    inside.append(der_of(other.private))

    assert [why(json.dumps(fields_of(each)).encode()) for each in inside] == [
        "not a roster key: no key in it",
        "not a roster key: a key of another kind",
        "not a roster key: another public key",
        "not a roster key: another public key",
    ]
