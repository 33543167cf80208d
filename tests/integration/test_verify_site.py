"""One changed byte anywhere is refused, with a line that names it; so is a weaker host."""

import asyncio
import base64
import dataclasses
import gzip
import json
import re
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from chatserver.app import publish
from chatserver.client import answers
from chatserver.client.inspection import Inspection, Wanted, inspect
from chatserver.config import SiteConfig
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.crypto.manifest import Manifest, sign
from chatserver.crypto.roster_key import RosterKey
from tests.support.commands import is_one_clear_line, run
from tests.support.hosts import Host
from tests.support.redis_servers import Stores
from tests.support.servers import ROOT, served

BUILT = ROOT / "web" / "dist"
API = "http://127.0.0.1:1"
"""Nobody listens there: a page is looked at without its server."""

POLICY = "Content-Security-Policy"


@dataclass
class Published:
    """A site on a host of its own, and the key that signed it."""

    host: Host
    key: RosterKey
    folder: Path

    async def looked_at(self, wanted: Wanted | None = None) -> Inspection:
        """What verify-site finds with the right key, or with what is wanted."""
        async with aiohttp.ClientSession(auto_decompress=False) as session:
            return await inspect(session, self.host.origin, wanted or Wanted(key=self.key.public))

    def resigned(self, name: str, body: bytes, key: RosterKey | None = None) -> None:
        """Change a file and everything that says what it should be, as who has a key could."""
        before = Manifest.read(self.host.has("manifest.json"))
        files = {each: self.host.has(each) for each in before.files} | {name: body}
        text = Manifest.of(before.page, files, csp=before.csp, roster=before.roster).encode()
        self.host.changed |= {
            name: body,
            "manifest.json": text,
            "manifest.sig": sign(text, key or self.key),
        }


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Published]:
    key = RosterKey.new()
    async with Host.somewhere() as host:
        publish(BUILT, tmp_path / "site", SiteConfig(api=API, staff_api=API), key)
        host.serves(tmp_path / "site", "visitor")
        yield Published(host, key, tmp_path / "site")


def differences(found: Inspection) -> list[str]:
    assert not found.is_same
    return found.of("different")


@pytest.mark.parametrize("page", ["visitor", "staff"])
async def test_a_published_page_is_as_published(site: Published, page: str) -> None:
    site.host.serves(site.folder, page)

    found = await site.looked_at()

    assert found.of("different") == []
    assert found.of("note") == []
    assert found.of("same")[0] == f"manifest.json is signed by {to_base64(site.key.public)}"
    assert found.page == page


FILES = ["app-", "exit-", "style-", "icon.svg", "index.html", "config.json"]


@pytest.mark.parametrize("start", FILES)
@pytest.mark.parametrize("where", [0, -1])
async def test_one_changed_byte_is_refused(site: Published, start: str, where: int) -> None:
    name = site.host.file(start)
    body = bytearray(site.host.has(name))
    body[where] ^= 1
    site.host.changed[name] = bytes(body)

    found = await site.looked_at()

    assert f"{name}: not the bytes that manifest.json names" in differences(found)


@pytest.mark.parametrize("start", FILES)
async def test_a_missing_file_is_refused(site: Published, start: str) -> None:
    name = site.host.file(start)
    site.host.changed[name] = None

    found = await site.looked_at()

    assert f"{name}: answered 404" in differences(found)


async def test_a_changed_manifest_is_refused(site: Published) -> None:
    text = site.host.has("manifest.json")
    # A hash, so that it is still a manifest.
    site.host.changed["manifest.json"] = re.sub(rb'"[0-9a-f]{64}"', b'"%s"' % (b"0" * 64), text)

    found = await site.looked_at()

    assert "manifest.sig: not signed by this roster key" in differences(found)


