"""The commands as an operator meets them: one clear line, the right exit code, nothing left."""

import asyncio
import contextlib
import json
import os
import pty
import re
import signal
import socket
import sys
import tomllib
from pathlib import Path

import pytest

from chatserver.store.recipe import ACCESS, LEDGER
from tests.support.commands import command, is_one_clear_line, run
from tests.support.redis_servers import Stores, a_redis
from tests.support.servers import ROOT, settings_for

MESSAGES = sorted((ROOT / "web" / "messages" / "visitor").glob("*.json"))
TAGS = sorted((path.stem for path in MESSAGES), key=lambda tag: (tag != "nl", tag))
BOOKS = sorted((ROOT / "web" / "phrasebook").glob("*.toml"))
UNREAD = [path.stem for path in MESSAGES if not json.loads(path.read_bytes())["@reviewed"]]
UNREAD_PHRASES = [path.stem for path in BOOKS if not tomllib.loads(path.read_text())["reviewed"]]
SOUND = (
    "configuration: sound\nhours: day and night\n"
    "contact cards: in this package: 20 cards (1 emergency, 11 police, 8 help); "
    "every region has a police unit\n"
    f"languages: {' '.join(TAGS)}; "
    f"not reviewed by a native speaker: {' '.join(tag for tag in TAGS if tag in UNREAD)}\n"
    f"phrase book: {' '.join(TAGS)}; not reviewed by a native speaker: "
    f"{' '.join(tag for tag in TAGS if tag in UNREAD_PHRASES)}\n"
    "organisation: in this package: the numbers of the page, the questions of the page, "
    "the texts to read of the page, 0 colours\n"
    "limits by source: none behind a proxy, because [edge] names no proxies\n"
)
ONE_CARD = """
[[card]]
id = "thuis"
kind = "help"
number = "0800-2000"
name = { nl = "Thuis", en = "Home" }
about = { nl = "Geweld.", en = "Violence." }
"""
ONE_COUNTED = "1 card (0 emergency, 0 police, 1 help); no region has a police unit"
FIT = "port 0\nuser default off\n{user} ~hl:* &hl:* +@all -@dangerous +config|get +info\n"


async def test_a_configured_server_starts_and_stops_cleanly(stores: Stores, tmp_path: Path) -> None:
    async with command("serve", environ=settings_for(stores, tmp_path)) as process:
        assert process.stdout is not None
        assert (await process.stdout.readline()).startswith(b"visitors http://127.0.0.1:")
        assert (await process.stdout.readline()).startswith(b"staff    http://127.0.0.1:")
        process.send_signal(signal.SIGTERM)

        _, err = await process.communicate()

        assert process.returncode == 0, err


