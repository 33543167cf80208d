"""Make frames.json: one text of every frame, in both directions (docs/protocol.md §2).

    PYTHONPATH=. python tests/vectors/make_frames.py > tests/vectors/frames.json

A text stands without the spaces it is filled up with; `size` is its length with
them. A vector never changes: an old tab stays open for hours while the server
is renewed. A new frame, or a new optional field, gets a new vector.
"""

import json
from hashlib import sha256
from typing import Any

from chatserver.domain.errors import Code
from chatserver.wire import codec, frames, limits


def some(length: int, name: str) -> bytes:
    """Return bytes that look random and never change."""
    return (sha256(f"frame vector {name}".encode()).digest() * (length // 32 + 1))[:length]


CID, REF, TICKET, PLACE = some(16, "cid"), some(16, "ref"), some(16, "ticket"), some(8, "place")
TOKEN, COMMITMENT, SHARE = some(32, "token"), some(32, "commitment"), some(32, "share")
OFFER, SIGNATURE, ENTRY = some(128, "offer"), some(64, "signature"), some(100, "entry")
LONG_OFFER, DEVICE, LISTED = some(1289, "offer 2"), some(16, "device"), some(114, "listed")
SLIP = some(450, "slip")
GRANT, BLOB = some(183, "grant"), some(300, "blob")
SEALED = [some(size, f"sealed {size}") for size in sorted(limits.SEALED_SIZES)]
NOON = "2026-11-28T12:00"
CALLING: dict[str, Any] = {"commitment": COMMITMENT, "signature": SIGNATURE, "entry": ENTRY}
HELD: dict[str, Any] = {
    "cid": CID,
    "ticket": TICKET,
    "place": PLACE,
    "commitment": COMMITMENT,
    "language": "nl",
    "suites": [1],
    "last": 2,
    "delivered": 0,
}
COLLEAGUE = some(8, "colleague")
ASKED = frames.Asking(
    cid=CID, language="nl", how="handover", by="Maria", asker=PLACE, whom=COLLEAGUE
)
HELP = frames.Asking(cid=CID, language="nl", how="join", by="Maria", asker=PLACE, role="supervisor")
ANSWERS = {"contact": ["conv"], "thb": ["yes"], "form": ["sex", "labour"]}

FRAMES: dict[str, list[frames.FromPage | frames.FromServer]] = {
    "from_visitor": [
        frames.Arrive(cid=CID, token=TOKEN, commitment=COMMITMENT, language="nl", suites=[1]),
        frames.Resume(cid=CID, token=TOKEN, after=0),
        frames.Grant(place=PLACE, epoch=1, grant=GRANT),
        frames.Decline(place=PLACE, why="no"),
        frames.Decline(place=PLACE, why="not_accepted"),
        frames.Keep(blob=BLOB),
        *(frames.Say(ref=REF, epoch=0, sealed=sealed) for sealed in SEALED),
        frames.Delivered(seq=2),
        frames.Read(seq=2),
        frames.Here(),
        frames.Writing(),
        frames.Ready(),
        frames.Leave(how="left"),
        frames.Leave(how="exit"),
        frames.Awake(),
        frames.Arrive(
            cid=CID,
            token=TOKEN,
            commitment=COMMITMENT,
            language="nl",
            suites=[2, 1],
            before=frames.Before(cid=CID, token=TOKEN, slip=SLIP),
        ),
        frames.Resume(cid=CID, token=TOKEN, after=3, slip=SLIP),
        frames.Return(cid=CID, token=TOKEN, slip=SLIP, count=2),
        frames.Pieces(first=1, sealed=[SEALED[0]]),
        frames.Pieces(first=2, sealed=[SEALED[0]] * limits.MAX_AT_ONCE),
        frames.Pieces(first=47, sealed=[SEALED[-1]]),
        frames.Arrive(
            cid=CID,
            token=TOKEN,
            commitment=COMMITMENT,
            language="nl",
            suites=[1],
            rehearsal=bytes(range(120)),
        ),
    ],
    "from_staff": [
        frames.Hello(cursors=[]),
        frames.Hello(cursors=[frames.Cursor(cid=CID, after=7)]),
        frames.Take(ref=REF),
        frames.Take(ref=REF, cid=CID),
        frames.Hello(cursors=[], device=DEVICE),
        *(frames.Be(state=state) for state in ("free", "away", "break", "ending")),
        frames.Be(capacity=2),
        frames.GoOn(),
        frames.PassOn(cid=CID),
        *(frames.Ask(cid=CID, how=how) for how in ("handover", "join", None)),
        frames.SitIn(ref=REF, cid=CID),
        frames.StepOut(cid=CID),
        frames.Offer(cid=CID, offer=OFFER, signature=SIGNATURE, entry=ENTRY),
        *(frames.StaffSay(cid=CID, ref=REF, epoch=1, sealed=sealed) for sealed in SEALED),
        frames.StaffDelivered(cid=CID, seq=3),
        frames.StaffRead(cid=CID, seq=3),
        frames.StaffWriting(cid=CID),
        frames.End(cid=CID),
        frames.End(cid=CID, cool_down=10),
        frames.End(cid=CID, cool_down=30, longer=True),
        frames.Tag(ref=REF, ticket=TICKET, codebook="thb-nl-0.1.0", answers=ANSWERS),
        *(frames.Skip(ref=REF, ticket=TICKET, reason=why) for why in ("fault", "no_time", "other")),
        frames.Awake(),
        frames.Hello(cursors=[], device=DEVICE, slips=[frames.HandedBack(cid=CID, slip=SLIP)]),
        frames.Reopen(ref=REF, ticket=TICKET),
        frames.Ask(cid=CID, how="handover", whom=COLLEAGUE),
        frames.Ask(cid=CID, how="join", role="supervisor"),
        frames.NotNow(cid=CID),
        frames.GiveBack(cid=CID),
        frames.Call(consult=CID, whom=COLLEAGUE, **CALLING),
        frames.Call(consult=CID, whom=COLLEAGUE, about=TICKET, **CALLING),
        frames.SitDown(consult=CID, offer=OFFER, signature=SIGNATURE, entry=ENTRY),
        frames.Seat(consult=CID, mine=[GRANT, GRANT], theirs=[GRANT]),
        *(frames.Confide(consult=CID, ref=REF, sealed=sealed) for sealed in SEALED),
        frames.Part(consult=CID),
    ],
    "to_visitor": [
        frames.Welcome(share=SHARE, blob=b"", last=0, delivered=0),
        frames.Welcome(share=SHARE, blob=BLOB, last=9, delivered=4),
        frames.Welcome(share=SHARE, blob=BLOB, last=9, delivered=4, read=3, has_read=8),
        frames.Waiting(position=3),
        frames.Waiting(position=3, low=5, high=15),
        frames.Waiting(position=40, low=60),
        frames.Offered(place=PLACE, offer=OFFER, signature=SIGNATURE, entry=ENTRY),
        frames.Offered(place=PLACE, offer=LONG_OFFER, signature=SIGNATURE, entry=ENTRY),
        frames.Vacated(place=PLACE),
        frames.Still(minutes=10),
        frames.Revoked(listed=LISTED),
        *(frames.Desk(state=state) for state in ("open", "full", "closed")),
        frames.Desk(state="closed", at=NOON, opens="2026-11-29T19:00"),
        frames.Desk(state="closed", paused=True, at=NOON),
        frames.Desk(state="open", at=NOON, closes="2026-11-28T12:30"),
        frames.Message(seq=1, sealed=SEALED[0]),
        frames.Message(seq=2, sealed=SEALED[-1]),
        frames.Accepted(ref=REF, seq=1),
        frames.Arrived(seq=1),
        frames.WasRead(seq=1),
        frames.Writes(),
        *(frames.Seen(state=state) for state in ("here", "lost")),
        frames.Seen(state="lost", place=PLACE),
        *(frames.Ended(reason=reason) for reason in ("left", "exit", "done", "gone", "silent")),
        *(frames.Refusal(code=code) for code in Code),
        frames.Refusal(code=Code.GONE, ref=REF),
        frames.Beat(),
        frames.Slip(slip=SLIP),
        *(frames.Lost(may_return=may) for may in (True, False)),
        frames.Stored(upto=45),
        frames.Ends(minutes=15),
        frames.Waiting(position=1, ready=False),
        frames.Welcome(share=SHARE, blob=b"", last=0, delivered=0, asks_ready=False),
        frames.Welcome(share=SHARE, blob=b"", last=0, delivered=0, says_writing=True),
        frames.Ended(reason="time"),
        frames.Again(minutes=10),
        frames.Afterwards(voucher=b"\x01" + bytes(range(64))),
    ],
    "to_staff": [
        frames.Line(waiting=[]),
        frames.Line(waiting=[frames.InLine(cid=CID, language="en", since=1_790_000_040)]),
        frames.Line(
            waiting=[], asking=[frames.Asking(cid=CID, language="nl", how="join", by="Maria")]
        ),
        *(frames.DeviceIs(state=state, entry=b"") for state in ("unknown", "waiting", "revoked")),
        frames.DeviceIs(state="approved", entry=ENTRY),
        frames.Passed(cid=CID),
        frames.Duty(state="free", capacity=2, most=3),
        frames.Duty(state="away", why="missed", rest=15),
        frames.Duty(state="away", why="rested", proposes=False),
        frames.Duty(state="break", until=1_790_000_040),
        frames.Duty(state="ending"),
        frames.Proposal(cid=CID, language="nl", since=1_790_000_040, seconds=30),
        frames.Proposal(),
        *(frames.Proposal(why=why) for why in ("late", "gone")),
        frames.Reserved(cids=[CID]),
        frames.Held(**HELD),
        frames.Held(**HELD, ref=REF),
        frames.Held(**HELD | {"last": 4, "delivered": 3, "read": 2, "has_read": 4}),
        frames.Held(**HELD | {"suites": [2, 1], "guest": True}),
        frames.Granting(cid=CID, epoch=1, grant=GRANT),
        frames.Untagged(tickets=[]),
        frames.Untagged(tickets=[TICKET]),
        frames.Tagged(ref=REF, ticket=TICKET),
        frames.Message(seq=1, sealed=SEALED[0], cid=CID),
        frames.Accepted(ref=REF, seq=2, cid=CID),
        frames.Arrived(seq=2, cid=CID),
        frames.WasRead(seq=2, cid=CID),
        frames.Writes(cid=CID),
        frames.Seen(state="lost", cid=CID),
        frames.Ended(reason="exit", cid=CID),
        *(
            frames.Ended(reason=reason, cid=CID)
            for reason in ("passed", "declined", "not_accepted", "absent", "silent")
        ),
        frames.Refusal(code=Code.AT_CAPACITY, ref=REF),
        frames.Refusal(code=Code.NOT_YOURS, ref=REF, cid=CID),
        frames.Beat(),
        frames.Slip(slip=SLIP, cid=CID),
        frames.Lost(may_return=True, cid=CID, ticket=TICKET),
        frames.Ends(minutes=5, cid=CID),
        frames.Ended(reason="unanswered", cid=CID),
        frames.Line(
            waiting=[frames.InLine(cid=CID, language="nl", since=1_790_000_040, ready=False)]
        ),
        frames.Ended(reason="time", cid=CID),
        frames.Cooling(cid=CID, minutes=10),
        frames.Cooling(cid=CID, minutes=0),
        frames.Tags(given=[]),
        frames.Tags(given=[frames.Given(ticket=TICKET, at=1_790_000_040)]),
        frames.Reopened(ref=REF, ticket=TICKET, codebook="thb-nl-0.1.0", answers=ANSWERS),
        frames.Line(waiting=[], asking=[ASKED]),
        frames.Line(waiting=[], asking=[HELP]),
        frames.Colleagues(you=COLLEAGUE, here=[]),
        frames.Colleagues(
            you=COLLEAGUE,
            here=[
                frames.Colleague(
                    id=PLACE, name="Noor", role="professional", state="free", languages=["nl"]
                ),
                frames.Colleague(
                    id=PLACE, name="Maria", role="supervisor", state="busy", languages=[]
                ),
            ],
        ),
        *(
            frames.Answered(cid=CID, colleague=COLLEAGUE, name="Noor", comes=comes)
            for comes in (True, False)
        ),
        frames.Line(
            waiting=[frames.InLine(cid=CID, language="nl", since=1_790_000_040, rehearsal=True)],
            asking=[frames.Asking(cid=CID, language="nl", how="join", by="Maria", rehearsal=True)],
        ),
        frames.Held(**HELD, rehearsal=True),
        frames.Untagged(tickets=[TICKET], rehearsals=[TICKET]),
        frames.Tagged(ref=REF, ticket=TICKET, rehearsal=True),
        frames.Called(consult=CID, colleague=COLLEAGUE, name="Noor", **CALLING),
        frames.Called(
            consult=CID,
            colleague=COLLEAGUE,
            name="Noor",
            mine=True,
            sits=True,
            about=TICKET,
            **CALLING,
        ),
        frames.Chair(consult=CID, offer=OFFER, signature=SIGNATURE, entry=ENTRY),
        frames.Seated(consult=CID, grants=[GRANT, GRANT]),
        *(frames.Confided(consult=CID, seq=3, ref=REF, sealed=sealed) for sealed in SEALED),
        *(frames.Parted(consult=CID, why=why) for why in ("ended", "not_now", "gone")),
        frames.Revoked(listed=LISTED),
    ],
}


def vectors() -> dict[str, list[dict[str, str | int]]]:
    """Return what frames.json holds."""
    return {
        way: [
            {
                "frame": type(frame).__name__,
                "text": codec.encode(frame).rstrip(b" ").decode(),
                "size": len(codec.encode(frame)),
            }
            for frame in each
        ]
        for way, each in FRAMES.items()
    }


if __name__ == "__main__":
    print(json.dumps(vectors(), indent=1))
