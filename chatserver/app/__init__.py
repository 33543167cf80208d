"""The composition root: builds stores, use cases and sites, starts and closes them in order.

    async with running(settings) as app:
        print(app.visitor_url)

May import: everything but cli and client.
"""

from chatserver.app.contacts import read_contacts
from chatserver.app.crew import Foreman, leading, working
from chatserver.app.embedding import Wish, snippet
from chatserver.app.importing import importing
from chatserver.app.organisation import read_organisation
from chatserver.app.parts import Counted
from chatserver.app.publishing import publish
from chatserver.app.replies import read_replies
from chatserver.app.server import App, running
from chatserver.app.stores import checked_stores, reaching_ledger

__all__ = [
    "App",
    "Counted",
    "Foreman",
    "Wish",
    "checked_stores",
    "importing",
    "leading",
    "publish",
    "reaching_ledger",
    "read_contacts",
    "read_organisation",
    "read_replies",
    "running",
    "snippet",
    "working",
]
