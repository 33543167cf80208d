"""What no page of ours may do: write markup, run text, or leave something on the device."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, WEB, files, named

SOURCES = [*files(WEB, ".ts", ".tsx"), *files(ROOT / "web" / "static", ".html")]
MARKUP: tuple[str, ...] = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "DOMParser",
)
MARKUP += ("dangerouslySetInnerHTML", "setHTMLUnsafe", "createContextualFragment", "srcdoc")
RUN = ("eval(", "new Function", "importScripts", "javascript:", "setTimeout('", 'setTimeout("')
KEEP: tuple[str, ...] = (
    "localStorage",
    "sessionStorage",
    "document.cookie",
    "cookieStore",
    "caches.open",
)
KEEP += ("serviceWorker", "history.pushState", "history.replaceState", "navigator.storage")
DATABASE = WEB / "staff" / "keys.ts"


@cache
def code(path: Path) -> str:
    """Leave out comments, which say why something is not done."""
    text = re.sub(r"/\*.*?\*/|<!--.*?-->", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"(^|\s)//.*", "", text)


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_page_writes_markup_or_runs_text(path: Path) -> None:
    assert [word for word in (*MARKUP, *RUN) if word in code(path)] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_page_leaves_something_on_the_device(path: Path) -> None:
    assert [word for word in KEEP if word in code(path)] == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path != DATABASE], ids=named)
def test_only_the_keys_of_a_professional_are_kept(path: Path) -> None:
    assert "indexeddb" not in code(path).lower().replace("private window", "")


def test_the_keys_of_a_professional_are_kept_there() -> None:
    assert "indexedDB.open(" in code(DATABASE)
