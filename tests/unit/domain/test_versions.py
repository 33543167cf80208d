"""Several versions of a codebook: one takes tags, all are counted, none is altered (V1, V2)."""

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from chatserver.domain import codebook
from chatserver.domain.codebook import Codebook, parse
from chatserver.domain.errors import Misconfigured
from chatserver.domain.versions import Codebooks

FILE = Path(codebook.__file__).parents[1] / "codebooks" / "thb-nl-0.1.0.toml"
DATA: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))


def version(number: str, **other: object) -> Codebook:
    return parse({**copy.deepcopy(DATA), "version": number, **other}, f"{number}.toml")


def without_unclear(number: str) -> Codebook:
    data = copy.deepcopy(DATA)
    form = next(each for each in data["question"] if each["id"] == "form")
    form["universal"] = ["nd"]
    value = data["derived"][0]["values"][3]
    value["when"] = [{"question": "form", "has": ["nd"]}]
    return parse({**data, "version": number}, f"{number}.toml")


def test_the_newest_takes_tags_and_the_others_are_known() -> None:
    books = Codebooks.of([version("0.10.0"), version("0.2.0"), version("0.9.1")])

    assert [book.version for book in books.versions] == ["0.2.0", "0.9.1", "0.10.0"]
    assert books.current.version == "0.10.0"
    assert books.named("thb-nl-0.2.0") == version("0.2.0")
    assert books.named("thb-nl-0.3.0") is None


def test_nothing_to_ask_is_refused() -> None:
    with pytest.raises(Misconfigured, match="there is no codebook"):
        Codebooks.of([])


def test_two_of_one_number_are_refused() -> None:
    with pytest.raises(Misconfigured, match=r"codebook thb-nl-1\.0\.0: beside thb-nl-1\.0\.0"):
        Codebooks.of([version("1.0.0"), version("1.0.0")])


def test_two_different_codebooks_are_not_versions_of_each_other() -> None:
    with pytest.raises(Misconfigured, match=r"codebook thb-nl-1\.1\.0: beside other-1\.0\.0"):
        Codebooks.of([version("1.0.0", id="other"), version("1.1.0")])


def test_a_code_goes_only_with_another_major_number() -> None:
    with pytest.raises(Misconfigured, match=r"1\.1\.0: question form, code unc is gone since"):
        Codebooks.of([version("1.0.0"), without_unclear("1.1.0")])

    assert Codebooks.of([version("1.0.0"), without_unclear("2.0.0")]).current.version == "2.0.0"
