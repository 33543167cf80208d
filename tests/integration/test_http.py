"""What a browser may ask over HTTP, and what every answer carries."""

import gzip
import re
from pathlib import Path

import aiohttp
import pytest

from chatserver.domain.people import Role
from tests.support.cast import PASSWORD, Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

POST = {"X-Requested-With": "luwte"}

RESOURCE = "Cross-Origin-Resource-Policy"

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Origin-Agent-Cluster": "?1",
    "X-Robots-Tag": "noarchive",
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@pytest.fixture
async def browser(cast: Cast) -> aiohttp.ClientSession:
    return await cast.session()


ROUTES = [
    ("GET", "visitor", "/", 200),
    ("GET", "visitor", "/config.json", 200),
    ("GET", "visitor", "/manifest.json", 200),
    ("GET", "visitor", "/healthz", 200),
    ("GET", "visitor", "/api/desk", 200),
    ("POST", "visitor", "/api/desk", 405),
    ("GET", "visitor", "/api/afterwards", 405),
    ("POST", "visitor", "/api/afterwards", 400),
    ("POST", "staff", "/api/afterwards", 404),
    ("GET", "visitor", "/nothing", 404),
    ("GET", "visitor", "/../pyproject.toml", 404),
    ("GET", "visitor", "/%2e%2e/pyproject.toml", 404),
    ("POST", "visitor", "/", 405),
    ("GET", "visitor", "/ws", 403),
    ("GET", "visitor", "/api/tally", 404),
    ("GET", "visitor", "/api/intake", 404),
    ("GET", "staff", "/", 200),
    ("GET", "staff", "/config.json", 200),
    ("GET", "staff", "/manifest.json", 200),
    ("GET", "staff", "/ws", 403),
    ("OPTIONS", "staff", "/api/me", 405),
    ("GET", "staff", "/api/me", 401),
    ("GET", "staff", "/api/codebook", 401),
    ("GET", "staff", "/api/contacts", 401),
    ("GET", "visitor", "/api/contacts", 404),
    ("GET", "staff", "/api/replies", 401),
    ("GET", "staff", "/api/replies/versions", 401),
    ("GET", "staff", "/api/replies/versions/1", 401),
    ("POST", "staff", "/api/replies/save", 403),
    ("POST", "staff", "/api/replies/remove", 403),
    ("POST", "staff", "/api/replies/restore", 403),
    ("GET", "visitor", "/api/replies", 404),
    ("GET", "staff", "/api/board", 401),
    ("GET", "staff", "/api/footfall", 401),
    ("GET", "visitor", "/api/footfall", 404),
    ("GET", "staff", "/api/tally", 401),
    ("GET", "staff", "/api/releases", 401),
    ("GET", "staff", "/api/releases/1/figures.csv", 401),
    ("POST", "staff", "/api/releases/propose", 403),
    ("POST", "staff", "/api/releases/approve", 403),
    ("POST", "staff", "/api/releases/withdraw", 403),
    ("GET", "visitor", "/api/releases", 404),
    ("GET", "staff", "/api/intake", 401),
    ("POST", "staff", "/api/intake", 403),
    ("GET", "staff", "/api/cool-downs", 401),
    ("POST", "staff", "/api/cool-downs/lift", 403),
    ("POST", "staff", "/api/cool-downs/lengthen", 403),
    ("GET", "visitor", "/api/cool-downs", 404),
    ("POST", "staff", "/api/sign-in", 403),
    ("DELETE", "staff", "/api/me", 405),
]


@pytest.mark.parametrize(("method", "site", "path", "status"), ROUTES)
async def test_every_answer_carries_every_header(
    cast: Cast, browser: aiohttp.ClientSession, method: str, site: str, path: str, status: int
) -> None:
    url = cast.app.visitor_url if site == "visitor" else cast.app.staff_url

    async with browser.request(method, url.rstrip("/") + path) as answer:
        body = await answer.text()

    assert answer.status == status
    assert ALWAYS.items() <= dict(answer.headers).items()
    assert "Server" not in answer.headers
    port = url.rstrip("/").rpartition(":")[2]
    sockets = f"ws://127.0.0.1:{port} ws://localhost:{port}"
    assert answer.headers["Content-Security-Policy"] == POLICY.format(sockets=sockets)
    assert "Set-Cookie" not in answer.headers
    assert "Traceback" not in body
    assert "pyproject" not in body


