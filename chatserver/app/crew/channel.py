"""What a foreman and a worker say to each other, on a socket that only these two have.

One JSON object a line. Passwords and keys come this way: other programs of the machine can
read arguments and environments. The end of the stream means that the other is no more.
"""

import asyncio
import socket
from pathlib import Path
from typing import Any, Final, Generic, Self, TypeVar

import msgspec
from msgspec import Struct

from chatserver.config import Seconds, Settings

MOST_BYTES: Final = 1024 * 1024
"""Of one line; the longest is the handover, of some kilobytes."""

MOST_WAITING: Final = 64 * 1024
"""Bytes that may wait for a foreman who does not read: signs of life are not worth more."""


class Handover(Struct, frozen=True, kw_only=True, tag="handover"):
    """The first line to a worker: all that it needs to serve.

    Attributes:
        settings: every store named.
        ring: the keys of the vault as a file would hold them; "" where they are in a file.
        doors: the file descriptors of every pair, visitors and staff.
        place: which pair is the worker's own.
    """

    settings: Settings
    ring: str
    doors: list[tuple[int, int]]
    place: int

    def __repr__(self) -> str:  # type: ignore[explicit-override] # typing has it from 3.12
        """Show nothing of it: keys and passwords are in here."""
        return "Handover()"


class Share(Struct, frozen=True, tag="share"):
    """Accept at the doors of another place too: nobody else does now."""

    place: int


class Unshare(Struct, frozen=True, tag="unshare"):
    """Leave these doors to their own worker again."""

    place: int


class Hush(Struct, frozen=True, tag="hush"):
    """Accept nothing more; go on with whoever is connected."""


class Ready(Struct, frozen=True, tag="ready"):
    """The worker accepts connections."""


class Alive(Struct, frozen=True, tag="alive"):
    """The worker's event loop turns."""


class Failed(Struct, frozen=True, tag="failed"):
    """The worker cannot start. `reason`: one clear line for the operator."""

    reason: str


class Going(Struct, frozen=True, tag="going"):
    """The worker was asked to stop: it accepts nothing more and sends its people on."""


class Unknown(Struct, frozen=True):
    """Never sent: what is received when the other end, of another version, says something new."""


ToWorker = Handover | Share | Unshare | Hush
ToForeman = Ready | Alive | Failed | Going

In = TypeVar("In")
Out = TypeVar("Out")


class Channel(Generic[In, Out]):
    """One end."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, receives: Any
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._decoder = msgspec.json.Decoder[In](receives, dec_hook=_decode)

    @classmethod
    async def over(cls, end: socket.socket, receives: Any) -> Self:
        """Speak over a connected unix socket, which is closed with the channel."""
        return cls(*await asyncio.open_unix_connection(sock=end, limit=MOST_BYTES), receives)

    def send(self, message: Out) -> None:
        """Queue a message; it is lost if the other is no more or has not read for long."""
        # Of a closed transport uvloop raises what nobody expects of a write.
        if (
            not self._writer.is_closing()
            and self._writer.transport.get_write_buffer_size() < MOST_WAITING
        ):
            self._writer.write(msgspec.json.encode(message, enc_hook=_encode) + b"\n")

    async def receive(self) -> In | Unknown | None:
        """Return the next message; None when the other is no more."""
        try:
            line = await self._reader.readline()
            return self._decoder.decode(line) if line.endswith(b"\n") else None
        except ConnectionError:
            return None
        except msgspec.ValidationError:
            return Unknown()

    async def close(self) -> None:
        """Close, after what is queued has been written."""
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except ConnectionError:
            return  # the other was faster


def _encode(value: object) -> object:
    match value:
        case Seconds():
            return float(value)
        case Path():
            return str(value)
        case _:
            raise NotImplementedError(type(value).__name__)


def _decode(kind: type, value: Any) -> object:
    if kind in {Seconds, Path}:
        return kind(value)
    raise NotImplementedError(kind.__name__)
