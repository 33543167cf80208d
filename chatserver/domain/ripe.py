"""Which pending tags are counted now, so that storage does not follow single chats.

DESIGN.md §8 and DOMAIN.md 4.5: in batches of ten, or when a period closes. A batch alone would
leave the last few of a period waiting; closing alone would count one quiet month's only tag by
itself. So a few always stay behind while a month is open, and at its close they are enough:

- a tag is *due* when it can no longer be corrected;
- of a month that is open, all due tags but the `batch` youngest are counted, at least `batch`
  together: those that stay behind make the last fold of the month a full one;
- of a month that is closed, all tags are counted. If the month had fewer than `batch` in all, they
  wait for the next one: no table of so few is shown (I3), so no figure lacks them;
- of a quarter that is closed, all are counted, however few: its tables may be shown.
"""

from collections.abc import Sequence
from datetime import date, timedelta


def ripe(days: Sequence[date], today: date, *, window: int, batch: int) -> tuple[int, ...]:
    """Choose which of the pending tags are counted now.

    Args:
        days: of each pending tag, the day it lies in.
        window: days in which a tag can be corrected.
        batch: fewest that are counted together; 1 counts each at once (the demo).

    Returns:
        Their numbers in `days`, the oldest first. Fewer than `batch` only where a quarter closed.
    """
    last = today - timedelta(days=window)
    due = sorted((day, number) for number, day in enumerate(days) if day <= last)
    closed = [number for day, number in due if month_end(day) <= last]
    of_open = [number for day, number in due if month_end(day) > last]
    stays = batch if batch > 1 else 0
    chosen = (*closed, *of_open[: max(0, len(of_open) - stays)])
    if len(chosen) >= batch:
        return chosen
    has_quarter = any(quarter_end(days[number]) <= last for number in closed)
    return tuple(closed) if has_quarter else ()


def month_end(day: date) -> date:
    """Give the last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def quarter_end(day: date) -> date:
    """Give the last day of a day's quarter."""
    return month_end(day.replace(day=1, month=(day.month + 2) // 3 * 3))
