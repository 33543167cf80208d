"""Where Tor Browser is led: to the service that the operator named, and that the page says."""

from pathlib import Path

import aiohttp
import pytest

from chatserver.app import publish
from chatserver.client.inspection import Wanted, inspect
from chatserver.config import SiteConfig
from chatserver.crypto.manifest import Manifest
from chatserver.crypto.roster_key import RosterKey
from tests.support.commands import is_one_clear_line, run
from tests.support.hosts import Host
from tests.support.redis_servers import Stores
from tests.support.servers import ROOT, served

BUILT = ROOT / "web" / "dist"
ONION = "http://jp2relzuivkmko66f25yzuvx4piwacwwghbyljoxztrdy54fiwnh62qd.onion"
OTHER = "http://3pa3jsia77si2v23lws4moaeaes7mxnq7y7cisklo3vjqzcx3gdasiad.onion"


async def test_the_configuration_leads_to_the_visitors_and_says_what_comes_next(
    tmp_path: Path,
) -> None:
    path = tmp_path / "chat.toml"
    path.write_text('[visitors]\nhost = "::1"\nport = 8090\n')
    first = await run("onion", "--config", str(path), "--directory", "/srv/tor/chat")
    assert "HiddenServiceDir /srv/tor/chat\nHiddenServicePort 80 [::1]:8090\n" in first.out
    assert "SocksPort 0\n" in first.out
    assert is_one_clear_line(first) or "/srv/tor/chat/hostname" in first.err

    path.write_text(f'[visitors]\norigins = ["https://chat.example.org", "{ONION}"]\n')
    second = await run("onion", "--config", str(path))
    assert "HiddenServicePort 80 127.0.0.1:8080\n" in second.out
    assert second.err == ""


@pytest.mark.parametrize("onion", [ONION.replace("jp2", "jp3"), ONION.replace("http:", "https:")])
async def test_a_slip_of_the_pen_is_refused_everywhere(tmp_path: Path, onion: str) -> None:
    path = tmp_path / "chat.toml"
    path.write_text(f'[visitors]\norigins = ["{onion}"]\n')

    configured = await run("check", "--config", str(path))
    published = await run("site", str(tmp_path / "out"), "--onion", onion)

    for ended in (configured, published):
        assert ended.code == 1
        assert is_one_clear_line(ended)
        assert ".onion" in ended.err


@pytest.mark.parametrize(
    ("origins", "led", "secure"),
    [
        (f"https://chat.example.org,{ONION}", f"{ONION}/", "max-age"),
        (ONION, f"{ONION}/", "none"),
        ("https://chat.example.org", None, "max-age"),
    ],
)
async def test_a_server_offers_its_onion_service(
    stores: Stores, tmp_path: Path, origins: str, led: str | None, secure: str
) -> None:
    more = {"CHATSERVER_VISITORS_ORIGINS": origins}
    async with served(stores, tmp_path, more=more) as app, aiohttp.ClientSession() as phone:
        for path in ("", "config.json", "nowhere"):
            async with phone.get(app.visitor_url + path) as answer:
                assert answer.headers.get("Onion-Location") == led
                assert answer.headers.get("Strict-Transport-Security", "none")[:7] == secure
        async with phone.get(app.staff_url) as answer:
            assert "Onion-Location" not in answer.headers


def test_a_site_says_its_onion_service_and_signs_that(tmp_path: Path) -> None:
    site = SiteConfig(
        api="https://chat.example.org", staff_api="https://d.example.org", onion=ONION
    )
    publish(BUILT, tmp_path / "first", site, RosterKey.new())
    # Made anew from it with another one, and then with none.
    publish(tmp_path / "first", tmp_path / "second", SiteConfig(onion=OTHER), None)
    publish(tmp_path / "second", tmp_path / "third", SiteConfig(), None)

    pages = [tmp_path / name / "visitor" for name in ("first", "second", "third")]
    first, second, third = ((page / "index.html").read_text("utf-8") for page in pages)
    assert first.count(ONION) == second.count(OTHER) == 2
    assert ONION not in second
    assert third == (BUILT / "visitor" / "index.html").read_text("utf-8")
    for page in pages:
        manifest = Manifest.read((page / "manifest.json").read_bytes())
        files = {name: (page / name).read_bytes() for name in manifest.files}
        assert manifest.files == Manifest.of("visitor", files).files
    told = (tmp_path / "first" / "headers.txt").read_text()
    visitor, staff = told.split("[staff]")
    assert f"Onion-Location: {ONION}/" in visitor
    assert "Onion-Location" not in staff
    assert f'"{ONION}/"' in (tmp_path / "first" / "nginx-visitor.conf").read_text()


async def test_who_looks_at_a_site_is_told_where_tor_browser_is_led(tmp_path: Path) -> None:
    key, api = RosterKey.new(), "http://127.0.0.1:1"
    publish(BUILT, tmp_path / "site", SiteConfig(api=api, staff_api=api, onion=ONION), key)
    built = {path.name: path.read_bytes() for path in (BUILT / "visitor").iterdir()}
    async with Host.somewhere() as host, aiohttp.ClientSession(auto_decompress=False) as session:
        host.serves(tmp_path / "site", "visitor")
        wanted = Wanted(key=key.public, build=built)
        found = await inspect(session, host.origin, wanted)
        assert found.of("different") == []
        assert f"the page says an onion service, {ONION}" in found.of("same")

        for led in (f"{OTHER}/", f"{ONION}/x"):
            host.headers["Onion-Location"] = led
            found = await inspect(session, host.origin, wanted)
            assert found.of("different") == [f"Onion-Location: {led} is not what the page says"]
