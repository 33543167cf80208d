"""What the tests of the store's contract share."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.contract.room import Room
from tests.support.redis_servers import Stores
from tests.support.vaults import running_vault


@pytest_asyncio.fixture
async def room(stores: Stores) -> AsyncIterator[Room]:
    async with running_vault(stores) as vault:
        yield Room(vault)
