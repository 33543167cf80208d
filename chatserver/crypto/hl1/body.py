"""What a message says: UTF-8 JSON (docs/protocol.md §1.3).

Unknown keys are ignored and unknown kinds are kept as `Unknown`, so that an
old page survives a newer one; everything known is checked to the last field.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, TypeVar, get_args

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.encoding import compact_json, parse_json, to_base64, well_formed
from chatserver.crypto.hl1.errors import Hl1Error, refused
from chatserver.crypto.hl1.names import EVERY_ROLE, Role
from chatserver.crypto.hl1.order import Line, Seen
from chatserver.crypto.hl1.shape import a_list, a_number, a_text, an_object, some_bytes

Why = Literal["start", "join", "leave"]

_Word = TypeVar("_Word", bound=str)

_WHYS: Final[tuple[Why, ...]] = get_args(Why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who can read an epoch."""

    id: int
    role: Role
    name: str = field(repr=False)
    key: str
    """Base64 of the public key of their offer; empty for the visitor."""


THE_VISITOR: Final = Member(id=suite.VISITOR, role="visitor", name="", key="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What somebody wrote. `is_card`: its lines are those of a contact card."""

    text: str = field(repr=False)
    is_card: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Who can read an epoch; sent by the visitor as its first message."""

    n: int
    members: tuple[Member, ...]
    previous: bytes
    """H(sealed) of the record before, or empty."""
    reason: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last message of a side that ends calmly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """The last message of a professional who goes while the conversation goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alive:
    """Nothing but what its sender had sent and opened: a cut end shows by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A kind this version does not know: shown as "unreadable here"."""


Content = Text | Record | End | Leave | Alive | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A message, and what its sender had sent and opened before."""

    at: int
    """Whole minutes since 1970."""
    prev: bytes
    """H(own previous sealed of this instance), or empty for the first."""
    seen: tuple[Seen, ...]
    content: Content


def encode(body: Body) -> bytes:
    """Write a body as JSON, keys in the order of §1.3.

    Raises:
        Hl1Error: `too_long` for a text of more than 4,000 characters.
    """
    fields: dict[str, object] = {
        "kind": "",
        "at": body.at,
        "prev": to_base64(body.prev),
        "seen": [_seen_fields(entry) for entry in body.seen],
    }
    match body.content:
        case Text(text=text, is_card=is_card):
            fields |= {"kind": "text", "text": _checked_length(well_formed(text))}
            fields |= {"card": True} if is_card else {}
        case Record() as record:
            fields |= {"kind": "epoch"} | _record_fields(record)
        case End():
            fields |= {"kind": "end"}
        case Leave():
            fields |= {"kind": "leave"}
        case Alive():
            fields |= {"kind": "alive"}
        case _:
            raise refused("nobody sends what they do not know")
    return compact_json(fields)


def decode(data: bytes) -> Body:
    """Read a body that has opened.

    Raises:
        Hl1Error: `refused` if it is not what §1.3 says; it came from a member,
            but from one whose page is not ours.
    """
    try:
        fields = an_object(parse_json(data))
        return Body(
            at=a_number(fields.get("at"), least=0, most=suite.LAST_MINUTE),
            prev=some_bytes(fields.get("prev"), lengths=(0, suite.HASH_BYTES)),
            seen=tuple(_seen(item) for item in a_list(fields.get("seen"), most=suite.MAX_SEEN)),
            content=_content(fields),
        )
    except Hl1Error:
        raise refused("a body of a wrong shape") from None


def members_fields(members: tuple[Member, ...]) -> list[object]:
    """Return the members as they stand in a record and in the visitor's state."""
    return [{"id": m.id, "role": m.role, "name": m.name, "key": m.key} for m in members]


def read_members(value: object) -> tuple[Member, ...]:
    """Read a list of members: one visitor, numbered 0, and nobody twice."""
    members = tuple(_member(item) for item in a_list(value, most=suite.MAX_MEMBERS))
    numbers = [member.id for member in members]
    visitors = [member.id for member in members if member.role == "visitor"]
    if visitors != [suite.VISITOR] or len(set(numbers)) != len(numbers):
        raise refused("members")
    return members


def _seen_fields(entry: Seen) -> list[object]:
    return [entry.line.sender, to_base64(entry.line.instance), entry.seq, entry.epoch]


def _record_fields(record: Record) -> dict[str, object]:
    return {
        "n": record.n,
        "members": members_fields(record.members),
        "previous": to_base64(record.previous),
        "reason": record.reason,
    }


def _checked_length(text: str) -> str:
    if len(text) > suite.MAX_TEXT:
        raise Hl1Error("too_long", "more than 4,000 characters")
    return text


def _content(fields: dict[str, object]) -> Content:
    match a_text(fields.get("kind")):
        case "text":
            text = _checked_length(a_text(fields.get("text")))
            return Text(text=text, is_card=fields.get("card") is True)
        case "epoch":
            return Record(
                n=a_number(fields.get("n"), least=1, most=suite.MAX_EPOCH),
                members=read_members(fields.get("members")),
                previous=some_bytes(fields.get("previous"), lengths=(0, suite.HASH_BYTES)),
                reason=_one_of(_WHYS, fields.get("reason")),
            )
        case "end":
            return End()
        case "leave":
            return Leave()
        case "alive":
            return Alive()
        case _:
            return Unknown()


def _seen(value: object) -> Seen:
    entry = a_list(value, most=4)
    if len(entry) != 4:  # noqa: PLR2004 - sender, instance, seq, epoch
        raise refused("seen")
    line = Line(
        sender=a_number(entry[0], least=0, most=255),
        instance=some_bytes(entry[1], lengths=(suite.INSTANCE_BYTES,)),
    )
    return Seen(
        line=line,
        seq=a_number(entry[2], least=1, most=suite.MAX_SEQ),
        epoch=a_number(entry[3], least=0, most=suite.MAX_EPOCH),
    )


def _member(value: object) -> Member:
    fields = an_object(value)
    role = _one_of(EVERY_ROLE, fields.get("role"))
    name = a_text(fields.get("name"))
    if len(name.encode()) > suite.MAX_NAME_BYTES:
        raise refused("name")
    lengths = (0,) if role == "visitor" else tuple(suite.KEY_BYTES.values())
    key = some_bytes(fields.get("key"), lengths=lengths)
    return Member(
        id=a_number(fields.get("id"), least=0, most=255), role=role, name=name, key=to_base64(key)
    )


def _one_of(choices: tuple[_Word, ...], value: object) -> _Word:
    for choice in choices:
        if choice == value:
            return choice
    raise refused("an unknown word")
