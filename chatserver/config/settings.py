"""Every setting: its name, its default, and the reason for it.

The sections check what a type cannot say; `chatserver.example.toml` shows them all.
"""

import itertools
import re
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from chatserver.domain.errors import Misconfigured
from chatserver.domain.hours import OpeningHours
from chatserver.domain.sources import Whence, networks
from chatserver.wire.limits import MAX_CONVERSATIONS
from chatserver.wire.onion import is_onion

UNITS: Final = {"s": 1, "min": 60, "h": 3600, "days": 86400}


class Seconds(float):
    """A duration; written as a number and a unit of UNITS."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: object) -> "Seconds":
        """Read "10 min". Raises ValueError for anything else."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?) ?(s|min|h|days)", str(text))
        if not found or not float(found[1]):
            raise ValueError('Expected a duration such as "20 s", "10 min", "4 h" or "7 days"')
        return cls(float(found[1]) * UNITS[found[2]])


LONGEST_ALONE: Final = 30 * 60
"""Seconds. What one person may do to everybody behind one address, in every installation."""

LONGEST_CONVERSATION: Final = 4 * 3600
"""Seconds. Promise 3: what we say about forgetting must hold for every installation."""

LONGEST_BREAK: Final = 2 * 3600
"""Seconds. Whoever rests longer goes home."""

Port = Annotated[int, Meta(ge=0, le=65535)]
Count = Annotated[int, Meta(ge=1)]


CLUSTERS: Final = frozenset({"redis+cluster", "rediss+cluster"})
SCHEMES: Final = CLUSTERS | {"redis", "rediss", "unix", "redis+sentinel", "rediss+sentinel"}
"""rediss is TLS. Sentinel: `redis+sentinel://host:26379,host:26379/service`."""


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings that belong together: a `[table]` of the file."""


def _check_order(section: Section, *names: str) -> None:
    for lower, upper in itertools.pairwise(names):
        if getattr(section, lower) > getattr(section, upper):
            raise ValueError(f"{lower}: expected no more than {upper}")


ORIGIN: Final = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]+)?", re.ASCII)
"""Exactly: it becomes a part of a Content-Security-Policy, where a ";" would begin another rule."""


def check_origin(origin: str, name: str = "origins") -> None:
    """Refuse what is no origin of a page with cryptography. Raises ValueError with the name."""
    if not ORIGIN.fullmatch(origin):
        raise ValueError(f"{name}: expected addresses such as https://chat.example.org, no path")
    parts = urlsplit(origin)
    host = parts.hostname or ""
    local = host == "localhost" or host.endswith(".onion") or host.startswith("127.")
    if host.endswith(".onion") and not is_onion(origin):
        raise ValueError(f"{name}: expected http://, 56 letters and digits, and .onion")
    if parts.scheme == "http" and not local:
        # Browsers offer no cryptography to a page from plain http.
        raise ValueError(f"{name}: expected https://, except for localhost and .onion")


def read_secret(path: Path) -> str:
    """Read a secret from a file that only we (and perhaps our group) may read."""
    try:
        mode = path.stat().st_mode
        # Container engines mount secrets readable for all, in a place that only we see.
        if mode & 0o007 and not path.is_relative_to("/run/secrets"):
            raise Misconfigured(f"{path}: everybody on this machine may read it: chmod 600")
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}") from None


class Listener(Section, frozen=True):
    """Where one of the two sites listens, and what it is called outside."""

    host: str = "127.0.0.1"  # a proxy on this machine ends TLS; nobody else may reach us
    port: Port = 8080
    # What a browser has in its address bar: websockets of any other page are refused.
    # Empty: this machine only.
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for origin in self.origins:
            check_origin(origin)
            if origin.startswith("https:") and not getattr(self, "secure_cookies", True):
                raise ValueError("secure_cookies: expected true where origins has https://")

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The origins, or those of a browser on this machine."""
        here = (f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}")
        return self.origins or here


