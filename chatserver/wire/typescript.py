"""Write the frames as TypeScript types: `make wire` puts the output in web/src/wire/frames.ts.

One source for both languages; a test compares the committed file with this output.
"""

import sys
import types
import typing
from enum import Enum
from typing import Any, get_args, get_origin

import msgspec

from chatserver.domain.errors import Code
from chatserver.wire import frames, limits
from chatserver.wire.frames import (
    from_both,
    from_staff,
    from_visitor,
    to_both,
    to_staff,
    to_visitor,
)

UNIONS = ("FromVisitor", "FromStaff", "ToVisitor", "ToStaff")
FILES = (from_both, from_visitor, from_staff, to_both, to_visitor, to_staff)
SCALARS: dict[object, str] = {bytes: "Base64", int: "number", str: "string", bool: "boolean"}


def typescript_of(hint: Any) -> str:  # noqa: PLR0911 - a type hint can be anything
    """Translate one type hint; raises TypeError for what no frame uses."""
    if hint in SCALARS:
        return SCALARS[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin is typing.Annotated:
        return typescript_of(args[0])
    if origin is list:
        return f"readonly {wrapped(typescript_of(args[0]))}[]"
    if origin is dict:
        return f"Readonly<Record<string, {typescript_of(args[1])}>>"
    if origin is typing.Literal:
        return " | ".join(f"'{value}'" for value in args)
    if origin in {typing.Union, types.UnionType}:
        return " | ".join(
            "null" if arg is type(None) else typescript_of(arg)
            for arg in args
            if arg is not msgspec.UnsetType
        )
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct | Enum):
        return hint.__name__
    message = f"no TypeScript for {hint!r}"
    raise TypeError(message)


def wrapped(text: str) -> str:
    """Bracket a union so that `[]` binds to the whole of it."""
    return f"({text})" if " " in text else text


def interface_of(struct: type[msgspec.Struct]) -> str:
    """One struct as a TypeScript interface; fields with a default are optional."""
    lines = [f"export interface {struct.__name__} {{"]
    tag = struct.__struct_config__.tag
    if tag is not None:
        lines.append(f"  readonly type: '{tag}';")
    hints = typing.get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        mark = "" if field.required else "?"
        lines.append(f"  readonly {field.name}{mark}: {typescript_of(hints[field.name])};")
    return "\n".join([*lines, "}"])


def structs() -> list[type[msgspec.Struct]]:
    """All structs of `frames`, in the order of its files."""
    return [
        value
        for file in FILES
        for value in vars(file).values()
        if isinstance(value, type)
        and issubclass(value, msgspec.Struct)
        and value.__module__ == file.__name__
    ]


def module() -> str:
    """The whole file."""
    parts = [
        "// Made by `make wire` from chatserver/wire/frames. Do not edit.\n",
        "/** Bytes, as standard base64 with padding. */\nexport type Base64 = string;\n",
        "export type Code =\n  | " + "\n  | ".join(f"'{code}'" for code in Code) + ";\n",
    ]
    parts += [
        f"export const {name} = {list(value) if isinstance(value, tuple) else value};"
        for name, value in (
            ("FRAME_SIZES", limits.FRAME_SIZES),
            ("MAX_FRAME_BYTES", limits.MAX_FRAME_BYTES),
            ("MAX_BLOB_BYTES", limits.MAX_BLOB_BYTES),
        )
    ]
    parts += ["\n" + interface_of(struct) for struct in structs()]
    for name in UNIONS:
        members = " | ".join(arg.__name__ for arg in get_args(getattr(frames, name)))
        parts.append(f"\nexport type {name} = {members};")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(module())
