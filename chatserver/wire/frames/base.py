"""What all frames have in common."""

from msgspec import Struct


class FromPage(Struct, forbid_unknown_fields=True, tag_field="type", frozen=True):
    """Base of all frames that a browser sends."""


class FromServer(Struct, tag_field="type", frozen=True):
    """Base of all frames that a browser receives."""
