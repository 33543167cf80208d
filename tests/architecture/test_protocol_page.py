"""docs/protocol.md is enough to write another client: it leaves no frame and no code out."""

import re

import pytest

from chatserver.domain.errors import Code
from chatserver.transport import socket
from chatserver.wire import codec, limits, session, typescript
from tests.architecture.tree import DOCS

PROTOCOL = (DOCS / "protocol.md").read_text("utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text("utf-8")
TAGS = sorted({str(tag) for each in typescript.structs() if (tag := each.__struct_config__.tag)})
CLOSE_CODES = {
    value
    for module in (socket, codec, session)
    for name, value in vars(module).items()
    if name.startswith("CLOSE_")
}


@pytest.mark.parametrize("tag", TAGS)
def test_a_frame_is_described(tag: str) -> None:
    assert re.search(rf"[`\s,]{tag}(\{{[^`]*\}})?[`\s,]", PROTOCOL)
    assert re.search(rf"`{tag}(\{{|`|s`)", PROTOCOL)


def test_the_close_codes_are_listed() -> None:
    listed = PROTOCOL.partition("## 6. Close codes\n")[2].partition("##")[0]

    assert {int(code) for code in re.findall(r"\b\d{4}\b", listed)} == CLOSE_CODES | {1009}


def test_every_reason_for_a_refusal_is_explained() -> None:
    explained = re.findall(r"^\| `([a-z_]+)` \|", GLOSSARY.partition("## Codes")[2], re.MULTILINE)

    assert sorted(explained) == sorted(Code)


@pytest.mark.parametrize("size", limits.FRAME_SIZES)
def test_the_sizes_are_the_ones_in_use(size: int) -> None:
    assert re.search(rf"filled up with spaces to [0-9, or]*\b{size}\b", PROTOCOL)
