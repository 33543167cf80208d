"""What holds back whoever sends too much or too fast, before anything is read (decision 0026)."""

from dataclasses import dataclass
from typing import Final

from chatserver.clock import Clock
from chatserver.config import Settings
from chatserver.transport.connections import Bounds, Connections
from chatserver.transport.sockets import Sockets
from chatserver.transport.sources import Most, Sources
from chatserver.wire.session import Allowance

WIRE: Final = 2
"""Bytes that a connection may send for each byte of frames: what surrounds them, and requests.
Beyond that it is not one of our pages, and nobody is told."""


@dataclass(frozen=True, slots=True)
class AtTheEdge:
    """What is counted of sockets, connections and sources."""

    sockets: Sockets
    connections: Connections
    sources: Sources


def at_the_edge(settings: Settings, clock: Clock) -> AtTheEdge:
    """Make it, as the settings say."""
    limits, edge = settings.limits, settings.edge
    return AtTheEdge(
        Sockets(
            now=clock.now,
            allowance=Allowance(
                frames_per_second=limits.frames_per_second,
                frames_burst=limits.frames_burst,
                bytes_per_second=limits.bytes_per_minute / 60,
                bytes_burst=limits.bytes_per_minute,
            ),
            heartbeat=limits.heartbeat,
            first_frame=limits.first_frame,
            most=limits.max_sockets,
            most_silent=edge.max_silent_sockets,
        ),
        Connections(
            Bounds(
                most=edge.max_connections,
                bytes_per_minute=limits.bytes_per_minute * WIRE,
                stalled=edge.stalled,
            ),
            clock,
        ),
        Sources(
            edge.whence,
            Most(
                sockets=edge.source_sockets,
                handshakes_per_minute=edge.source_handshakes_per_minute,
                newcomers_per_minute=edge.source_newcomers_per_minute,
            ),
            clock,
        ),
    )
