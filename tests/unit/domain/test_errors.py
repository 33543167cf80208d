"""What can be refused, and what a browser is told of it."""

import pytest

from chatserver.domain.errors import (
    ChatError,
    Code,
    Misconfigured,
    Refused,
    Unavailable,
    Violation,
)


def test_codes_are_never_renamed() -> None:
    assert {code.value for code in Code} >= {
        "malformed",
        "too_large",
        "too_fast",
        "out_of_turn",
        "gone",
        "nobody",
        "taken",
        "at_capacity",
        "untagged",
        "not_yours",
        "full",
        "closed",
        "replaced",
        "unavailable",
        "bad_answers",
        "counted",
        "not_signed_in",
        "wrong_role",
        "wrong_password",
    }


def test_a_refusal_says_its_code() -> None:
    assert str(Refused(Code.GONE)) == "gone"
    assert Refused(Code.GONE).code is Code.GONE


def test_a_refusal_may_say_more_to_the_operator() -> None:
    refused = Refused(Code.BAD_ANSWERS, "another codebook version")

    assert str(refused) == "bad_answers: another codebook version"
    assert refused.code is Code.BAD_ANSWERS


def test_a_violation_says_its_code_and_closes_the_socket() -> None:
    violation = Violation(Code.TOO_FAST, 4429)

    assert (str(violation), violation.code, violation.close) == ("too_fast", Code.TOO_FAST, 4429)


@pytest.mark.parametrize("kind", [Refused, Violation, Unavailable, Misconfigured])
def test_everything_raised_on_purpose_is_one_family(kind: type[Exception]) -> None:
    assert issubclass(kind, ChatError)