@pytest.mark.parametrize(
    ("body", "said"),
    [(None, "answered 404"), (b"{}", "not written as ours are"), (b"x" * 70_000, "longer than")],
)
async def test_a_site_without_a_manifest_is_refused(
    site: Published, body: bytes | None, said: str
) -> None:
    site.host.changed["manifest.json"] = body

    (line,) = differences(await site.looked_at())

    assert line.startswith(f"manifest.json: {said}")


async def test_a_changed_signature_is_refused(site: Published) -> None:
    raw = bytearray(base64.b64decode(site.host.has("manifest.sig")))
    raw[40] ^= 1
    site.host.changed["manifest.sig"] = base64.b64encode(raw) + b"\n"

    assert differences(await site.looked_at()) == ["manifest.sig: not signed by this roster key"]


async def test_a_site_without_a_signature_is_refused(site: Published) -> None:
    site.host.changed["manifest.sig"] = None

    for wanted in (None, Wanted()):
        assert differences(await site.looked_at(wanted)) == [
            "manifest.sig: answered 404, so nobody signed this"
        ]


async def test_a_site_signed_by_another_key_is_refused(site: Published) -> None:
    found = await site.looked_at(Wanted(key=RosterKey.new().public))

    assert differences(found) == [
        "manifest.sig: not signed by this roster key",
        "manifest.json: names another roster key",
        "config.json: names another roster key",
    ]


async def test_a_page_that_believes_another_roster_is_refused(site: Published) -> None:
    config = json.loads(site.host.has("config.json"))
    config["roster"] = to_base64(RosterKey.new().public)

    site.resigned("config.json", json.dumps(config).encode())

    for wanted in (None, Wanted()):
        found = await site.looked_at(wanted)
        assert differences(found) == ["config.json: names another roster key"]


async def test_without_a_key_it_says_who_signed_and_that_nobody_asked_for_that(
    site: Published,
) -> None:
    found = await site.looked_at(Wanted())

    assert found.is_same
    assert f"manifest.json is signed by {to_base64(site.key.public)}" in found.of("same")
    assert found.of("note") == [
        "that key stands in the site itself; give --key to compare with yours"
    ]


@pytest.mark.parametrize(
    "policy",
    ["default-src *", "{} *", "{}; script-src *", "{other}"],
    ids=["everything", "one more", "a second rule", "another server"],
)
async def test_a_policy_that_allows_more_is_refused_whoever_signed_it(
    site: Published, policy: str
) -> None:
    before = Manifest.read(site.host.has("manifest.json"))
    other = before.csp.replace("127.0.0.1:1", "evil.example")
    weak = policy.format(before.csp, other=other)
    text = dataclasses.replace(before, csp=weak).encode()
    site.host.changed |= {"manifest.json": text, "manifest.sig": sign(text, site.key)}
    site.host.headers[POLICY] = weak

    assert differences(await site.looked_at()) == [
        "manifest.json: its policy is not the one for the api of config.json"
    ]


EVIL = "https://evil.example/x.js"
MARKUP: dict[str, tuple[str, str, str]] = {
    "a script of another host": (
        "</body>",
        f'<script src="{EVIL}"></script></body>',
        "<script> of something that is no file of the manifest",
    ),
    "a script inside": ("</body>", "<script>1</script></body>", "a script inside the page"),
    "an event handler": ('<div id="dock">', '<div id="dock" onclick="x()">', "<div> with onclick"),
    "a style": ('<div id="dock">', '<div id="dock" style="x">', "<div> with style"),
    "a style sheet inside": ("</head>", "<style>a{}</style></head>", "<style> is no element of"),
    "a frame": ("</body>", '<iframe src="/"></iframe></body>', "<iframe> is no element of ours"),
    "a form": ("</body>", '<form action="/"></form></body>', "<form> is no element of ours"),
    "a base": ("<head>", '<head><base href="https://evil.example/">', "<base> is no element of"),
    "a redirect": (
        "<head>",
        '<head><meta http-equiv="refresh" content="0;url=https://evil.example/">',
        "<meta> with http-equiv",
    ),
    "a prefetch": (
        "</head>",
        '<link rel="prefetch" href="icon.svg"></head>',
        "<link> that is neither a style sheet nor an icon",
    ),
    "a link that runs": (
        'href="tel:112"',
        'href="javascript:x()"',
        "a link that leads neither to https nor to a telephone",
    ),
    "a referrer": ("no-referrer", "unsafe-url", "a page that would tell others its address"),
    "a comment": ("<body>", "<body><!-- -->", "not written as our pages are"),
    "an attribute twice": ('<div id="dock">', '<div id="x" id="y">', "<div> with an attribute"),
    "single quotes": ('id="dock"', "id='dock'", "not written as our pages are"),
    "markup in an attribute": ('id="dock"', 'id="<script>"', "not written as our pages are"),
    "no integrity": (' integrity="', ' data-integrity="', "is not its hash"),
    "another integrity": ('integrity="sha256-', 'integrity="sha256-A', "is not its hash"),
    "no crossorigin": (' crossorigin="anonymous"', "", "without crossorigin"),
}


