"""The colours of the button that an organisation puts on its own site, and which are refused.

The browser refuses the same ones by itself (web/src/button/palette.ts): a snippet can be changed
after it was made. `tests/vectors/contrast.json` keeps the two together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chatserver.domain.contrast import EDGE, TEXT, Colour, ratio, said

BACKGROUND: Final = Colour(0x1D, 0x6A, 0x63)
"""Of who chooses none: the accent of the visitor's page."""

ON_BACKGROUND: Final = Colour(0xFF, 0xFF, 0xFF)

PAGES: Final = (Colour(0xFF, 0xFF, 0xFF), Colour(0x12, 0x12, 0x12))
"""What a button may stand on where nobody says: a white page, and an almost black one."""

MOST_RADIUS: Final = 28
"""Pixels: half the height of the button at the usual size of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one button.

    Attributes:
        border: None: that of the text. Of two colours that make a readable text, one can always be
            seen on a white page and one on a black page, so this edge never disappears on either.
        page: what it stands on; None: any of PAGES.
    """

    background: Colour = BACKGROUND
    text: Colour = ON_BACKGROUND
    border: Colour | None = None
    page: Colour | None = None

    def faults(self) -> Iterator[str]:
        """Say what somebody could not see, with what was measured and what is needed."""
        measured = ratio(self.text, self.background)
        if measured < TEXT:
            yield f"text {self.text} on background {self.background}" + _falls_short(measured, TEXT)
        edge = self.border or self.text
        for page in PAGES if self.page is None else (self.page,):
            measured = max(ratio(edge, page), ratio(self.background, page))
            if measured < EDGE:
                both = f"border {edge} and background {self.background} on a page of {page}"
                yield both + _falls_short(measured, EDGE)


def _falls_short(measured: float, needed: float) -> str:
    return f": {said(measured)}, needs {needed:g}:1"
