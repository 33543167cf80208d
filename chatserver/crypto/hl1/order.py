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
    epoch: int
    """The one it was sealed in: whoever came in later knows by it that it was not for them."""


@dataclass(slots=True, kw_only=True)
class _Progress:
    """How far a line has been opened."""

    last: int = 0
    """The highest seq opened."""
    epoch: int = 0
    """The one message `last` was sealed in."""
    hash: bytes | None = b""
    """H(sealed) of message `last`; None where nothing before the next one was for us."""
    opened: set[int] = field(default_factory=set)


class Order:
    """What has been opened, line by line.

    Attributes:
        own: this page load, whose messages come back but are not checked here.
        since: the first epoch that is ours to read in this page load; 0 from the start.
    """

    def __init__(self, *, own: Line) -> None:
        """Follow from the start, until `come_in` says otherwise."""
        self.own = own
        self.since = 0
        self._lines: dict[Line, _Progress] = {}
        self._passed_over: set[bytes] = set()
        """H(sealed) of what was written before `since`: the sealed word of its line names it."""

    def has_opened(self, line: Line, seq: int) -> bool:
        """Tell whether this very message has been opened before."""
        return line in self._lines and seq in self._lines[line].opened

    def pass_over(self, digest: bytes, *, since: int) -> None:
        """Remember a message that was written before we came in.

        Args:
            digest: H(sealed) of it.
            since: the oldest epoch that we were given.
        """
        self.since = since
        self._passed_over.add(digest)

    def come_in(self, record: Seen, *, since: int) -> None:
        """Start to follow in the middle, with the first record that we open.

        Args:
            record: the place of it.
            since: the oldest epoch that we were given.
        """
        self.since = since
        if record.epoch == since:
            # The first message of its epoch: whatever its line had before was not for us.
            self._lines[record.line] = _Progress(last=record.seq - 1, hash=None)

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
            message: its line, seq and epoch.
            prev: what it says its predecessor's hash is.
            digest: H(sealed) of it.
            seen: what it says its sender had opened.
            own_last: seq of our own newest message in this page load.
        """
        if self.has_opened(message.line, message.seq):
            return ("repeated",)
        marks: list[Mark] = []
        progress = self._lines.setdefault(message.line, _Progress())
        if message.seq <= progress.last:
            marks.append("reordered")
        else:
            if not self._follows(progress, message.seq, prev) or self._lacks(seen, own_last):
                marks.append("missing")
            progress.last, progress.epoch, progress.hash = message.seq, message.epoch, digest
        progress.opened.add(message.seq)
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
                newest.append(Seen(line=line, seq=progress.last, epoch=progress.epoch))
        return tuple(reversed(newest[: suite.MAX_SEEN]))

    def _follows(self, progress: _Progress, seq: int, prev: bytes) -> bool:
        """Tell whether nothing that was for us lies between a message and the one before it.

        A line that we meet in the middle goes on from a message that was passed over. Its hash
        covers the epoch in its header, so the server cannot pass off a later one as such.
        """
        if not progress.opened and prev in self._passed_over:
            return True
        return seq == progress.last + 1 and progress.hash in (None, prev)

    def _lacks(self, seen: tuple[Seen, ...], own_last: int) -> bool:
        """Tell whether somebody had opened a message for us that never came to us.

        Everybody gets the messages in the server's one order, so whatever the
        sender had opened before writing must have reached us before it.
        """
        return any(
            entry.seq > self._reached(entry.line, own_last)
            for entry in seen
            if entry.epoch >= self.since
        )

    def _reached(self, line: Line, own_last: int) -> int:
        if line == self.own:
            return own_last
        return self._lines[line].last if line in self._lines else 0
