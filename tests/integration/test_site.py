"""Both pages are built the same everywhere, and are published with the hashes of every byte."""

import asyncio
import base64
import hashlib
import json
import os
import re
import shutil
from pathlib import Path

import aiohttp
import pytest

from chatserver.app import publish, read_organisation
from chatserver.client import markup
from chatserver.config import Hours, SiteConfig
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.crypto.manifest import Manifest, verify
from chatserver.crypto.roster_key import RosterKey
from chatserver.domain.errors import Misconfigured
from chatserver.wire.headers import FOREVER, cache_control
from tests.support.cast import Cast
from tests.support.commands import is_one_clear_line, run
from tests.support.hosts import headers_of
from tests.support.redis_servers import Stores
from tests.support.servers import ROOT, served

WEB = ROOT / "web"
BUILT = WEB / "dist"
PAGES = ("visitor", "staff")
PASSPHRASE = "niemand leest hier mee"  # noqa: S105 - of a key that lives for one test

ELSEWHERE = SiteConfig(
    api="https://chat.example.org",
    staff_api="https://desk.example.org",
    exit="https://weather.example.org/",
    hours=Hours(nl="elke avond", en="every evening"),
)


async def built(folder: Path, **environ: str) -> dict[str, bytes]:
    """Everything that a build of its own makes, by path."""
    shutil.copytree(WEB, folder, ignore=shutil.ignore_patterns("dist", "build", "node_modules"))
    (folder / "node_modules").symlink_to(WEB / "node_modules")
    # What the aid of professionals knows lies beside the codebook that it is for.
    codebooks = Path("chatserver") / "codebooks"
    shutil.copytree(ROOT / codebooks, folder.parent / codebooks)
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", f'umask {environ.pop("UMASK")}; cd {environ.pop("PLACE")} && node "$0"'),
        folder / "build.mjs",
        env={"PATH": os.environ["PATH"], **environ},
        stdout=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(60):
        assert await process.wait() == 0
    made = folder / "dist"
    return {
        path.relative_to(made).as_posix(): path.read_bytes()
        for path in sorted(made.rglob("*"))
        if path.is_file()
    }


async def test_two_independent_builds_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    deep = tmp_path / "a much longer path" / "elsewhere"
    deep.mkdir(parents=True)
    ours, theirs = await asyncio.gather(
        built(tmp_path / "web", TZ="UTC", LANG="C", UMASK="022", PLACE="/"),
        built(
            deep / "web",
            TZ="Pacific/Kiritimati",
            LANG="tr_TR.UTF-8",
            HOME="/nowhere",
            UMASK="077",
            PLACE=str(tmp_path),
        ),
    )

    assert len(ours) >= 13
    assert ours == theirs
    assert [name for name, body in ours.items() if str(tmp_path).encode() in body] == []


async def test_what_is_in_the_checkout_is_what_anybody_builds(tmp_path: Path) -> None:
    ours = await built(tmp_path / "web", UMASK="022", PLACE="/")

    there = {path.relative_to(BUILT).as_posix() for path in BUILT.rglob("*") if path.is_file()}
    assert there == set(ours)
    assert [name for name, body in ours.items() if (BUILT / name).read_bytes() != body] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_script_and_style_sheet_has_its_hash(page: str) -> None:
    html = (BUILT / page / "index.html").read_text("utf-8")
    tags = re.findall(r"<script[^>]*>|<link rel=\"stylesheet\"[^>]*>", html)

    assert len(tags) == html.count("<script") + html.count('rel="stylesheet"')
    languages = len(list((WEB / "messages" / "visitor").glob("*.json")))
    scripts = {"staff": 6, "visitor": 6 + languages}
    assert sum(tag.startswith("<script") for tag in tags) == scripts[page]
    for tag in tags:
        given = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        body = (BUILT / page / (given.get("src") or given["href"])).read_bytes()
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        assert given["integrity"] == f"sha256-{digest}"
        assert given["crossorigin"] == "anonymous"


@pytest.mark.parametrize("page", PAGES)
def test_a_built_page_is_sound(page: str) -> None:
    folder = BUILT / page
    manifest = Manifest.read((folder / "manifest.json").read_bytes())
    files = {name: (folder / name).read_bytes() for name in manifest.files}

    assert manifest == Manifest.of(manifest.page, files)
    assert manifest.page == page
    assert {path.name for path in folder.iterdir()} == {*files, "manifest.json"}
    assert markup.faults(files["index.html"].decode(), files) == []


