"""A server that also makes things up, alone or with somebody who was let in."""

from collections.abc import Iterable
from dataclasses import replace

from chatserver.crypto.hl1 import (
    GrantKey,
    Hl1Error,
    Member,
    ProfessionalConversation,
    VisitorConversation,
    envelope,
    keys,
    make_entry,
    to_base64,
)
from chatserver.crypto.hl1.body import Body, Content, Record, Text, encode
from chatserver.crypto.hl1.envelope import Header
from chatserver.crypto.hl1.grant import Grant, write_grant
from chatserver.crypto.hl1.offer import make_offer
from chatserver.crypto.hl1.order import Line
from chatserver.crypto.hl1.roster import signer
from tests.unit.crypto.hostile_people import NAMES, Epoch, Page, Person, demand
from tests.unit.crypto.hostile_server import Server
from tests.unit.crypto.parties import (
    AT,
    a_device,
    an_entry,
    answered,
    new_key,
    public_of,
    sealed_to,
)

OWN_KEY = new_key()
"""The server's own, with which it would like to be let in."""
OWN_ROSTER = new_key()
OWN_GRANT_KEY = GrantKey.new()
GRANT_KEY_AT = slice(1, 66)
OTHER = VisitorConversation.begin()
"""Another visitor of the same server."""
OFFER_TO_OTHER = ProfessionalConversation.begin(
    cid=OTHER.cid, commitment=OTHER.commitment, suite=1, device=a_device("Sam")
)
KEY_AT = -65
EPOCH_AT = 18


