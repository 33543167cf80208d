"""The reference client: a visitor and a professional over real sockets and real HL1.

For tests, the scripted demo, rehearsal and benchmarks, and as an example of how
to write another one from docs/protocol.md. May import: wire, crypto, aiohttp.
"""

from chatserver.client.coordinator import Coordinator
from chatserver.client.line import Line
from chatserver.client.professional import Professional
from chatserver.client.transcript import Said
from chatserver.client.visitor import Visitor

__all__ = ["Coordinator", "Line", "Professional", "Said", "Visitor"]
