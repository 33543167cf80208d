"""Settings: what is left out has its default, what is wrong is named."""

import re
from pathlib import Path

import pytest
from msgspec.structs import fields

from chatserver.config import Settings, load, read_secret
from chatserver.config.settings import Section
from chatserver.domain.errors import Misconfigured
from chatserver.wire import limits

ROOT = Path(__file__).parents[2]
EXAMPLE = Path("chatserver.example.toml")


def written(directory: Path, text: str) -> Path:
    path = directory / "luwte.toml"
    path.write_text(text, "utf-8")
    return path


def refusal(path: Path | None, **environ: str) -> str:
    with pytest.raises(Misconfigured) as refused:
        load(path, environ)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def every_setting(kind: type[Section] = Settings, at: str = "") -> list[str]:
    names: list[str] = []
    for known in fields(kind):
        if isinstance(known.type, type) and issubclass(known.type, Section):
            names += every_setting(known.type, f"{at}{known.name}.")
        else:
            names.append(at + known.name)
    return names


def test_no_file_at_all_is_the_defaults() -> None:
    assert load(None, {}) == Settings()


def test_the_defaults_are_those_of_the_design() -> None:
    limits, tally = Settings().limits, Settings().tally

    assert (limits.heartbeat, limits.visitor_grace) == (20.0, 600.0)
    assert (limits.conversation_lifetime, limits.vault_lifetime) == (14400.0, 1800.0)
    assert (limits.session_idle, limits.session_absolute) == (1800.0, 43200.0)
    assert (tally.correction_window, tally.counted_marks) == (604800.0, 1209600.0)


def test_the_example_is_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert load(EXAMPLE, {}) == Settings()


def test_the_example_shows_every_setting() -> None:
    shown, section = [], ""
    for line in (ROOT / EXAMPLE).read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            section = heading[1] + "."
        elif setting := re.match(r"(?:# )?(\w+) = ", line):
            shown.append(section + setting[1])

    assert sorted(shown) == sorted(every_setting())


def test_what_the_example_leaves_out_may_be_put_in(tmp_path: Path) -> None:
    text = (ROOT / EXAMPLE).read_text("utf-8")

    settings = load(written(tmp_path, re.sub(r"(?m)^# (\w+ = )", r"\1", text)), {})

    assert settings.vault.password_file == Path("/run/secrets/vault_password")
    assert settings.web_directory == tmp_path / "web/dist"


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    settings = load(written(tmp_path, '[limits]\nmax_waiting = 50\nfirst_frame = "1.5 min"'), {})

    assert settings.limits.max_waiting == 50
    assert settings.limits.first_frame == 90.0
    assert settings.limits.capacity == 3


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "[limits]\nmax_waiting = 50\n[staff]\nsecure_cookies = true")

    settings = load(
        path,
        {
            "CHATSERVER_LIMITS_MAX_WAITING": "60",
            "CHATSERVER_STAFF_SECURE_COOKIES": "false",
            "CHATSERVER_VISITORS_ORIGINS": "https://a.example, https://b.example",
            "CHATSERVER_DATA_DIRECTORY": "/srv/luwte",
            "CHATSERVER_LIMITS_FIRST_FRAME": "45 s",
        },
    )

    assert settings.limits.max_waiting == 60
    assert settings.staff.secure_cookies is False
    assert settings.visitors.origins == ("https://a.example", "https://b.example")
    assert settings.data_directory == Path("/srv/luwte")
    assert settings.limits.first_frame == 45.0


def test_opening_hours_are_lines_in_the_file_and_in_the_environment(tmp_path: Path) -> None:
    path = written(tmp_path, '[hours]\nweek = ["mon 19:00-23:00"]\ndates = ["12-25 closed"]')

    assert load(path, {}).hours.week == ("mon 19:00-23:00",)
    assert load(
        path, {"CHATSERVER_HOURS_WEEK": "mon-fri 19:00-23:00, sat 12:00-16:00 19:00-23:00"}
    ).hours.week == ("mon-fri 19:00-23:00", "sat 12:00-16:00 19:00-23:00")


