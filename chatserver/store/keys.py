"""The name of every key in both stores; what they hold and how long is in `families.py`.

Keys of one conversation share the hash tag {cid}, those of the desk {desk},
those of the ledger {ledger}: a script touches one tag only, so Cluster works.
"""

from typing import Final

WAITING: Final = b"hl:{desk}:waiting"
TURN: Final = b"hl:{desk}:turn"
FACTS: Final = b"hl:{desk}:facts"
HELD: Final = b"hl:{desk}:held"
LOAD: Final = b"hl:{desk}:load"
TICKETS: Final = b"hl:{desk}:tickets"
OWED: Final = b"hl:{desk}:owed"
TAGGED: Final = b"hl:{desk}:tagged"
GUESTS: Final = b"hl:{desk}:guests"
ASKS: Final = b"hl:{desk}:asks"
CREW: Final = b"hl:{desk}:crew"
PRESENT: Final = b"hl:{desk}:present"
PROPOSED: Final = b"hl:{desk}:proposed"
CONSULTS: Final = b"hl:{desk}:consults"
CONSULT_NEWS: Final = b"hl:{desk}:consult-news"
DECLINED: Final = b"hl:{desk}:declined"
PACE: Final = b"hl:{desk}:pace"
BORN: Final = b"hl:{desk}:born"
RETURNED: Final = b"hl:{desk}:returned"
SINCE: Final = b"hl:{desk}:since"
REHEARSAL: Final = b"hl:{desk}:rehearsal"
FOOTFALL: Final = b"hl:{desk}:footfall:"
VOUCHERS: Final = b"hl:{desk}:vouchers"
DESK_NEWS: Final = b"hl:{desk}:news"

ACCOUNTS: Final = b"hl:{ledger}:accounts"
DEVICES: Final = b"hl:{ledger}:devices"
ROSTER: Final = b"hl:{ledger}:roster"
PENDING: Final = b"hl:{ledger}:pending"
COUNTED: Final = b"hl:{ledger}:counted"
CELLS: Final = b"hl:{ledger}:cells:"
CELL_KEYS: Final = b"hl:{ledger}:cellkeys:"
SYNTHETIC: Final = b"hl:{ledger}:synthetic"
IMPORTED: Final = b"hl:{ledger}:imported"
OWED_TO_DISK: Final = b"hl:{ledger}:rewrite"
INTAKE: Final = b"hl:{ledger}:intake"
KEPT_FOOTFALL: Final = b"hl:{ledger}:footfall"
PRINTS: Final = b"hl:{ledger}:prints:"
DRAFT: Final = b"hl:{ledger}:draft"
RELEASES: Final = b"hl:{ledger}:releases"
RELEASE: Final = b"hl:{ledger}:release:"
RECORD: Final = b"hl:{ledger}:record"
REPLIES: Final = b"hl:{ledger}:replies"
REPLY_DAYS: Final = b"hl:{ledger}:reply_days"


def life(cid: bytes) -> bytes:
    """The conversation's state. Args: cid: 16 bytes."""
    return b"hl:{%b}:life" % cid.hex().encode()


def said(cid: bytes) -> bytes:
    """The conversation's sealed messages."""
    return b"hl:{%b}:said" % cid.hex().encode()


def refs(cid: bytes) -> bytes:
    """Which refs were stored under which number."""
    return b"hl:{%b}:refs" % cid.hex().encode()


def of_conversation(cid: bytes) -> tuple[bytes, ...]:
    """What every script on a conversation is given, in the order of scripts/_conversation.lua."""
    return life(cid), said(cid), refs(cid)


def news(cid: bytes) -> bytes:
    """The conversation's channel; a channel is not stored."""
    return b"hl:{%b}:news" % cid.hex().encode()


def cool_down(slot: int) -> bytes:
    """One of the cool-downs of the desk. Args: slot: from 0."""
    return b"hl:{desk}:cooldown:%d" % slot


def consult(id_: bytes) -> bytes:
    """Words between two colleagues. Args: id_: 16 bytes."""
    return b"hl:{desk}:consult:%b" % id_.hex().encode()


def box(day: str) -> bytes:
    """Answers to the closing questions of one day. Args: day: ISO date."""
    return b"hl:{desk}:answers:%b" % day.encode()


def parcel(day: str) -> bytes:
    """The same, as it is on its way to the ledger."""
    return b"hl:{desk}:parcel:%b" % day.encode()


def session(digest: bytes) -> bytes:
    """A staff session. Args: digest: SHA-256 of its token, 32 bytes."""
    return b"hl:session:%b" % digest.hex().encode()


def attempts(pseudonym: str) -> bytes:
    """Failed sign-ins for one (pseudonymous) account name."""
    return b"hl:attempts:%b" % pseudonym.encode()
