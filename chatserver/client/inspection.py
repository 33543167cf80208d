"""Compares a running site with what was published: `chatserver verify-site`.

What a browser would get is fetched once and judged by what the organisation signed. A host
that tells us from a visitor can still show the two of us different pages: this finds what
is changed for everybody, not what is changed for one (docs/threat-model.md).
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import aiohttp

from chatserver.client import markup, travelling
from chatserver.client.answers import Answer, Unreachable, fetch
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.crypto.manifest import (
    BESIDE,
    CONFIG,
    INDEX,
    MANIFEST,
    SIGNATURE,
    Manifest,
    ManifestError,
    hash_of,
    read_public,
    verify,
)
from chatserver.wire import onion
from chatserver.wire.headers import ONION_LOCATION, offered

ALL_SECONDS: Final = 120.0
"""For the whole site."""

MOST_SHOWN: Final = 200
"""Characters of a line: some of what is said comes from the site."""

APART: Final = {CONFIG, MANIFEST, SIGNATURE}
"""What differs between two sites made of the same build."""

Kind = Literal["same", "note", "different"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of what was found. `note`: true, and for the reader to judge."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a site is compared with, beside its own manifest.

    Attributes:
        key: the roster's public key, 65 bytes, known from somewhere else; None: any.
        build: files of an own build of the same page, by name; None: nothing.
    """

    key: bytes | None = None
    build: Mapping[str, bytes] | None = None


@dataclass(slots=True)
class Inspection:
    """What was found at an address, line by line."""

    url: str
    findings: list[Finding]
    page: str = ""

    @property
    def is_same(self) -> bool:
        """Nothing is different."""
        return all(finding.kind != "different" for finding in self.findings)

    def of(self, kind: Kind) -> list[str]:
        """Return the lines of one kind."""
        return [finding.text for finding in self.findings if finding.kind == kind]

    def say(self, kind: Kind, text: str) -> None:
        """Add a line; what a terminal would obey is not in it."""
        shown = "".join(each if each.isprintable() else "?" for each in text)
        self.findings.append(Finding(kind, shown[:MOST_SHOWN]))

    def judge(self, what: str, faults: list[str]) -> None:
        """Add what is wrong, or that nothing is."""
        for fault in faults:
            self.say("different", fault)
        if not faults:
            self.say("same", what)


async def inspect(session: aiohttp.ClientSession, url: str, wanted: Wanted) -> Inspection:
    """Fetch a site and compare it.

    Raises:
        Unreachable: the site did not answer.
    """
    base = url.rstrip("/") + "/"
    found = Inspection(base, [])
    try:
        async with asyncio.timeout(ALL_SECONDS):
            listed = await fetch(session, base + MANIFEST)
            try:
                manifest = _read(listed)
            except ManifestError as error:
                found.say("different", f"{MANIFEST}: {error}")
                return found
            signature = await fetch(session, base + SIGNATURE)
            answers = {
                name: await fetch(session, base + ("" if name == INDEX else name))
                for name in manifest.files
            }
            beside = await _beside(session, base, manifest, answers[CONFIG].body)
    except TimeoutError:
        raise Unreachable(f"{base}: not all within {ALL_SECONDS:.0f} s") from None
    found.page = manifest.page
    _look_at_signature(found, manifest, listed.body, signature, wanted.key)
    _look_at_files(found, manifest, answers)
    _look_at_config(found, manifest, answers[CONFIG].body, wanted.key)
    if beside is not None:
        found.say("note", _told_of(beside))
    found.judge("every answer carries its headers", travelling.faults(base, manifest, answers))
    _look_at_onion(found, answers[INDEX])
    for reach in travelling.reaches(base, manifest, answers[INDEX]):
        found.say("note", f"this page may also open sockets to {reach}")
    if wanted.build is not None:
        _look_at_build(found, answers, wanted.build)
    return found


async def _beside(
    session: aiohttp.ClientSession, base: str, manifest: Manifest, config: bytes
) -> bytes | None:
    """Fetch what the page would take for its organisation's settings; None: it has its own."""
    try:
        found: Any = json.loads(config)
        has_own = bool(found.get("organisation"))
    except (ValueError, AttributeError, RecursionError):
        return None  # said elsewhere
    if manifest.page != "visitor" or has_own:
        return None
    answer = await fetch(session, base + BESIDE)
    return None if answer.fault else answer.body