def test_a_path_is_relative_to_the_file_it_is_written_in(tmp_path: Path) -> None:
    settings = load(written(tmp_path, 'data_directory = "kept"'), {})

    assert settings.data_directory == tmp_path / "kept"
    assert settings.ledger_key_path == tmp_path / "kept" / "ledger.key"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[limits]\nmax_wating = 5",
            "limits.max_wating: no such setting; did you mean max_waiting?",
        ),
        ("[limit]\nfirst_frame = 5", "limit: no such setting; did you mean limits?"),
        ("[limits]\nmax_waiting = 'many'", "limits.max_waiting: expected int, got str"),
        ("[limits]\nmax_waiting = 0", "limits.max_waiting: expected int >= 1"),
        (
            "[limits]\nfirst_frame = 30",
            'limits.first_frame: expected a duration such as "20 s", "10 min", "4 h" or "7 days"',
        ),
        (
            '[limits]\nfirst_frame = "0 s"',
            'limits.first_frame: expected a duration such as "20 s", "10 min", "4 h" or "7 days"',
        ),
        ("limits = 5", "limits: expected a [table]"),
        ("[visitors]\nport = 99999", "visitors.port: expected int <= 65535"),
        (
            '[limits]\nconversation_lifetime = "5 h"',
            'limits.conversation_lifetime: expected at most "4 h"',
        ),
        (
            '[limits]\nvisitor_grace = "1 h"',
            "limits.visitor_grace: expected no more than vault_lifetime",
        ),
        (
            '[tally]\ncounted_marks = "2 days"',
            "tally.correction_window: expected no more than counted_marks",
        ),
        (
            '[desk]\nproposal_seconds = "2 s"',
            'desk.proposal_seconds: expected from "5 s" to "300 s"',
        ),
        (
            '[desk]\nlanguage_wait = "2 h"',
            'desk.language_wait: expected from "60 s" to "3600 s"',
        ),
        ('[desk]\nbreak_length = "3 h"', 'desk.break_length: expected from "60 s" to "7200 s"'),
        ("[tally]\nfold_batch = 1", "tally.fold_batch: expected int >= 10"),
        (
            '[visitors]\norigins = ["http://chat.example.org"]',
            "visitors.origins: expected https://, except for localhost and .onion",
        ),
        (
            '[visitors]\norigins = ["https://chat.example.org/"]',
            "visitors.origins: expected addresses such as https://chat.example.org, no path",
        ),
        (
            '[visitors]\norigins = ["*"]',
            "visitors.origins: expected addresses such as https://chat.example.org, no path",
        ),
        (
            '[staff]\norigins = ["https://staff.example.org"]\nsecure_cookies = false',
            "staff.secure_cookies: expected true where origins has https://",
        ),
        (
            '[hours]\nweek = ["mon 19-20"]',
            'hours.week: "mon 19-20": expected times such as 19:00-07:00, or closed for a date',
        ),
        (
            '[hours]\ndates = ["12.25 closed"]',
            (
                'hours.dates: "12.25 closed": expected a date such as 2026-12-25, or 12-25 for'
                " every year"
            ),
        ),
        (
            '[hours]\nzone = "Amsterdam"',
            'hours.zone: "Amsterdam": expected a name such as Europe/Amsterdam',
        ),
        ('[hours]\nclosing_soon = "5 h"', 'hours.closing_soon: expected at most "4 h"'),
        ('[hours]\nafter_closing = "1 days"', 'hours.after_closing: expected at most "4 h"'),
        ("[staff]\nport = 8080", "staff.port: expected another than visitors.port"),
        ('key_ring_file = ""', "key_ring_file: expected a path"),
    ],
)
def test_what_is_wrong_is_named_with_its_file_and_line(
    tmp_path: Path, text: str, said: str
) -> None:
    path = written(tmp_path, text)
    key = said.partition(":")[0].rpartition(".")[2]
    lines = [at for at, line in enumerate(text.split("\n"), 1) if line.startswith(key)]

    # What is not written there itself has the line of its section.
    assert refusal(path) == f"{path}:{lines[0] if lines else 1}: {said}"


