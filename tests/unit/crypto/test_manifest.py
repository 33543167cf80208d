"""A manifest says which bytes are ours, in one way only."""

import json
from typing import Any

import pytest

from chatserver.crypto import manifest
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.crypto.manifest import Manifest, ManifestError
from chatserver.crypto.roster_key import RosterKey

FILES = {"index.html": b"<!doctype html>\n", "config.json": b"{}\n", "app-0a.js": b""}

TEXT = """{
  "v": 1,
  "page": "visitor",
  "files": {
    "app-0a.js": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "config.json": "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",
    "index.html": "335fca8574f060eea24ebcdae6b78f32414f5de03da1084fd0e73d710768e3a9"
  }
}
"""


def made(**more: str) -> Manifest:
    return Manifest.of("visitor", FILES, **more)


def changed(**fields: Any) -> bytes:
    """The text of a manifest with other fields; None takes one out."""
    now = {**json.loads(made().encode()), **fields}
    kept = {name: value for name, value in now.items() if value is not None}
    return (json.dumps(kept, indent=2, ensure_ascii=False) + "\n").encode()


def test_the_integrity_of_a_file_is_what_a_browser_compares() -> None:
    # Of the empty string, as in the examples of FIPS 180.
    assert manifest.integrity(b"") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def test_a_manifest_has_the_text_that_the_build_writes() -> None:
    assert made().encode().decode() == TEXT


def test_a_published_manifest_names_policy_and_roster() -> None:
    text = made(csp="default-src 'none'", roster="Zm9v").encode().decode()

    assert text.endswith('  },\n  "csp": "default-src \'none\'",\n  "roster": "Zm9v"\n}\n')


@pytest.mark.parametrize("each", [made(), made(csp="x"), made(roster="y"), made(csp="x é")])
def test_what_was_written_is_read(each: Manifest) -> None:
    assert Manifest.read(each.encode()) == each


HASH = "0" * 64
NEEDED = {"config.json": HASH, "index.html": HASH}
CHANGED = {
    "another version": changed(v=2),
    "no version": changed(v=None),
    "another page": changed(page="admin"),
    "no page": changed(page=None),
    "a page that is a list": changed(page=["visitor"]),
    "no files": changed(files=None),
    "files that are a number": changed(files=3),
    "files that are pairs": changed(files=[["config.json", HASH], ["index.html", HASH]]),
    "no index.html": changed(files={"config.json": HASH}),
    "no config.json": changed(files={"index.html": HASH}),
    "another order": changed(files={"index.html": HASH, "config.json": HASH}),
    "a hash that is a number": changed(files={"config.json": 1, "index.html": HASH}),
    "a hash in capitals": changed(files={"config.json": "A" * 64, "index.html": HASH}),
    "a short hash": changed(files={"config.json": "00", "index.html": HASH}),
    "itself": changed(files={**NEEDED, "manifest.json": HASH}),
    "its signature": changed(files={**NEEDED, "manifest.sig": HASH}),
    "a file elsewhere": changed(files={"../x.js": HASH, **NEEDED}),
    "a file in a folder": changed(files={"a/x.js": HASH, **NEEDED}),
    "a file of another host": changed(files={"//x.example": HASH, **NEEDED}),
    "a hidden file": changed(files={".x.js": HASH, **NEEDED}),
    "a file with a query": changed(files={**NEEDED, "x.js?a": HASH}),
    "too many files": changed(
        files=dict.fromkeys(sorted([*NEEDED, *map("{:03}.js".format, range(99))]), HASH)
    ),
    "an empty policy": changed(csp=""),
    "a policy that is a list": changed(csp=["x"]),
    "a roster that is a number": changed(roster=3),
    "a field nobody knows": changed(more="x"),
    "no object": b"[]\n",
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "half a character": made(csp="x").encode().replace(b'"x"', b'"\\ud800"'),
    "too deep": b"[" * 60_000,
    "too long": made().encode() + b" " * 65_536,
    "other spaces": made().encode().replace(b"  ", b" "),
    "a name twice": made().encode().replace(b'"v": 1', b'"v": 1,\n  "page": "staff"'),
    "one byte more": made().encode() + b"\n",
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_manifest_is_refused_with(name: str) -> None:
    with pytest.raises(ManifestError):
        Manifest.read(CHANGED[name])


def test_a_signature_is_of_this_manifest_and_this_key() -> None:
    key, other = RosterKey.new(), RosterKey.new()
    text = made().encode()
    signature = manifest.sign(text, key)

    manifest.verify(text, signature, key.public)
    manifest.verify(text, signature.strip(), key.public)

    for wrong in (
        (text + b" ", signature, key.public),
        (text, signature, other.public),
        (text, manifest.sign(text, other), key.public),
        (text, b"", key.public),
        (text, signature[:-5] + b"\n", key.public),
        (text, b"\xe9" + signature, key.public),
        (text, b"A" + signature[1:] if signature[:1] != b"A" else b"B" + signature[1:], key.public),
        (text, signature, key.public[:-1]),
    ):
        with pytest.raises(ManifestError, match="not signed by this roster key"):
            manifest.verify(*wrong)


def test_a_signature_of_something_else_does_not_sign_a_manifest() -> None:
    key = RosterKey.new()
    text = made().encode()
    bare = to_base64(key.sign(text)).encode()

    with pytest.raises(ManifestError):
        manifest.verify(text, bare, key.public)


def test_a_public_key_is_read_from_its_base64() -> None:
    key = RosterKey.new()

    assert manifest.read_public(to_base64(key.public) + "\n") == key.public


@pytest.mark.parametrize("text", ["", "roster.key", "AAAA", "B" * 88, "é"])
def test_anything_else_is_no_public_key(text: str) -> None:
    with pytest.raises(ManifestError, match="not the public key of a roster"):
        manifest.read_public(text)
