"""Two colleagues aside: only whom one asked sits down, and only who asked has laid the table."""

import dataclasses
import json
from pathlib import Path

import pytest

from chatserver.crypto.hl1 import Device, Hl1Error, ProfessionalConversation, Roster, from_base64
from chatserver.crypto.hl1.consult import Call, Table, signed
from tests.unit.crypto.parties import (
    AT,
    DAY,
    ORGANISATION,
    a_device,
    a_list,
    a_roster,
    new_key,
    public_of,
    talking,
)

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "consult.json").read_text("ascii"))


def answering(call: Call, device: Device) -> ProfessionalConversation:
    """Return a colleague who sits down at this table."""
    return ProfessionalConversation.begin(
        cid=call.cid, commitment=call.commitment, suite=1, device=device
    )


def why(table: Table, party: ProfessionalConversation, name: str = "Noor") -> str:
    """Return why somebody is not seated."""
    with pytest.raises(Hl1Error) as error:
        table.seat(party.offer, party.signature, party.entry, roster=a_roster(), name=name, at=AT)
    return str(error.value)


def both(
    asked: Device | None = None,
) -> tuple[Table, ProfessionalConversation, ProfessionalConversation]:
    """Return a table at which Sam and Noor sit, with every record opened."""
    table = Table.lay(a_device("Sam"))
    theirs = answering(table.call, asked or a_device("Noor"))
    seated = table.seat(
        theirs.offer, theirs.signature, theirs.entry, roster=a_roster(), name="Noor", at=AT
    )
    for grant in seated.theirs:
        theirs.admit(grant)
    for record in seated.records:
        table.mine.open(record)
    with pytest.raises(Hl1Error, match="unreadable"):
        theirs.open(seated.records[0])  # of before they came
    theirs.open(seated.records[1])
    return table, table.mine, theirs


def test_two_colleagues_read_each_other_and_know_who_reads() -> None:
    _, sam, noor = both()

    heard = noor.open(sam.seal_text("wat zou jij doen?", AT))
    answer = sam.open(noor.seal_text("eerst vragen of ze veilig is", AT))

    assert (heard.text, answer.text) == ("wat zou jij doen?", "eerst vragen of ze veilig is")
    assert [each.name for each in sam.members] == ["", "Sam", "Noor"]
    assert noor.members == sam.members
    assert [heard.sender, answer.sender] == [1, 2]
    assert heard.marks == answer.marks == ()


def test_a_supervisor_can_be_asked_too() -> None:
    _, sam, _ = both(a_device("Noor", role="supervisor"))

    assert sam.members[2].role == "supervisor"


def test_what_the_server_holds_back_or_changes_is_seen() -> None:
    _, sam, noor = both()
    sam.seal_text("dit komt niet aan", AT)
    changed = bytearray(sam.seal_text("dit wordt veranderd", AT))
    changed[-1] ^= 1

    with pytest.raises(Hl1Error, match="refused"):
        noor.open(bytes(changed))
    assert "missing" in noor.open(sam.seal_text("en dit?", AT)).marks


def test_who_asks_is_who_has_signed_the_table() -> None:
    call = Table.lay(a_device("Sam", role="supervisor")).call

    asks = call.checked(roster=a_roster(), at=AT)

    assert (asks.name, asks.role) == ("Sam", "supervisor")


@pytest.mark.parametrize("part", ["cid", "commitment", "signature", "entry"])
def test_a_call_with_another_part_is_nobodys(part: str) -> None:
    call = Table.lay(a_device("Sam")).call
    other = Table.lay(a_device("Kim")).call

    swapped = dataclasses.replace(call, **{part: getattr(other, part)})

    with pytest.raises(Hl1Error, match="refused"):
        swapped.checked(roster=a_roster(), at=AT)