def test_a_published_site_is_the_build_with_its_own_configuration(tmp_path: Path) -> None:
    key = RosterKey.new()

    publish(BUILT, tmp_path / "site", ELSEWHERE, key)

    visitor = json.loads((tmp_path / "site/visitor/config.json").read_text("utf-8"))
    staff = json.loads((tmp_path / "site/staff/config.json").read_text("utf-8"))
    assert visitor == {
        "api": "https://chat.example.org",
        "exit": "https://weather.example.org/",
        "hours": {"nl": "elke avond", "en": "every evening"},
        "roster": to_base64(key.public),
        "demo": False,
        "organisation": {
            **read_organisation(None).as_json(),
            "exit": "https://weather.example.org/",
        },
    }
    assert staff == {
        "api": "https://desk.example.org",
        "roster": to_base64(key.public),
        "demo": False,
    }
    for page in PAGES:
        text = (tmp_path / "site" / page / "manifest.json").read_bytes()
        verify(text, (tmp_path / "site" / page / "manifest.sig").read_bytes(), key.public)
        before = Manifest.read((BUILT / page / "manifest.json").read_bytes())
        after = Manifest.read(text)
        assert after.roster == to_base64(key.public)
        differ = set(dict(before.files).items()) ^ set(dict(after.files).items())
        assert {name for name, _ in differ} == {"config.json"}


