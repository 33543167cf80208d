"""Several processes that serve as one: a foreman, who serves nobody, and its workers.

The foreman owns what must outlive a worker: the doors, private stores, the keys of the vault.
It starts the workers, watches that they live, replaces those that do not, and replaces all of
them one after the other when it is asked to. Decision 0021.
May import: everything app may.
"""

from chatserver.app.crew.foreman import Foreman, leading
from chatserver.app.crew.worker import working

__all__ = ["Foreman", "leading", "working"]
