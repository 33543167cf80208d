"""What a page may do is written once, for whoever serves it."""

import pytest

from chatserver.wire.headers import (
    FIXED,
    cache_control,
    content_security_policy,
    fixed_with,
    offered,
    socket_of,
)


def test_the_policy_allows_a_page_its_own_files_and_the_sockets_it_needs() -> None:
    assert content_security_policy(("https://chat.example.org", "wss://chat.example.org")) == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self' https://chat.example.org wss://chat.example.org; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )
    assert "connect-src 'self';" in content_security_policy(())


@pytest.mark.parametrize(
    ("origin", "socket"),
    [
        ("https://chat.example.org", "wss://chat.example.org"),
        ("http://http.onion:8080", "ws://http.onion:8080"),
    ],
)
def test_a_socket_is_as_safe_as_its_page(origin: str, socket: str) -> None:
    assert socket_of(origin) == socket


@pytest.mark.parametrize(
    ("page", "file", "kept"),
    [
        ("staff", "app-0a1b2c.js", "public, max-age=31536000, immutable"),
        ("staff", "style-0a1b2c.css", "public, max-age=31536000, immutable"),
        ("staff", "index.html", "no-store"),
        ("staff", "config.json", "no-store"),
        ("staff", "manifest.sig", "no-store"),
        ("staff", "an-icon.svg", "no-store"),
        ("staff", "app.js", "no-store"),
        ("visitor", "app-0a1b2c.js", "no-store"),
        ("visitor", "style-0a1b2c.css", "no-store"),
        ("visitor", "index.html", "no-store"),
    ],
)
def test_only_a_file_of_the_staff_whose_name_carries_its_hash_is_kept(
    page: str, file: str, kept: str
) -> None:
    assert cache_control(page, file) == kept


def test_the_button_alone_is_for_pages_of_others() -> None:
    others = ("", "index.html", "app-0a1b2c.js", "button.js", "button-x.js", "button-0a.js.map")

    assert {**fixed_with("button-0a1b2c.js")} == {
        **FIXED,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    for file in others:
        assert fixed_with(file) == FIXED
    assert FIXED["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in FIXED


def test_an_onion_service_is_offered_where_there_is_one() -> None:
    origin = f"http://{'a' * 56}.onion"

    assert offered(origin) == {"Onion-Location": f"{origin}/"}
    assert offered("") == {}
