"""What is known of a family of keys."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One row of the table."""

    store: Literal["vault", "ledger"]
    pattern: str
    kind: Literal["hash", "stream", "zset", "string", "set"]
    holds: str
    lifetime: str
