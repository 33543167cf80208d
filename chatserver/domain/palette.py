"""An organisation's colours, on the visitor's page: refused where they cannot be read.

The page has more colours than an organisation can set (web/src/ui/tokens.css): a new one is
measured against all that it meets, ours included. Means: `PAIRS`.
"""

from collections.abc import Mapping
from typing import Final

from chatserver.domain.contrast import EDGE, TEXT, Colour, ratio, said
from chatserver.domain.entries import Entry

SETTABLE: Final = (
    "ground",
    "surface",
    "ink",
    "accent",
    "on_accent",
    "accent_soft",
    "on_accent_soft",
)
"""What an organisation chooses. The way out and the emergency line look the same everywhere."""

SCHEMES: Final = ("light", "dark")

OURS: Final[Mapping[str, Mapping[str, str]]] = {
    "light": {
        "ground": "#f6f3ee",
        "surface": "#ffffff",
        "raised": "#fdfbf8",
        "ink": "#25302f",
        "ink_soft": "#53605e",
        "edge": "#7d8985",
        "accent": "#1d6a63",
        "on_accent": "#ffffff",
        "accent_soft": "#d9ebe6",
        "on_accent_soft": "#173a36",
        "leave": "#2c3433",
        "alarm": "#9d2a1f",
    },
    "dark": {
        "ground": "#151b1b",
        "surface": "#202929",
        "raised": "#1b2323",
        "ink": "#e9ece9",
        "ink_soft": "#aab5b2",
        "edge": "#7f8d8a",
        "accent": "#7cc9bd",
        "on_accent": "#0d2623",
        "accent_soft": "#234944",
        "on_accent_soft": "#e2f3ef",
        "leave": "#e4e7e4",
        "alarm": "#f2a99f",
    },
}
"""As in web/src/ui/tokens.css (a test compares them), where a colour is not set."""

PAIRS: Final = (
    *((words, on, TEXT) for words in ("ink", "ink_soft", "accent") for on in ("ground", "surface")),
    ("ink", "raised", TEXT),
    ("alarm", "ground", TEXT),
    ("on_accent", "accent", TEXT),
    ("on_accent_soft", "accent_soft", TEXT),
    ("edge", "ground", EDGE),
    ("edge", "surface", EDGE),
    ("leave", "ground", EDGE),
)
"""What stands on what, on the visitor's page, and the contrast that it needs."""


def read_palette(entry: Entry) -> dict[str, dict[str, str]]:
    """Read the colours of both schemes; a colour that is not there is ours.

    Raises:
        Misconfigured: names the line, and two colours with their contrast and the one needed.
    """
    entry.only(SCHEMES)
    return {
        scheme: _read(entry.entry(scheme), scheme) for scheme in SCHEMES if scheme in entry.data
    }


def _read(entry: Entry, scheme: str) -> dict[str, str]:
    entry.only(SETTABLE)
    found = {name: _colour(entry, name) for name in SETTABLE if name in entry.data}
    colours = {name: Colour.parse(ours) for name, ours in OURS[scheme].items()} | found
    for front, back, least in PAIRS:
        measured = ratio(colours[front], colours[back])
        entry.need(
            measured >= least,
            f"{front} {colours[front]} on {back} {colours[back]} has a contrast of"
            f" {said(measured)}, {said(least)} is needed",
            front if front in found else back,
        )
    # In full and in small letters: the page takes no other.
    return {name: str(colour) for name, colour in found.items()}


def _colour(entry: Entry, name: str) -> Colour:
    written = entry.text(name)
    try:
        return Colour.parse(written)
    except ValueError:
        raise entry.fault(f"{name} {written} is not a colour such as #1d6a63", name) from None
