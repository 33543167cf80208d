"""A server that has everything which travels, and does what it likes with it.

Whatever a page takes from it is compared with what `World` knows. Not claimed, because the
protocol does not (docs/protocol.md §1.3):

- Messages are not signed. Whoever holds an epoch's secret and helps the server can write in
  that epoch under the number of any of its members, in a page load of its own making; and can
  show another record to a page that has not opened that epoch's record yet. They read no more.
- A professional writes to those who were in by the newest record that *they* have opened. A
  server that keeps a record back delays what it says, until the page hears of it.
- Who helps the server gives it secrets, not the opening of the commitment, which stands in
  every grant: see test_the_limits.py.
"""

from collections.abc import Iterable

from chatserver.crypto.hl1 import (
    Hl1Error,
    Member,
    Opened,
    ProfessionalConversation,
    VisitorConversation,
    envelope,
    keys,
    make_entry,
    to_base64,
)
from chatserver.crypto.hl1.body import Body, Content, Record, Text, encode
from chatserver.crypto.hl1.envelope import Header
from chatserver.crypto.hl1.grant import Grant, open_grant
from chatserver.crypto.hl1.offer import make_offer
from chatserver.crypto.hl1.order import Line
from chatserver.crypto.hl1.roster import signer
from tests.unit.crypto.hostile_people import NAMES, Epoch, Page, Person, Said, demand
from tests.unit.crypto.hostile_world import World
from tests.unit.crypto.parties import (
    AT,
    a_device,
    an_entry,
    new_key,
    own_grant,
    public_of,
)

OWN_KEY = new_key()
"""The server's own, with which it would like to be let in."""
OWN_ROSTER = new_key()
OTHER = VisitorConversation.begin()
"""Another visitor of the same server."""
OFFER_TO_OTHER = ProfessionalConversation.begin(
    cid=OTHER.cid, commitment=OTHER.commitment, suite=1, device=a_device("Sam")
)
KEY_AT = -65


