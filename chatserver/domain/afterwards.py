"""The closing questions: until when they may be answered, and what an answer is (F21).

Their questions and tables are a codebook of its own (`codebooks/closing`), so that they are counted
and protected as tags are. Who saw the questions and sent nothing is counted too, and one thing more
than the visitor said stands in each of these tags: whether there was an answer at all.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from chatserver.domain.questions import Answers, BadAnswers, Codebook

GIVEN: Final = "given"
"""The question that nobody is asked."""

HALF_HOUR: Final = 1800
"""Seconds. Ends of vouchers are whole half hours: when a conversation ended is in none of them."""

LATEST: Final = 2 * HALF_HOUR
"""Seconds in which every voucher has run out."""

DAYS: Final = 5
"""So many days what was answered waits for the ledger: longer than a weekend without one."""


def runs_out(now: int) -> int:
    """Give the end of a voucher handed out now: in half an hour to an hour, in Unix seconds."""
    return (now // HALF_HOUR + 2) * HALF_HOUR


def days_before(day: str) -> tuple[str, ...]:
    """Give the days that may still wait on that day, the oldest first; ISO dates."""
    today = date.fromisoformat(day)
    return tuple((today - timedelta(days=back)).isoformat() for back in range(DAYS, 0, -1))


def answered(book: Codebook, said: Mapping[str, str]) -> Answers:
    """Check what a page sent: a code for each question that was not skipped.

    Raises:
        BadAnswers: it answers nothing, or not as the codebook has it.
    """
    if not said or GIVEN in said:
        raise BadAnswers("nothing was answered, or what nobody is asked")
    for question in book.questions:
        if said.get(question.id, "") == question.default:
            raise BadAnswers(f"question {question.id}: what is skipped is left out")
    return book.check({GIVEN: ["yes"], **{name: [code] for name, code in said.items()}})


def nothing(book: Codebook) -> Answers:
    """Give what is counted of who saw the questions and sent nothing."""
    return book.check({GIVEN: ["no"]})