async def test_external_stores_come_from_the_file(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "chat.toml"
    path.write_text(
        f'data_directory = "data"\n[vault]\nurl = "{stores.vault.url}"\n'
        f'[ledger]\nurl = "{stores.ledger.url}"\n'
        "[visitors]\nport = 0\n[staff]\nport = 0\nsecure_cookies = false\n"
    )

    ended = await run("check", "--config", str(path))

    assert ended.code == 0, ended.err
    assert ended.out == SOUND + "vault: configured, fit\nledger: configured, fit\n"


async def test_a_check_names_a_ledger_that_may_not_rewrite_its_file(
    stores: Stores, tmp_path: Path
) -> None:
    async with a_redis(f"{LEDGER}{{user}} {ACCESS}\n") as ledger:
        ended = await run(
            "check", environ=settings_for(stores, tmp_path, {"CHATSERVER_LEDGER_URL": ledger.url})
        )

    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[-1] == (
        "ledger: configured, fit, but our user may not rewrite its append-only file, so counted"
        " tags stay on its disk, sealed: give it `+bgrewriteaof` (deploy/ledger.acl)"
    )


async def test_without_addresses_the_stores_are_private(tmp_path: Path) -> None:
    ended = await run("check", environ={"CHATSERVER_DATA_DIRECTORY": str(tmp_path / "data")})

    assert ended.code == 0, ended.err
    assert ended.out == SOUND + "vault: private, fit\nledger: private, fit\n"


async def test_a_check_says_what_the_hours_mean_at_this_moment(tmp_path: Path) -> None:
    # Open all day but for a minute; whether this is that minute, the test does not know.
    environ = {
        "CHATSERVER_DATA_DIRECTORY": str(tmp_path / "data"),
        "CHATSERVER_HOURS_WEEK": "daily 00:01-24:00",
        "CHATSERVER_HOURS_ZONE": "UTC",
    }

    ended = await run("check", environ=environ)

    day = r"\d{4}-\d\d-\d\d"
    said = rf"hours: (open until {day} 00:00|closed until {day} 00:01) \(UTC, now \d\d:\d\d\)"
    assert re.fullmatch(said, ended.out.splitlines()[1])


async def test_without_a_redis_on_the_path_the_one_of_the_wheel_is_used(tmp_path: Path) -> None:
    # Only the interpreter's own directory is on the path: no redis-server there.
    environ = {"CHATSERVER_DATA_DIRECTORY": str(tmp_path / "data"), "PATH": str(tmp_path)}

    ended = await run("check", environ=environ)

    assert ended.code == 0, ended.err
    assert "vault: private, fit\n" in ended.out


async def test_the_same_store_for_both_stops_the_start(stores: Stores, tmp_path: Path) -> None:
    environ = settings_for(stores, tmp_path)
    environ["CHATSERVER_LEDGER_URL"] = environ["CHATSERVER_VAULT_URL"]

    ended = await run("serve", environ=environ)

    assert ended.code == 1
    assert is_one_clear_line(ended), ended.err


async def test_an_unreachable_store_stops_the_start(stores: Stores, tmp_path: Path) -> None:
    environ = settings_for(stores, tmp_path)
    environ["CHATSERVER_VAULT_URL"] = f"unix://{tmp_path}/nobody.sock"

    ended = await run("serve", environ=environ)

    assert ended.code == 1
    assert is_one_clear_line(ended), ended.err
    assert "vault" in ended.err


@pytest.mark.parametrize(
    ("store", "settings", "word"),
    [
        ("VAULT", "appendonly yes\n" + FIT, "appendonly"),
        ("VAULT", 'save "60 1"\n' + FIT, "save"),
        ("VAULT", "maxmemory-policy allkeys-lru\n" + FIT, "maxmemory-policy"),
        ("VAULT", FIT.replace(" +config|get", ""), "CONFIG GET"),
        ("LEDGER", 'appendonly no\nsave ""\n' + FIT, "appendonly"),
        ("LEDGER", 'appendonly yes\nappendfsync everysec\nsave ""\n' + FIT, "appendfsync"),
    ],
)
async def test_a_store_that_is_not_fit_stops_the_start(
    stores: Stores, tmp_path: Path, store: str, settings: str, word: str
) -> None:
    if "save" not in settings:
        settings = 'save ""\n' + settings
    async with a_redis(settings) as address:
        environ = settings_for(stores, tmp_path)
        environ[f"CHATSERVER_{store}_URL"] = address.url

        ended = await run("serve", environ=environ)

    assert ended.code == 1
    assert is_one_clear_line(ended), ended.err
    assert word in ended.err
    assert address.password not in ended.err


async def test_a_taken_port_stops_the_start(stores: Stores, tmp_path: Path) -> None:
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        ended = await run(
            "serve", environ=settings_for(stores, tmp_path, {"CHATSERVER_VISITORS_PORT": port})
        )

    assert ended.code == 1
    assert is_one_clear_line(ended), ended.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[limits]\ncapacity = 0\n", ["limits.capacity"]),
        ("[limits]\ncapcity = 2\n", ["limits.capcity", "capacity"]),
        ("[vault]\nurl = 'http://x:secret@y'\n", ["vault.url"]),
        ("= 3", ["not a TOML file"]),
    ],
)
async def test_a_bad_configuration_names_the_file_and_the_setting(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    path = tmp_path / "chat.toml"
    path.write_text(text)

    ended = await run("serve", "--config", str(path))

    assert ended.code == 1
    assert is_one_clear_line(ended), ended.err
    for word in ("chat.toml", *words):
        assert word in ended.err
    assert "secret" not in ended.err


async def test_accounts_are_added_listed_and_disabled(stores: Stores, tmp_path: Path) -> None:
    environ = settings_for(stores, tmp_path)
    secret = tmp_path / "password"
    secret.write_text("a password of some length\n")
    secret.chmod(0o600)

    added = await run(
        *("staff", "add", "Maria", "--role", "professional", "--password-file", str(secret)),
        environ=environ,
    )
    twice = await run(
        *("staff", "add", "maria", "--role", "coordinator", "--password-file", str(secret)),
        environ=environ,
    )
    await run("staff", "disable", "MARIA", environ=environ)
    listed = await run("staff", "list", environ=environ)

    assert added.out == "added Maria (professional)\n"
    assert twice.code == 1
    assert is_one_clear_line(twice)
    assert listed.out == "Maria\tprofessional\tdisabled\n"


async def test_the_languages_of_an_account_are_set_changed_and_listed(
    stores: Stores, tmp_path: Path
) -> None:
    environ = settings_for(stores, tmp_path)
    secret = tmp_path / "password"
    secret.write_text("a password of some length\n")
    secret.chmod(0o600)
    add = ("staff", "add", "Maria", "--role", "professional", "--password-file", str(secret))

    wrong = await run(*add, "--language", "Dutch", environ=environ)
    await run(*add, "--language", "nl", "--language", "en", environ=environ)
    first = await run("staff", "list", environ=environ)
    changed = await run("staff", "speaks", "maria", "--language", "ar", environ=environ)
    second = await run("staff", "list", environ=environ)
    back = await run("staff", "speaks", "Maria", environ=environ)
    unknown = await run("staff", "speaks", "Nobody", environ=environ)

    assert wrong.code == 1
    assert is_one_clear_line(wrong)
    assert first.out == "Maria\tprofessional\ten nl\n"
    assert changed.out == "maria helps in ar\n"
    assert second.out == "Maria\tprofessional\tar\n"
    assert back.out == "Maria helps in every language\n"
    assert unknown.code == 1
    assert is_one_clear_line(unknown)


async def test_a_weak_password_and_an_unknown_account_are_refused(
    stores: Stores, tmp_path: Path
) -> None:
    environ = settings_for(stores, tmp_path)
    secret = tmp_path / "password"
    secret.write_text("short\n")
    secret.chmod(0o600)

    weak = await run(
        *("staff", "add", "Maria", "--role", "professional", "--password-file", str(secret)),
        environ=environ,
    )
    unknown = await run("staff", "disable", "Nobody", environ=environ)

    for ended in (weak, unknown):
        assert ended.code == 1
        assert is_one_clear_line(ended), ended.err
    assert "short" not in weak.err


async def test_a_password_is_asked_for_twice_and_not_shown(stores: Stores, tmp_path: Path) -> None:
    here, there = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "chatserver", "staff", "add", "Noor", "--role", "coordinator"),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **settings_for(stores, tmp_path)},
        stdin=there,
        stdout=there,
        stderr=there,
        start_new_session=True,
    )
    os.close(there)
    said = b""
    for _ in range(2):
        said += await until(here, b": ")
        os.write(here, b"a password nobody sees\n")
    said += await until(here, b"added Noor (coordinator)")

    assert await process.wait() == 0
    os.close(here)
    assert b"nobody sees" not in said