class Server:
    """Passes on, keeps back, changes and makes up."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.forged: dict[bytes, bytes] = {}
        """What was made up by somebody who held an epoch's secret, and that secret."""

    @property
    def pages(self) -> list[Page]:
        return [self.world.visitor.page, *(person.page for person in self.world.people)]

    def known(self) -> set[bytes]:
        """Return the secrets that those who help the server hold."""
        return {it for who in self.world.people if not who.is_honest for it in who.holds}

    # Passing on.

    def pass_message(self, page: Page, sealed: bytes) -> Opened | None:
        """Hand any bytes to a page; None if it refuses them."""
        recorded = page.party._party.recorded
        try:
            opened = page.party.open(sealed)
        except Hl1Error:
            return None
        if opened.kind == "epoch" and not recorded and page.owner is not self.world.visitor:
            page.is_late = 0 not in page.party._party.secrets
        if not is_again(opened):
            demand(5, "a message was shown twice", holds=sealed not in page.shown)
            page.shown.add(sealed)
        said = self.world.truth.get(sealed)
        if said is None:
            self._check_forged(page, sealed, opened)
        else:
            self._check_said(page, said, opened)
        self._check_members(page)
        if line_of(sealed) != page.line and not is_again(opened):
            is_back = opened.epoch < page.spoke.get(opened.sender, 0)
            demand(5, "somebody went back to an old epoch", holds=not is_back)
            page.spoke[opened.sender] = opened.epoch
        self._hear(page, opened)
        return opened

    def pass_grant(self, person: Person, sealed: bytes) -> bool:
        """Hand any grant to anybody; False if their page refuses it."""
        known, party, is_taken = self.known(), person.professional, True
        try:
            party.admit(sealed)
        except Hl1Error:
            is_taken = False
        given = set(party._party.secrets.values()) | self._opened_by_hand(person, sealed)
        # A page after a reload believes a record of an old epoch from whoever held that
        # epoch's secret. It may then give it to somebody; the server had it already.
        own = person.may_hold | known
        demand(7, "somebody was given an epoch that was not for them", holds=given <= own)
        person.holds |= given
        return is_taken

    def pass_all(self, person: Person) -> list[Opened | None]:
        """Do for once what an honest server does: grants, then messages in their order."""
        page, opened = person.page, []
        while page.cursor < len(self.world.log):
            opened.append(self.pass_next(page))
        return opened

    def pass_next(self, page: Page, *, over: int = 0) -> Opened | None:
        """Give a page its grants and the next message. Args: over: how many to keep back."""
        for whose, grant in self.world.grants[page.granted :]:
            if whose is page.owner:
                self.pass_grant(whose, grant)
        page.granted, page.cursor = len(self.world.grants), page.cursor + over + 1
        if page.cursor > len(self.world.log):
            page.cursor = len(self.world.log)
            return None
        return self.pass_message(page, self.world.log[page.cursor - 1].sealed)

    # Making up.

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

    def flip_offer(self, real: Person, bit: int) -> None:
        """Change one bit of an offer, its signature or its entry."""
        party = real.professional
        whole = flipped(party.offer + party.signature + party.entry, bit)
        first, second = len(party.offer), len(party.offer) + 64
        self._offer(whole[:first], whole[first:second], whole[second:])

    def forge_grant(self, person: Person, opening: int, n: int) -> None:
        """Grant an epoch of its own making: it knows the offer, not the opening."""
        openings = [bytes(32), self.world.commitment, self.world.chance(32)]
        number = self.world.numbers.get(person, 1)
        secret = self.world.chance(32)
        forged = Grant(opening=openings[opening % 3], member=max(number, 1), secrets={n: secret})
        before = person.professional.granted
        self.pass_grant(person, own_grant(person.professional.kept(), forged))
        demand(6, "an epoch of the server", holds=person.professional.granted == before)

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
        members = [it for it in epoch.shown if it.role == "visitor" or not alone]
        if place % 2 and not alone:
            key = to_base64(public_of(OWN_KEY))
            members.append(Member(id=200, role="supervisor", name="De baas", key=key))
        numbers = [0, 0, 0, *(member.id for member in epoch.shown)]
        record = Record(
            n=max(epoch.n + (place % 7 == 0), 1),
            members=tuple(members),
            previous=previous[place % len(previous)],
            reason="join",
        )
        line = self._own_line(numbers[place % len(numbers)])
        return self._forge(epoch, line, 1, None, record)

    # At the end.

    def try_every_secret(self) -> None:
        """Really try to open everything with every secret that anybody ever held."""
        everybody = self.world.people
        secrets = {secret for person in everybody for secret in person.holds}
        for said in self.world.log:
            for secret in secrets:
                if opens(said.sealed, secret):
                    self._check_readers(said, secret)

    def _check_readers(self, said: Said, secret: bytes) -> None:
        readers = {person for person in self.world.people if secret in person.holds}
        allowed = {person for person in self.world.people if said.epoch.secret in person.may_hold}
        if any(not person.is_honest for person in allowed):
            return  # The server reads it by right of somebody who is in.
        strangers = readers - allowed - {said.writer}
        demand(7, f"{said} is read by {strangers}", holds=not strangers)

    def _offer(self, offered: bytes, signature: bytes, entry: bytes) -> None:
        try:
            self.world.talk.read_offer(
                offered, signature, entry, roster=self.world.roster, suites=(1, 2), at=AT
            )
        except Hl1Error:
            return
        demand(6, "an offer that nobody made was believed", holds=False)

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

    def _opened_by_hand(self, person: Person, sealed: bytes) -> set[bytes]:
        """Open a grant past all rules of the page, as somebody who helps the server can."""
        if person.is_honest:
            return set()
        kept = person.professional.kept()
        try:
            opened = open_grant(sealed, offer_hash=keys.digest(kept.offer), private=kept.private)
        except Hl1Error:
            return set()
        return set(opened.secrets.values()) & self.world.epochs.keys()

    # Comparing.

    def _check_forged(self, page: Page, sealed: bytes, opened: Opened) -> None:
        demand(4, "bytes that nobody sealed were taken", holds=sealed in self.forged)
        page.is_fooled |= opened.kind == "epoch"
        self._took(page, sealed)

    def _check_said(self, page: Page, said: Said, opened: Opened) -> None:
        is_late = "late" in opened.marks
        theirs = (said.kind, "" if is_late else said.text, said.line.sender, said.seq)
        ours = (opened.kind, opened.text, opened.sender, opened.seq)
        demand(4, "another message than was sealed", holds=ours == theirs)
        is_marked = bool({*opened.marks} - {"late"})
        demand(5, f"{opened.marks} for {said}", holds=is_marked != is_in_place(page, said))
        self._took(page, said.sealed)
        if page.is_fooled or is_again(opened):
            return
        if said.kind == "epoch" and said.line != page.line:
            is_first = page.is_late and page.record is None
            follows = is_first or page.record == said.follows
            demand(6, "a record that does not follow the one before", holds=follows)
            page.record = said.sealed
        shown = self._epoch_of(page, max(opened.epoch, page.party._party.recorded)).shown
        has_a_word = any(member.id == opened.sender for member in shown)
        demand(7, "a word of somebody who was left out", holds=has_a_word != is_late)

    def _took(self, page: Page, sealed: bytes) -> None:
        page.took(line_of(sealed), envelope.read_header(sealed).seq, sealed)

    def _epoch_of(self, page: Page, n: int) -> Epoch:
        if page.owner is self.world.visitor:
            return self.world.branch[n]
        secret = page.party._party.secrets[n]
        demand(6, "an epoch that the visitor never made", holds=secret in self.world.epochs)
        return self.world.epochs[secret]

    def _check_members(self, page: Page) -> None:
        members = frozenset(page.party.members)
        if page.owner is self.world.visitor:
            shown = self.world.branch[-1].shown
            demand(6, "the visitor sees others than were let in", holds=members == shown)
        elif page.party._party.recorded and not page.is_fooled:
            shown = self._epoch_of(page, page.party._party.recorded).shown
            demand(6, "somebody sees others than were let in", holds=members == shown)

    def _hear(self, page: Page, opened: Opened) -> None:
        """Do what a page does with it."""
        world = self.world
        if page.owner is not world.visitor:
            newest = page.party.epoch
            epoch = world.epochs.get(page.party._party.secrets.get(newest, b""))
            if epoch and epoch.n > (page.owner.knows.n if page.owner.knows else -1):
                page.owner.knows = epoch
        elif opened.kind == "leave" and not is_again(opened):
            gone = [who for who in world.inside if world.numbers[who] == opened.sender]
            if gone:
                world.remove(gone)


