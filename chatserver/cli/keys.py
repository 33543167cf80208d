"""The file of the roster key on the command line. A passphrase is never an argument."""

import os
from pathlib import Path
from typing import Final

import click

from chatserver.config import read_secret
from chatserver.crypto.roster_key import RosterKey
from chatserver.domain.errors import Misconfigured

FILE: Final = click.Path(path_type=Path, dir_okay=False)
FOLDER: Final = click.Path(path_type=Path, file_okay=False)

key_option: Final = click.option(
    "--key", "key_file", type=FILE, required=True, help="The file of the roster key."
)
passphrase_option: Final = click.option(
    "--passphrase-file", type=FILE, help="Read the passphrase instead of asking for it."
)


def open_key(file: Path, passphrase_file: Path | None) -> RosterKey:
    """Open the file of a roster key.

    Raises:
        Misconfigured: it cannot be read.
        RosterKeyError: it is none, or the passphrase is another.
    """
    try:
        sealed = file.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from None
    return RosterKey.read(sealed, _passphrase(passphrase_file, is_new=False))


def make_key(file: Path, passphrase_file: Path | None) -> RosterKey:
    """Make a roster key and keep it in a new file that only we may read.

    Raises:
        Misconfigured: there is such a file, or it cannot be written.
        RosterKeyError: the passphrase is too short.
    """
    key = RosterKey.new()
    sealed = key.file(_passphrase(passphrase_file, is_new=True))
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
            made.write(sealed)
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from None
    return key


def _passphrase(file: Path | None, *, is_new: bool) -> str:
    if file is not None:
        return read_secret(file)
    asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=is_new)
    return asked
