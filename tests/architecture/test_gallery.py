"""The gallery shows every state of the visitor's page, and can be looked at on a phone."""

import re

from tests.e2e.make_gallery import GALLERY, STATES

MOST_BYTES = 8_000_000


def test_every_state_has_pictures_and_every_picture_is_on_the_page() -> None:
    page = (GALLERY / "index.md").read_text("utf-8")

    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == list(STATES.values())
    shown = re.findall(r'src="([^"]+)"', page)
    there = sorted(path.name for path in GALLERY.glob("*.webp"))
    assert sorted(shown) == there
    for state in STATES:
        assert any(name.startswith(f"{state}-nl-phone-") for name in there), state


def test_the_gallery_is_light() -> None:
    assert sum(path.stat().st_size for path in GALLERY.iterdir()) < MOST_BYTES