class VisitorListener(Listener, frozen=True):
    """The site of the visitors."""

    # Who is called taps once before anybody reads: no conversation opens on a screen that nobody
    # looks at. False: the first professional is let in at once.
    asks_ready: bool = True
    # After a conversation three short questions, each of which can be skipped. Nobody can tell who
    # answered what, and a helpline hears whether it helps (decision 0043). False: nothing is asked.
    asks_afterwards: bool = True
    # The professional sees that the visitor is writing. Off: who writes for long and wipes it out
    # again need not show that; the visitor sees in any case that the professional writes.
    says_writing: bool = False


class StaffListener(Listener, frozen=True):
    """The site of the professionals and the coordinators."""

    port: Port = 8081  # an origin of its own: a fault in one site cannot reach the other
    secure_cookies: bool = True  # false only for a browser that refuses them on localhost


class Store(Section, frozen=True):
    """How to reach one Redis of your own. Its repr shows no address and no password."""

    url: str = ""  # empty: we start a private redis-server ourselves
    username: str = "chatserver"
    password_file: Path | None = None  # in a file: arguments and environments are seen by others
    tls_ca_file: Path | None = None  # for rediss:// with a certificate of your own authority
    allow_default_user: bool = False  # decision 0003: for a hosted Redis without ACL users
    sentinel_username: str = ""  # the sentinels keep users of their own
    sentinel_password_file: Path | None = None  # left out: they ask for none
    acknowledged_by: Annotated[int, Meta(ge=0, le=5)] = 0  # decision 0019: replicas to wait for

    def __post_init__(self) -> None:
        if self.acknowledged_by and not self.url:
            raise ValueError("acknowledged_by: expected 0 without a url: ours has no replicas")
        kind = urlsplit(self.url).scheme
        known = SCHEMES if isinstance(self, Vault) else SCHEMES - CLUSTERS
        if self.url and kind not in known:
            raise ValueError(f"url: expected it to start with one of {', '.join(sorted(known))}")

    @property
    def is_embedded(self) -> bool:
        """Nothing is configured: start a private one."""
        return not self.url

    def __repr__(self) -> str:  # type: ignore[explicit-override] # typing has it from 3.12
        """Say what kind of store, nothing else."""
        kind = urlsplit(self.url).scheme if self.url else "embedded"
        return f"{type(self).__name__}({kind})"

    def password(self) -> str | None:
        """Read the password from its file; None when there is no such file in the settings."""
        return None if self.password_file is None else read_secret(self.password_file)

    def sentinel_password(self) -> str | None:
        """The same for the sentinels."""
        file = self.sentinel_password_file
        return None if file is None else read_secret(file)


class Vault(Store, frozen=True):
    """The store that forgets."""

    max_megabytes: Count = 256  # of the private one: full means "come back later", not swapping


class Limits(Section, frozen=True):
    """Times and sizes; DESIGN.md §9."""

    heartbeat: Seconds = Seconds(20)  # a dead line is seen within 31 s; proxies cut at 60
    visitor_grace: Seconds = Seconds(600)  # a lost line: a tunnel, a lift, a hiding place
    professional_grace: Seconds = Seconds(60)  # gone for so long, the visitor is next in line
    ready_within: Seconds = Seconds(120)  # called and no answer: somebody else is helped first
    silent_prompt: Seconds = Seconds(600)  # a visitor who does nothing is asked: are you there?
    silent_close: Seconds = Seconds(1200)  # and after a warning, the conversation ends
    conversation_lifetime: Seconds = Seconds(14400)  # hard: nothing outlives it, whatever breaks
    vault_lifetime: Seconds = Seconds(1800)  # after the last activity; covers every grace
    first_frame: Seconds = Seconds(10)  # a socket that says nothing only holds a place
    frames_per_second: Count = 20  # a fast typist with receipts makes 5
    frames_burst: Count = 60  # a reload acknowledges everything at once
    bytes_per_minute: Annotated[int, Meta(ge=65536)] = 1_048_576  # 46 of the largest frames
    max_waiting: Count = 200  # more than a night's staff will reach: be honest instead
    # Conversations of one professional; a page can come back with no more than that many.
    capacity: Annotated[int, Meta(ge=1, le=MAX_CONVERSATIONS)] = 3
    max_sockets: Count = 10_000  # of one process; each costs some 20 kB
    session_idle: Seconds = Seconds(1800)  # a staff screen left alone
    session_absolute: Seconds = Seconds(43200)  # no shift is longer

    def __post_init__(self) -> None:
        _check_order(self, "visitor_grace", "vault_lifetime", "conversation_lifetime")
        _check_order(self, "ready_within", "silent_prompt", "silent_close")
        _check_order(self, "session_idle", "session_absolute")
        _check_order(self, "frames_per_second", "frames_burst")
        if self.conversation_lifetime > LONGEST_CONVERSATION:
            raise ValueError('conversation_lifetime: expected at most "4 h"')


