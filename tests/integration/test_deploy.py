"""The files under deploy/ are the settings that the server asks for, and they work."""

import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from chatserver.config import load
from chatserver.store.checks import check_distinct, check_ledger, check_vault
from chatserver.store.recipe import ACCESS, LEDGER, LEDGER_ACCESS, VAULT
from tests.support.redis_servers import a_redis

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """What deploy/new-secrets.sh makes."""
    made = tmp_path / "secrets"
    subprocess.run(  # noqa: S603 - a script of our own
        [DEPLOY / "new-secrets.sh", made], check=True, capture_output=True
    )
    return made


def moved(store: str, secrets: Path, directory: Path) -> str:
    """Give the settings of a store, from the container's directories moved to ours."""
    directory.mkdir()
    settings = (DEPLOY / f"{store}.conf").read_text("utf-8")
    settings = settings.replace("/run/luwte", str(directory)).replace("/run/secrets", str(secrets))
    return re.sub(r"(?m)^dir .*$", f"dir {directory}", settings)


async def deployed(store: str, secrets: Path, directory: Path) -> AsyncIterator[Redis]:
    """Start a store from its files."""
    settings = moved(store, secrets, directory)
    password = (secrets / f"{store}_password").read_text("utf-8").strip()
    async with (
        a_redis(settings, password=password) as address,
        Redis.from_url(address.url) as client,
    ):
        yield client


@pytest.fixture
async def vault(secrets: Path, tmp_path: Path) -> AsyncIterator[Redis]:
    async for client in deployed("vault", secrets, tmp_path / "vault"):
        yield client


@pytest.fixture
async def ledger(secrets: Path, tmp_path: Path) -> AsyncIterator[Redis]:
    async for client in deployed("ledger", secrets, tmp_path / "ledger"):
        yield client


async def test_the_deployed_stores_are_fit_to_be_used(vault: Redis, ledger: Redis) -> None:
    await check_vault(vault)
    await check_ledger(ledger)
    await check_distinct(vault, ledger)


@pytest.mark.parametrize(("store", "recipe"), [("vault", VAULT), ("ledger", LEDGER)])
def test_the_deployed_settings_are_those_of_the_private_stores(store: str, recipe: str) -> None:
    deployed = (DEPLOY / f"{store}.conf").read_text("utf-8").splitlines()
    differ = {"user default off", "unixsocketperm 600"}  # in the ACL file; shared with a group

    assert set(recipe.splitlines()) - differ <= set(deployed)


@pytest.mark.parametrize(("store", "access"), [("vault", ACCESS), ("ledger", LEDGER_ACCESS)])
def test_the_deployed_user_may_do_what_ours_may(store: str, access: str) -> None:
    default, ours = (DEPLOY / f"{store}.acl").read_text("utf-8").splitlines()

    assert default == "user default off"
    assert ours == f"user chatserver on #PASSWORD_SHA256 {access}"


def test_secrets_are_made_once_and_for_our_eyes(secrets: Path) -> None:
    again = subprocess.run(  # noqa: S603 - a script of our own
        [DEPLOY / "new-secrets.sh", secrets], check=False, capture_output=True
    )

    assert again.returncode != 0
    assert secrets.stat().st_mode & 0o777 == 0o700
    password = (secrets / "vault_password").read_text("utf-8").strip()
    assert re.fullmatch(r"[0-9a-f]{64}", password)
    assert password not in (secrets / "vault_acl").read_text("utf-8")


def test_the_deployed_settings_of_the_server_load() -> None:
    settings = load(DEPLOY / "chatserver.toml", {})

    assert settings.vault.url == "unix:///run/luwte/vault/vault.sock"
    assert settings.ledger.password_file == Path("/run/secrets/ledger_password")


def test_everything_the_image_copies_is_there() -> None:
    lines = re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"))
    sources = [source for line in lines for source in line.split()]

    assert "chatserver" in sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_everything_the_image_copies_reaches_the_builder() -> None:
    kept = set(re.findall(r"(?m)^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8")))
    lines = re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"))

    assert {source.split("/")[0] for line in lines for source in line.split()} == kept


def test_the_image_installs_nothing_without_a_hash() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")

    for install in re.findall(r"pip install[^&\n]*", text):
        assert "--require-hashes" in install or "--no-index" in install
    assert "npm ci --ignore-scripts" in text


def test_the_image_does_not_run_as_root() -> None:
    last_stage = (ROOT / "Dockerfile").read_text("utf-8").rpartition("\nFROM ")[2]

    assert "\nUSER 10001:10001\n" in last_stage


@pytest.mark.parametrize("service", ["chatserver", "vault", "ledger"])
def test_every_container_is_hardened(service: str) -> None:
    hardened = COMPOSE[COMPOSE.index("x-hardened") : COMPOSE.index("services:")]
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "core: 0"):
        assert line in hardened
    assert f"  {service}:\n    <<: *hardened\n" in COMPOSE


def test_the_stores_have_no_network_and_only_this_machine_reaches_the_server() -> None:
    assert COMPOSE.count("network_mode: none") == 2
    assert COMPOSE.count("ports:") == 1
    assert re.findall(r'- "(.*):\d+:\d+"', COMPOSE) == ["127.0.0.1", "127.0.0.1"]


def test_every_file_the_containers_mount_is_there() -> None:
    mounted = re.findall(r"- \./(\S+?):", COMPOSE)

    assert "deploy/vault.conf" in mounted
    assert [name for name in mounted if not (ROOT / name).exists()] == []
