"""From an address to connections: what can be written, and what is refused without repeating it."""

from pathlib import Path

import pytest

from chatserver.domain.errors import Misconfigured
from chatserver.store.reach import Login, Nodes, SentinelPool, reach


def sentinels(pool: object) -> list[tuple[str, int]]:
    assert isinstance(pool, SentinelPool)
    each = [client.connection_pool.connection_kwargs for client in pool.sentinel_manager.sentinels]
    return [(options["host"], options["port"]) for options in each]


async def test_sentinels_are_named_with_the_service_they_watch() -> None:
    pool = reach("vault", "redis+sentinel://one.example:1,two.example,[::1]:3/night")

    assert sentinels(pool) == [("one.example", 1), ("two.example", 26379), ("::1", 3)]
    assert isinstance(pool, SentinelPool)
    assert pool.service_name == "night"


async def test_store_and_sentinels_have_passwords_of_their_own() -> None:
    login = Login(username="us", password="ours", sentinel_username="eye", sentinel_password="its")  # noqa: S106
    pool = reach("vault", "redis+sentinel://one.example/night", login)

    assert isinstance(pool, SentinelPool)
    ours = pool.connection_kwargs
    its = pool.sentinel_manager.sentinels[0].connection_pool.connection_kwargs
    assert (ours["username"], ours["password"]) == ("us", "ours")
    assert (its["username"], its["password"]) == ("eye", "its")


async def test_a_password_of_the_store_is_never_shown_to_a_sentinel() -> None:
    pool = reach("vault", "redis+sentinel://us:ours@one.example/night")

    assert isinstance(pool, SentinelPool)
    its = pool.sentinel_manager.sentinels[0].connection_pool.connection_kwargs
    assert pool.connection_kwargs["password"] == "ours"  # noqa: S105
    assert its.get("password") is None


async def test_tls_is_for_the_sentinels_too() -> None:
    login = Login(tls_ca_file=Path("/etc/ca.pem"))
    pool = reach("vault", "rediss+sentinel://one.example/night", login)

    assert isinstance(pool, SentinelPool)
    its = pool.sentinel_manager.sentinels[0].connection_pool
    assert pool.connection_class.__name__ == "SentinelManagedSSLConnection"
    assert its.connection_class.__name__ == "SSLConnection"
    assert its.connection_kwargs["ssl_ca_certs"] == "/etc/ca.pem"
    assert pool.connection_kwargs["ssl_ca_certs"] == "/etc/ca.pem"


def test_nodes_of_a_cluster_are_places_to_ask_first() -> None:
    nodes = reach("vault", "redis+cluster://us:ours@one.example:7000,two.example")

    assert isinstance(nodes, Nodes)
    assert nodes.seeds == (("one.example", 7000), ("two.example", 6379))
    assert "ours" not in repr(nodes)
    assert nodes.pool("three.example", 1).connection_kwargs["password"] == "ours"  # noqa: S105


def test_tls_is_for_every_node_of_a_cluster() -> None:
    nodes = reach("vault", "rediss+cluster://one.example")

    assert isinstance(nodes, Nodes)
    assert nodes.pool("two.example", 1).connection_class.__name__ == "SSLConnection"


@pytest.mark.parametrize(
    "url",
    [
        "redis+sentinel://one.example:CANARY/night",
        "redis+sentinel://CANARY.example",
        "redis+sentinel://one.example,,CANARY.example/night",
        "redis+cluster://CANARY.example/1",
        "redis+cluster://",
        "redis+sentinel:///CANARY",
        "redis://[CANARY",
    ],
)
def test_an_address_that_cannot_be_understood_is_not_repeated(url: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        reach("vault", url)

    assert str(refused.value) == "vault: the url cannot be understood"
