"""Whether an index.html loads our files and nothing else.

A second look at what the hash of the page says already; at a page that nobody signed it is
the only one. A page is read by a grammar far narrower than a browser's, the one that our
own pages keep to, so that no trick of writing comes between what we read and what it reads.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from chatserver.crypto.manifest import integrity

TOKEN: Final = re.compile(
    r"<(?P<ends>/?)(?P<tag>[a-z][a-z0-9]*)"
    r'(?P<attributes>([ \n]+[a-z][a-z-]*(="[^"<]*")?)*)[ \n]*/?>'
    r"|<!doctype html>|(?P<text>[^<]+)",
    re.ASCII,
)
ATTRIBUTE: Final = re.compile(r'([a-z][a-z-]*)(?:="([^"]*)")?', re.ASCII)

LOADING: Final = {"script": "src", "link": "href", "img": "src"}
ELEMENTS: Final = frozenset({
    *("html", "head", "title", "meta", "body", "noscript", *LOADING),
    *("header", "nav", "main", "section", "footer", "div", "span", "p", "a", "button"),
    *("h1", "h2", "h3", "ul", "ol", "li", "strong", "em", "br", "hr"),
})  # fmt: skip
HARMLESS: Final = frozenset({
    *("id", "class", "lang", "dir", "role", "hidden", "tabindex", "name", "content", "media"),
    *("type", "rel", "charset", "defer", "integrity", "crossorigin", "alt", "width", "height"),
})  # fmt: skip
"""Attributes that load, run and send nothing; so do all that begin with data- or aria-."""

OUTWARDS: Final = ("https://", "tel:")

Attributes = Mapping[str, str]


def faults(html: str, files: Mapping[str, bytes]) -> list[str]:
    """Return what is wrong with a page that consists of these files; nothing if it is sound."""
    found: list[str] = []
    at, is_in_script = 0, False
    while at < len(html):
        token = TOKEN.match(html, at)
        line = html.count("\n", 0, at) + 1
        if token is None:
            return [*found, f"line {line}: not written as our pages are"]
        if is_in_script and (token["text"] or "").strip():
            found.append(f"line {line}: a script inside the page")
        is_in_script = token["tag"] == "script" and not token["ends"]
        if token["tag"] and not token["ends"]:
            found += (f"line {line}: {each}" for each in _element(token, files))
        at = token.end()
    return found


def _element(token: re.Match[str], files: Mapping[str, bytes]) -> Iterator[str]:
    """Give what is wrong with one element."""
    tag, pairs = token["tag"], ATTRIBUTE.findall(token["attributes"])
    given: Attributes = dict(pairs)
    if tag not in ELEMENTS:
        yield f"<{tag}> is no element of ours"
        return
    if len(given) < len(pairs):
        yield f"<{tag}> with an attribute twice"
    own = {LOADING.get(tag), "href" if tag == "a" else None}
    for name in sorted(given.keys() - HARMLESS - own):
        if not name.startswith(("data-", "aria-")):
            yield f"<{tag}> with {name}"
    if tag in LOADING:
        yield from _loads(tag, given, files)
    elif tag == "a" and not given.get("href", "tel:").startswith(OUTWARDS):
        yield "a link that leads neither to https nor to a telephone"
    elif given.get("name", "").lower() == "referrer" and given.get("content") != "no-referrer":
        yield "a page that would tell others its address"


def _loads(tag: str, given: Attributes, files: Mapping[str, bytes]) -> Iterator[str]:
    """Give what is wrong with an element that must load a file of ours, and its very bytes."""
    name = given.get(LOADING[tag], "")
    kind = given.get("rel") if tag == "link" else tag
    if name not in files:
        yield f"<{tag}> of something that is no file of the manifest"
    elif kind in {"script", "stylesheet"}:
        if given.get("integrity") != integrity(files[name]):
            yield f"integrity of {name} is not its hash"
        if given.get("crossorigin") != "anonymous":
            yield f"{name} without crossorigin"
    elif kind not in {"icon", "img"}:
        yield "<link> that is neither a style sheet nor an icon"
