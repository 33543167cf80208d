"""A source is a /24 or a /48, and what is nobody's in particular is none."""

import pytest

from chatserver.domain.sources import Whence, networks

HERE = Whence(
    proxies=networks(["127.0.0.1", "10.0.0.0/8"]),
    exempt=networks(["45.83.64.0/24", "2a00:1450:4001::/48"]),
)


@pytest.mark.parametrize(
    ("peer", "forwarded", "prefix"),
    [
        ("8.8.4.4", "", b"\x08\x08\x04"),
        ("8.8.4.200", "", b"\x08\x08\x04"),
        ("::ffff:8.8.4.4", "", b"\x08\x08\x04"),
        ("2a02:a45f:1:2::3", "", b"\x2a\x02\xa4\x5f\x00\x01"),
        ("2a02:a45f:1:ffff::9", "", b"\x2a\x02\xa4\x5f\x00\x01"),
        # Behind our proxy: who it says is behind it, and nobody further away.
        ("127.0.0.1", "8.8.4.4", b"\x08\x08\x04"),
        ("127.0.0.1", "1.1.1.1, 8.8.4.4", b"\x08\x08\x04"),
        ("127.0.0.1", "8.8.4.4, 10.0.0.7", b"\x08\x08\x04"),
        ("127.0.0.1", "8.8.4.4:4711", b"\x08\x08\x04"),
        ("127.0.0.1", "[2a02:a45f:1::3]:4711", b"\x2a\x02\xa4\x5f\x00\x01"),
        # Somebody who is no proxy of ours is not believed.
        ("9.9.9.9", "8.8.4.4", b"\x09\x09\x09"),
    ],
)
def test_a_source_is_a_prefix(peer: str, forwarded: str, prefix: bytes) -> None:
    assert HERE.prefix(peer, forwarded) == prefix


@pytest.mark.parametrize(
    ("peer", "forwarded"),
    [
        ("", ""),
        ("127.0.0.1", ""),
        ("127.0.0.2", ""),
        ("192.168.1.20", ""),
        ("fe80::1%eth0", ""),
        ("127.0.0.1", "10.0.0.7, 10.0.0.8"),
        ("127.0.0.1", "8.8.4.4, unknown"),
        ("127.0.0.1", "1.2.3.4.5"),
        ("45.83.64.9", ""),
        ("127.0.0.1", "2a00:1450:4001:1::9"),
    ],
)
def test_what_is_nobodys_in_particular_and_what_is_exempt_is_no_source(
    peer: str, forwarded: str
) -> None:
    assert HERE.prefix(peer, forwarded) is None


def test_without_a_proxy_of_ours_nobody_behind_one_is_a_source() -> None:
    assert Whence().prefix("127.0.0.1", "8.8.4.4") is None
    assert Whence().prefix("172.18.0.5", "8.8.4.4") is None


def test_what_is_no_network_is_not_taken() -> None:
    with pytest.raises(ValueError, match="proxy"):
        networks(["proxy.example.org"])
