"""An onion service: Tor takes our configuration, Tor Browser the page (F60)."""

import asyncio
import re
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, Playwright, expect

from chatserver.config import SiteConfig
from tests.support.browsers import VisitorPage, meet
from tests.support.commands import run
from tests.support.computers import Computer
from tests.support.redis_servers import Stores
from tests.support.scene import Scene
from tests.support.socks import leading_to

ONION: Final = "http://jp2relzuivkmko66f25yzuvx4piwacwwghbyljoxztrdy54fiwnh62qd.onion"
"""Nobody's: its key is the hash of a byte."""

STANDARD: Final[dict[str, str | float | bool]] = {
    "network.proxy.http": "",
    "network.proxy.ssl": "",
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_version": 5,
    "network.proxy.socks_remote_dns": True,
    "network.dns.blockDotOnion": False,
    "dom.securecontext.allowlist_onions": True,
    "privacy.resistFingerprinting": True,
}
"""As Tor Browser has it: everything by SOCKS, names too, and an onion address needs no TLS."""

SAFER: Final[dict[str, str | float | bool]] = {
    **STANDARD,
    "javascript.options.ion": False,
    "javascript.options.baselinejit": False,
    "javascript.options.native_regexp": False,
    "javascript.options.wasm": False,
    "javascript.options.asmjs": False,
    "mathml.disabled": True,
    "gfx.font_rendering.opentype_svg.enabled": False,
    "gfx.font_rendering.graphite.enabled": False,
}
"""Its second level."""


async def test_tor_takes_the_configuration_that_we_print(tmp_path: Path) -> None:
    directory = tmp_path / "onion"
    printed = await run("onion", "--directory", str(directory))
    assert printed.code == 0
    torrc = tmp_path / "torrc"
    torrc.write_text(f"DataDirectory {tmp_path / 'data'}\n{printed.out}")

    tor = await asyncio.create_subprocess_exec(
        *("tor", "--verify-config", "-f", str(torrc)), stdout=PIPE, stderr=STDOUT
    )
    said, _ = await tor.communicate()

    assert tor.returncode == 0, said.decode()
    assert "Configuration was valid" in said.decode()
    warnings = re.findall(r"\[(?:warn|err)\] (.*)", said.decode())
    assert [each for each in warnings if "running Tor as root" not in each] == []


@pytest.mark.parametrize("level", [STANDARD, SAFER], ids=["standard", "safer"])
async def test_a_conversation_by_onion_address_in_a_browser_set_as_tor_browser_is(
    browser: Browser,
    playwright: Playwright,
    stores: Stores,
    tmp_path: Path,
    level: dict[str, str | float | bool],
) -> None:
    async with Scene.here(
        browser, stores, tmp_path, site=SiteConfig(onion=ONION), CHATSERVER_VISITORS_ORIGINS=ONION
    ) as scene:
        assert scene.app is not None
        port = int(scene.app.visitor_url.rstrip("/").rpartition(":")[2])
        async with (
            leading_to(port) as (socks, asked),
            Computer.running(
                "firefox",
                playwright,
                tmp_path / "home",
                preferences={**level, "network.proxy.socks_port": socks},
            ) as computer,
        ):
            visitor = VisitorPage(await computer.context.new_page(), ONION)
            professional = await scene.professional()
            await visitor.opens()
            await visitor.starts()
            await meet(visitor, professional)
            await visitor.says("hoi")
            await professional.hears("hoi")
            await professional.says("ik ben er")
            await visitor.hears("ik ben er")

            assert f"{ONION.removeprefix('http://')}" in asked


async def test_without_scripts_the_page_says_the_address_as_text(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(browser, stores, tmp_path, site=SiteConfig(onion=ONION)) as scene:
        visitor = await scene.visitor(java_script_enabled=False)
        await visitor.opens()

        # Not by text: what drives the browser leaves out what is in `noscript`.
        said = visitor.page.locator("noscript [data-onion] strong")
        await expect(said).to_have_text([ONION, ONION])
        for each in await said.all():
            await expect(each).to_be_visible()
        await expect(visitor.page.locator('a[href*=".onion"]')).to_have_count(0)
        await expect(visitor.page.locator("form, textarea, input, button")).to_have_count(0)
