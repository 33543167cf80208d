"""A host of files, as any web server is one: a folder, under the headers it is told."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Self

from aiohttp import web

from chatserver.wire.headers import cache_control
from tests.support.listening import listening

BUTTON = "button-HASH.js"
"""How headers.txt calls the file that pages of others load."""


def headers_of(site: Path, page: str) -> dict[str, str]:
    """The headers of a page, read from headers.txt as an operator reads them."""
    _, _, section = (site / "headers.txt").read_text("utf-8").partition(f"[{page}]\n")
    lines = section.partition("\n\n")[0].splitlines()
    return dict(line.split(": ", 1) for line in lines if not line.startswith("#"))


class Host:
    """Serves one page of a published site, and lies when a test asks for it.

    Attributes:
        changed: other bytes for a file; None: it is not there.
        headers: of every answer.
        of_button: of the file that pages of others load, instead.
    """

    def __init__(self) -> None:
        self.origin = ""
        self.changed: dict[str, bytes | None] = {}
        self.headers: dict[str, str] = {}
        self.of_button: dict[str, str] = {}
        self._folder = Path("/nowhere")

    @classmethod
    @contextlib.asynccontextmanager
    async def somewhere(cls) -> AsyncIterator[Self]:
        """On a free port, for as long as the block lasts; empty at first."""
        host = cls()
        app = web.Application()
        app.router.add_get("/{name:.*}", host._serve)
        async with listening(app) as port:
            host.origin = f"http://127.0.0.1:{port}"
            yield host

    def serves(self, site: Path, page: str) -> None:
        """From now on, this page of this site."""
        self._folder = site / page
        self.headers = headers_of(site, page)
        self.of_button = headers_of(site, BUTTON)

    def has(self, name: str) -> bytes:
        """The bytes of a file, before any lie."""
        return (self._folder / name).read_bytes()

    def file(self, start: str) -> str:
        """The name of the file that begins like that."""
        (found,) = (path.name for path in self._folder.iterdir() if path.name.startswith(start))
        return found

    async def _serve(self, request: web.Request) -> web.Response:
        name = request.match_info["name"] or "index.html"
        path = self._folder / name
        body = self.changed.get(name, path.read_bytes() if path.is_file() else None)
        headers = {"Cache-Control": cache_control(self._folder.name, name), **self.headers}
        if name.startswith("button-"):
            headers |= self.of_button
        if body is None:
            return web.Response(status=404, headers=headers)
        kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
        kinds |= {".svg": "image/svg+xml", ".json": "application/json"}
        kind = kinds.get(path.suffix, "text/plain")
        return web.Response(body=body, headers=headers, content_type=kind, charset="utf-8")
