"""A slip opens for whom it was made, for its time, and in no vault but the next."""

import pytest
from msgspec.structs import replace

from chatserver.crypto.at_rest import KeyRing
from chatserver.crypto.tokens import digest
from chatserver.domain.errors import Refused
from chatserver.helpline.endings import Endings, mark_of
from chatserver.helpline.returning import rank_of
from chatserver.helpline.slips import (
    Holder,
    StaffSlip,
    Unopenable,
    VisitorSlip,
    open_staffs,
    open_visitors,
    seal_slip,
)
from chatserver.store.values import Born

NOW = 1_800_000_000
RING = KeyRing.fresh()
BEFORE, NEXT = b"before..", Born(b"next....", NOW)
CID, TOKEN, SAM = b"c" * 16, b"t" * 32, b"s" * 32
FRESH = 600

VISITORS = VisitorSlip(
    token=digest(TOKEN),
    language="nl",
    commitment=bytes(32),
    suites=[1],
    share=bytes(32),
    hard_end=NOW + 100,
    issued=NOW - FRESH,
    rank=7.0,
    note=b"note",
    is_ready=True,
    holder=None,
)
STAFFS = StaffSlip(
    pseudonym=SAM, ticket=b"k" * 16, note=b"note", hard_end=NOW + 100, issued=NOW - FRESH
)
SEALED = seal_slip(RING, BEFORE, CID, VISITORS)
SEALED_FOR_STAFF = seal_slip(RING, BEFORE, CID, STAFFS)


def visitors(
    sealed: bytes = SEALED,
    *,
    cid: bytes = CID,
    token: bytes = TOKEN,
    born: Born = NEXT,
    now: int = NOW,
    ring: KeyRing = RING,
) -> VisitorSlip:
    return open_visitors(ring, sealed, cid=cid, token=token, born=born, fresh=FRESH, now=now)


def staffs(sealed: bytes = SEALED_FOR_STAFF, *, who: bytes = SAM, born: Born = NEXT) -> StaffSlip:
    return open_staffs(RING, sealed, cid=CID, pseudonym=who, born=born, fresh=FRESH, now=NOW)


def test_after_a_loss_it_opens() -> None:
    assert visitors() == VISITORS
    assert staffs() == STAFFS


@pytest.mark.parametrize("sealed", [b"", BEFORE, SEALED[:8]])
def test_nothing_is_no_slip(sealed: bytes) -> None:
    with pytest.raises(Refused, match="gone"):
        visitors(sealed)


def test_in_its_own_vault_nothing_was_lost() -> None:
    with pytest.raises(Refused, match="gone"):
        visitors(born=Born(BEFORE, NOW))
    with pytest.raises(Refused, match="gone"):
        staffs(born=Born(BEFORE, NOW))


def test_it_is_bound_to_its_conversation_its_kind_and_its_vault() -> None:
    for changed in (
        SEALED_FOR_STAFF,
        b"other..." + SEALED[8:],
        SEALED[:-1] + bytes([SEALED[-1] ^ 1]),
    ):
        with pytest.raises(Unopenable):
            visitors(changed)
    with pytest.raises(Unopenable):
        visitors(cid=b"d" * 16)
    with pytest.raises(Unopenable):
        staffs(SEALED)
    with pytest.raises(Unopenable):
        visitors(ring=KeyRing.fresh())


def test_it_is_of_no_use_to_anybody_else() -> None:
    with pytest.raises(Refused, match="gone"):
        visitors(token=b"u" * 32)
    with pytest.raises(Refused, match="not_yours"):
        staffs(who=b"n" * 32)


def test_it_ends_with_its_conversation() -> None:
    visitors(now=NOW + 99)
    with pytest.raises(Refused, match="gone"):
        visitors(now=NOW + 100)


def test_one_that_was_not_renewed_before_the_loss_is_of_what_had_ended() -> None:
    with pytest.raises(Refused, match="gone"):
        visitors(born=Born(NEXT.mark, NOW + 1))
    with pytest.raises(Refused, match="gone"):
        staffs(born=Born(NEXT.mark, NOW + 1))


def test_a_slip_says_nothing_readable() -> None:
    for part in (TOKEN, digest(TOKEN), SAM, CID, b"note", b"nl"):
        assert part not in SEALED[8:] or len(part) == 2
        assert part not in SEALED_FOR_STAFF[8:] or len(part) == 2


def test_it_fits_into_the_smallest_frame_with_a_conversation_id() -> None:
    holder = Holder(
        pseudonym=SAM, ticket=b"k" * 16, place=b"p" * 8, turn=10**11, is_open=True, places=[]
    )
    full = replace(VISITORS, holder=holder, note=bytes(120))
    assert len(seal_slip(RING, BEFORE, CID, full)) <= 450


def test_who_was_taken_comes_back_with_the_credit() -> None:
    holder = Holder(SAM, b"k" * 16, b"p" * 8, 9, is_open=True, places=[])
    taken = replace(VISITORS, holder=holder)

    assert rank_of(VISITORS) == 7.0
    assert rank_of(taken) == 7 - 200 + 0.5


def test_endings_are_remembered_for_as_long_as_a_slip_is_fresh() -> None:
    endings = Endings(FRESH)
    endings.remember(b"a" * 16, NOW)
    endings.remember(b"b" * 16, NOW + 300)

    assert endings.marks(NOW + FRESH) == [mark_of(b"a" * 16), mark_of(b"b" * 16)]
    assert endings.marks(NOW + FRESH + 1) == [mark_of(b"b" * 16)]
    endings.remember(b"c" * 16, NOW + FRESH + 301)
    assert endings.marks(NOW + FRESH + 301) == [mark_of(b"c" * 16)]
