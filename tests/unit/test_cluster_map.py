"""The map of a cluster's slots, as its nodes tell it."""

from chatserver.store.cluster import _map_of


def test_each_slot_has_its_primary_and_a_gap_has_nobody() -> None:
    replica = [b"10.0.0.9", 6390, b"id", []]
    told = [
        [0, 99, [b"10.0.0.1", 6379, b"id", []], replica],
        [101, 16383, [b"two.example", 6380, b"id", []]],
    ]

    slots = _map_of(told, asked=("10.0.0.1", 6379))

    assert slots[0] == slots[99] == ("10.0.0.1", 6379)
    assert slots[100] is None
    assert slots[101] == slots[16383] == ("two.example", 6380)
    assert len(slots) == 16384


def test_a_node_that_does_not_know_its_own_address_is_where_it_was_asked() -> None:
    for unknown in (b"", None):
        slots = _map_of([[0, 16383, [unknown, 6379, b"id", []]]], asked=("here.example", 6379))

        assert set(slots) == {("here.example", 6379)}
