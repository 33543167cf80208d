"""Makes a site of the two built pages: configured, hashed, and signed by the organisation.

    publish(Path("web/dist"), Path("site"), SiteConfig(api="https://chat.example.org"), key)

The chat server can serve it (`web_directory`), and so can any host of files: then whoever
takes over the chat server cannot change the code that visitors run (SECURITY §3.7).
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from chatserver.app import hosting
from chatserver.app.organisation import read_organisation
from chatserver.config import SiteConfig
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.crypto.manifest import (
    CONFIG,
    INDEX,
    MANIFEST,
    PAGES,
    SIGNATURE,
    Manifest,
    ManifestError,
    PageName,
    hash_of,
    sign,
)
from chatserver.crypto.roster_key import RosterKey
from chatserver.domain.errors import Misconfigured
from chatserver.wire import onion

OURS: Final = {*PAGES, hosting.HEADERS_FILE, *map(hosting.nginx_file, PAGES)}
"""All that is ever in a site; a folder with anything else in it is not replaced."""


def publish(source: Path, out: Path, site: SiteConfig, key: RosterKey | None) -> None:
    """Make the site, or replace the one that is there.

    Args:
        source: a built bundle: `visitor` and `staff` in it, as web/build.mjs leaves them.
        key: signs both manifests. None: nobody is on the roster, so nobody can be let in.

    Raises:
        Misconfigured: nothing is built there, a file was changed since, `out` is not ours, or
            the organisation's file has a mistake.
    """
    out = out.resolve()
    _check_ours(out)
    files: dict[str, bytes] = {}
    headers: dict[PageName, Mapping[str, str]] = {}
    for page in PAGES:
        api = site.api if page == "visitor" else site.staff_api
        manifest, made = _page(page, _built(source, page), site, key)
        files |= {f"{page}/{name}": body for name, body in made.items()}
        onion_service = site.onion if page == "visitor" else ""
        headers[page] = hosting.headers_for(manifest, api, onion_service) if api else {}
        if api:
            snippet = hosting.nginx_text(page, headers[page])
            files[hosting.nginx_file(page)] = snippet.encode()
    files[hosting.HEADERS_FILE] = hosting.headers_text(headers).encode()
    try:
        _replace(out, files)
    except OSError as error:
        raise Misconfigured(f"{out}: {error.strerror}") from None


def _check_ours(out: Path) -> None:
    if not out.exists():
        return
    found = {path.name for path in out.iterdir()} if out.is_dir() else {out.name}
    is_site = found <= OURS and all((out / page / MANIFEST).is_file() for page in PAGES)
    if found and not is_site:
        raise Misconfigured(f"{out}: neither empty nor a site made by this command")


def _built(folder: Path, page: PageName) -> dict[str, bytes]:
    """Read a page as it was built; raises Misconfigured when it was changed since."""
    folder /= page
    try:
        manifest = Manifest.read((folder / MANIFEST).read_bytes())
        files = {name: (folder / name).read_bytes() for name in manifest.files}
    except (OSError, ManifestError):
        raise Misconfigured(f"no web bundle in {folder}: run `make bundles`") from None
    if manifest.page != page:
        raise Misconfigured(f"{folder}: this is the page of {manifest.page}")
    for name, known in manifest.files.items():
        if name != CONFIG and hash_of(files[name]) != known:
            raise Misconfigured(f"{folder / name}: changed since it was built")
    return files


def _page(
    page: PageName, files: dict[str, bytes], site: SiteConfig, key: RosterKey | None
) -> tuple[Manifest, dict[str, bytes]]:
    roster = to_base64(key.public) if key else ""
    before = json.loads(files[CONFIG])
    before.pop("organisation", None)  # of a site that this one is made from
    config = _staff_config(site, roster) if page == "staff" else _visitor_config(site, roster)
    files = {**files, CONFIG: _json({**before, **config})}
    if page == "visitor":
        files[INDEX] = onion.shown(files[INDEX], site.onion)
    api = str(config["api"])
    manifest = Manifest.of(page, files, csp=hosting.policy_for(api), roster=roster)
    files[MANIFEST] = manifest.encode()
    if key:
        files[SIGNATURE] = sign(files[MANIFEST], key)
    return manifest, files


def _visitor_config(site: SiteConfig, roster: str) -> dict[str, Any]:
    """Return what the visitor's page is told; what is empty stays as it was built."""
    config: dict[str, Any] = {"api": site.api, "roster": roster, "demo": site.demo}
    if not site.organisation_beside:
        theirs = read_organisation(site.organisation_file).as_json()
        if site.exit:
            theirs["exit"] = site.exit
        if "exit" in theirs:
            config["exit"] = theirs["exit"]
        config["organisation"] = theirs
    if site.hours.nl or site.hours.en:
        config["hours"] = msgspec.structs.asdict(site.hours)
    return config


def _staff_config(site: SiteConfig, roster: str) -> dict[str, Any]:
    return {"api": site.staff_api, "roster": roster, "demo": site.demo}


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _replace(out: Path, files: Mapping[str, bytes]) -> None:
    """Write beside and swap: whoever serves `out` never sees half a site."""
    fresh, old = (out.with_name(f".{out.name}.{os.getpid()}.{end}") for end in ("new", "old"))
    try:
        for name, body in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        if not out.exists():
            fresh.rename(out)
            return
        out.rename(old)
        try:
            fresh.rename(out)
        except OSError:
            old.rename(out)
            raise
        shutil.rmtree(old)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
