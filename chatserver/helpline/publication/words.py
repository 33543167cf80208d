"""What the files of a release say besides labels of the codebook, in Dutch and English."""

from collections.abc import Mapping
from typing import Final

from chatserver.helpline.publication.document import Document, Stamp, Words

TITLE: Final = Words("Cijfers van de chat", "Figures of the chat")
NUMBER: Final = Words("Uitgave", "Release")
DRAFT: Final = Words("CONCEPT: nog niet goedgekeurd", "DRAFT: not approved yet")
MADE_UP: Final = Words(
    "VERZONNEN CIJFERS: ze gaan over niemand", "MADE-UP FIGURES: they are about nobody"
)
REPLACES: Final = Words("Vervangt uitgave {}", "Replaces release {}")
PROPOSED: Final = Words("Voorgesteld door {} op {}", "Proposed by {} on {}")
APPROVED: Final = Words("goedgekeurd door {} op {}", "approved by {} on {}")
TOTAL: Final = Words("Totaal", "Total")
COUNT: Final = Words("Aantal", "Number")
SHARE: Final = Words("Deel van allen", "Share of all")
SEVERAL: Final = Words("meer antwoorden mogelijk", "several answers possible")
IN_THE_FILES: Final = Words(
    "De tabellen met twee vragen samen staan in het werkblad.",
    "The tables of two questions together are in the workbook.",
)

NOISE: Final = Words(
    "Bij elk getal is vooraf iets opgeteld of afgetrokken: nooit meer dan 4, bij toeval, en voor "
    "dezelfde mensen steeds hetzelfde. Zo volgt er niets uit deze en andere uitgaven samen.",
    "Something was added to or taken from every number before: never more than 4, by chance, and "
    "always the same for the same people. So nothing follows from it and other releases.",
)
"""For years that are in a release of other years too (P10)."""

HOW_TO_READ: Final = (
    Words(
        "Elk getal is apart afgerond op vijf. Daarom telt het niet precies op.",
        "Every number is rounded to five by itself. So they do not add up exactly.",
    ),
    Words(
        "“-” betekent: 0 tot 9, of weggelaten zodat zo'n klein getal niet is uit te rekenen.",
        "“-” means: 0 to 9, or left out so that such a small number cannot be worked out.",
    ),
    Words(
        "Een gesprek is geen persoon. Bij elke tabel staat wat er is geteld. Wie vaker kwam zonder "
        "dat te zeggen, telt vaker mee.",
        "A conversation is not a person. Each table says what was counted. Who came again and did "
        "not say so is counted again.",
    ),
    Words(
        "Percentages zijn deel van het afgeronde totaal, en staan er bij vijftig of meer.",
        "Percentages are of the rounded total, and are given where that is fifty or more.",
    ),
)


def how_to_read(made: Document) -> tuple[Words, ...]:
    """Give the sentences that stand beside the figures in every file."""
    return (*HOW_TO_READ, NOISE) if made.is_noisy else HOW_TO_READ


def heading(made: Document, stamp: Stamp) -> Mapping[str, Words]:
    """Give the lines that every file begins with, by a name for machines."""
    number = "" if stamp.is_draft else f" {stamp.number}"
    lines = {
        "release": Words(f"{NUMBER.nl}{number}", f"{NUMBER.en}{number}"),
        "period": Words(made.period, made.period),
        "codebook": Words(made.codebook, made.codebook),
        "rules": Words(made.rules, made.rules),
    }
    if stamp.is_draft:
        lines["draft"] = DRAFT
    if made.is_made_up:
        lines["made_up"] = MADE_UP
    if stamp.replaces is not None:
        lines["replaces"] = Words(
            REPLACES.nl.format(stamp.replaces), REPLACES.en.format(stamp.replaces)
        )
    return lines


def signed(stamp: Stamp) -> Words:
    """Say who proposed it and who approved it."""
    first = (stamp.proposed_by, stamp.proposed_on)
    nl, en = PROPOSED.nl.format(*first), PROPOSED.en.format(*first)
    if stamp.is_draft:
        return Words(f"{nl}.", f"{en}.")
    second = (stamp.approved_by, stamp.approved_on)
    return Words(f"{nl}, {APPROVED.nl.format(*second)}.", f"{en}, {APPROVED.en.format(*second)}.")