def test_the_line_is_that_of_the_setting_and_none_if_a_variable_says_it(tmp_path: Path) -> None:
    path = written(tmp_path, '# Ours\n\n[hours]\nweek = [\n  "mon 19-20",\n]\n[staff]\nport = 1')

    assert refusal(path).startswith(f"{path}:4: hours.week: ")
    said = refusal(path, CHATSERVER_HOURS_WEEK="mon 19:00")
    assert said.startswith(f"{path}: hours.week: ")


def test_a_wrong_variable_is_named() -> None:
    assert (
        refusal(None, CHATSERVER_STAFF_PORT="http")
        == "CHATSERVER_STAFF_PORT: expected int, got str"
    )


def test_a_misspelt_variable_is_named() -> None:
    assert refusal(None, CHATSERVER_VAULT_URI="unix:///x") == (
        "CHATSERVER_VAULT_URI: no such setting; did you mean CHATSERVER_VAULT_URL?"
    )


def test_a_variable_of_somebody_else_is_left_alone() -> None:
    assert load(None, {"CHATSERVER_CONFIG": "x", "HOME": "/root"}) == Settings()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"

    assert refusal(path) == f"{path}: No such file or directory"


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    assert "luwte.toml: not a TOML file" in refusal(written(tmp_path, "limits: 5"))


@pytest.mark.parametrize(
    ("store", "url"),
    [
        ("VAULT", "http://chatserver:CANARY-9@vault.example"),
        ("LEDGER", "redis+cluster://chatserver:CANARY-9@ledger.example"),
        ("VAULT", "CANARY-9"),
    ],
)
def test_an_address_nobody_can_use_is_refused_without_repeating_it(store: str, url: str) -> None:
    said = refusal(None, **{f"CHATSERVER_{store}_URL": url})

    assert f"{store.lower()}.url: expected it to start with one of" in said
    assert "CANARY" not in said
    assert "example" not in said


def test_acknowledgement_by_the_replicas_of_a_private_store_is_refused() -> None:
    said = refusal(None, CHATSERVER_VAULT_ACKNOWLEDGED_BY="1")

    assert "vault.acknowledged_by: expected 0 without a url" in said


def test_more_conversations_than_a_page_can_come_back_with_are_refused() -> None:
    said = refusal(None, CHATSERVER_LIMITS_CAPACITY="9")

    assert said.endswith("CHATSERVER_LIMITS_CAPACITY: expected int <= 8")


def test_both_stores_at_one_address_are_refused() -> None:
    url = "unix:///run/redis.sock"

    said = refusal(None, CHATSERVER_VAULT_URL=url, CHATSERVER_LEDGER_URL=url)

    assert said == "settings: ledger.url: expected another Redis than vault.url"


def test_a_repr_shows_neither_password_nor_host() -> None:
    settings = load(None, {"CHATSERVER_VAULT_URL": "rediss://chatserver:CANARY-9@vault.example"})

    assert settings.vault.url.endswith("vault.example")
    assert "Vault(rediss)" in repr(settings)
    assert "CANARY" not in repr(settings)
    assert "vault.example" not in repr(settings)


def test_a_password_is_read_from_its_file(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("open sesame\n", "utf-8")
    secret.chmod(0o600)

    settings = load(written(tmp_path, '[vault]\npassword_file = "password"'), {})

    assert settings.vault.password() == "open sesame"
    assert settings.ledger.password() is None


def test_a_secret_that_everybody_may_read_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("CANARY-9", "utf-8")
    secret.chmod(0o644)

    with pytest.raises(Misconfigured, match="chmod 600") as refused:
        read_secret(secret)
    assert "CANARY" not in str(refused.value)


def test_a_secret_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="password: No such file"):
        read_secret(tmp_path / "password")


def test_a_listener_without_origins_is_for_this_machine() -> None:
    assert Settings().visitors.allowed_origins == ("http://127.0.0.1:8080", "http://localhost:8080")


def test_no_more_conversations_than_a_window_can_name_when_it_comes_back() -> None:
    most = limits.MAX_CONVERSATIONS

    assert load(None, {"CHATSERVER_LIMITS_CAPACITY": str(most)}).limits.capacity == most
    with pytest.raises(Misconfigured, match="CAPACITY"):
        load(None, {"CHATSERVER_LIMITS_CAPACITY": str(most + 1)})
