"""Tables of the documents that are made from tables of the code.

    PYTHONPATH=. python -m tests.architecture.tables

writes them anew; the tests compare.
"""

from pathlib import Path

from chatserver.domain.conversation import TRANSITIONS, State, Step
from chatserver.store.families import FAMILIES
from tests.architecture.tree import DOCS, between


def families() -> str:
    """Return every key family of both stores, for docs/privacy.md."""
    rows = [
        f"| {family.store} | `{family.pattern}` | {family.kind} | {family.holds} |"
        f" {family.lifetime} |"
        for family in FAMILIES
    ]
    head = ["| store | key | type | holds | kept |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def transitions() -> str:
    """Return what may follow what in a conversation, for docs/glossary.md."""
    head = "| step | " + " | ".join(f"when {state}" for state in State) + " |"
    rows = [
        f"| {step} | "
        + " | ".join(TRANSITIONS[state].get(step, "refused") for state in State)
        + " |"
        for step in Step
    ]
    return "\n".join([head, "|---" * (len(State) + 1) + "|", *rows]) + "\n"


TABLES = (("families", DOCS / "privacy.md", families), ("life", DOCS / "glossary.md", transitions))


def write(mark: str, page: Path, table: str) -> None:
    """Put a table between its marks."""
    text = page.read_text("utf-8")
    page.write_text(text.replace(f"-->\n{between(page, mark)}<!--", f"-->\n{table}<!--"), "utf-8")


if __name__ == "__main__":
    for mark, page, table in TABLES:
        write(mark, page, table())
