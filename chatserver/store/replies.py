"""What a Redis answers, as the stores read it."""

from typing import cast

from chatserver.domain.errors import Code, Refused
from chatserver.store.commands import Reply


def unless_refused(reply: Reply) -> Reply:
    """A script's answer, or the refusal it named."""
    if isinstance(reply, bytes):
        raise Refused(Code(reply.decode()))
    return reply


def pairs(reply: Reply) -> dict[bytes, bytes]:
    """A hash, from a script or a command: hiredis may give it as a flat list."""
    if isinstance(reply, dict):
        return cast("dict[bytes, bytes]", reply)
    flat = cast("list[bytes]", reply)
    return dict(zip(flat[::2], flat[1::2], strict=True))
