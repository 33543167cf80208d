from chatserver.domain.tallies import Cell
from chatserver.helpline.counting import CELL_KEY_VALUES, sums

LEFT, BOTH, RIGHT = (Cell("t5", row, "2026") for row in ("z", "m", "a"))


def test_each_tag_adds_one_to_its_cells_and_one_key_of_its_own_to_all_of_them() -> None:
    found = sums([(LEFT, BOTH), (BOTH, RIGHT)])

    counts = {name: count for name, (count, _) in found.items()}
    assert counts == {LEFT.key: 1, BOTH.key: 2, RIGHT.key: 1}
    assert found[BOTH.key][1] == found[LEFT.key][1] + found[RIGHT.key][1]


def test_keys_are_drawn_anew_and_within_their_range() -> None:
    drawn = [sums([(LEFT,)])[LEFT.key][1] for _ in range(64)]

    assert all(0 <= key < CELL_KEY_VALUES for key in drawn)
    assert len(set(drawn)) > 8


def test_the_order_tells_nothing_of_who_came_first() -> None:
    assert list(sums([(LEFT, BOTH), (RIGHT,)])) == sorted((LEFT.key, BOTH.key, RIGHT.key))
