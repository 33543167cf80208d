"""A user who may do everything: tests look at every key and empty the stores."""

import hashlib
from typing import Final

from chatserver.store.recipe import Address

KEEPER: Final = "keeper"
KEEPER_PASSWORD: Final = "for-tests-only"  # noqa: S105 - guards nothing but empty test stores
KEEPER_ACL: Final = (
    f"user {KEEPER} on #{hashlib.sha256(KEEPER_PASSWORD.encode()).hexdigest()} ~* &* +@all"
)


def as_keeper(address: Address) -> Address:
    """The same store, for a user who may do everything."""
    return Address(socket=address.socket, username=KEEPER, password=KEEPER_PASSWORD)
