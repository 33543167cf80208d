"""What either page may send."""

from chatserver.wire.frames.base import FromPage


class Awake(FromPage, tag="awake", frozen=True):
    """The answer to `beat`: this page is there and not frozen."""
