"""The static bundles, held in memory: an exact list of files and nothing else."""

import gzip
import mimetypes
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from chatserver.domain.errors import Misconfigured
from chatserver.wire.headers import BUTTON, FOR_ANYBODY, cache_control

TYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".sig": "text/plain",
}

PACKAGE: Final = Path(__file__).parent.parent

SQUEEZE_OVER: Final = 500
"""Bytes. Below that gzip saves nothing that a phone would notice."""


@dataclass(frozen=True, slots=True)
class File:
    """One file as served. `squeezed`: the body under gzip, or empty where that saves nothing.

    `for_anybody`: pages of others may load it.

    Squeezed once, at the start: these bytes are public and the same for everybody, so
    their length tells nothing. Whatever depends on who asks is never compressed.
    """

    body: bytes
    squeezed: bytes
    kind: str
    cache: str
    for_anybody: bool = False


def bundles(configured: Path | None) -> Path:
    """Return where the pages are: configured, inside the package, or built in a checkout."""
    if configured is not None:
        return configured
    inside = PACKAGE / "web"
    return inside if inside.is_dir() else PACKAGE.parent / "web" / "dist"


def load(directory: Path) -> dict[str, File]:
    """Read a bundle, in a directory with the name of its page: URL path to file; `/` is index.html.

    Raises:
        Misconfigured: there is no bundle in the directory.
    """
    index = directory / "index.html"
    if not index.is_file():
        raise Misconfigured(f"no web bundle in {directory}: run `make bundles`")
    files: dict[str, File] = {}
    for path in sorted(directory.iterdir()):
        if path.is_file():
            name = "/" if path == index else f"/{path.name}"
            files[name] = made(directory.name, path.name, path.read_bytes())
    return files


def made(page: str, name: str, body: bytes) -> File:
    """Return a file of a page (`visitor`, `staff`) as it is served, of these bytes."""
    kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "text/plain"
    squeezed = gzip.compress(body, mtime=0) if len(body) > SQUEEZE_OVER else b""
    is_button = BUTTON.fullmatch(name) is not None
    cache = cache_control(page, name)
    return File(body, squeezed, kind, cache, for_anybody=is_button)


BUSY: Final = (
    "Het is nu te druk op deze pagina. Probeer het over een minuut opnieuw. Bellen kan ook:",
    "This page is too busy now. Try again in a minute. You can also call:",
)
"""In the languages of the lists of numbers in the page itself, in that order."""


def busy(files: dict[str, File]) -> bytes:
    """What a visitor reads when no page can be served: whom to call. It stands on its own."""
    page = files["/"].body.decode()
    without_script = page.partition("<noscript>")[2].partition("</noscript>")[0]
    lists = re.findall(r'<ul class="numbers">.*?</ul>', without_script, re.DOTALL)
    said = "".join(f"<p>{line}</p>{numbers}" for line, numbers in zip(BUSY, lists, strict=False))
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return f"<!doctype html><html lang=nl>{head}<title>112</title>{said}</html>".encode()


def add_pages(app: web.Application, files: dict[str, File]) -> None:
    """Serve each file under its own exact path."""
    for path, file in files.items():
        app.router.add_get(path, _serving(file))


def _serving(file: File) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        headers = {"Cache-Control": file.cache, "Vary": "Accept-Encoding"}
        if file.for_anybody:
            headers |= FOR_ANYBODY
        body = file.body
        if file.squeezed and "gzip" in request.headers.get("Accept-Encoding", ""):
            body = file.squeezed
            headers["Content-Encoding"] = "gzip"
        return web.Response(body=body, content_type=file.kind, charset="utf-8", headers=headers)

    return serve
