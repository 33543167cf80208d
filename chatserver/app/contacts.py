"""Where the contact cards are read from: the organisation's file, else the one in here."""

from pathlib import Path
from typing import Final

from chatserver import contacts
from chatserver.app.tables import read_table
from chatserver.domain import contacts as contact_rules
from chatserver.domain.contacts import Contacts

OURS: Final = "nl.toml"


def read_contacts(path: Path | None) -> Contacts:
    """Read the cards of a file, or of this package.

    Raises:
        Misconfigured: names the file, its line, the card and the rule.
    """
    return contact_rules.parse(*read_table(path, contacts, OURS))