def line_of(sealed: bytes) -> Line:
    header = envelope.read_header(sealed)
    return Line(sender=header.sender, instance=header.instance)


def is_again(opened: Opened) -> bool:
    return "repeated" in opened.marks


def is_in_place(page: Page, said: Said) -> bool:
    """Tell whether a message came where its writer had put it, as far as a page can know."""
    if (said.line, said.seq) in page.opened:
        return False
    if said.line == page.line:
        return True
    if said.line in page.last:
        seq, before = page.last[said.line]
        follows = (said.seq, said.before) == (seq + 1, before)
    else:
        follows = page.is_late or said.seq == 1
    return follows and all(has_reached(page, line, seq) for line, seq in said.seen.items())


def has_reached(page: Page, line: Line, seq: int) -> bool:
    """Tell whether a page has what somebody else had opened before they wrote."""
    if line == page.line:
        return seq <= len(page.sealed)  # More was said in our name than we said.
    return page.last[line][0] >= seq if line in page.last else page.is_late


def opens(sealed: bytes, secret: bytes) -> bool:
    """Tell whether this secret opens this message."""
    try:
        envelope.open_sealed(sealed, secret=secret)
    except Hl1Error:
        return False
    return True


def flipped(data: bytes, bit: int) -> bytes:
    """Return the same with one bit changed."""
    bit %= 8 * len(data)
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


def numbered(items: Iterable[bytes], number: int) -> bytes:
    """Return one of some, by any number."""
    found = list(items)
    return found[number % len(found)]
