"""Every dependency has a reason, and is the one that was looked at."""

import json
import re
import tomllib
from typing import Any

import pytest

from tests.architecture.tree import ROOT

PYPROJECT = ROOT / "pyproject.toml"
LOCKS = [ROOT / "requirements" / "runtime.lock", ROOT / "requirements" / "dev.lock"]
PINNED = re.compile(
    r"(?P<name>[a-z0-9.-]+)(\[[a-z,]+\])?==(?P<version>[^ ;]+)( ; [^\\]+)?"
    r"(?P<hashes>( \\\n    --hash=sha256:[0-9a-f]{64})+)"
)


def requirements() -> list[str]:
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(text for extra in extras for text in extra)]
    return [re.split(r"[^a-zA-Z0-9-]", text, maxsplit=1)[0] for text in wanted]


def packages() -> dict[str, dict[str, Any]]:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))
    return {name: entry for name, entry in lock["packages"].items() if name}


@pytest.mark.parametrize("name", requirements())
def test_a_python_dependency_says_what_it_is_needed_for(name: str) -> None:
    lines = re.findall(rf'^    "{re.escape(name)}\b.*$', PYPROJECT.read_text("utf-8"), re.MULTILINE)

    assert lines
    assert all(re.search(r",\s+# needed for: \w+", line) for line in lines)


def test_a_web_dependency_says_what_it_is_needed_for() -> None:
    package = json.loads((ROOT / "web" / "package.json").read_text("utf-8"))

    assert set(package["//"]) == {*package["dependencies"], *package["devDependencies"]}
    assert all(reason.startswith("needed for: ") for reason in package["//"].values())


def test_a_web_dependency_is_pinned_to_one_version() -> None:
    package = json.loads((ROOT / "web" / "package.json").read_text("utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]

    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: str(path.name))
def test_a_locked_python_package_has_its_hashes(path: Any) -> None:
    text = path.read_text("utf-8")

    assert PINNED.sub("", text).strip() == ""
    assert len(PINNED.findall(text)) > 10


def test_every_python_dependency_is_locked() -> None:
    locked = {found["name"] for found in PINNED.finditer(LOCKS[1].read_text("utf-8"))}

    assert {name.lower() for name in requirements()} - locked == set()


def test_what_runs_is_what_was_tested() -> None:
    runtime, dev = (
        {found.group("name", "version", "hashes") for found in PINNED.finditer(path.read_text())}
        for path in LOCKS
    )

    assert runtime - dev == set()


def test_a_locked_web_package_has_its_hash() -> None:
    assert [name for name, entry in packages().items() if "integrity" not in entry] == []


@pytest.mark.parametrize(
    "path", [*LOCKS, ROOT / "web" / "package-lock.json"], ids=lambda path: str(path.name)
)
def test_a_lock_names_no_host(path: Any) -> None:
    assert "://" not in path.read_text("utf-8")
