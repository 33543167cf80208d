"""What a published site says about itself: its `config.json`s, as the operator writes them."""

from pathlib import Path

from chatserver.config.settings import Section, check_origin
from chatserver.wire.onion import is_onion


class Hours(Section, frozen=True):
    """When the chat is open, in words, by language."""

    nl: str = ""
    en: str = ""


class SiteConfig(Section, frozen=True):
    """What differs between two sites made of the same build."""

    # Where the chat server is, seen from a browser. Empty: it serves the page itself.
    api: str = ""
    staff_api: str = ""
    # Empty: as in the build. A page everybody opens now and then, that is fast and asks nothing.
    exit: str = ""
    hours: Hours = Hours()
    # What the visitor's page says of the organisation; it is signed with the page. Empty: the file
    # inside this package.
    organisation_file: Path | None = None
    # Not in the pages: the chat server that serves them adds its own, which nobody signed, and
    # changes it without a new site. Only where that server is trusted with the pages anyway.
    organisation_beside: bool = False
    # An onion service of the visitors' page: said where there are no scripts, and by a header that
    # Tor Browser knows. `chatserver onion` says how Tor comes to serve it.
    onion: str = ""
    demo: bool = False  # the pages say that nobody is there to help

    def __post_init__(self) -> None:
        for name in ("api", "staff_api"):
            if origin := getattr(self, name):
                check_origin(origin, name)
        if self.exit and not self.exit.startswith("https://"):
            # Otherwise the exit is a way in: `javascript:`, or a page that others can read along.
            raise ValueError("exit: expected https://")
        if self.onion and not is_onion(self.onion):
            raise ValueError("onion: expected http://, 56 letters and digits, and .onion")
        if self.organisation_beside and (self.organisation_file or self.exit):
            raise ValueError("organisation_beside: not together with organisation_file or exit")
