"""Documents that fail the build: what they list is what the code has."""

from tests.architecture.tables import families, transitions
from tests.architecture.tree import DOCS, between


def test_the_privacy_page_lists_every_family_of_keys() -> None:
    assert between(DOCS / "privacy.md", "families") == families()


def test_the_glossary_shows_the_life_of_a_conversation_as_the_code_has_it() -> None:
    assert between(DOCS / "glossary.md", "life") == transitions()
