"""Which years are protected together, and that this never changes for a year that was shown."""

from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.stretches import Stretch, stretches

YEARS = st.sets(st.integers(2015, 2030))


def kept(*found: Stretch) -> dict[int, int]:
    return {year: each.first for each in found for year in range(each.first, each.last + 1)}


def test_years_in_a_row_go_together_and_a_gap_divides() -> None:
    assert stretches({2019, 2020, 2023}, {}) == (Stretch(2019, 2020), Stretch(2023, 2023))


def test_the_next_year_goes_on_with_the_one_before() -> None:
    assert stretches({2025, 2026}, {2025: 2025}) == (Stretch(2025, 2026),)


def test_an_earlier_year_that_comes_later_stands_by_itself() -> None:
    shown = {2025: 2025}

    assert stretches({2024, 2025}, shown) == (Stretch(2024, 2024), Stretch(2025, 2025))


def test_a_stretch_is_shown_through_its_last_year_and_no_open_month() -> None:
    assert Stretch(2024, 2025).through("2026-10") == "2025-12"
    assert Stretch(2024, 2026).through("2026-10") == "2026-10"
    assert [Stretch(2024, 2025).holds(each) for each in ("2025-Q1", "2026")] == [True, False]


@given(st.lists(YEARS, min_size=1, max_size=5))
def test_a_year_that_was_shown_stays_in_its_stretch(imports: list[set[int]]) -> None:
    counted: set[int] = set()
    before: dict[int, int] = {}
    for years in imports:
        counted |= years
        found = stretches(counted, before)
        after = kept(*found)
        assert set(after) == counted
        assert before.items() <= after.items()
        before = after
