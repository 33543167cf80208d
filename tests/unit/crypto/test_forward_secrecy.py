"""A key that leaks later opens nothing that was captured before (F48)."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from chatserver.crypto.hl1 import (
    Device,
    Entry,
    Hl1Error,
    Kept,
    ProfessionalConversation,
    Roster,
    VisitorConversation,
    make_entry,
)
from chatserver.crypto.roster_key import DeviceKey, RosterKey


def test_the_keys_that_live_for_years_open_no_conversation() -> None:
    organisation, device = RosterKey.new(), DeviceKey.new()
    entry = make_entry(
        Entry(
            person=bytes(16),
            role="professional",
            name="Sam",
            since=0,
            until=9_999,
            key=device.public,
        ),
        organisation.sign,
    )
    visitor = VisitorConversation.begin()
    sam = ProfessionalConversation.begin(
        cid=visitor.cid,
        commitment=visitor.commitment,
        suite=1,
        device=Device(entry=entry, sign=device.sign),
    )
    roster = Roster(organisation.public)
    read = visitor.read_offer(sam.offer, sam.signature, sam.entry, roster=roster, suites=[1], at=5)
    made = visitor.grant(read, 5, back=False)
    sam.admit(made.grants[0].grant)
    captured = [made.record, visitor.seal_text("wat ik toen schreef", 5)]
    sam.forget()
    visitor.forget()

    for leaked in (device.private, organisation.private, ec.generate_private_key(ec.SECP256R1())):
        thief = ProfessionalConversation.restore(
            Kept(
                cid=visitor.cid,
                commitment=visitor.commitment,
                offer=sam.offer,
                signature=sam.signature,
                entry=entry,
                private=leaked,
            )
        )
        with pytest.raises(Hl1Error):
            thief.admit(made.grants[0].grant)
        for sealed in captured:
            with pytest.raises(Hl1Error):
                thief.open(sealed)
