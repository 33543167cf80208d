"""Roles, and names that may be shown (docs/protocol.md §1.4)."""

import re
from typing import Final, Literal, get_args

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.errors import refused

Role = Literal["visitor", "professional", "supervisor"]

EVERY_ROLE: Final[tuple[Role, ...]] = get_args(Role)
ROLE_NUMBERS: Final[dict[Role, int]] = {"professional": 1, "supervisor": 2}
"""As offers and entries write them; nobody offers to be the visitor."""
ROLES: Final[dict[int, Role]] = {number: role for role, number in ROLE_NUMBERS.items()}

_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control and direction characters: a name must not rearrange the sentence it is shown in."""


def read_name(name: bytes) -> str:
    """Read a name. Raises Hl1Error `refused`."""
    try:
        return checked_name(name.decode())
    except UnicodeDecodeError:
        raise refused("a name that is not UTF-8") from None


def checked_name(name: str) -> str:
    """Return a name that may be shown. Raises Hl1Error `refused`."""
    if not 1 <= len(name.encode()) <= suite.MAX_NAME_BYTES or _CONTROLS.search(name):
        raise refused("a name that cannot be shown")
    return name
