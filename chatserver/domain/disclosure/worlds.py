"""Another world: proof that what was hidden cannot be worked out, by any means.

A *move* adds something to some numbers so that every law still holds. If, after it, every
number still fits all that was printed, then the world after the move looks just like the true
one to any reader. A number that the move changes therefore cannot be worked out: not by
subtracting, not by a solver, not by trying everything. (A reader who knows laws that
`domain/disclosure/laws.py` does not state is another matter; decision 0035.)

Finding a move is a search: change the number by one, and mend each law that no longer holds
by changing one more of its numbers. Where that fails, the search may go through numbers that
are printed, at a price, and what it went through has to be hidden (I5). A search may give up
too early; then more is hidden than necessary, never less. `stands` checks a move by itself.

Such searches either succeed soon or lose themselves for very long, depending on the order in
which they try. So each is short, and is tried again in other orders.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from chatserver.domain.disclosure.system import System

Move = Mapping[int, int]
"""What is added to which numbers."""

STEPS: Final = 40
"""Steps back in one search before it gives up: most that succeed need only a few."""

TRIES: Final = 8
"""Orders in which each search is tried, up and down."""

LONGEST: Final = 300
"""Numbers one move may change."""

PATIENT: Final = range(TRIES, 3 * TRIES)
"""More orders, for the few numbers that are hard."""

PRICES: Final = (0, 3, 6, 12, 24, 48, 96, 192)
"""How much may be hidden for one move; where that is not enough, tables are withheld instead."""

_FINE: Final = 16
"""Steps between two ways of the same worth, for the order they are tried in."""

Way = tuple[int, int, int, int]
"""Price, how much worse the laws hold, number, what is added to it."""


class Board(Protocol):
    """What is printed, and what hiding more of it would cost."""

    low: list[int]
    high: list[int]
    """What readers know of each number: it lies between these, both included."""
    changes: int
    """How often anything more was hidden."""

    def price(self, number: int, value: int) -> int | None:
        """Give the cost of hiding so much that the number may have this value, if it can be."""

    def is_free(self, number: int) -> bool:
        """Tell whether any more of a number can be hidden."""


def stands(system: System, board: Board, move: Move) -> bool:
    """Check a move: every law holds, and every number fits what is printed."""
    fits = all(
        max(0, board.low[number]) <= system.truth[number] + more <= board.high[number]
        for number, more in move.items()
    )
    touched = {law for number in move for law, _ in system.holding[number]}
    return fits and all(
        sum(factor * move.get(number, 0) for number, factor in system.laws[law]) == 0
        for law in touched
    )


class Worlds:
    """Looks for moves on one board, and remembers what the board says about each law."""

    def __init__(self, system: System, board: Board) -> None:
        self.system = system
        self.board = board
        self._seen = board.changes
        self._loose: dict[int, tuple[tuple[int, int], ...]] = {}
        self._movable: dict[int, tuple[tuple[int, int], ...]] = {}
        self._slack: dict[int, tuple[int, int]] = {}

    def cheapest(
        self,
        number: int,
        starts: Sequence[Move] = (),
        most: Sequence[int] = PRICES,
        orders: range = range(TRIES),
    ) -> Move | None:
        """Look for a move that changes a number, hiding as little as possible.

        Args:
            number: what is to change.
            starts: moves to begin with, that may not fit any more: those of another time.
            most: how much may be hidden, tried in this order.
            orders: in which orders each search is tried.
        """
        for limit in most:
            for start in starts:
                move = self.once(start, 0, limit)
                if move is not None and number in move:
                    return move
            for step in (1, -1):
                for order in orders:
                    search = _Search(self, limit, order)
                    if search.start({number: step}):
                        return search.moved
                    if search.steps >= 0:
                        break  # All ways were tried: another order would not help.
        return None

    def once(self, start: Move, order: int, most: int = 0) -> Move | None:
        """Look once for a move that begins with what fits of `start`."""
        search = _Search(self, most, order)
        return search.moved if search.start(start) else None

    def remember(self) -> None:
        """Forget what the board said before it was changed."""
        if self._seen != self.board.changes:
            self._seen = self.board.changes
            self._loose.clear()
            self._movable.clear()
            self._slack.clear()

    def loose(self, law: int) -> tuple[tuple[int, int], ...]:
        """Give the numbers of a law that are not printed exactly, and are in other laws too."""
        if law not in self._loose:
            low, high, holding = self.board.low, self.board.high, self.system.holding
            self._loose[law] = tuple(
                (number, factor)
                for number, factor in self.system.laws[law]
                if low[number] < high[number] and len(holding[number]) > 1
            )
        return self._loose[law]

    def movable(self, law: int) -> tuple[tuple[int, int], ...]:
        """Give the numbers of a law that are not printed exactly, or need not be."""
        if law not in self._movable:
            self._movable[law] = tuple(
                (number, factor)
                for number, factor in self.system.laws[law]
                if self.board.low[number] < self.board.high[number] or self.board.is_free(number)
            )
        return self._movable[law]

    def slack(self, law: int) -> tuple[int, int]:
        """Give how much the numbers can take together that are in no other law."""
        if law not in self._slack:
            rooms = [self.leeway(number, factor) for number, factor in self.system.single[law]]
            self._slack[law] = sum(low for low, _ in rooms), sum(high for _, high in rooms)
        return self._slack[law]

    def leeway(self, number: int, factor: int) -> tuple[int, int]:
        """Give by how much a number can change what a law adds up to."""
        truth = self.system.truth[number]
        below, above = self.board.low[number] - truth, self.board.high[number] - truth
        return (below, above) if factor > 0 else (-above, -below)


class _Search:
    """One search. `amiss`: by how much laws do not hold; `left`: what may still be hidden.

    Numbers that are in one law only are not searched through: they take what is left over in
    it, if they can, and are filled in at the end. `wrong` are the laws where they cannot.
    """

    def __init__(self, worlds: Worlds, left: int, order: int) -> None:
        worlds.remember()
        self.worlds = worlds
        self.system = worlds.system
        self.board = worlds.board
        self.left = left
        self.steps = STEPS
        self.chance = order
        self.moved: dict[int, int] = {}
        self.amiss: dict[int, int] = {}
        self.wrong: dict[int, None] = {}

    def start(self, start: Move) -> bool:
        for number, more in start.items():
            price = self._price(number, more)
            if price is not None and price <= self.left:
                self.left -= price
                self.moved[number] = more
                self._change(number, more)
        self._look()
        if not self.moved or not self._mend():
            return False
        for law in tuple(self.amiss):
            self._fill(law)
        return True

    def _look(self) -> None:
        """Find the laws that are wrong, once all that is moved is known."""
        for law in self.amiss:
            self._weigh(law)

    def _weigh(self, law: int) -> None:
        low, high = self._slack(law)
        if low <= -self.amiss[law] <= high:
            self.wrong.pop(law, None)
        else:
            self.wrong[law] = None

    def _price(self, number: int, more: int) -> int | None:
        value = self.system.truth[number] + more
        if self.board.low[number] <= value <= self.board.high[number]:
            return 0
        return self.board.price(number, value) if value >= 0 else None

    def _change(self, number: int, more: int) -> None:
        amiss, wrong = self.amiss, self.wrong
        for law, factor in self.system.holding[number]:
            amount = amiss.get(law, 0) + factor * more
            if amount:
                amiss[law] = amount
                self._weigh(law)
            else:
                amiss.pop(law, None)
                wrong.pop(law, None)

    def _slack(self, law: int) -> tuple[int, int]:
        low, high = self.worlds.slack(law)
        for number, factor in self.system.single[law]:
            if number in self.moved:
                below, above = self.worlds.leeway(number, factor)
                low, high = low - below, high - above
        return low, high

    def _mend(self) -> bool:
        if not self.wrong:
            return True
        if len(self.moved) >= LONGEST:
            return False
        for price, _, number, more in self._choices():
            if self.steps < 0:
                return False
            self.left -= price
            self.moved[number] = more
            self._change(number, more)
            if self._mend():
                return True
            del self.moved[number]
            self._change(number, -more)
            self.left += price
            self.steps -= 1
        return False

    def _fill(self, law: int) -> None:
        for number, factor in self.system.single[law]:
            if number not in self.moved and law in self.amiss:
                below, above = self.worlds.leeway(number, 1)
                more = min(max(-self.amiss[law] * factor, below), above)
                if more:
                    self.moved[number] = more
                    self._change(number, more)

    def _choices(self) -> list[Way]:
        """Give the ways to mend the law that has fewest."""
        best: list[Way] | None = None
        for law in self.wrong:
            ways = self._ways(law, len(best) if best is not None else None)
            if best is None or len(ways) < len(best):
                best = ways
                if len(ways) <= 1:
                    break
        return sorted((price, self._worse(n, more), n, more) for price, _, n, more in best or ())

    def _ways(self, law: int, most: int | None) -> list[Way]:
        """Give the ways to mend one law; no need for all if there are at least `most`."""
        wrong, left, moved, holding = self.amiss[law], self.left, self.moved, self.system.holding
        ways: list[Way] = []
        for number, factor in self.worlds.movable(law) if left else self.worlds.loose(law):
            if number in moved:
                continue
            more, uneven = divmod(-wrong, factor)
            if uneven:
                continue
            for amount in (more,) if -1 <= more <= 1 else (more, 1 if more > 0 else -1):
                price = self._price(number, amount)
                if price is None or price > left:
                    continue
                if price or len(holding[number]) > 1:
                    ways.append((price, 0, number, amount))
                    if len(ways) == most:
                        return ways
        return ways

    def _worse(self, number: int, more: int) -> int:
        """Tell how many more laws would not hold; equals in an order of their own each time."""
        amiss, found = self.amiss, 0
        for law, factor in self.system.holding[number]:
            wrong = amiss.get(law, 0)
            found += (wrong + factor * more != 0) - (wrong != 0)
        self.chance = (self.chance * 1103515245 + 12345) % 2**31
        return found * _FINE + (self.chance >> 16) % (2 * _FINE)
