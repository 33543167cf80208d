"""What an organisation writes for people to read: texts by language, and telephone numbers.

Somebody in danger reads it on a small phone and dials what it says: so whatever could be
misread, hides something or dials something else is refused, and nothing is made good in silence.
"""

import re
from collections.abc import Collection
from typing import Final

from chatserver.domain.entries import Entry

NEEDED: Final = ("nl", "en")
"""Languages that every text has: somebody who reads none of the others gets one of these."""

LANGUAGE: Final = re.compile(r"[a-z]{2,3}", re.ASCII)

NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()-]{1,22}[0-9]", re.ASCII)
"""As it is read. No `*` and `#`: they make a phone do things instead of calling."""

MOST_DIGITS: Final = 15
"""Of a telephone number (ITU-T E.164)."""

_UNSEEN: Final = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""Line breaks would make another text of it, and marks of direction turn a number around."""


def texts(
    entry: Entry,
    key: str,
    longest: int,
    *,
    like: Collection[str] | None = None,
    may_break: bool = False,
) -> dict[str, str]:
    """Read one text in every language: what is said in one is said in all.

    Args:
        longest: characters.
        like: exactly these languages; None: NEEDED, and any other.
        may_break: the text may have several lines.

    Raises:
        Misconfigured: names the place, the language and the rule.
    """
    table = entry.entry(key)
    for language in table.data:
        table.need(LANGUAGE.fullmatch(language), f"{language} is not a language such as nl")
    for language in like or NEEDED:
        table.need(language in table.data, f"{language} is missing")
    for language in table.data:
        table.need(like is None or language in like, f"name is not there in {language}", language)
    return {each: _text(table, each, longest, may_break=may_break) for each in table.data}


def _text(table: Entry, language: str, longest: int, *, may_break: bool) -> str:
    text = table.text(language)
    seen = text.replace("\n", " ") if may_break else text
    table.need(text == text.strip(), f"{language} begins or ends with a space", language)
    unseen = _UNSEEN.search(seen)
    table.need(not unseen, f"{language} has a line break or an unseen character", language)
    is_short = len(text) <= longest
    table.need(is_short, f"{language} is longer than {longest} characters", language)
    return text


def telephone(entry: Entry, key: str) -> str:
    """Read a telephone number, as it is read; a phone dials its digits and a leading plus."""
    number = entry.text(key)
    entry.need(NUMBER.fullmatch(number), f"{key} {number!r} is not a telephone number", key)
    digits = sum(each.isdigit() for each in number)
    is_real = 3 <= digits <= MOST_DIGITS  # noqa: PLR2004 - 112
    entry.need(is_real, f"{key} has {digits} digits, not 3 to {MOST_DIGITS}", key)
    return number