@pytest.mark.parametrize("name", MARKUP)
async def test_a_page_that_could_load_or_run_more_is_refused_whoever_signed_it(
    site: Published, name: str
) -> None:
    before, after, said = MARKUP[name]
    html = site.host.has("index.html").decode()
    assert before in html
    site.resigned("index.html", html.replace(before, after, 1).encode())

    lines = differences(await site.looked_at())

    assert all(re.match(r"index\.html: line \d+: ", line) for line in lines)
    assert any(said in line for line in lines), lines


GONE = "gone"


@pytest.mark.parametrize(
    ("header", "now"),
    [
        (POLICY, GONE),
        (POLICY, "default-src *"),
        (POLICY, "{} *"),
        (POLICY, "{}, default-src *"),
        ("Integrity-Policy", GONE),
        ("Cross-Origin-Opener-Policy", GONE),
        ("Referrer-Policy", "unsafe-url"),
        ("Permissions-Policy", "camera=*"),
        ("Cache-Control", "public, max-age=31536000"),
        ("Set-Cookie", "who=you"),
        ("Link", "<https://evil.example/>; rel=preconnect"),
        ("Refresh", "0; url=https://evil.example/"),
        ("NEL", "x"),
        ("Access-Control-Allow-Origin", "*"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    ],
)
async def test_a_host_that_sends_weaker_headers_is_refused(
    site: Published, header: str, now: str
) -> None:
    before = site.host.headers.pop(header, "")
    if now != GONE:
        site.host.headers[header] = now.format(before)

    (line,) = differences(await site.looked_at())

    assert line.startswith(f"{header}: not as it must be, with ")
    assert site.host.file("app-") in line
    assert re.search(r" and \d\d more$", line)


@pytest.mark.parametrize(
    ("header", "now"),
    [
        ("Access-Control-Allow-Origin", GONE),
        ("Access-Control-Allow-Origin", "https://www.example.org"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
async def test_a_host_that_keeps_the_button_to_itself_is_refused(
    site: Published, header: str, now: str
) -> None:
    site.host.of_button.pop(header)
    if now != GONE:
        site.host.of_button[header] = now

    (line,) = differences(await site.looked_at())

    assert line == f"{header}: not as it must be, with {site.host.file('button-')}"


async def test_an_own_build_is_compared_byte_for_byte(site: Published) -> None:
    build = {path.name: path.read_bytes() for path in (BUILT / "visitor").iterdir()}

    same = await site.looked_at(Wanted(build=build))
    assert same.is_same
    files = len(build) - len({"manifest.json", "config.json"})
    assert f"{files} files are byte for byte those of the build" in same.of("same")

    app = site.host.file("app-")
    other = {**build, app: build[app] + b"\n", "more.js": b""}
    other.pop(site.host.file("exit-"))
    assert differences(await site.looked_at(Wanted(build=other))) == [
        f"{site.host.file('exit-')}: not in the build it is compared with",
        "more.js: in the build, but not there",
        f"{app}: other bytes than in the build it is compared with",
    ]


async def test_settings_beside_a_page_are_nobodys_and_that_is_said(site: Published) -> None:
    publish(
        BUILT,
        site.folder,
        SiteConfig(api=API, staff_api=API, organisation_beside=True),
        site.key,
    )
    site.host.serves(site.folder, "visitor")
    assert (await site.looked_at()).of("note") == []

    numbers = [{"number": "020-666"}, {"number": "112\x1b[2J"}]
    said = json.dumps({"exit": "https://e.org/", "numbers": numbers})
    for body, told in (
        (said.encode(), "exit https://e.org/, numbers 020-666, 112?[2J"),
        (b'{"numbers": 3}', "not the settings of an organisation"),
        (b"[", "not the settings of an organisation"),
    ):
        site.host.changed["organisation.json"] = body
        found = await site.looked_at()
        assert found.is_same
        assert found.of("note") == [
            f"organisation.json is taken from this server, and nobody signed it: {told}"
        ]


async def test_settings_beside_a_page_that_has_its_own_are_not_read(site: Published) -> None:
    site.host.changed["organisation.json"] = b'{"numbers": []}'

    assert (await site.looked_at()).of("note") == []


async def test_what_a_site_says_cannot_command_a_terminal(site: Published) -> None:
    html = site.host.has("index.html").decode()
    site.resigned("index.html", html.replace("<body>", "<body>\x1b[2J<\x1b[2J>").encode())

    for line in differences(await site.looked_at()):
        assert line.isprintable()
        assert len(line) <= 200


async def served_as(handler: Callable[[web.Request], object]) -> tuple[web.AppRunner, str]:
    app = web.Application()
    app.router.add_get("/{name:.*}", handler)  # type: ignore[arg-type]
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/"


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x" * 65_536)


async def bomb(_request: web.Request) -> web.Response:
    packed = gzip.compress(b"x" * 50_000_000)
    return web.Response(body=packed, headers={"Content-Encoding": "gzip"})


async def elsewhere(_request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "https://www.example.org/"})


async def half_packed(_request: web.Request) -> web.Response:
    return web.Response(body=b"plain", headers={"Content-Encoding": "gzip"})


async def strangely_packed(_request: web.Request) -> web.Response:
    return web.Response(body=b"plain", headers={"Content-Encoding": "br"})


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (endless, "longer than 4194304 bytes"),
        (bomb, "longer than 4194304 bytes"),
        (elsewhere, "answered 302"),
        (half_packed, "not gzip, though it says so"),
        (strangely_packed, "packed in a way that nobody asked for"),
    ],
)
async def test_an_answer_is_never_more_than_a_file(
    handler: Callable[[web.Request], object], said: str
) -> None:
    runner, url = await served_as(handler)
    try:
        async with aiohttp.ClientSession(auto_decompress=False) as session:
            found = await inspect(session, url, Wanted())
    finally:
        await runner.cleanup()

    assert differences(found) == [f"manifest.json: {said}"]


async def silent(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"x")
    await asyncio.Event().wait()
    return response


async def test_an_answer_that_does_not_end_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answers, "SECONDS", 0.2)
    runner, url = await served_as(silent)
    try:
        async with aiohttp.ClientSession(auto_decompress=False) as session:
            with pytest.raises(answers.Unreachable, match="no whole answer"):
                await inspect(session, url, Wanted())
    finally:
        await runner.cleanup()


