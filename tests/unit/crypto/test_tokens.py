from chatserver.crypto import tokens


def test_tokens_are_32_bytes_and_never_the_same() -> None:
    made = {tokens.new_token() for _ in range(50)}

    assert len(made) == 50
    assert {len(token) for token in made} == {32}


def test_a_digest_is_sha_256() -> None:
    # FIPS 180-2 appendix B.1
    assert tokens.digest(b"abc").hex() == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_a_pseudonym_is_hmac_sha_256() -> None:
    # RFC 4231 test case 1, first half
    assert tokens.pseudonym(b"\x0b" * 20, "Hi There") == "b0344c61d8db38535ca8afceaf0bf12b"


def test_another_key_gives_another_pseudonym() -> None:
    assert tokens.pseudonym(b"a" * 32, "sam") != tokens.pseudonym(b"b" * 32, "sam")
    assert tokens.pseudonym(b"a" * 32, "sam") != tokens.pseudonym(b"a" * 32, "noor")