class Edge(Section, frozen=True):
    """What a stranger can do to one process from outside (decision 0026)."""

    # Addresses of your own TLS proxies: only they are believed about who is behind them. Empty:
    # everybody behind a proxy is one stranger, so nobody is counted by where they come from.
    proxies: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()  # never counted: a shelter, a school, an office of yours
    max_connections: Count = 12_000  # more than sockets: pages are fetched meanwhile
    # Of max_sockets. Not fewer: after a restart all pages come at the same moment.
    max_silent_sockets: Count = 8000
    idle: Seconds = Seconds(10)  # a connection that sends no whole request only holds a place
    body: Seconds = Seconds(10)  # 16 KiB on the slowest phone take four
    stalled: Seconds = Seconds(30)  # 64 KiB at 17 kbit/s; GPRS had more
    source_sockets: Count = 200  # a school or a carrier's customers: as many as may wait
    source_handshakes_per_minute: Count = 600  # all of those come back after a restart, thrice
    source_newcomers_per_minute: Count = 60  # two classes after the same lesson

    def __post_init__(self) -> None:
        for name in ("proxies", "exempt"):
            try:
                networks(getattr(self, name))
            except ValueError:
                raise ValueError(f"{name}: expected addresses or networks") from None

    @property
    def whence(self) -> Whence:
        """What the addresses of connections mean."""
        return Whence(proxies=networks(self.proxies), exempt=networks(self.exempt))

    def __repr__(self) -> str:  # type: ignore[explicit-override] # typing has it from 3.12
        """Show no address: that of a shelter is a secret."""
        return "Edge()"


class CoolDown(Section, frozen=True):
    """How long a source may be held back from new conversations (decision 0025)."""

    alone: Seconds = Seconds(1800)  # by one professional: a household or a school waits along
    longest: Seconds = Seconds(7200)  # where a coordinator agrees: about a shift's evening

    def __post_init__(self) -> None:
        _check_order(self, "alone", "longest")
        if self.alone > LONGEST_ALONE or self.longest > LONGEST_CONVERSATION:
            raise ValueError('alone: expected at most "30 min", and longest at most "4 h"')


class Tally(Section, frozen=True):
    """How tags become tallies; DESIGN.md §8."""

    correction_window: Seconds = Seconds(604800)  # a professional's next shift is within a week
    fold_batch: Annotated[int, Meta(ge=10)] = (
        10  # fewer at once would show one conversation in the numbers
    )
    fold_every: Seconds = Seconds(60)  # a look at what waits; seldom would keep figures back
    counted_marks: Seconds = Seconds(1209600)  # must outlive the correction window, twice over
    # A quarter of a few hundred people is mostly small numbers, and once it was shown the year
    # has to hide what would give them away (decision 0037). True: for thousands.
    quarters: bool = False

    def __post_init__(self) -> None:
        _check_order(self, "correction_window", "counted_marks")


