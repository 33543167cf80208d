"""Which conversations this process has seen end lately, should the vault be lost next.

An ended conversation leaves nothing in the vault, so an empty vault cannot tell it from a lost one.
A page that was away when it ended still has its slip. So each process remembers, in its own memory
and as a digest, what it ended while a slip of it may still be fresh, and tells the next vault.
"""

from chatserver.crypto.tokens import digest


class Endings:
    """See the module's text."""

    def __init__(self, fresh: int) -> None:
        """Args: fresh: seconds that a slip is worth anything after it was made."""
        self._fresh = fresh
        self._ended: dict[bytes, int] = {}

    def remember(self, cid: bytes, now: int) -> None:
        """This conversation is over."""
        self._ended = {mark: at for mark, at in self._ended.items() if now - at <= self._fresh}
        self._ended[mark_of(cid)] = now

    def marks(self, now: int) -> list[bytes]:
        """Of all that ended lately."""
        return [mark for mark, at in self._ended.items() if now - at <= self._fresh]


def mark_of(cid: bytes) -> bytes:
    """What must not come back is known by. A conversation id is 128 random bits."""
    return digest(b"returned|" + cid)[:16]
