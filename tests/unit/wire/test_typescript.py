"""One source for both languages: the types of the web client are made from the frames."""

import enum
import runpy
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pytest

from chatserver.wire import fields, frames, typescript

WEB = Path(__file__).parents[3] / "web" / "src" / "wire" / "frames.ts"


class Colour(enum.StrEnum):
    RED = "red"


class Dot(msgspec.Struct):
    at: int
    colour: Colour | None = None


def test_the_web_client_has_the_frames_of_today() -> None:
    assert WEB.read_text("utf-8") == typescript.module()


@pytest.mark.parametrize(
    ("hint", "written"),
    [
        (bytes, "Base64"),
        (int, "number"),
        (str, "string"),
        (bool, "boolean"),
        (fields.Cid, "Base64"),
        (Annotated[int, msgspec.Meta(ge=0)], "number"),
        (list[int], "readonly number[]"),
        (list[str | None], "readonly (string | null)[]"),
        (dict[str, list[str]], "Readonly<Record<string, readonly string[]>>"),
        (Literal["here", "lost"], "'here' | 'lost'"),
        (bytes | None, "Base64 | null"),
        (Colour, "Colour"),
        (Dot, "Dot"),
    ],
)
def test_a_type_is_written_as_typescript(hint: object, written: str) -> None:
    assert typescript.typescript_of(hint) == written


@pytest.mark.parametrize("hint", [float, set[int], "str", None])
def test_a_type_that_no_frame_uses_is_an_error(hint: object) -> None:
    with pytest.raises(TypeError, match="no TypeScript for"):
        typescript.typescript_of(hint)


def test_a_field_with_a_default_is_optional() -> None:
    assert typescript.interface_of(Dot) == (
        "export interface Dot {\n  readonly at: number;\n  readonly colour?: Colour | null;\n}"
    )


def test_a_frame_says_its_type() -> None:
    assert typescript.interface_of(frames.StepOut) == (
        "export interface StepOut {\n  readonly type: 'step_out';\n  readonly cid: Base64;\n}"
    )


def test_make_wire_prints_the_module(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(typescript.__file__), run_name="__main__")

    assert capsys.readouterr().out == typescript.module()