def test_the_server_can_lay_no_table_in_the_name_of_a_colleague() -> None:
    stranger = Table.lay(a_device("Sam", by=new_key())).call
    visitor, sam = talking()
    kept = sam.kept()
    offered = Call(
        cid=visitor.cid, commitment=visitor.commitment, signature=kept.signature, entry=kept.entry
    )

    for call in (stranger, offered):
        with pytest.raises(Hl1Error, match="refused: a signature of somebody else"):
            call.checked(roster=a_roster(), at=AT)


def test_a_revoked_device_and_one_of_another_year_ask_nobody() -> None:
    device = a_device("Sam")
    call, roster = Table.lay(device).call, a_roster()
    roster.revoke(a_list(call.checked(roster=roster, at=AT).device))

    with pytest.raises(Hl1Error, match="refused: a device that was revoked"):
        call.checked(roster=roster, at=AT)
    with pytest.raises(Hl1Error, match="refused: an entry of another time"):
        call.checked(roster=a_roster(), at=AT + 400 * DAY)


def test_only_whom_one_asked_sits_down() -> None:
    table = Table.lay(a_device("Sam"))

    kim = answering(table.call, a_device("Kim"))
    assert why(table, kim) == "refused: another colleague than was asked"
    fake = answering(table.call, a_device("Noor", by=new_key()))
    assert why(table, fake) == "refused: a signature of somebody else"
    elsewhere = answering(Table.lay(a_device("Sam")).call, a_device("Noor"))
    assert why(table, elsewhere) == "refused: an offer for another conversation"


def test_nobody_sits_down_with_themselves() -> None:
    device = a_device("Sam")
    table = Table.lay(device)

    assert why(table, answering(table.call, device), "Sam") == "refused: a consult with oneself"


def test_at_a_table_for_two_there_is_no_third_chair() -> None:
    table, _, _ = both()

    third = answering(table.call, a_device("Noor"))

    assert why(table, third) == "refused: a table at which both sit"


def test_a_table_that_was_cleared_seats_nobody() -> None:
    table = Table.lay(a_device("Sam"))
    table.clear()
    table.clear()

    late = answering(table.call, a_device("Noor"))

    assert why(table, late) == "refused: a table at which both sit"


def test_both_go_on_after_a_reload() -> None:
    table = Table.lay(a_device("Sam"))
    noor = answering(table.call, a_device("Noor"))
    seated = table.seat(
        noor.offer, noor.signature, noor.entry, roster=a_roster(), name="Noor", at=AT
    )

    again = ProfessionalConversation.restore(table.mine.kept())
    for grant in seated.mine:
        again.admit(grant)
    for record in seated.records:
        again.open(record)
    noor.admit(seated.theirs[0])
    noor.open(seated.records[1])

    assert noor.open(again.seal_text("ik ben er weer", AT)).text == "ik ben er weer"


@pytest.mark.parametrize(("cid", "commitment"), [(b"c" * 15, b"d" * 32), (b"c" * 16, b"d" * 33)])
def test_a_table_of_another_shape_is_signed_by_nobody(cid: bytes, commitment: bytes) -> None:
    with pytest.raises(Hl1Error, match="refused: a table that is none"):
        signed(cid, commitment)


@pytest.mark.parametrize("case", VECTORS["calls"], ids=lambda case: case["case"])
def test_frozen_calls_are_believed_or_refused(case: dict[str, str]) -> None:
    roster = Roster(from_base64(VECTORS["roster"]))
    call = Call(
        cid=from_base64(case["cid"]),
        commitment=from_base64(case["commitment"]),
        signature=from_base64(case["signature"]),
        entry=from_base64(case["entry"]),
    )

    if case["name"]:
        assert call.checked(roster=roster, at=VECTORS["at"]).name == case["name"]
    else:
        with pytest.raises(Hl1Error, match="refused"):
            call.checked(roster=roster, at=VECTORS["at"])


def test_the_organisation_of_the_tests_is_not_that_of_the_vectors() -> None:
    assert from_base64(VECTORS["roster"]) != public_of(ORGANISATION)
