"""docs/keyboard.md lists every act of a professional with the keys that the page hears."""

import re

from tests.architecture.tree import DOCS, ROOT

TABLE = (ROOT / "web/src/staff/keymap/keys.ts").read_text("utf-8")


def test_every_act_stands_there_with_its_keys_in_the_same_order() -> None:
    heard = [
        (act, re.findall(r"'([^']+)'", keys))
        for act, keys in re.findall(r"act: '([a-z-]+)'.*keys: \[(.*)\]", TABLE)
    ]
    page = (DOCS / "keyboard.md").read_text("utf-8")
    listed = [
        (act, keys.split(", "))
        for act, keys in re.findall(r"^\| `([a-z-]+)`: .* \| (.+) \|$", page, re.MULTILINE)
    ]

    assert len(heard) > 15
    assert listed == heard
