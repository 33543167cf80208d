"""The persons of 2019-2023 that CKM counted, as groups with the same answers (DOMAIN.md 1.2, 6).

Numbers marked [D] are derived by arithmetic and were not published. As files that an operator
would import they are in tests/past; write them anew with `python -m tests.support.ckm`.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

Answers = Mapping[str, Sequence[str]]
Groups = Sequence[tuple[int, Answers]]

PAST: Final = Path(__file__).parents[1] / "past"

ABOUT = {"contact": ["conv"], "thb": ["yes"], "count": ["first"]}
PARENT, OTHER, UNKNOWN = ["fa"], ["ptn"], ["nd"]


def persons(times: int, who: str, **told: list[str]) -> tuple[int, Answers]:
    return times, {**ABOUT, "who": [who], **told}


F2019 = [
    persons(16, "self", perp=PARENT),
    persons(219, "self", perp=OTHER),  # [D] 16 is 6.8 % of 235
    persons(30, "self", perp=UNKNOWN),  # [D]
    persons(34, "other"),
]
F2020 = [
    # [D] which of them a parent exploits; published are 28 parents and 14.5 %
    persons(28, "self", form=["sex"], perp=PARENT),
    persons(165, "self", form=["sex"], perp=OTHER),
    persons(57, "self", form=["sex"], perp=UNKNOWN),
    persons(9, "other", form=["sex"]),
    persons(11, "other", form=["crim"]),
    persons(13, "other", form=["nd"]),
]
F2021 = [
    persons(46, "self", perp=PARENT),  # [D] 45 to 47 is 16 %
    persons(239, "self", perp=OTHER),
    persons(39, "other"),  # [D] 324 persons in all
]
F2022 = [persons(199, "self"), persons(23, "other"), persons(7, "nd")]  # [D] 23 and 7
F2023 = [
    # [D] 202 of 245 about themselves: 128 + 84 - 10, if all with both forms are among them
    persons(118, "self", form=["sex"]),
    persons(74, "self", form=["crim"]),
    persons(10, "self", form=["sex", "crim"]),
    persons(32, "other", form=["sex"]),
    persons(11, "other", form=["crim"]),
]
FMIX = [
    persons(59, "self"),
    (2435, {"contact": ["conv"], "thb": ["no"]}),
]

YEARS: Final[Mapping[int, Groups]] = {
    2019: F2019,
    2020: F2020,
    2021: F2021,
    2022: F2022,
    2023: F2023,
}


def as_file(groups: Groups) -> str:
    """One line for each person; what is true of all of them is left out."""
    told = {
        question: None for _, answers in groups for question in answers if question not in ABOUT
    }
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(told)
    for times, answers in groups:
        for _ in range(times):
            writer.writerow([" ".join(answers.get(question, ())) for question in told])
    return written.getvalue()


if __name__ == "__main__":
    PAST.mkdir(exist_ok=True)
    for year, people in YEARS.items():
        (PAST / f"{year}.csv").write_text(as_file(people), "utf-8")