async def until(terminal: int, words: bytes) -> bytes:
    """What a terminal shows until these words."""
    said = b""
    async with asyncio.timeout(30):
        while words not in said:
            said += await asyncio.to_thread(os.read, terminal, 1024)
    return said


async def test_a_password_is_never_an_argument() -> None:
    ended = await run("staff", "add", "Maria", "--role", "professional", "--password", "x" * 20)

    assert ended.code == 2
    assert "No such option" in ended.err


async def test_check_says_what_it_found(stores: Stores, tmp_path: Path) -> None:
    ended = await run("check", environ=settings_for(stores, tmp_path))

    assert ended.code == 0
    assert ended.out == SOUND + "vault: configured, fit\nledger: configured, fit\n"


async def test_check_says_which_cards_an_organisation_has(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(ONE_CARD)
    environ = settings_for(stores, tmp_path) | {"CHATSERVER_CONTACTS_FILE": str(path)}

    ended = await run("check", environ=environ)

    assert ended.code == 0, ended.err
    assert f"\ncontact cards: {path}: {ONE_COUNTED}\n" in ended.out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            '{"nl":{"name":"","reviewed":"A, 2026-12-01"},"pl":{"name":"","reviewed":false}}',
            "nl pl; not reviewed by a native speaker: pl",
        ),
        (
            '{"nl":{"name":"Nederlands","reviewed":"A, 2026-12-01"}}',
            "nl; native speakers have reviewed all",
        ),
        (None, "the pages of this configuration do not say which they have"),
        ("[]", "the pages of this configuration do not say which they have"),
    ],
)
async def test_check_says_which_languages_nobody_has_reviewed(
    stores: Stores, tmp_path: Path, written: str | None, said: str
) -> None:
    pages = tmp_path / "pages" / "visitor"
    pages.mkdir(parents=True)
    if written is not None:
        (pages / "languages.json").write_text(written)
    environ = settings_for(stores, tmp_path) | {"CHATSERVER_WEB_DIRECTORY": str(pages.parent)}

    ended = await run("check", environ=environ)

    assert ended.code == 0, ended.err
    assert f"\nlanguages: {said}\n" in ended.out


