"""Disclosure control: the only way from cells to anything a person sees (DOMAIN.md 4).

    answers → laws → system          what adds up to what, and what is true
    worlds                           proof that a hidden number could be another
    spans, shown, sheet, internal    what coordinators see, period after period (I1-I8)
    rounding, releases, noise        what is published (P1-P8), and published again (P10)

Pure, standard library only. What is assumed about readers: decision 0035.
"""

from chatserver.domain.disclosure.internal import Leak, prints, views
from chatserver.domain.disclosure.shown import Print, View
from chatserver.domain.disclosure.spans import last_closed
from chatserver.domain.disclosure.system import Disagree

__all__ = ["Disagree", "Leak", "Print", "View", "last_closed", "prints", "views"]