@pytest.mark.parametrize(
    ("site", "kept"),
    [("visitor", "no-store"), ("staff", "public, max-age=31536000, immutable")],
)
async def test_no_page_is_stored_and_scripts_only_at_work(
    cast: Cast, browser: aiohttp.ClientSession, site: str, kept: str
) -> None:
    url = cast.app.visitor_url if site == "visitor" else cast.app.staff_url
    async with browser.get(url) as page:
        text = await page.text()
    name = text.partition('src="')[2].partition('"')[0].lstrip("./")

    async with browser.get(url + name) as script:
        assert script.status == 200

    assert page.headers["Cache-Control"] == "no-store"
    assert script.headers["Cache-Control"] == kept
    assert 'integrity="sha' in text


async def test_pages_of_others_may_load_the_button_and_no_other_file(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    readable = []
    for url in (cast.app.visitor_url, cast.app.staff_url):
        async with browser.get(url + "manifest.json") as listed:
            names = (await listed.json())["files"]
        for name in ("", "manifest.json", "button-0123456789ab.js", *names):
            async with browser.get(url + name, headers={"Origin": "https://any.example"}) as file:
                opened = file.headers.get("Access-Control-Allow-Origin"), file.headers[RESOURCE]
                if opened != (None, "same-origin"):
                    readable.append((name, opened, file.headers["Cache-Control"]))

    ((name, opened, kept),) = readable
    assert re.fullmatch(r"button-[0-9a-f]{12}\.js", name)
    assert opened == ("*", "cross-origin")
    assert kept == "no-store"


async def test_the_visitors_page_weighs_at_most_60_kb_on_the_wire(cast: Cast) -> None:
    async with aiohttp.ClientSession(auto_decompress=False) as phone:
        headers = {"Accept-Encoding": "gzip, deflate"}
        async with phone.get(cast.app.visitor_url, headers=headers) as page:
            index = await page.read()
            assert page.headers["Content-Encoding"] == "gzip"
        names = re.findall(r'(?:src|href)="([^":#]+\.\w+)"', gzip.decompress(index).decode())
        sizes = {"": len(index)}
        for name in (*names, "config.json", "organisation.json"):
            async with phone.get(cast.app.visitor_url + name, headers=headers) as file:
                assert file.status == 200
                sizes[name] = len(await file.read())

    # One language of all, and without what comes later: questions before and after, reading
    # matter, control words.
    languages = [sizes.pop(name) for name in names if name.startswith("language-")]
    apart = ("more-", "words-", "afterwards-")
    late = [sizes.pop(name) for name in names if name.startswith(apart)]
    assert (len(languages), len(late), len(sizes)) == (15, 3, 8)
    assert sum(sizes.values()) + max(languages) <= 60_000


async def test_who_cannot_unpack_gets_the_plain_file(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(cast.app.visitor_url, headers={"Accept-Encoding": "identity"}) as page:
        assert "Content-Encoding" not in page.headers
        assert (await page.text()).startswith("<!doctype html>")


async def test_answers_about_people_are_never_compressed(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    await sign_in(cast, browser, await cast.account(Role.COORDINATOR))

    async with browser.get(cast.app.staff_url + "api/board") as answer:
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_socket_of_another_page_is_refused(
    cast: Cast, browser: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    origin = cast.app.visitor_url.rstrip("/")
    if "Sec-Fetch-Site" in headers:
        headers = {"Origin": origin, **headers}

    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await browser.ws_connect(f"{origin}/ws", headers=headers)

    assert refused.value.status == 403


async def test_the_staff_socket_needs_a_session(cast: Cast, browser: aiohttp.ClientSession) -> None:
    origin = cast.app.staff_url.rstrip("/")

    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await browser.ws_connect(f"{origin}/ws", headers={"Origin": origin})

    assert refused.value.status == 401


async def sign_in(
    cast: Cast, browser: aiohttp.ClientSession, name: str, password: str = PASSWORD
) -> aiohttp.ClientResponse:
    answer = await browser.post(
        cast.app.staff_url + "api/sign-in",
        json={"name": name, "password": password},
        headers=POST,
    )
    await answer.read()
    return answer


async def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_cannot_have(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    name = await cast.account(Role.PROFESSIONAL)

    answer = await sign_in(cast, browser, name)

    assert answer.status == 200
    assert await answer.json() == {"name": name, "role": "professional"}
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("session=")
    for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


async def test_on_tls_the_cookie_is_bound_to_the_host(stores: Stores, tmp_path: Path) -> None:
    more = {"CHATSERVER_STAFF_SECURE_COOKIES": "true"}
    async with served(stores, tmp_path, more=more) as app, Cast.around(app) as cast:
        name = await cast.account(Role.PROFESSIONAL)

        answer = await sign_in(cast, await cast.session(), name)

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    name = await cast.account(Role.PROFESSIONAL)

    wrong = await sign_in(cast, browser, name, "another long password")
    unknown = await sign_in(cast, browser, "nobody at all")

    assert wrong.status == unknown.status == 401
    assert await wrong.json() == await unknown.json() == {"code": "wrong_password"}
    assert "Set-Cookie" not in wrong.headers


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", '{"name":"x"}', '{"name":1,"password":2}', '{"name":"x","password":"y","z":1}'],
)
async def test_a_malformed_sign_in_is_refused(
    cast: Cast, browser: aiohttp.ClientSession, body: str
) -> None:
    async with browser.post(cast.app.staff_url + "api/sign-in", data=body, headers=POST) as answer:
        assert answer.status == 400
        assert await answer.json() == {"code": "malformed"}


async def test_an_oversized_sign_in_is_refused(cast: Cast, browser: aiohttp.ClientSession) -> None:
    async with browser.post(
        cast.app.staff_url + "api/sign-in", data="x" * 20_000, headers=POST
    ) as answer:
        assert answer.status == 413


async def test_a_change_asked_by_another_site_is_refused(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    for headers in ({}, {**POST, "Origin": "https://evil.example"}):
        for path in ("api/sign-in", "api/sign-out"):
            async with browser.post(cast.app.staff_url + path, json={}, headers=headers) as answer:
                assert answer.status == 403


async def test_signing_out_ends_the_session_everywhere(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    name = await cast.account(Role.PROFESSIONAL)
    await sign_in(cast, browser, name)
    cookies = {cookie.key: cookie.value for cookie in browser.cookie_jar}

    async with browser.post(cast.app.staff_url + "api/sign-out", headers=POST) as answer:
        assert answer.status == 204
    async with browser.get(cast.app.staff_url + "api/me", cookies=cookies) as answer:
        assert answer.status == 401


async def test_signing_in_again_ends_the_session_before(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    name = await cast.account(Role.PROFESSIONAL)
    await sign_in(cast, browser, name)
    old = {cookie.key: cookie.value for cookie in browser.cookie_jar}
    await sign_in(cast, browser, name)
    other = await cast.session()

    async with other.get(cast.app.staff_url + "api/me", cookies=old) as answer:
        assert answer.status == 401


async def test_a_disabled_account_is_out_at_once(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    name = await cast.account(Role.PROFESSIONAL)
    await sign_in(cast, browser, name)

    await cast.app.staffing.disable(name)

    async with browser.get(cast.app.staff_url + "api/me") as answer:
        assert answer.status == 401
    assert (await sign_in(cast, browser, name)).status == 401


MATRIX = {
    "/api/me": {Role.PROFESSIONAL: 200, Role.SUPERVISOR: 200, Role.COORDINATOR: 200},
    "/api/codebook": {Role.PROFESSIONAL: 200, Role.SUPERVISOR: 200, Role.COORDINATOR: 403},
    "/api/contacts": {Role.PROFESSIONAL: 200, Role.SUPERVISOR: 200, Role.COORDINATOR: 403},
    "/api/replies": {Role.PROFESSIONAL: 200, Role.SUPERVISOR: 200, Role.COORDINATOR: 200},
    "/api/replies/versions": {Role.PROFESSIONAL: 403, Role.SUPERVISOR: 403, Role.COORDINATOR: 200},
    "/api/board": {Role.PROFESSIONAL: 403, Role.SUPERVISOR: 403, Role.COORDINATOR: 200},
    "/api/footfall": {Role.PROFESSIONAL: 403, Role.SUPERVISOR: 403, Role.COORDINATOR: 200},
    "/api/tally": {Role.PROFESSIONAL: 403, Role.SUPERVISOR: 403, Role.COORDINATOR: 200},
    "/api/intake": {Role.PROFESSIONAL: 403, Role.SUPERVISOR: 403, Role.COORDINATOR: 200},
    "/api/cool-downs": {Role.PROFESSIONAL: 403, Role.SUPERVISOR: 403, Role.COORDINATOR: 200},
    "/api/roster": {Role.PROFESSIONAL: 403, Role.SUPERVISOR: 403, Role.COORDINATOR: 200},
}


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_reaches_what_it_may_and_nothing_else(
    cast: Cast, browser: aiohttp.ClientSession, role: Role
) -> None:
    await sign_in(cast, browser, await cast.account(role))

    for path, statuses in MATRIX.items():
        async with browser.get(cast.app.staff_url.rstrip("/") + path) as answer:
            assert answer.status == statuses[role], path


async def test_a_coordinator_cannot_open_the_staff_socket(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    await sign_in(cast, browser, await cast.account(Role.COORDINATOR))
    origin = cast.app.staff_url.rstrip("/")

    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await browser.ws_connect(f"{origin}/ws", headers={"Origin": origin})

    assert refused.value.status == 403
