"""A year of made-up tags in the proportions of 2022, for the demo and for tests.

Published for 2022 (DOMAIN.md 1.2): 229 persons with a help request on human
trafficking, 199 of them about themselves; "mainly" sexual and "some" criminal
exploitation. Derived, not published (A1): of the other 30 persons, 23 chatted
about someone else and 7 are not known, because only then 199 is both 86.9 % of
all and 89.6 % of known.

Everything else is invented: the numbers per form, the overlap of two forms, the
chats that were counted already (21) or are not known to be (12), `poss` against
`yes`, and all 1,738 contacts about something else. In truth about 98 % of contacts
are not about trafficking (DOMAIN.md 1.1); 2,000 contacts keep the demo small.
No number here says anything about a real person or month.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from chatserver.domain.questions import Answers, Codebook

_PERSONS: Final = (
    # who, form, how many: 199 self, 23 other, 7 not discussed
    ("self", ("sex",), 147),
    ("self", ("crim",), 18),
    ("self", ("sex", "crim"), 10),
    ("self", ("lab",), 7),
    ("self", ("serv",), 3),
    ("self", ("nd",), 9),
    ("self", ("unc",), 5),
    ("other", ("sex",), 12),
    ("other", ("crim",), 6),
    ("other", ("nd",), 5),
    ("nd", ("sex",), 7),
)

_UNCOUNTED: Final = (("dup", 21), ("nd", 12))
"""Conversations about trafficking that do not add a person."""

_ELSEWHERE: Final = (
    # contact, thb, how many
    ("conv", "no", 1040),
    ("conv", "nd", 31),
    ("short", "no", 118),
    ("short", "nd", 87),
    ("silent", None, 214),
    ("hoax", None, 96),
    ("abuse", None, 41),
    ("info", None, 88),
    ("test", None, 23),
)


def year_like_2022(codebook: Codebook, year: int = 2022) -> list[tuple[date, Answers]]:
    """Give 2,000 checked tags with the day each conversation ended, in order of days.

    The same every time, and spread evenly: each kind of tag over the whole year.
    """
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    tags = [
        (first + timedelta(days=(2 * nth + 1) * days // (2 * times)), codebook.check(answers))
        for answers, times in _groups()
        for nth in range(times)
    ]
    return sorted(tags, key=lambda tag: tag[0])


def _groups() -> Iterator[tuple[Mapping[str, Sequence[str]], int]]:
    conversation: dict[str, Sequence[str]] = {"contact": ["conv"], "thb": ["yes"]}
    for who, form, persons in _PERSONS:
        told = {"who": [who], "form": form}
        back, possible = persons // 8, persons // 5
        yield conversation | told | {"count": ["backnew"]}, back
        yield conversation | told | {"thb": ["poss"], "count": ["first"]}, possible
        yield conversation | told | {"count": ["first"]}, persons - back - possible
    for count, times in _UNCOUNTED:
        yield conversation | {"who": ["self"], "form": ["sex"], "count": [count]}, times
    for contact, thb, times in _ELSEWHERE:
        yield {"contact": [contact]} | ({"thb": [thb]} if thb else {}), times
