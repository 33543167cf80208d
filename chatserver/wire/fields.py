"""What a field of a frame may hold: lengths, ranges, words."""

from typing import Annotated, Literal

from msgspec import Meta

from chatserver.wire import limits

Cid = Annotated[bytes, Meta(min_length=16, max_length=16)]
Ref = Annotated[bytes, Meta(min_length=16, max_length=16)]
Place = Annotated[bytes, Meta(min_length=8, max_length=8)]
Ticket = Annotated[bytes, Meta(min_length=16, max_length=16)]
ColleagueId = Annotated[bytes, Meta(min_length=8, max_length=8)]
"""By which a colleague is known at the desk until their shift is over."""
Key32 = Annotated[bytes, Meta(min_length=32, max_length=32)]
Sealed = Annotated[
    bytes, Meta(min_length=min(limits.SEALED_SIZES), max_length=max(limits.SEALED_SIZES))
]
Offering = Annotated[bytes, Meta(min_length=1, max_length=limits.MAX_OFFER_BYTES)]
Signature = Annotated[
    bytes, Meta(min_length=limits.SIGNATURE_BYTES, max_length=limits.SIGNATURE_BYTES)
]
Entry = Annotated[bytes, Meta(min_length=1, max_length=limits.MAX_ENTRY_BYTES)]
Device = Annotated[bytes, Meta(min_length=limits.DEVICE_BYTES, max_length=limits.DEVICE_BYTES)]
Revocations = Annotated[bytes, Meta(min_length=1, max_length=limits.MAX_REVOKED_BYTES)]
Grants = Annotated[
    list[Annotated[bytes, Meta(min_length=1, max_length=limits.MAX_GRANT_BYTES)]],
    Meta(min_length=1, max_length=2),
]
Granted = Annotated[bytes, Meta(min_length=1, max_length=limits.MAX_GRANT_BYTES)]
Blob = Annotated[bytes, Meta(max_length=limits.MAX_BLOB_BYTES)]
Slip = Annotated[bytes, Meta(max_length=limits.MAX_SLIP_BYTES)]
Voucher = Annotated[bytes, Meta(min_length=1, max_length=limits.MAX_VOUCHER_BYTES)]
Pass = Annotated[bytes, Meta(min_length=1, max_length=limits.MAX_PASS_BYTES)]
Seq = Annotated[int, Meta(ge=0, le=2**31)]
Minutes = Annotated[int, Meta(ge=0, le=1440)]
CoolDownMinutes = Annotated[int, Meta(ge=1, le=240)]
Epoch = Annotated[int, Meta(ge=0, le=65535)]
Suites = Annotated[list[Annotated[int, Meta(ge=1, le=255)]], Meta(min_length=1, max_length=4)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2}\Z")]
Word = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,23}\Z")]
Version = Annotated[str, Meta(pattern=r"^[a-z0-9.-]{1,40}\Z")]

Left = Literal["left", "exit"]
Ending = Literal[
    "left",
    "exit",
    "done",
    "gone",
    "silent",
    "time",
    "passed",
    "declined",
    "not_accepted",
    "absent",
    "unanswered",
]
"""The last five are told to a professional only: the conversation goes on without them.
passed: they left it to a colleague. declined: the visitor said no. not_accepted: the
visitor's page does not take their device. absent: they were away too long. unanswered: the visitor
did not answer, and waits again. silent: the visitor
did nothing for long, and was warned. time: the hard end has come; both were told before."""
How = Literal["handover", "join"]
AskedRole = Literal["supervisor"]
"""Whom one can ask by role: the only one of which nobody knows who it will be."""
StaffRole = Literal["professional", "supervisor"]
ColleagueState = Literal["free", "busy", "away", "break", "ending"]
Parting = Literal["ended", "not_now", "gone"]
"""Why a consult is over: one of the two ended it, who was asked cannot now, or one is gone."""
Why = Literal["no", "not_accepted"]
DeviceState = Literal["unknown", "waiting", "approved", "revoked"]
Presence = Literal["here", "lost"]
DutyState = Literal["free", "away", "break", "ending"]
DutyWhy = Literal["missed", "rested"]
"""Why somebody is away who did not choose it: they missed two proposals, or a break is over."""
ProposalGone = Literal["late", "gone"]
"""Nobody answered in time; or the visitor is with somebody else by now, or has left."""
WallTime = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d\Z")]
"""A time as the helpline's clock shows it: a page needs neither a clock nor a time zone."""
DeskState = Literal["open", "full", "closed"]
SkipReason = Literal["fault", "no_time", "other"]