def test_a_published_site_tells_its_host_which_headers_to_send(tmp_path: Path) -> None:
    publish(BUILT, tmp_path / "site", ELSEWHERE, RosterKey.new())

    policy = headers_of(tmp_path / "site", "visitor")["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self' https://chat.example.org wss://chat.example.org; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    for page in PAGES:
        headers = headers_of(tmp_path / "site", page)
        manifest = Manifest.read((tmp_path / "site" / page / "manifest.json").read_bytes())
        assert headers["Content-Security-Policy"] == manifest.csp
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        nginx = (tmp_path / "site" / f"nginx-{page}.conf").read_text("utf-8")
        for name, value in headers.items():
            if (page, name) != ("visitor", "Cross-Origin-Resource-Policy"):
                assert f'add_header {name} "{value}" always;\n' in nginx
        rules = re.findall(r'if \(\$uri ~ "(.+)"\) \{\n    set \$luwte_cache', nginx)
        for name in manifest.files:
            kept = any(re.search(rule, f"/{name}") for rule in rules)
            assert kept == (cache_control(page, name) == FOREVER), name
        assert ("immutable" in nginx) is (page == "staff")


def test_every_language_of_the_page_is_a_file_of_its_own_and_signed(tmp_path: Path) -> None:
    publish(BUILT, tmp_path / "site", ELSEWHERE, RosterKey.new())

    tags = {path.stem.lower() for path in (WEB / "messages" / "visitor").glob("*.json")}
    manifest = Manifest.read((tmp_path / "site/visitor/manifest.json").read_bytes())
    page = (tmp_path / "site/visitor/index.html").read_text("utf-8")
    found = re.findall(
        r'<script src="(language-([a-z-]+)-[0-9a-f]{12}[.]js)" integrity="sha256-(.{44})"'
        r' crossorigin="anonymous" type="text/plain" id="language-[a-zA-Z-]+"></script>',
        page,
    )

    assert {tag for _, tag, _ in found} == tags
    assert len(found) == len(tags)
    for name, _, digest in found:
        body = (tmp_path / "site/visitor" / name).read_bytes()
        assert base64.b64encode(hashlib.sha256(body).digest()).decode() == digest
        assert hashlib.sha256(body).hexdigest() == manifest.files[name]


def test_a_host_is_told_that_other_pages_may_load_the_button_and_nothing_else(
    tmp_path: Path,
) -> None:
    publish(BUILT, tmp_path / "site", ELSEWHERE, RosterKey.new())

    assert headers_of(tmp_path / "site", "button-HASH.js") == {
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    nginx = (tmp_path / "site" / "nginx-visitor.conf").read_text("utf-8")
    assert (
        'set $luwte_resource "same-origin";\n'
        'set $luwte_readable_by "";\n'
        'if ($uri ~ "^/button-[0-9a-f]+[.]js$") {\n'
        '    set $luwte_resource "cross-origin";\n'
        '    set $luwte_readable_by "*";\n'
        "}\n"
        "add_header Cross-Origin-Resource-Policy $luwte_resource always;\n"
    ) in nginx
    assert nginx.count("Cross-Origin-Resource-Policy") == 1
    assert nginx.endswith("\nadd_header Access-Control-Allow-Origin $luwte_readable_by;\n")
    staff = (tmp_path / "site" / "nginx-staff.conf").read_text("utf-8")
    assert "Access-Control-Allow-Origin" not in staff
    assert headers_of(tmp_path / "site", "staff")["Cross-Origin-Resource-Policy"] == "same-origin"


HOUSE = """exit = "https://news.example.org/"
[[number]]
number = "020-123"
name = { nl = "Huis", en = "House" }
about = { nl = "bed", en = "bed" }
"""


def test_a_site_holds_what_its_organisation_decides_and_signs_it(tmp_path: Path) -> None:
    key = RosterKey.new()
    path = tmp_path / "ours.toml"
    path.write_text(HOUSE)

    publish(BUILT, tmp_path / "site", SiteConfig(organisation_file=path), key)

    visitor = tmp_path / "site" / "visitor"
    config = json.loads((visitor / "config.json").read_text("utf-8"))
    assert config["exit"] == config["organisation"]["exit"] == "https://news.example.org/"
    assert [each["number"] for each in config["organisation"]["numbers"]] == ["020-123"]
    assert "questions" not in config["organisation"]
    listed = Manifest.read((visitor / "manifest.json").read_bytes())
    digest = hashlib.sha256((visitor / "config.json").read_bytes()).hexdigest()
    assert listed.files["config.json"] == digest


def test_a_mistake_of_the_organisation_makes_no_site(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HOUSE.replace("https", "http"))

    with pytest.raises(Misconfigured, match=r"ours\.toml:1: exit is not an address"):
        publish(BUILT, tmp_path / "site", SiteConfig(organisation_file=path), None)
    assert not (tmp_path / "site").exists()


def test_a_site_may_leave_it_to_the_server(tmp_path: Path) -> None:
    publish(BUILT, tmp_path / "first", SiteConfig(), None)

    # From a site that has them: they do not stay in it.
    beside = SiteConfig(organisation_beside=True)
    publish(tmp_path / "first", tmp_path / "second", beside, None)

    config = json.loads((tmp_path / "second/visitor/config.json").read_text("utf-8"))
    assert "organisation" not in config
    for more in ({"exit": "https://e.org/"}, {"organisation_file": tmp_path / "x"}):
        with pytest.raises(ValueError, match="organisation_beside: not together"):
            SiteConfig(organisation_beside=True, **more)


def test_without_a_key_nobody_is_on_the_roster_and_nothing_is_signed(tmp_path: Path) -> None:
    publish(BUILT, tmp_path / "site", SiteConfig(), None)

    config = json.loads((tmp_path / "site/visitor/config.json").read_text("utf-8"))
    assert config["roster"] == ""
    assert list((tmp_path / "site").rglob("manifest.sig")) == []
    assert list((tmp_path / "site").rglob("nginx-*")) == []
    assert headers_of(tmp_path / "site", "visitor") == {}


def test_a_site_of_ours_is_replaced_and_leaves_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(BUILT, out, ELSEWHERE, RosterKey.new())

    publish(BUILT, out, SiteConfig(), None)

    assert list(out.rglob("manifest.sig")) == []
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_published_site_can_be_published_again(tmp_path: Path) -> None:
    key = RosterKey.new()
    publish(BUILT, tmp_path / "first", ELSEWHERE, key)

    publish(tmp_path / "first", tmp_path / "second", SiteConfig(demo=True), None)

    config = json.loads((tmp_path / "second/visitor/config.json").read_text("utf-8"))
    assert (config["api"], config["roster"], config["demo"]) == ("", "", True)
    assert list((tmp_path / "second").rglob("manifest.sig")) == []


@pytest.mark.parametrize("stray", ["notes.txt", "visitor", "manifest.json"])
def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path, stray: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / stray).write_text("mine")

    with pytest.raises(Misconfigured, match="neither empty nor a site"):
        publish(BUILT, tmp_path / "site", SiteConfig(), None)

    assert (tmp_path / "site" / stray).read_text() == "mine"


def test_a_site_in_which_somebody_keeps_something_is_left_alone(tmp_path: Path) -> None:
    publish(BUILT, tmp_path / "site", SiteConfig(), None)
    (tmp_path / "site/backup.tar").write_text("mine")

    with pytest.raises(Misconfigured):
        publish(BUILT, tmp_path / "site", SiteConfig(), None)


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()

    publish(BUILT, tmp_path / "site", SiteConfig(), None)

    assert (tmp_path / "site/staff/index.html").is_file()


def test_a_bundle_that_was_changed_is_not_signed(tmp_path: Path) -> None:
    shutil.copytree(BUILT, tmp_path / "dist")
    (style,) = (tmp_path / "dist/staff").glob("style-*.css")
    style.write_bytes(style.read_bytes() + b" ")

    with pytest.raises(Misconfigured, match="changed since it was built"):
        publish(tmp_path / "dist", tmp_path / "site", SiteConfig(), RosterKey.new())

    assert not (tmp_path / "site").exists()


def test_the_page_of_somebody_else_is_not_published_in_its_place(tmp_path: Path) -> None:
    for page, other in (PAGES, PAGES[::-1]):
        shutil.copytree(BUILT / other, tmp_path / "dist" / page)

    with pytest.raises(Misconfigured):
        publish(tmp_path / "dist", tmp_path / "site", SiteConfig(), RosterKey.new())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("api", "http://chat.example.org"),
        ("api", "https://chat.example.org/"),
        ("api", "https://chat.example.org; script-src *"),
        ("staff_api", "chat.example.org"),
        ("exit", "javascript:alert(1)"),
    ],
)
def test_an_address_that_would_weaken_the_page_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        SiteConfig(**{name: value})  # type: ignore[arg-type]


