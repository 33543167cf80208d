"""The frozen texts of all frames: what an old tab says is understood by a new server, and back."""

import json
import re
import runpy
from pathlib import Path
from typing import Any, get_args

import pytest

from chatserver.domain.errors import Code
from chatserver.wire import codec, frames

VECTORS = Path(__file__).parents[2] / "vectors"
FROZEN: dict[str, list[dict[str, Any]]] = json.loads((VECTORS / "frames.json").read_text("ascii"))
READERS = {
    "from_visitor": (codec.from_visitor, frames.FromVisitor),
    "from_staff": (codec.from_staff, frames.FromStaff),
    "to_visitor": (codec.to_visitor, frames.ToVisitor),
    "to_staff": (codec.to_staff, frames.ToStaff),
}
CASES = [
    pytest.param(way, case, id=f"{way}-{number}-{case['frame']}")
    for way, cases in FROZEN.items()
    for number, case in enumerate(cases)
]


def test_the_vectors_are_what_the_generator_makes() -> None:
    made = runpy.run_path(str(VECTORS / "make_frames.py"))["vectors"]()

    assert made == FROZEN


@pytest.mark.parametrize(("way", "case"), CASES)
def test_a_frozen_text_is_read_as_its_frame(way: str, case: dict[str, Any]) -> None:
    read, _ = READERS[way]

    frame = read(case["text"].ljust(case["size"]))

    assert type(frame).__name__ == case["frame"]
    assert codec.encode(frame) == case["text"].ljust(case["size"]).encode()


@pytest.mark.parametrize(("way", "case"), CASES)
def test_every_frame_goes_out_in_one_of_four_sizes(way: str, case: dict[str, Any]) -> None:
    read, _ = READERS[way]

    assert len(codec.encode(read(case["text"]))) in {640, 2048, 6144, 22528}


@pytest.mark.parametrize("way", READERS)
def test_every_frame_type_has_a_vector(way: str) -> None:
    _, union = READERS[way]

    assert {case["frame"] for case in FROZEN[way]} == {kind.__name__ for kind in get_args(union)}


def test_every_reason_for_a_refusal_has_a_vector() -> None:
    refusals = [json.loads(case["text"]) for case in FROZEN["to_visitor"]]

    assert {text["code"] for text in refusals if text["type"] == "refused"} == set(Code)


@pytest.mark.parametrize("sealed", [327, 1095, 4167, 16455])
def test_each_padding_bucket_has_a_frame_size_of_its_own(sealed: int) -> None:
    sizes = {
        case["size"]
        for cases in FROZEN.values()
        for case in cases
        if re.search(f'"sealed":"[^"]{{{(sealed + 2) // 3 * 4}}}"', case["text"])
    }

    assert sizes == {{327: 640, 1095: 2048, 4167: 6144, 16455: 22528}[sealed]}
