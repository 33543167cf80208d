"""The organisation's settings beside a page that has none in it: `organisation.json`.

A page made by `chatserver site` has them in its `config.json`, which is signed. Where the
operator chose otherwise, and for the pages inside this package, the server adds its own:
then a change takes a SIGHUP and no new site (decision 0042).
"""

import json
from pathlib import Path

from chatserver.crypto.manifest import BESIDE, CONFIG
from chatserver.domain.errors import Misconfigured
from chatserver.domain.organisation import Organisation
from chatserver.transport import pages


def laid(
    files: dict[str, pages.File], organisation: Organisation, configured: Path | None
) -> dict[str, pages.File]:
    """Lay the settings beside the files of the visitor's page, unless it has its own.

    Args:
        configured: the file that an operator named; None: nobody did.

    Raises:
        Misconfigured: a file is named, and the page has other settings in it: whoever changed
            the file would believe that visitors see it.
    """
    wanted = organisation.as_json()
    there = _in_the_page(files)
    if there is None:
        body = json.dumps(wanted, ensure_ascii=False, separators=(",", ":")).encode()
        return {**files, f"/{BESIDE}": pages.made("visitor", BESIDE, body)}
    if configured is not None and there != wanted:
        raise Misconfigured(
            f"{configured}: the pages have other settings of an organisation in them;"
            f" make them anew with `chatserver site --organisation {configured}`"
        )
    return files


def _in_the_page(files: dict[str, pages.File]) -> object:
    config = files.get(f"/{CONFIG}")
    try:
        found = json.loads(config.body) if config else None
    except ValueError:
        return None  # the page takes it for none too
    return found.get("organisation") if isinstance(found, dict) else None
