"""Where an organisation's settings are read from: its own file, else the one in here."""

from pathlib import Path
from typing import Final

from chatserver import organisation
from chatserver.app.tables import read_table
from chatserver.domain import organisation as rules
from chatserver.domain.organisation import Organisation

OURS: Final = "nl.toml"


def read_organisation(path: Path | None) -> Organisation:
    """Read what a file says of the visitor's page, or the one of this package.

    Raises:
        Misconfigured: names the file, its line, the place and the rule.
    """
    return rules.parse(*read_table(path, organisation, OURS))
