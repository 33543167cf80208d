"""What an error that a Redis answers means to whoever asked (SECURITY property 45)."""

from typing import Final

from redis.exceptions import OutOfMemoryError, RedisError, ResponseError

from chatserver.domain.errors import ChatError, StoreFull, Unavailable

NOT_PRIMARY: Final = frozenset({"READONLY", "MASTERDOWN", "LOADING", "UNBLOCKED"})
"""Said by a server that is no primary, or not yet: another one may be by now, so ask anew."""

PASSING: Final = NOT_PRIMARY | {"NOREPLICAS", "MISCONF", "CLUSTERDOWN", "TRYAGAIN", "BUSY"}
"""Passes by itself or by the operator's hand; nothing was done, and the same may be sent again."""


def code_of(error: RedisError) -> str:
    """Return the first word of an error reply; redis-py takes it off those that it knows."""
    known: str | None = getattr(error, "status_code", None)
    return known or str(error).partition(" ")[0]


def meaning_of(error: ResponseError) -> ChatError | ResponseError:
    """Return what callers are told; the error itself when it can only be a mistake of ours."""
    if isinstance(error, OutOfMemoryError):
        return StoreFull("the store is full")
    if code_of(error) in PASSING:
        return Unavailable("the store takes nothing at the moment")
    return error
