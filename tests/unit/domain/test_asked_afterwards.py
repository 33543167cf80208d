"""The closing questions of the visitor's page are those of the codebook they are counted with."""

import json
from pathlib import Path

from chatserver.domain.afterwards import GIVEN
from tests.unit.domain.test_afterwards import ASKED, BOOK

DUTCH = Path(__file__).parents[3] / "web" / "messages" / "visitor" / "nl.json"


def test_the_page_asks_in_dutch_what_coordinators_read() -> None:
    """The page has its own words and these codes; what is counted must be what was asked."""
    page = json.loads(DUTCH.read_text("utf-8"))
    questions = {
        question.id: {
            "question": question.label.nl,
            **{option.code: option.label.nl for option in question.options},
        }
        for question in BOOK.questions
        if question.id != GIVEN
    }

    assert {name: {*said} - {"question", "nd"} for name, said in questions.items()} == {
        name: {*codes} for name, codes in ASKED.items()
    }
    for name, said in questions.items():
        for key in ("question", *ASKED[name]):
            assert page[f"afterwards.{name}.{key}"] == said[key]
    keys = {key.split(".")[1] for key in page if key.startswith("afterwards.")}
    assert keys == {*ASKED, "title", "lead", "send", "thanks", "failed"}