async def test_the_command_verifies_a_running_server(stores: Stores, tmp_path: Path) -> None:
    key = RosterKey.new()
    out = tmp_path / "site"
    publish(BUILT, out, SiteConfig(demo=True), key)
    (tmp_path / "roster.pub").write_text(to_base64(key.public) + "\n")
    more = {"CHATSERVER_WEB_DIRECTORY": str(out)}
    async with served(stores, tmp_path, more=more) as app:
        for page, url in (("visitor", app.visitor_url), ("staff", app.staff_url)):
            ended = await run(
                *("verify-site", url, "--key", str(tmp_path / "roster.pub")),
                *("--against", str(BUILT / page)),
            )

            assert ended.code == 0, ended.out + ended.err
            assert ended.out.endswith(f"\nverified: the {page}'s page at {url}\n")
            port = url.rstrip("/").rpartition(":")[2]
            assert (
                f"note       this page may also open sockets to ws://localhost:{port}" in ended.out
            )
            assert "note       this is a demo: nobody is there to help" in ended.out


async def test_a_server_as_it_is_installed_is_verified_against_itself_only(
    stores: Stores, tmp_path: Path
) -> None:
    async with served(stores, tmp_path) as app:
        ended = await run("verify-site", app.visitor_url)

    assert ended.code == 0, ended.out + ended.err
    assert "nobody signed manifest.json, and this site has no roster" in ended.out
    assert ended.out.splitlines()[-1].startswith("verified against itself only")


