"""Where ready-made replies are read from: a file somebody checks, else the one in here."""

from pathlib import Path
from typing import Final

from chatserver import replies
from chatserver.app.tables import read_table
from chatserver.domain import replies as rules
from chatserver.domain.replies import Replies

OURS: Final = "nl.toml"


def read_replies(path: Path | None) -> Replies:
    """Read the replies of a file, or of this package.

    Raises:
        Misconfigured: names the file, its line, the reply and the rule.
    """
    return rules.parse(*read_table(path, replies, OURS))
