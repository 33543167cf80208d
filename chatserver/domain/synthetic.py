"""A year of made-up tags in the proportions of 2022, for the demo and for tests.

Published for 2022 (DOMAIN.md 1.2): 229 persons with a help request on human
trafficking, 199 of them about themselves; "mainly" sexual and "some" criminal
exploitation; of the young ones the majority for more than a year; just over 40 %
minors. Derived, not published (A1): of the other 30 persons, 23 chatted about
someone else and 7 are not known, because only then 199 is both 86.9 % of all and
89.6 % of known.

Everything else is invented, in proportions that other years and services make
plausible: the numbers per form, the chats that were counted already (21) or are not
known to be (12), `poss` against `yes`, what was answered to the rest of the questions,
and all 3,738 contacts about something else. In truth about 98 % of contacts are not about
trafficking (DOMAIN.md 1.1); 4,000 contacts keep the demo small. No number here says
anything about a real person or month.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate, count
from math import sqrt
from typing import Final

from chatserver.domain.afterwards import answered, nothing
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
    ("conv", "no", 2240),
    ("conv", "nd", 67),
    ("short", "no", 269),
    ("short", "nd", 202),
    ("silent", None, 474),
    ("hoax", None, 204),
    ("abuse", None, 71),
    ("info", None, 174),
    ("test", None, 37),
)

_SHARES: Final[Mapping[str, Mapping[str, int]]] = {
    # question: answers (several codes joined by +), how many of a hundred or so
    "theme": {"ca": 28, "sv": 22, "pv": 10, "mh": 16, "osv": 4, "ca+mh": 6, "ca+sv": 3}
    | {"hon": 2, "stk": 3, "oth": 7, "nd": 9},
    "reporter": {"fri": 48, "par": 22, "pro": 13, "ptn": 4, "oth": 4, "nd": 9},
    "sexmode": {"off": 44, "on": 17, "both": 21, "nd": 18},
    "age": {"a0": 2, "a12": 14, "a15": 9, "a16": 15, "a18": 27, "a23": 11, "a30": 6}
    | {"min": 3, "adu": 3, "nd": 10},
    "gender": {"f": 83, "m": 11, "x": 1, "nd": 5},
    "ongoing": {"now": 63, "threat": 7, "end1": 13, "end2": 9, "nd": 5, "unc": 3},
    "dur": {"m1": 5, "m6": 13, "y1": 17, "y2": 24, "y5": 18, "y5p": 13, "nd": 7, "unc": 3},
    "perp": {"ptn": 24, "acq": 13, "onl": 11, "fa": 5, "mo": 4, "mo+fa": 3, "st": 3, "fam": 6}
    | {"grp": 9, "ptn+grp": 6, "acq+onl": 3, "str": 3, "emp": 3, "nd": 6, "unc": 1},
    "perpn": {"one": 54, "two": 12, "more": 14, "plural": 7, "nd": 13},
    "disc": {"first": 55, "inf": 17, "pro": 14, "pol": 5, "nd": 9},
    "help": {"none": 44, "care": 15, "care+sch": 6, "sch": 8, "vt": 5, "pol": 4, "cm": 2}
    | {"oth": 3, "nd": 13},
    "safe": {"uns": 33, "ok": 24, "acute": 6, "nd": 37},
    "region": {"nd": 71, "nn": 3, "on": 4, "mn": 4, "nh": 2, "am": 4, "dh": 3, "rt": 3}
    | {"zb": 2, "ob": 2, "li": 1, "abr": 1},
    "avim": {"nd": 55, "dec": 14, "con": 11, "info": 14, "warm": 6},
    "ref": {"fier": 18, "fier+cm": 6, "gp": 14, "vt": 10, "onl": 9, "csg": 8, "n113": 7}
    | {"cm": 5, "n112": 4, "oth": 4, "none": 6, "nd": 9},
    "recr": {"snap": 15, "insta": 12, "snap+insta": 4, "tiktok": 4, "msg": 6, "date": 5}
    | {"game": 3, "ads": 3, "web": 3, "home": 11, "known": 10, "sch": 5, "work": 3, "nd": 16},
    "ctrl": {"vio+thr": 16, "thr": 13, "img": 12, "img+thr": 9, "dec": 15, "debt": 7}
    | {"drug": 5, "iso+vio": 6, "doc": 2, "nd": 15},
    "cli": {"aware": 11, "vio": 7, "aware+vio": 3, "reg": 9, "oth": 4, "nd": 66},
    "more": {"sib": 5, "min": 14, "adu": 7, "min+adu": 4, "none": 21, "nd": 49},
}

_LANGUAGES: Final = {"nl": 95, "en": 4, "pl": 1}


_SILENT: Final = 1990
"""Conversations after which nobody answered; after 510, somebody did: one in five (F21)."""

_SAID: Final = (
    # heard, next, back, how many; an empty one was skipped
    ("yes", "yes", "yes", 204),
    ("yes", "some", "yes", 98),
    ("yes", "some", "some", 41),
    ("some", "some", "some", 47),
    ("yes", "yes", "", 29),
    ("yes", "", "", 22),
    ("some", "no", "some", 26),
    ("some", "no", "no", 17),
    ("no", "no", "no", 19),
    ("", "yes", "yes", 7),
)


def afterwards_of_a_year(book: Codebook, year: int) -> list[tuple[date, Answers]]:
    """Give 2,500 answers to the closing questions, most of which are none, all of them invented."""
    names = [question.id for question in book.questions[1:]]
    groups = [(nothing(book), _SILENT)]
    for *codes, times in _SAID:
        said = {name: str(code) for name, code in zip(names, codes, strict=True) if code}
        groups.append((answered(book, said), int(times)))
    first = date(year, 1, 1)
    return [
        (first + timedelta(days=(2 * nth + 1) * 365 // (2 * times)), answers)
        for answers, times in groups
        for nth in range(times)
    ]


def year_like_2022(codebook: Codebook, year: int = 2022) -> list[tuple[date, Answers]]:
    """Give 4,000 checked tags with the day each conversation ended, in order of days.

    The same every time, and spread evenly: each kind of tag over the whole year.
    """
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    numbers = count()
    tags = [
        (first + timedelta(days=(2 * nth + 1) * days // (2 * times)), number, answers)
        for answers, times in _groups()
        for nth, number in zip(range(times), numbers, strict=False)
    ]
    tags.sort(key=lambda tag: tag[0])
    return [(day, _answered(codebook, answers, number)) for day, number, answers in tags]


def _groups() -> Iterator[tuple[Mapping[str, Sequence[str]], int]]:
    conversation: dict[str, Sequence[str]] = {"contact": ["conv"], "thb": ["yes"]}
    for who, form, persons in _PERSONS:
        told = {"who": [who], "form": form}
        back, possible = persons // 8, persons // 5
        yield conversation | told | {"count": ["backnew"]}, back
        yield conversation | told | {"thb": ["poss"], "count": ["first"]}, possible
        yield conversation | told | {"count": ["first"]}, persons - back - possible
    for counted, times in _UNCOUNTED:
        yield conversation | {"who": ["self"], "form": ["sex"], "count": [counted]}, times
    for contact, thb, times in _ELSEWHERE:
        yield {"contact": [contact]} | ({"thb": [thb]} if thb else {}), times


def _answered(codebook: Codebook, given: Mapping[str, Sequence[str]], number: int) -> Answers:
    """Answer the rest of the questions that are shown."""
    answers = dict(given)
    for place, question in enumerate(codebook.questions):
        if question.id in _SHARES and question.is_shown(answers):
            answers[question.id] = _drawn(_SHARES[question.id], number, place).split("+")
    return codebook.check(answers, language=_drawn(_LANGUAGES, number, len(codebook.questions)))


def _drawn(shares: Mapping[str, int], number: int, place: int) -> str:
    """Draw by the fractions of a root's multiples: even, never the same pattern twice, no dice."""
    at = (number + 1) * sqrt(_PRIMES[place]) % 1 * sum(shares.values())
    return next(
        code for code, end in zip(shares, accumulate(shares.values()), strict=True) if at < end
    )


_PRIMES: Final = tuple(n for n in range(2, 130) if all(n % d for d in range(2, n)))
