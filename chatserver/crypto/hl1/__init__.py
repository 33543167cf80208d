"""HL1: the end-to-end encryption between a visitor and a professional.

The same shape as web/src/hl1/index.ts, without `async`. A visitor and a
professional each hold one conversation object; sealed bytes go between them.
May import: domain, cryptography and the standard library.
"""

from chatserver.crypto.hl1.body import Member, Role
from chatserver.crypto.hl1.encoding import from_base64, minute_of, to_base64
from chatserver.crypto.hl1.errors import Hl1Error, Reason
from chatserver.crypto.hl1.keys import Identity, Random
from chatserver.crypto.hl1.offer import OfferRead
from chatserver.crypto.hl1.order import Mark
from chatserver.crypto.hl1.party import Opened
from chatserver.crypto.hl1.professional import Kept, ProfessionalConversation
from chatserver.crypto.hl1.visitor import Granted, VisitorConversation

__all__ = [
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
    "VisitorConversation",
    "from_base64",
    "minute_of",
    "to_base64",
]