async def test_the_command_names_what_is_different_and_fails(site: Published) -> None:
    name = site.host.file("app-")
    site.host.changed[name] = site.host.has(name) + b" "

    ended = await run("verify-site", site.host.origin, "--key", to_base64(site.key.public))

    assert ended.code == 1
    assert f"DIFFERENT  {name}: not the bytes that manifest.json names\n" in ended.out
    assert ended.out.endswith(f"{site.host.origin}/ is not as published\n")
    assert ended.err == ""


async def test_the_command_says_it_as_json(site: Published) -> None:
    name = site.host.file("style-")
    site.host.changed[name] = None
    arguments = ("verify-site", site.host.origin, "--key", to_base64(site.key.public), "--json")

    ended = await run(*arguments)

    report = json.loads(ended.out)
    assert ended.code == 1
    assert report["url"] == site.host.origin + "/"
    assert report["page"] == "visitor"
    assert report["verified"] is False
    assert f"{name}: answered 404" in report["differences"]


async def test_who_does_not_answer_is_neither_verified_nor_different() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

        ended = await run("verify-site", f"http://127.0.0.1:{port}/")

    assert ended.code == 2
    assert is_one_clear_line(ended), ended.err
    assert str(port) in ended.err


@pytest.mark.parametrize(
    "arguments",
    [("ftp://chat.example.org",), ("chat.example.org",), ("http://127.0.0.1:1/", "--key", "x")],
)
async def test_what_cannot_be_asked_is_one_clear_line(arguments: tuple[str, ...]) -> None:
    ended = await run("verify-site", *arguments)

    assert ended.code == 1
    assert is_one_clear_line(ended), ended.err


@pytest.mark.parametrize(
    ("sources", "is_same"),
    [
        ("'self' {own}", True),
        ("'self' {own} wss://other.example.org", True),
        ("'self'", False),
        ("'self' wss://other.example.org", False),
        ("'self' {own} wss:", False),
        ("'self' {own} wss://*", False),
        ("'self' {own} *", False),
        ("'self' {own} https://evil.example", False),
    ],
)
async def test_a_server_of_its_own_page_may_name_sockets_of_single_hosts_only(
    tmp_path: Path, sources: str, *, is_same: bool
) -> None:
    key = RosterKey.new()
    publish(BUILT, tmp_path / "elsewhere", SiteConfig(api=API, staff_api=API), key)
    publish(BUILT, tmp_path / "site", SiteConfig(), key)
    async with Host.somewhere() as host:
        host.serves(tmp_path / "elsewhere", "visitor")
        headers = host.headers
        host.serves(tmp_path / "site", "visitor")
        own = sources.format(own=host.origin.replace("http", "ws"))
        host.headers = {
            **headers,
            POLICY: headers[POLICY].replace(f"'self' {API} {API.replace('http', 'ws')}", own),
        }

        found = await Published(host, key, tmp_path).looked_at()

    assert found.is_same == is_same
    expected = ["this page may also open sockets to wss://other.example.org"]
    assert found.of("note") == (expected if "other" in sources else [])