async def test_the_command_makes_a_signed_site(tmp_path: Path) -> None:
    key = RosterKey.new()
    (tmp_path / "roster.key").write_bytes(key.file(PASSPHRASE))
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n")
    secret.chmod(0o600)
    (tmp_path / "site.toml").write_text(
        'api = "https://chat.example.org"\nexit = "https://weather.example.org/"\n'
        '[hours]\nnl = "elke avond"\n'
    )
    out = tmp_path / "site"

    ended = await run(
        *("site", str(out), "--config", str(tmp_path / "site.toml")),
        *("--key", str(tmp_path / "roster.key"), "--passphrase-file", str(secret)),
        *("--api", "https://other.example.org", "--demo"),
    )

    assert ended.code == 0, ended.err
    assert ended.out == (
        f"made {out}/visitor and {out}/staff\nroster key {to_base64(key.public)}\n"
    )
    config = json.loads((out / "visitor/config.json").read_text("utf-8"))
    assert config["api"] == "https://other.example.org"
    assert config["exit"] == "https://weather.example.org/"
    assert config["hours"] == {"nl": "elke avond", "en": ""}
    assert config["demo"] is True


async def test_the_command_says_that_without_a_key_nobody_is_let_in(tmp_path: Path) -> None:
    ended = await run("site", str(tmp_path / "site"))

    assert ended.code == 0, ended.err
    assert ended.out.endswith("no --key: this site has no roster, so nobody can be let in\n")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--api", "http://chat.example.org"], "--api"),
        (["--staff-api", "x"], "--staff-api"),
        (["--exit", "http://weather.example.org"], "--exit"),
        (["--from", "/nowhere"], "/nowhere/visitor"),
        (["--config", "/nowhere.toml"], "/nowhere.toml"),
        (["--key", "/nowhere.key"], "/nowhere.key"),
        (["--key", __file__, "--passphrase-file", "/nowhere"], "/nowhere"),
        (["--key", __file__], "not a roster key"),
    ],
)
async def test_the_command_says_what_is_wrong_in_one_line(
    tmp_path: Path, arguments: list[str], word: str
) -> None:
    ended = await run("site", str(tmp_path / "site"), *arguments, say="x\n")

    assert ended.code == 1
    assert re.search(r"(?m)^Error: [^\n]+\n\Z", ended.err), ended.err
    assert word in ended.err
    assert not (tmp_path / "site").exists()


async def test_the_chat_server_serves_a_published_site(stores: Stores, tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(BUILT, out, SiteConfig(), RosterKey.new())
    more = {"CHATSERVER_WEB_DIRECTORY": str(out)}
    async with served(stores, tmp_path, more=more) as app, Cast.around(app) as cast:
        browser: aiohttp.ClientSession = await cast.session()
        for page, url in zip(PAGES, (app.visitor_url, app.staff_url), strict=True):
            for name in ("manifest.json", "manifest.sig", "config.json"):
                async with browser.get(url + name) as answer:
                    assert answer.status == 200
                    assert answer.headers["Cache-Control"] == "no-store"
                    assert await answer.read() == (out / page / name).read_bytes()


async def test_a_wrong_passphrase_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "roster.key").write_bytes(RosterKey.new().file(PASSPHRASE))
    secret = tmp_path / "passphrase"
    secret.write_text("somebody else's words")
    secret.chmod(0o600)

    ended = await run(
        *("site", str(tmp_path / "site"), "--key", str(tmp_path / "roster.key")),
        *("--passphrase-file", str(secret)),
    )

    assert ended.code == 1
    assert is_one_clear_line(ended), ended.err
    assert "somebody else" not in ended.err