@pytest.mark.parametrize("command", ["check", "serve", "serve --workers 2"])
async def test_a_card_with_a_mistake_stops_the_start(
    stores: Stores, tmp_path: Path, command: str
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(ONE_CARD.replace("0800-2000", "*21#"))
    environ = settings_for(stores, tmp_path) | {"CHATSERVER_CONTACTS_FILE": str(path)}

    ended = await run(*command.split(), environ=environ)

    assert ended.code == 1
    assert is_one_clear_line(ended)
    assert f"{path}:5, card thuis: number '*21#' is not a telephone number" in ended.err


async def test_a_file_of_cards_is_looked_at_before_it_is_used(tmp_path: Path) -> None:
    good, bad, cut = (tmp_path / name for name in ("good.toml", "bad.toml", "cut.toml"))
    good.write_text(ONE_CARD)
    bad.write_text(ONE_CARD.replace("help", "shop"))
    cut.write_text("[[card]\n")

    said = [await run("contacts", "check", str(path)) for path in (good, bad, cut)]
    missing = await run("contacts", "check", str(tmp_path / "none.toml"))

    assert (said[0].code, said[0].out) == (0, f"{good}: {ONE_COUNTED}\n")
    assert [ended.code for ended in (*said[1:], missing)] == [1, 1, 1]
    assert all(is_one_clear_line(ended) for ended in (*said[1:], missing))
    assert "card thuis: kind shop is not emergency, police or help" in said[1].err
    assert f"{cut}: not a TOML file: " in said[2].err
    assert "line 1" in said[2].err
    assert "none.toml: No such file or directory" in missing.err


async def test_cards_are_shown_as_they_are_sent(tmp_path: Path) -> None:
    path, config = tmp_path / "ours.toml", tmp_path / "chat.toml"
    path.write_text(ONE_CARD)
    config.write_text('contacts_file = "ours.toml"\n')

    english = await run("contacts", "show", str(path), "--language", "en")
    configured = await run("contacts", "show", "--config", str(config))
    ours = await run("contacts", "show", "--json")

    assert english.out == "Home\nViolence.\n0800-2000\n"
    assert configured.out == "Thuis\nGeweld.\n0800-2000\n"
    assert len(json.loads(ours.out)["cards"]) == 20


async def test_check_health_asks_the_running_server(stores: Stores, tmp_path: Path) -> None:
    environ = settings_for(stores, tmp_path)
    async with command("serve", environ=environ) as process:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        port = line.strip().rstrip("/").rpartition(":")[2]
        asked = {**environ, "CHATSERVER_VISITORS_PORT": port}

        well = await run("check", "--health", environ=asked)
        process.kill()
        await process.wait()
        ill = await run("check", "--health", environ=asked)

    assert (well.code, well.out) == (0, "healthy\n")
    assert ill.code == 1
    assert is_one_clear_line(ill)


async def test_the_scripted_demo_plays_the_whole_job() -> None:
    ended = await run("demo", "--scripted", "--json")

    assert ended.code == 0, ended.out
    report = json.loads(ended.out)
    assert report["held"] is True
    assert all(step["held"] for step in report["steps"])
    assert len(report["visitor_saw"]) == len(report["professional_saw"]) == 20
    assert report["cells"]["t2/yes/" + next(iter(report["cells"])).rpartition("/")[2]] == 1
    (year,) = report["coordinator"]["years"]
    assert year["synthetic"] is True
    persons = next(table for table in year["tables"] if table["id"] == "t5")
    assert persons["total"] == "229"
    assert persons["rows"][0]["count"] == "199"


async def test_the_demo_ends_with_ctrl_c_and_leaves_nothing(tmp_path: Path) -> None:
    environ = {"TMPDIR": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    ports = ("--visitor-port", "0", "--staff-port", "0")
    async with command("demo", *ports, environ=environ) as process:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            while b"Ctrl-C" not in await process.stdout.readline():
                pass
        children = children_of(process.pid)
        assert len(children) == 2

        process.send_signal(signal.SIGINT)
        out, err = await process.communicate()

        assert process.returncode == 0, err
        assert err == b""
        assert b"everything is gone" in out
        assert not set(children) & running()
    assert not left_in(tmp_path)


async def test_the_demo_takes_another_port_when_one_is_in_use(tmp_path: Path) -> None:
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ports = ("--visitor-port", str(port), "--staff-port", "0")
        async with command("demo", *ports, environ={"TMPDIR": str(tmp_path)}) as process:
            assert process.stdout is not None
            said = b""
            async with asyncio.timeout(30):
                while b"Ctrl-C" not in said:
                    said += await process.stdout.readline()
            process.send_signal(signal.SIGTERM)
            await process.communicate()

    assert f"Port {port} is in use here; another free port is taken." in said.decode()
    assert f"127.0.0.1:{port}/" not in said.decode()


def running() -> set[int]:
    """Every process there is."""
    return {int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()}


def left_in(directory: Path) -> list[str]:
    """What is in a directory."""
    return [path.name for path in directory.iterdir()]


def children_of(pid: int) -> list[int]:
    """Every process below this one."""
    found: list[int] = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += [int(child), *children_of(int(child))]
    return found


CODEBOOKS = ROOT / "chatserver" / "codebooks"


async def test_the_codebook_in_use_is_shown_in_words_and_as_data() -> None:
    told, data = await run("codebook", "show"), await run("codebook", "show", "--json")

    assert told.out.startswith("thb-nl-1.0.0  Mensenhandel in de chat / Human trafficking")
    assert "\nthb             Ging het over mensenhandel?" in told.out
    assert "                if contact is conv or short\n" in told.out
    whole = json.loads(data.out)
    assert (whole["codebook"], whole["takes_tags"]) == ("thb-nl-1.0.0", True)
    assert len(whole["form"]["questions"]) == 24
    assert {table["id"] for table in whole["tables"]} >= {"t1", "t21", "x9"}
    assert whole["mappings"]["htcds"]["form.org"] == "OrganRemoval"


async def test_an_earlier_codebook_is_shown_and_an_unknown_one_is_not() -> None:
    earlier = await run("codebook", "show", "--version", "0.1.0", "--json")
    unknown = await run("codebook", "show", "--version", "9.9.9")

    assert json.loads(earlier.out)["takes_tags"] is False
    assert (unknown.code, is_one_clear_line(unknown)) == (1, True)
    assert "there are 0.1.0, 1.0.0" in unknown.err


async def test_a_sound_codebook_is_counted_out() -> None:
    ended = await run("codebook", "check", str(CODEBOOKS / "thb-nl-1.0.0.toml"))

    assert ended.code == 0, ended.err
    assert ended.out == (
        "thb-nl-1.0.0.toml: sound (thb-nl-1.0.0: 25 questions, 43 tables, 391 rows)\n"
    )


async def test_a_new_wording_under_a_new_number_is_sound(tmp_path: Path) -> None:
    text = (CODEBOOKS / "thb-nl-1.0.0.toml").read_text("utf-8")
    file = tmp_path / "next.toml"
    file.write_text(text.replace("Stalking", "Belagen").replace("1.0.0", "1.0.1"), "utf-8")

    ended = await run("codebook", "check", str(file))

    assert ended.out.startswith("next.toml: sound (thb-nl-1.0.1: 25 questions")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Stalking", "Belagen", "thb-nl-1.0.0 is released, and never changes (V1)"),
        ('default = "nd"', 'default = "xx"', "question theme: default is not one of its codes"),
        ("[[question]]", "[question", "(at line 33, column 10)"),
        ('version = "1.0.0"', 'version = "one"', "version does not match"),
    ],
)
async def test_a_codebook_with_a_mistake_is_refused_in_one_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "next.toml"
    text = (CODEBOOKS / "thb-nl-1.0.0.toml").read_text("utf-8")
    file.write_text(text.replace(old, new, 1), "utf-8")

    ended = await run("codebook", "check", str(file))

    assert (ended.code, ended.out, is_one_clear_line(ended)) == (1, "", True), ended.err
    assert said in ended.err


async def test_a_codebook_that_cannot_be_read_is_one_line_too(tmp_path: Path) -> None:
    (tmp_path / "next.toml").write_bytes(b"\xff\xfe")

    garbled = await run("codebook", "check", str(tmp_path / "next.toml"))
    missing = await run("codebook", "check", str(tmp_path / "none.toml"))

    assert "next.toml: not UTF-8" in garbled.err
    assert "none.toml: No such file or directory" in missing.err
