"""Ready-made replies: what a professional need not think up at night, read from data and checked.

    Replies
    └── Reply   a key to type, a title for colleagues, and what the visitor reads, by language

One grammar for the file that comes with the program and for what coordinators write (decision
0049). Somebody in danger reads them: whatever could be sent half filled in, or in a language that
says something else than the others, is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from chatserver.domain.entries import Entry, opened
from chatserver.domain.errors import Code, Refused
from chatserver.domain.lines import Lines
from chatserver.domain.wording import NEEDED, texts

KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,23}", re.ASCII)
"""What is typed after the `/`."""

MOST: Final = 200
"""Replies. More than that nobody finds in the time in which one could write the sentence."""

LONGEST: Final = 1000
"""Characters of a text: two screens of a small phone."""

LONGEST_TITLE: Final = 60

BLANKS: Final = ("naam", "organisatie", "nummer", "plaats", "tijd", "collega")
"""What may stand in braces. The page fills in the first two, the professional the rest; the words
are the same in all languages, as they are no words for the visitor."""

_BLANK: Final = re.compile(r"\{([^{}]*)\}")


class Category(StrEnum):
    """When a reply is wanted, in the order of a conversation."""

    BEGIN = "begin"
    SAFETY = "safety"
    CALM = "calm"
    REFER = "refer"
    WAIT = "wait"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply. `title`: for colleagues, in the languages of the staff page."""

    key: str
    category: Category
    title: Mapping[str, str]
    text: Mapping[str, str]

    def as_json(self) -> dict[str, object]:
        """Give the reply as the pages read it, and as it is kept."""
        return {
            "key": self.key,
            "category": self.category,
            "title": dict(self.title),
            "text": dict(self.text),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """All replies of an organisation, in the order in which they were written."""

    replies: tuple[Reply, ...] = ()

    def as_json(self) -> list[dict[str, object]]:
        """Give them as the pages read them."""
        return [reply.as_json() for reply in self.replies]

    def written(self, reply: Reply, *, instead_of: str | None) -> "Replies":
        """Put a reply in its place, or at the end.

        Args:
            instead_of: the key of the reply that this was; None: it is a new one.

        Raises:
            Refused: GONE, there is none of that key; TAKEN, another has this key; FULL.
        """
        keys = [each.key for each in self.replies]
        if instead_of is not None and instead_of not in keys:
            raise Refused(Code.GONE)
        if reply.key != instead_of and reply.key in keys:
            raise Refused(Code.TAKEN)
        if instead_of is not None:
            kept = (reply if each.key == instead_of else each for each in self.replies)
            return replace(self, replies=tuple(kept))
        if len(keys) >= MOST:
            raise Refused(Code.FULL)
        return replace(self, replies=(*self.replies, reply))

    def without(self, key: str) -> "Replies":
        """Take a reply away; raises Refused(GONE) if there is none of that key."""
        kept = tuple(each for each in self.replies if each.key != key)
        if len(kept) == len(self.replies):
            raise Refused(Code.GONE)
        return replace(self, replies=kept)


def parse(data: Mapping[str, object], source: str, lines: Lines | None = None) -> Replies:
    """Build the replies from parsed TOML, or from what was kept.

    Args:
        data: what `tomllib` returned.
        source: the file's name, for messages.
        lines: of its text, for messages too.

    Raises:
        Misconfigured: names the file, its line, the reply and the rule.
    """
    top = opened(data, source, lines).only({"reply"})
    entries = top.each("reply")
    top.need(len(entries) <= MOST, f"more than {MOST} replies")
    found: dict[str, Reply] = {}
    for entry in entries:
        reply = parse_one(entry)
        entry.need(reply.key not in found, f"key {reply.key} used twice", "key")
        found[reply.key] = reply
    return Replies(replies=tuple(found.values()))


def parse_one(entry: Entry) -> Reply:
    """Read one reply; raises Misconfigured."""
    entry.only({"key", "category", "title", "text"})
    category = entry.name("category")
    known = ", ".join(Category)
    entry.need(category in set(Category), f"category {category} is not one of {known}", "category")
    text = texts(entry, "text", LONGEST, may_break=True)
    for language in text:
        _check_blanks(entry.entry("text"), text, language)
    return Reply(
        key=entry.word("key", KEY),
        category=Category(category),
        title=texts(entry, "title", LONGEST_TITLE, like=NEEDED),
        text=text,
    )


def _check_blanks(entry: Entry, text: Mapping[str, str], language: str) -> None:
    """Refuse a blank that nobody fills in, or that one language has and another has not."""
    blanks = set(_BLANK.findall(text[language]))
    for blank in sorted(blanks):
        known = ", ".join(BLANKS)
        entry.need(blank in BLANKS, f"{language}: {{{blank}}} is not one of {known}", language)
    rest = _BLANK.sub("", text[language])
    entry.need("{" not in rest and "}" not in rest, f"{language} has a brace too many", language)
    same = blanks == set(_BLANK.findall(text[NEEDED[0]]))
    entry.need(same, f"{language} has other blanks than {NEEDED[0]}", language)
