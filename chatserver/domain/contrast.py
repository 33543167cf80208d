"""How well two colours can be told apart, as WCAG 2.2 measures it.

A colour that an organisation chooses is read by somebody with tired eyes, on an old screen, in
the sun. Whoever asks for a pair that is too weak is told how weak it is.
"""

import math
import re
from dataclasses import dataclass
from typing import Final, Self

TEXT: Final = 4.5
"""Least ratio of a text to what is behind it (success criterion 1.4.3, level AA)."""

EDGE: Final = 3.0
"""Least ratio by which one sees where a control is (success criterion 1.4.11, level AA)."""

_WRITTEN: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of sRGB without transparency; each part from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `#rrggbb` or `#rgb`; raises ValueError for anything else."""
        found = _WRITTEN.fullmatch(text)
        if not found:
            raise ValueError(f"{text}: expected a colour such as #1d6a63")
        digits = found[1] if len(found[1]) == 6 else "".join(each * 2 for each in found[1])  # noqa: PLR2004 - two for each part
        return cls(*bytes.fromhex(digits))

    @property
    def luminance(self) -> float:
        """Relative luminance: 0 of black, 1 of white (WCAG 2.2, definition)."""
        red, green, blue = (_linear(part) for part in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def __str__(self) -> str:  # type: ignore[explicit-override] # typing has it from 3.12
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


def ratio(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours: from 1, the same, to 21, black and white."""
    darker, lighter = sorted((first.luminance, second.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def said(measured: float) -> str:
    """Write a ratio. Rounded down: 4.499 is not enough for a text, and must not read `4.5:1`."""
    return f"{math.floor(measured * 100) / 100:g}:1"


_ALMOST_BLACK: Final = 0.04045
"""Of a part from 0 to 1, up to which light grows in a straight line. Earlier editions of WCAG
have 0.03928; no part of eight bits lies between the two."""


def _linear(part: int) -> float:
    """Return the light of one part of a colour, from 0 to 1."""
    of_one = part / 255
    return of_one / 12.92 if of_one <= _ALMOST_BLACK else ((of_one + 0.055) / 1.055) ** 2.4
