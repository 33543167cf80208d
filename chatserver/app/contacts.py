"""Where the contact cards are read from: the organisation's file, else the one in here."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Final

from chatserver import contacts
from chatserver.domain import contacts as contact_rules
from chatserver.domain.contacts import Contacts
from chatserver.domain.errors import Misconfigured

OURS: Final = "nl.toml"


def read_contacts(path: Path | None) -> Contacts:
    """Read the cards of a file, or of this package.

    Raises:
        Misconfigured: names the file, the card and the rule; of a file that is no TOML, the line.
    """
    label = OURS if path is None else str(path)
    source = files(contacts).joinpath(OURS) if path is None else path
    try:
        data = tomllib.loads(source.read_text("utf-8"))
    except OSError as error:
        raise Misconfigured(f"{label}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{label}: not a TOML file: {error}") from None
    return contact_rules.parse(data, label)
