"""Every word that has a meaning here has it written down, in one sentence."""

import re

from tests.architecture.tree import DOCS

GLOSSARY = (DOCS / "glossary.md").read_text("utf-8")
MEANINGS = dict(re.findall(r"^\*\*([a-z ]+)\*\*: (.+)$", GLOSSARY, re.MULTILINE))
WORDS = [
    "waiting list",
    "visitor",
    "professional",
    "coordinator",
    "operator",
    "desk",
    "offer",
    "conversation",
    "epoch",
    "grant",
    "message",
    "frame",
    "seal",
    "tag",
    "codebook",
    "cell",
    "tally",
    "release",
    "vault",
    "ledger",
    "shift",
]


def test_every_word_of_the_project_has_a_meaning() -> None:
    assert [word for word in WORDS if word not in MEANINGS] == []


def test_a_meaning_is_one_sentence() -> None:
    assert [
        word for word, meaning in MEANINGS.items() if not re.fullmatch(r"[^.]+\.", meaning)
    ] == []
