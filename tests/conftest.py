"""Fixtures for every test that needs a store, a server, or people."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.cast import Cast
from tests.support.redis_servers import Stores, redis_servers, stores
from tests.support.servers import served

__all__ = ["cast", "redis_servers", "stores"]

# `make quick` looks at a few examples of each property, `make test` at all of them.
# No deadlines: how long an example takes says what else this machine does.
settings.register_profile("quick", max_examples=5, deadline=None)
settings.register_profile("full", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "full"))


@pytest.fixture
async def cast(stores: Stores, tmp_path: Path) -> AsyncIterator[Cast]:
    """A server in this process on real stores, and people who use it."""
    async with served(stores, tmp_path) as app, Cast.around(app) as people:
        yield people
