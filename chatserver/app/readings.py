"""What coordinators read: how busy it is, and the figures of closed periods."""

from collections.abc import Awaitable, Callable

from chatserver.app.codebooks import closing_questions
from chatserver.app.stores import Stores
from chatserver.config import Settings
from chatserver.crypto.at_rest import KeyRing
from chatserver.helpline.board import Board
from chatserver.helpline.colleagues import Colleagues
from chatserver.helpline.counting import Counting
from chatserver.helpline.figures import Figures
from chatserver.helpline.footfall import Turnstile
from chatserver.helpline.moments import Moments
from chatserver.helpline.opening import Opening
from chatserver.helpline.prints import Prints
from chatserver.helpline.releases import Releases
from chatserver.helpline.staffing import Staffing


class Readings:
    """The board, the figures, the releases, and what counts who came."""

    def __init__(
        self,
        settings: Settings,
        stores: Stores,
        moments: Moments,
        *,
        counting: Counting,
        counts: Callable[[], Awaitable[None]],
        staffing: Staffing,
        opening: Opening,
        colleagues: Colleagues,
        ring: KeyRing,
    ) -> None:
        """Args: counts: counts all whose time has come. ring: the vault's."""
        vault, ledger, clock = stores.vault, stores.ledger, moments.clock
        prints = Prints(
            ledger=ledger,
            clock=clock,
            settle=counts,
            window=counting.window,
            quarters=settings.tally.quarters,
        )
        self.figures = Figures(
            ledger=ledger,
            codebooks=counting.codebooks,
            afterwards=closing_questions(),
            clock=clock,
            prints=prints,
        )
        self.turnstile = Turnstile(
            counts=vault.footfall,
            ledger=ledger,
            ring=counting.ring,
            opening=opening,
            moments=moments,
            most=settings.limits.max_waiting,
        )
        self.board = Board(
            desk=vault.desk,
            crew=vault.crew,
            colleagues=colleagues,
            turnstile=self.turnstile,
            ring=ring,
            clock=clock,
            proposes=settings.desk.propose,
        )
        self.releases = Releases(
            ledger=ledger,
            staffing=staffing,
            codebooks=counting.codebooks,
            afterwards=closing_questions(),
            prints=prints,
            clock=clock,
        )