class Desk(Section, frozen=True):
    """How visitors and professionals are brought together, and when somebody is offered rest."""

    # Who says that they are free is proposed the visitor who is next, whoever has been idle
    # longest first. Nobody is until they say so, and taking by hand stays: so it costs a team
    # that works by taking nothing, and nobody waits in front of two colleagues who each think
    # that the other one takes them. False: by hand only.
    propose: bool = True
    # As long as it takes to finish a sentence and look up. Longer, and the visitor waits for an
    # empty chair. Two that nobody answered in a row make somebody away.
    proposal_seconds: Seconds = Seconds(30)
    # So long a visitor waits for somebody who speaks their language; then whoever has time is
    # asked. Shorter than people wait for anything, longer than a colleague needs to come back.
    language_wait: Seconds = Seconds(600)
    # Conversations whose tag says that they were hard, after which a break is offered, never
    # forced: three of them are most of a night's work. 0: never.
    break_after: Annotated[int, Meta(ge=0, le=50)] = 3
    break_length: Seconds = Seconds(900)  # a walk and a cup of tea

    def __post_init__(self) -> None:
        for name, shortest, longest in (
            ("proposal_seconds", 5, 300),
            ("language_wait", 60, 3600),
            ("break_length", 60, LONGEST_BREAK),
        ):
            if not shortest <= getattr(self, name) <= longest:
                raise ValueError(f'{name}: expected from "{shortest} s" to "{longest} s"')


class DeskHours(Section, frozen=True):
    """When newcomers are let in, in the words of `domain.hours`."""

    zone: str = "Europe/Amsterdam"
    week: tuple[str, ...] = ()  # empty: day and night
    dates: tuple[str, ...] = ()  # holidays, and other days with hours of their own
    closing_soon: Seconds = Seconds(1800)  # about one conversation: who waits can still choose
    # How long those in line may still be taken: the shift that ends helps whom it can.
    after_closing: Seconds = Seconds(1800)

    def __post_init__(self) -> None:
        self.read()
        for name in ("closing_soon", "after_closing"):
            if getattr(self, name) > LONGEST_CONVERSATION:
                raise ValueError(f'{name}: expected at most "4 h"')

    def read(self) -> OpeningHours:
        """The hours themselves."""
        return OpeningHours.read(
            self.zone, week=self.week, dates=self.dates, soon=self.closing_soon
        )


class Settings(Section, frozen=True):
    """Everything an operator can set."""

    visitors: VisitorListener = VisitorListener()
    staff: StaffListener = StaffListener()
    vault: Vault = Vault()
    ledger: Store = Store()
    data_directory: Path = Path("data")  # the private ledger and its key; back this up
    # Empty: made at the start and forgotten at the end. Several machines need one file.
    key_ring_file: Path | None = None
    ledger_key_file: Path | None = None  # empty: ledger.key in the data directory
    web_directory: Path | None = None  # empty: the pages inside this package
    contacts_file: Path | None = None  # empty: the contact cards inside this package
    # What the visitor's page says of the organisation, where the pages have none of their own
    # (decision 0042). Empty: the file inside this package.
    organisation_file: Path | None = None
    desk: Desk = Desk()
    hours: DeskHours = DeskHours()
    limits: Limits = Limits()
    edge: Edge = Edge()
    cool_down: CoolDown = CoolDown()
    tally: Tally = Tally()

    def __post_init__(self) -> None:
        visitors, staff = self.visitors, self.staff
        if visitors.port and (visitors.host, visitors.port) == (staff.host, staff.port):
            raise ValueError("staff.port: expected another than visitors.port")
        if self.vault.url and self.vault.url == self.ledger.url:
            raise ValueError("ledger.url: expected another Redis than vault.url")

    @property
    def ledger_key_path(self) -> Path:
        """Where the key of the ledger is, or will be made."""
        return self.ledger_key_file or self.data_directory / "ledger.key"
