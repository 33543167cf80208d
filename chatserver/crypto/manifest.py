"""What a page consists of, and who says so (docs/protocol.md §1.11).

A manifest names every file of a page by its hash. The organisation signs it with the roster
key, so that whoever knows that key can tell a page of ours from one that was changed.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self, TypeAlias

from chatserver.crypto.hl1.encoding import from_base64, to_base64
from chatserver.crypto.hl1.errors import Hl1Error
from chatserver.crypto.hl1.roster import public_key
from chatserver.crypto.hl1.roster import verify as verify_raw
from chatserver.crypto.roster_key import RosterKey
from chatserver.domain.errors import ChatError

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
CONFIG: Final = "config.json"
INDEX: Final = "index.html"
BESIDE: Final = "organisation.json"
"""Not in a manifest: what a server lays beside a visitor's page that has no such settings in it."""

PageName: TypeAlias = Literal["visitor", "staff"]
PAGES: Final[tuple[PageName, ...]] = ("visitor", "staff")

MAX_BYTES: Final = 65_536
MAX_FILES: Final = 100
"""Of one page; the visitor's has one per language. More would keep who checks busy."""

_SIGNED: Final = b"luwte|manifest\0"
"""Before the manifest in what is signed: the same key signs roster entries."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9]+)+", re.ASCII)
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class ManifestError(ChatError):
    """A manifest, a signature or a key that is not one; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a page consists of. `files`: sha256 in hex by name, without the manifest itself.

    Attributes:
        csp: the policy its host must send; empty where the chat server is its host.
        roster: base64 of the roster's public key; empty in a page that is not published yet.
    """

    page: PageName
    files: Mapping[str, str]
    csp: str = ""
    roster: str = ""

    @classmethod
    def of(
        cls, page: PageName, files: Mapping[str, bytes], *, csp: str = "", roster: str = ""
    ) -> Self:
        """Return the manifest of these files."""
        return cls(
            page=page,
            files={name: hash_of(files[name]) for name in sorted(files)},
            csp=csp,
            roster=roster,
        )

    def encode(self) -> bytes:
        """Write it. One manifest has one text, the one that web/build.mjs writes too."""
        fields: dict[str, Any] = {"v": 1, "page": self.page, "files": dict(self.files)}
        said = {"csp": self.csp, "roster": self.roster}
        fields |= {name: text for name, text in said.items() if text}
        return (json.dumps(fields, indent=2, ensure_ascii=False) + "\n").encode()

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read one, without believing it.

        Raises:
            ManifestError: too long, or not written as ours are.
        """
        if len(data) > MAX_BYTES:
            raise ManifestError(f"longer than {MAX_BYTES} bytes")
        try:
            fields: Any = json.loads(data)
            manifest = cls(
                page=fields["page"],
                files=dict(fields["files"]),
                csp=fields.get("csp", ""),
                roster=fields.get("roster", ""),
            )
            # A name that stands twice, or a field that nobody knows, would be lost here.
            is_ours = manifest.is_sound and manifest.encode() == data
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise ManifestError("not written as ours are") from None
        if not is_ours:
            raise ManifestError("not written as ours are")
        return manifest

    @property
    def is_sound(self) -> bool:
        """Whether it names files of a page, in order, and nothing outside of it."""
        names = list(self.files)
        return (
            self.page in PAGES
            and {INDEX, CONFIG} <= set(names)
            and names == sorted(names)
            and len(names) <= MAX_FILES
            and not {MANIFEST, SIGNATURE} & set(names)
            and all(map(_NAME.fullmatch, names))
            and all(map(_HASH.fullmatch, self.files.values()))
            and all(isinstance(said, str) for said in (self.csp, self.roster))
        )


def hash_of(data: bytes) -> str:
    """Return the hash by which a manifest knows a file."""
    return hashlib.sha256(data).hexdigest()


def integrity(data: bytes) -> str:
    """Return the attribute of an element that makes a browser refuse any other bytes."""
    return "sha256-" + to_base64(hashlib.sha256(data).digest())


def sign(manifest: bytes, key: RosterKey) -> bytes:
    """Return the file beside a manifest that says it is ours."""
    return (to_base64(key.sign(_SIGNED + manifest)) + "\n").encode()


def verify(manifest: bytes, signature: bytes, public: bytes) -> None:
    """Check the file beside a manifest. Args: public: the 65 bytes of the roster key.

    Raises:
        ManifestError: not a signature, or not by this key.
    """
    try:
        verify_raw(
            public_key(public), _SIGNED + manifest, from_base64(signature.decode("ascii").strip())
        )
    except (Hl1Error, UnicodeDecodeError):
        raise ManifestError("not signed by this roster key") from None


def read_public(text: str) -> bytes:
    """Read the base64 of a roster's public key: 65 bytes.

    Raises:
        ManifestError: it is none.
    """
    try:
        public = from_base64(text.strip())
        public_key(public)
    except Hl1Error:
        raise ManifestError("not the public key of a roster: 88 characters of base64") from None
    return public
