"""Four words that two people can compare over another line (docs/protocol.md §1.9)."""

from functools import cache
from importlib.resources import files
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from chatserver.crypto.hl1.roster import device_id

ROUNDS: Final = 200_000
"""A twentieth of a second on a desk, half a second on an old phone; two years of
searching for whoever wants an offer with words of their choice."""

_BITS_OF_A_WORD: Final = 9
_WORDS: Final = 4
_CODE_BYTES: Final = 5


def words_for(*, cid: bytes, offer_hash: bytes, record: bytes) -> tuple[str, ...]:
    """Return the words of one professional's offer and the newest record.

    Args:
        offer_hash: H(offer).
        record: the newest record as it was sealed, hashed: 32 bytes.
    """
    return _words(b"hl1|words" + offer_hash + record, salt=cid)


def device_words(key: bytes) -> tuple[str, ...]:
    """Return the words of a device key: who approves it hears them from who holds it."""
    return _words(b"hl1|device words" + key, salt=device_id(key))


def _words(password: bytes, *, salt: bytes) -> tuple[str, ...]:
    derive = PBKDF2HMAC(algorithm=hashes.SHA256(), length=_CODE_BYTES, salt=salt, iterations=ROUNDS)
    code = int.from_bytes(derive.derive(password))
    spare = 8 * _CODE_BYTES - _BITS_OF_A_WORD * _WORDS
    numbers = (code >> spare + _BITS_OF_A_WORD * place for place in reversed(range(_WORDS)))
    return tuple(_list()[number % (1 << _BITS_OF_A_WORD)] for number in numbers)


@cache
def _list() -> tuple[str, ...]:
    text = files("chatserver.crypto.hl1").joinpath("wordlist.txt").read_text("ascii")
    return tuple(text.split())
