"""The world outside, on this machine: every https address shows the page that the exit leads to.

Where Playwright answers for it instead, Chromium keeps no cache at all, and a search of the disk
would miss what the cache of everybody else holds.
"""

import contextlib
import datetime as dt
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.browsers import SOMEWHERE_ELSE
from tests.support.listening import listening

NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "outside")])


@contextlib.asynccontextmanager
async def outside(directory: Path) -> AsyncIterator[list[str]]:
    """Serve it for as long as the block lasts; what to tell Chromium, so that it looks there."""
    app = web.Application()
    app.router.add_get("/{path:.*}", _answer)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(_certificate(directory / "outside.pem"))
    async with listening(app, tls=context) as port:
        yield [
            f"--host-resolver-rules=MAP * 127.0.0.1:{port}, EXCLUDE 127.0.0.1",
            "--ignore-certificate-errors",
        ]


async def _answer(_request: web.Request) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(text=SOMEWHERE_ELSE, content_type="text/html", headers=headers)


def _certificate(path: Path) -> Path:
    """Write a key and its certificate, signed by nobody else and good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    path.parent.mkdir(exist_ok=True)
    now = dt.datetime.fromtimestamp(path.parent.stat().st_mtime, dt.UTC)
    day = dt.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
