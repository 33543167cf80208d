"""Notice what the server repeats, drops or reorders (docs/protocol.md §1.8). Pure.

Each page load of each member is a *line* of messages numbered 1, 2, 3 …, each
naming the hash of the one before. Nothing here refuses: it marks, and the page
shows the marks.
"""

from dataclasses import dataclass, field
from typing import Literal

from chatserver.crypto.hl1 import suite

Mark = Literal["repeated", "missing", "reordered", "late"]
"""late: by somebody who has been left out since; its text is not given."""

_NEWEST_LINES = 2
"""Lines of each sender that `seen` mentions: a page and its reload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One page load of one member."""

    sender: int
    instance: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The newest message of a line that somebody had opened."""

    line: Line
    seq: int


@dataclass(slots=True, kw_only=True)
class _Progress:
    """How far a line has been opened."""

    last: int = 0
    """The highest seq opened."""
    hash: bytes | None = b""
    """H(sealed) of message `last`; None where we came in later and cannot know."""
    opened: set[int] = field(default_factory=set)


class Order:
    """What has been opened, line by line."""

    def __init__(self, *, own: Line) -> None:
        """Args: own: this page load, whose messages come back but are not checked here."""
        self.own = own
        self._lines: dict[Line, _Progress] = {}
        self._came_later = False

    def has_opened(self, line: Line, seq: int) -> bool:
        """Tell whether this very message has been opened before."""
        return line in self._lines and seq in self._lines[line].opened

    def come_in_at(self, line: Line, seq: int) -> None:
        """Start to follow in the middle: what was written before was not for us.

        A line that we meet for the first time then starts where we meet it, and
        `seen` may mention lines that we never met.
        """
        self._came_later = True
        self._lines[line] = _started_at(seq)

    def note(
        self,
        message: Seen,
        *,
        prev: bytes,
        digest: bytes,
        seen: tuple[Seen, ...],
        own_last: int,
    ) -> tuple[Mark, ...]:
        """Enter a message that has just opened, and return what was wrong with its place.

        Args:
            message: its line and seq.
            prev: what it says its predecessor's hash is.
            digest: H(sealed) of it.
            seen: what it says its sender had opened.
            own_last: seq of our own newest message in this page load.
        """
        if self.has_opened(message.line, message.seq):
            return ("repeated",)
        marks: list[Mark] = []
        progress = self._lines.get(message.line)
        if progress is None:
            progress = _started_at(message.seq) if self._came_later else _Progress()
            self._lines[message.line] = progress
        progress.opened.add(message.seq)
        if message.seq <= progress.last:
            marks.append("reordered")
        else:
            follows = message.seq == progress.last + 1 and progress.hash in (None, prev)
            if not follows or self._lacks(seen, own_last):
                marks.append("missing")
            progress.last, progress.hash = message.seq, digest
        return tuple(marks)

    def seen(self) -> tuple[Seen, ...]:
        """Return the newest message of each line, two newest lines of each sender.

        Of the newest lines only, if there are more than a receiver reads.
        """
        newest: list[Seen] = []
        count: dict[int, int] = {}
        for line, progress in reversed(self._lines.items()):
            count[line.sender] = count.get(line.sender, 0) + 1
            if count[line.sender] <= _NEWEST_LINES:
                newest.append(Seen(line=line, seq=progress.last))
        return tuple(reversed(newest[: suite.MAX_SEEN]))

    def _lacks(self, seen: tuple[Seen, ...], own_last: int) -> bool:
        """Tell whether somebody had opened a message that never came to us.

        Everybody gets the messages in the server's one order, so whatever the
        sender had opened before writing must have reached us before it.
        """
        return any(entry.seq > self._reached(entry, own_last) for entry in seen)

    def _reached(self, entry: Seen, own_last: int) -> int:
        if entry.line == self.own:
            return own_last
        if entry.line in self._lines:
            return self._lines[entry.line].last
        return entry.seq if self._came_later else 0


def _started_at(seq: int) -> _Progress:
    """Return a line whose messages before this one we know nothing of."""
    return _Progress(last=seq - 1, hash=None)