class HostileServer(Server):
    """Makes offers, grants, messages and records of its own."""

    def invent_offer(self, kind: int, real: Person) -> None:
        """Try to be let in with a key of its own, or in the name of somebody else."""
        party, theirs = real.professional, signer(OWN_KEY)
        mine = party.offer[:KEY_AT] + public_of(OWN_KEY)
        own_entry = an_entry(NAMES[real.number], key=public_of(OWN_KEY))
        renamed = make_offer(
            cid=self.world.cid,
            commitment=self.world.commitment,
            suite_number=1,
            role="supervisor",
            name=NAMES[real.number],
            key=public_of(OWN_KEY),
        )
        invented = [
            (mine, b"", b""),
            (mine, theirs(mine), b""),
            (mine, theirs(mine), party.entry),
            (mine, party.signature, party.entry),
            (mine, theirs(mine), make_entry(own_entry, signer(OWN_ROSTER))),
            (mine, theirs(mine), make_entry(own_entry, signer(OWN_KEY))),
            (renamed, real.device.sign(renamed), party.entry),
            (OFFER_TO_OTHER.offer, OFFER_TO_OTHER.signature, OFFER_TO_OTHER.entry),
            (party.offer, OFFER_TO_OTHER.signature, OFFER_TO_OTHER.entry),
        ]
        self._offer(*invented[kind % len(invented)])

    def offer_of_revoked(self, real: Person) -> None:
        """Pass on a real offer whose device was taken back."""
        party = real.professional
        self._offer(party.offer, party.signature, party.entry)

    def flip_offer(self, real: Person, bit: int) -> None:
        """Change one bit of an offer, its signature or its entry."""
        party = real.professional
        whole = flipped(party.offer + party.signature + party.entry, bit)
        first, second = len(party.offer), len(party.offer) + 64
        self._offer(whole[:first], whole[first:second], whole[second:])

    def forge_grant(self, person: Person, kind: int, n: int) -> None:
        """Grant an epoch of its own making: for that it takes the offer, and a signature."""
        made_up = Grant(
            member=self.world.numbers.get(person, 1),
            since=n,
            record=self.world.chance(32),
            secrets={n: self.world.chance(32)},
        )
        kept, grant_key = person.professional.kept(), self._public(kind)
        signing = replace(OWN_GRANT_KEY, public=grant_key)
        plaintext = write_grant(made_up, answered(kept), signing)
        if kind % 3 == 0 and self.leaked:
            plaintext = plaintext[:-64] + numbered(self.leaked, kind)[-64:]
        self._grant(person, plaintext)

    def forge_grant_with_help(self, person: Person, which: int, kind: int) -> None:
        """Hand on a grant of somebody who helps it, as it is or with another word in it."""
        if self.leaked:
            given = numbered(self.leaked, which)
            old = given if kind % 3 == 0 else flipped(given[:-64], kind * 997) + given[-64:]
            self._grant(person, old)

    def keep_grants_back(self, page: Page, most: int) -> None:
        """Keep the next grants of a page back, for as long as it is loaded."""
        page.granted = min(page.granted + 1 + most % 3, len(self.world.grants))

    def _public(self, kind: int) -> bytes:
        """Return the visitor's own grant key if it knows it, or another."""
        known = self.leaked[0][GRANT_KEY_AT] if self.leaked else OWN_GRANT_KEY.public
        return known if kind % 2 else OWN_GRANT_KEY.public

    def _grant(self, person: Person, plaintext: bytes) -> None:
        """Seal what it likes to an offer, which anybody can."""
        is_taken = self.pass_grant(person, sealed_to(person.professional.kept(), plaintext))
        is_theirs = plaintext in self.world.told
        demand(6, "a grant for somebody else, or of the server", holds=is_theirs or not is_taken)

    def forge_text(self, secret: bytes, place: int, *, after: int | None) -> bytes:
        """Write with an epoch's secret under anybody's number.

        Args:
            place: which member, or which message of the log it follows or stands for.
            after: None for a page load of its own, 0 to stand for a message, 1 to follow it.
        """
        epoch = self.world.epochs[secret]
        log = [said for said in self.world.log if said.epoch is epoch]
        if after is None or not log:
            numbers = sorted(member.id for member in epoch.shown)
            line, seq, before = self._own_line(numbers[place % len(numbers)]), 1, None
        else:
            said = log[-1 - place % min(len(log), 4)]
            line, seq = said.line, said.seq + after
            before = said.sealed if after else said.before
        return self._forge(epoch, line, seq, before, Text(text="made up"))

    def forge_record(self, secret: bytes, place: int, *, alone: bool) -> bytes:
        """Make a record of an epoch whose secret it has."""
        epoch = self.world.epochs[secret]
        records = [said for said in self.world.log if said.kind == "epoch"]
        previous = [b"", *(keys.digest(said.sealed) for said in records)]
        shown = sorted(epoch.shown, key=lambda member: member.id)
        members = [it for it in shown if it.role == "visitor" or not alone]
        if place % 2 and not alone:
            key = to_base64(public_of(OWN_KEY))
            members.append(Member(id=200, role="supervisor", name="De baas", key=key))
        numbers = [0, 0, 0, *(member.id for member in shown)]
        record = Record(
            n=max(epoch.n + (place % 7 == 0), 1),
            members=tuple(members),
            previous=previous[place % len(previous)],
            reason="join",
        )
        line = self._own_line(numbers[place % len(numbers)])
        return self._forge(epoch, line, 1, None, record)

    def keep_back(self, page: Page, sender: int) -> None:
        """Pass on everything but what one of them says."""
        while page.cursor < len(self.world.log):
            if self.world.log[page.cursor].line.sender == sender:
                page.cursor += 1
            else:
                self.pass_next(page)

    def date_back(self, page: Page, sealed: bytes) -> None:
        """Pass a message off as one from before somebody came in, to whom it is for nothing."""
        older = sealed[:EPOCH_AT] + max(page.since - 1, 0).to_bytes(4) + sealed[EPOCH_AT + 4 :]
        if older != sealed:
            demand(4, "another epoch", holds=self.pass_message(page, older) is None)

    def _offer(self, offered: bytes, signature: bytes, entry: bytes) -> None:
        try:
            self.world.talk.read_offer(
                offered, signature, entry, roster=self.world.roster, suites=(1, 2), at=AT
            )
        except Hl1Error:
            return
        demand(6, "an offer that nobody may make was believed", holds=False)

    def _own_line(self, sender: int) -> Line:
        return Line(sender=sender, instance=self.world.chance(16))

    def _forge(
        self, epoch: Epoch, line: Line, seq: int, before: bytes | None, content: Content
    ) -> bytes:
        header = Header(
            cid=self.world.cid,
            epoch=epoch.n,
            sender=line.sender,
            instance=line.instance,
            seq=seq,
        )
        body = Body(at=AT, prev=keys.digest(before) if before else b"", seen=(), content=content)
        sealed = envelope.seal(
            header, encode(body), secret=epoch.secret, nonce=self.world.chance(12)
        )
        self.forged[sealed] = epoch.secret
        return sealed


def flipped(data: bytes, bit: int) -> bytes:
    """Return the same with one bit changed."""
    bit %= 8 * len(data)
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


def numbered(items: Iterable[bytes], number: int) -> bytes:
    """Return one of some, by any number."""
    found = list(items)
    return found[number % len(found)]
