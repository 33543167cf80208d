"""The families of keys that are about colleagues only: part of `families`."""

from typing import Final

from chatserver.store.family import Family

OF_COLLEAGUES: Final = (
    Family(
        store="vault",
        pattern="hl:{desk}:present",
        kind="hash",
        holds="per pseudonym of who has the staff page open: a random id that colleagues know them "
        "by in this shift, until when a page is there; sealed: name, role, languages",
        lifetime="two hours after their last window; desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:consults",
        kind="hash",
        holds="per consult: pseudonyms of the colleague who asks and of the one who is asked",
        lifetime="as the consult; desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:consult:CONSULT",
        kind="hash",
        holds="the same two, how many words; sealed: names, what they sit down with; words, sealed "
        "by the pages (HL1) and once more",
        lifetime="30 minutes after the last word; a minute after one of the two is gone",
    ),
)
"""Who is here, and what they say to each other."""