def _told_of(beside: bytes) -> str:
    """Say what unsigned settings would have a visitor do: whom to call, and where to flee to."""
    said = f"{BESIDE} is taken from this server, and nobody signed it: "
    try:
        found: Any = json.loads(beside)
        called = [str(each["number"]) for each in found.get("numbers", [])]
        numbers = ", ".join(called) if "numbers" in found else "those of the page"
        return f"{said}exit {found.get('exit', 'that of the page')}, numbers {numbers}"
    except (ValueError, AttributeError, LookupError, TypeError, RecursionError):
        return f"{said}not the settings of an organisation"


def _read(listed: Answer) -> Manifest:
    if listed.fault:
        raise ManifestError(listed.fault)
    return Manifest.read(listed.body)


def _look_at_signature(
    found: Inspection, manifest: Manifest, text: bytes, signature: Answer, pinned: bytes | None
) -> None:
    """Look who signed. A site without a roster may be unsigned, unless a key was asked for."""
    if pinned is None and not manifest.roster and signature.fault:
        found.say("note", f"nobody signed {MANIFEST}, and this site has no roster")
        return
    if signature.fault:
        found.say("different", f"{SIGNATURE}: {signature.fault}, so nobody signed this")
        return
    try:
        key = pinned if pinned is not None else read_public(manifest.roster)
        verify(text, signature.body, key)
    except ManifestError as error:
        found.say("different", f"{SIGNATURE}: {error}")
        return
    found.say("same", f"{MANIFEST} is signed by {to_base64(key)}")
    if pinned is None:
        found.say("note", "that key stands in the site itself; give --key to compare with yours")


def _look_at_files(found: Inspection, manifest: Manifest, answers: Mapping[str, Answer]) -> None:
    wrong = [f"{name}: {answer.fault}" for name, answer in answers.items() if answer.fault]
    wrong += [
        f"{name}: not the bytes that {MANIFEST} names"
        for name, answer in answers.items()
        if not answer.fault and hash_of(answer.body) != manifest.files[name]
    ]
    found.judge(f"{len(answers)} files are the ones that {MANIFEST} names", wrong)
    files = {name: answer.body for name, answer in answers.items()}
    page = files[INDEX].decode("utf-8", "replace")
    found.judge(
        f"{INDEX} loads nothing else, and each script by its hash",
        [f"{INDEX}: {fault}" for fault in markup.faults(page, files)],
    )


def _look_at_config(
    found: Inspection, manifest: Manifest, body: bytes, pinned: bytes | None
) -> None:
    """Look whom the page believes, and which server it may reach: no other."""
    try:
        config: Any = json.loads(body)
        is_demo, roster, api = config.get("demo"), config.get("roster"), config.get("api")
    except (ValueError, AttributeError, RecursionError):
        found.say("different", f"{CONFIG}: not a configuration")
        return
    expected = to_base64(pinned) if pinned is not None else manifest.roster
    if manifest.roster != expected:
        found.say("different", f"{MANIFEST}: names another roster key")
    if manifest.page == "visitor" and roster != expected:
        found.say("different", f"{CONFIG}: names another roster key")
    if manifest.csp and not travelling.is_policy_for(str(api), manifest.csp):
        found.say("different", f"{MANIFEST}: its policy is not the one for the api of {CONFIG}")
    if is_demo:
        found.say("note", "this is a demo: nobody is there to help")


def _look_at_onion(found: Inspection, index: Answer) -> None:
    """Look where Tor Browser is led: to the service that the page itself says, or nowhere."""
    said = onion.origin_in(index.body)
    led = index.headers.get(ONION_LOCATION.lower(), ())
    if led and led != tuple(offered(said).values()):
        found.say("different", f"{ONION_LOCATION}: {', '.join(led)} is not what the page says")
    elif said:
        found.say("same", f"the page says an onion service, {said}")


def _is_built(name: str, body: bytes, built: bytes) -> bool:
    """Compare a file with a build, which says no onion service or another one."""
    if name != INDEX:
        return body == built
    return body == onion.shown(built, onion.origin_in(body))


def _look_at_build(
    found: Inspection, answers: Mapping[str, Answer], build: Mapping[str, bytes]
) -> None:
    there, here = answers.keys() - APART, build.keys() - APART
    wrong = [f"{name}: not in the build it is compared with" for name in sorted(there - here)]
    wrong += [f"{name}: in the build, but not there" for name in sorted(here - there)]
    wrong += [
        f"{name}: other bytes than in the build it is compared with"
        for name in sorted(there & here)
        if not _is_built(name, answers[name].body, build[name])
    ]
    found.judge(f"{len(here)} files are byte for byte those of the build", wrong)
