"""HL1: the end-to-end encryption between a visitor and a professional.

The same shape as web/src/hl1/index.ts, without `async`. A visitor and a
professional each hold one conversation object; sealed bytes go between them.
May import: domain, cryptography and the standard library.
"""

from chatserver.crypto.hl1.body import Member
from chatserver.crypto.hl1.consult import Call, Seated, Table
from chatserver.crypto.hl1.encoding import from_base64, minute_of, to_base64
from chatserver.crypto.hl1.envelope import epoch_of
from chatserver.crypto.hl1.errors import Hl1Error, Reason
from chatserver.crypto.hl1.grant import Granted, GrantTo
from chatserver.crypto.hl1.grant_key import GrantKey
from chatserver.crypto.hl1.keys import Identity, Random
from chatserver.crypto.hl1.names import Role
from chatserver.crypto.hl1.offer import OfferRead
from chatserver.crypto.hl1.order import Mark
from chatserver.crypto.hl1.party import Opened
from chatserver.crypto.hl1.professional import Kept, ProfessionalConversation
from chatserver.crypto.hl1.roster import (
    Device,
    Entry,
    Roster,
    device_id,
    make_entry,
    make_revoked,
    read_entry,
)
from chatserver.crypto.hl1.state import state_id
from chatserver.crypto.hl1.visitor import VisitorConversation
from chatserver.crypto.hl1.words import device_words

__all__ = [
    "Call",
    "Device",
    "Entry",
    "GrantKey",
    "GrantTo",
    "Granted",
    "Hl1Error",
    "Identity",
    "Kept",
    "Mark",
    "Member",
    "OfferRead",
    "Opened",
    "ProfessionalConversation",
    "Random",
    "Reason",
    "Role",
    "Roster",
    "Seated",
    "Table",
    "VisitorConversation",
    "device_id",
    "device_words",
    "epoch_of",
    "from_base64",
    "make_entry",
    "make_revoked",
    "minute_of",
    "read_entry",
    "state_id",
    "to_base64",
]
