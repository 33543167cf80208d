"""The files of a release: one document, made from what disclosure control gave, in five forms."""

from collections.abc import Mapping

from chatserver.helpline.publication.document import Document, Stamp, document
from chatserver.helpline.publication.report import report
from chatserver.helpline.publication.sheets import comma_separated, metadata, workbook

__all__ = ["Document", "Stamp", "document", "files"]


def files(made: Document, stamp: Stamp) -> Mapping[str, bytes]:
    """Give every file of a release by its name; the same bytes for the same arguments."""
    return {
        "figures.csv": comma_separated(made, stamp),
        "figures.xlsx": workbook(made, stamp),
        "metadata.json": metadata(made, stamp),
        "report-nl.html": report(made, stamp, "nl"),
        "report-en.html": report(made, stamp, "en"),
    }
