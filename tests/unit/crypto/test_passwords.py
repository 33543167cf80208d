import pytest

from chatserver.crypto import passwords

RIGHT = "correct paard batterij"

AT_THE_RECOMMENDED_COST = "$argon2id$v=19$m=65536,t=3,p=4$"


@pytest.fixture(scope="module")
def stored() -> str:
    return passwords.hash(RIGHT)


def test_the_right_password_is_recognised_and_a_wrong_one_is_not(stored: str) -> None:
    assert passwords.verify(stored, RIGHT)
    assert not passwords.verify(stored, RIGHT + "!")


def test_a_hash_says_how_it_was_made_and_not_of_what(stored: str) -> None:
    assert stored.startswith(AT_THE_RECOMMENDED_COST)
    assert RIGHT not in stored


def test_the_same_password_has_another_hash_each_time(stored: str) -> None:
    assert passwords.hash(RIGHT) != stored


def test_an_unknown_account_is_refused_after_the_same_work() -> None:
    assert passwords.NOBODYS_HASH.startswith(AT_THE_RECOMMENDED_COST)
    assert not passwords.verify(None, RIGHT)


def test_a_broken_hash_lets_nobody_in() -> None:
    assert not passwords.verify("not a hash", RIGHT)
    assert not passwords.verify("", RIGHT)


def test_two_keyboards_type_the_same_password() -> None:
    assert passwords.verify(passwords.hash("cafe\u0301 om de hoek"), "caf\u00e9 om de hoek")


@pytest.mark.parametrize("password", ["", "elf tekens!", "a" * 257])
def test_a_password_that_is_too_short_or_too_long_is_weak(password: str) -> None:
    with pytest.raises(passwords.WeakPasswordError):
        passwords.hash(password)


def test_a_longer_guess_is_never_the_password() -> None:
    longest = "a" * 256

    assert not passwords.verify(passwords.hash(longest), longest + "a")


def test_a_hash_is_checked_at_the_cost_it_was_made_at() -> None:
    cheap = passwords.hash(RIGHT, passwords.Cost(passes=1, memory=8, lanes=1))

    assert cheap.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert passwords.verify(cheap, RIGHT)
    assert not passwords.verify(cheap, RIGHT + "!")
