"""A server that has everything which travels, and passes on what it likes to whom it likes.

Whatever a page takes from it is compared with what `World` knows. Not claimed, because the
protocol does not (docs/protocol.md §1.3):

- Messages are not signed. Whoever holds an epoch's secret and helps the server can write in
  that epoch under the number of any of its members, in a page load of its own making; and can
  show a professional who reads back another record of an epoch from before they came in, until
  the first record comes that their grant names. They read no more, and nobody writes meanwhile.
  The visitor's page believes no record but its own.
- A professional writes to those who were in by the newest record that *they* have opened. A
  server that keeps a record back delays what it says, until the page hears of it.
- Somebody who was left out and whose old offer is said yes to again has a new number. What was
  for the old number is not for the new one.
"""

from chatserver.crypto.hl1 import Hl1Error, Opened, envelope
from chatserver.crypto.hl1.grant import read_grant
from chatserver.crypto.hl1.order import Line
from tests.unit.crypto.hostile_people import Broken, Epoch, Page, Person, Said, demand
from tests.unit.crypto.hostile_world import World
from tests.unit.crypto.parties import answered, key_of, unsealed_by


class Server:
    """Passes on, keeps back, changes and makes up."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.forged: dict[bytes, bytes] = {}
        """What was made up by somebody who held an epoch's secret, and that secret."""
        self.leaked: list[bytes] = []
        """Plaintexts of the grants to those who help it, with the visitor's signatures."""

    @property
    def pages(self) -> list[Page]:
        return [self.world.visitor.page, *(person.page for person in self.world.people)]

    def known(self) -> set[bytes]:
        """Return the secrets that the server and those who help it hold."""
        helpers = (who for who in self.world.people if not who.is_honest)
        return set().union(*(who.holds for who in helpers))

    # Passing on.

    def pass_message(self, page: Page, sealed: bytes) -> Opened | None:
        """Hand any bytes to a page; None if it refuses them."""
        opened = self._open(page, sealed)
        self._leave_out(page)
        return opened

    def _open(self, page: Page, sealed: bytes) -> Opened | None:
        recorded = page.party._party.recorded
        try:
            opened = page.party.open(sealed)
        except Hl1Error as refusal:
            if refusal.reason == "unreadable":
                page.since = page.since or page.told or 0
                is_older = envelope.epoch_of(sealed) < page.since
                demand(5, "a message is called older than the reader", holds=is_older)
                page.before.add(sealed)
            return None
        if opened.kind == "epoch" and not recorded and page.owner is not self.world.visitor:
            page.since = page.since or page.told or 0
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
        page, is_taken = person.page, True
        try:
            person.professional.admit(sealed)
        except Hl1Error:
            is_taken = False
        if is_taken:
            told = self.world.told.get(unsealed_by(person.professional.kept(), sealed))
            if told is None:
                raise Broken("property 6: a grant that the visitor did not make")
            page.told = told if page.told is None else min(page.told, told)
        given = set(page.party._party.secrets.values()) | self._opened_by_hand(person, sealed)
        is_for_them = given <= person.may_hold
        demand(7, "somebody was given an epoch that was not for them", holds=is_for_them)
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

    def _opened_by_hand(self, person: Person, sealed: bytes) -> set[bytes]:
        """Open a grant past all rules of the page, as somebody who helps the server can."""
        if person.is_honest:
            return set()
        kept = person.professional.kept()
        try:
            plaintext = unsealed_by(kept, sealed)
            opened = read_grant(plaintext, answered(kept), commitment=kept.commitment)
        except Hl1Error:
            return set()
        self.leaked.append(plaintext)
        return set(opened.secrets.values())

    # Comparing.

    def _check_forged(self, page: Page, sealed: bytes, opened: Opened) -> None:
        demand(4, "bytes that nobody sealed were taken", holds=sealed in self.forged)
        demand(5, "words in our own mouth", holds=line_of(sealed) != page.line)
        is_record = opened.kind == "epoch"
        is_theirs = page.owner is not self.world.visitor
        demand(6, "the visitor's page believes another record", holds=is_theirs or not is_record)
        if is_record:
            is_older = opened.epoch < page.owner.professional._joined
            demand(6, "another record of an epoch of our own", holds=is_older)
            page.is_fooled = True
        self._took(page, sealed)

    def _check_said(self, page: Page, said: Said, opened: Opened) -> None:
        is_late = "late" in opened.marks
        theirs = (said.kind, "" if is_late else said.text, said.line.sender, said.seq)
        ours = (opened.kind, opened.text, opened.sender, opened.seq)
        demand(4, "another message than was sealed", holds=ours == theirs)
        is_marked = bool({*opened.marks} - {"late"})
        demand(5, f"{opened.marks} for {said}", holds=is_marked != is_in_place(page, said))
        is_kept_back = said.line not in page.last and self._was_more_for(page, said)
        demand(5, "a line began later, unseen", holds=is_marked or not is_kept_back)
        self._took(page, said.sealed)
        if page.is_fooled or is_again(opened):
            return
        if said.kind == "epoch" and said.line != page.line:
            is_first = bool(page.since) and page.record is None
            follows = is_first or page.record == said.follows
            demand(6, "a record that does not follow the one before", holds=follows)
            page.record = said.sealed
        shown = self._epoch_of(page, max(opened.epoch, page.party._party.recorded)).shown
        has_a_word = any(member.id == opened.sender for member in shown)
        demand(7, "a word of somebody who was left out", holds=has_a_word != is_late)

    def _was_more_for(self, page: Page, said: Said) -> bool:
        """Tell whether there were messages of a line, before one, that were for this page too."""
        if said.line == page.line:
            return False
        return any(
            (other.line, other.seq < said.seq) == (said.line, True)
            and other.epoch.n >= page.since
            and self._is_for(page.owner, other.epoch)
            for other in self.world.truth.values()
        )

    def _is_for(self, owner: Person, epoch: Epoch) -> bool:
        """Tell whether the visitor gave somebody an epoch, wherever the grant has gone."""
        return owner is self.world.visitor or epoch.secret in owner.may_hold

    def _took(self, page: Page, sealed: bytes) -> None:
        page.took(line_of(sealed), envelope.read_header(sealed).seq, sealed)

    def _epoch_of(self, page: Page, n: int) -> Epoch:
        if page.owner is self.world.visitor:
            return self.world.branch[n]
        epoch = self.world.epochs.get(page.party._party.secrets.get(n, b""))
        if epoch is None:
            raise Broken("property 6: an epoch that the visitor never made")
        return epoch

    def _check_members(self, page: Page) -> None:
        members = frozenset(page.party.members)
        if page.owner is self.world.visitor:
            branch = self.world.branch
            demand(6, "the visitor sees others than were let in", holds=members == branch[-1].shown)
            known = page.party._party.members.items()
            is_so = all(frozenset(were) == branch[n].shown for n, were in known)
            demand(6, "the visitor's page remembers others than were in", holds=is_so)
        elif page.party._party.recorded and not page.is_fooled:
            shown = self._epoch_of(page, page.party._party.recorded).shown
            demand(6, "somebody sees others than were let in", holds=members == shown)

    def _hear(self, page: Page, opened: Opened) -> None:
        """Do what a page does with it."""
        world = self.world
        if page.owner is not world.visitor:
            newest, own = page.party.epoch, key_of(page.owner.professional)
            is_named = newest < 0 or own in {member.key for member in page.party.members}
            demand(6, "somebody who writes is not named", holds=is_named)
            demand(6, "somebody who was fooled writes", holds=newest < 0 or not page.is_fooled)
            epoch = world.epochs.get(page.party._party.secrets.get(newest, b""))
            if epoch and epoch.n > (page.owner.knows.n if page.owner.knows else -1):
                page.owner.knows = epoch
        elif opened.kind == "leave" and not is_again(opened):
            page.goers.add(opened.sender)

    def _leave_out(self, page: Page) -> None:
        """Let the visitor's page leave out who goes, once it has the whole transcript (§1.5)."""
        if page.owner is not self.world.visitor or page.cursor < page.replay:
            return
        gone = [who for who in self.world.inside if self.world.numbers[who] in page.goers]
        page.goers.clear()
        if gone:
            self.world.remove(gone)


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
        is_first = said.kind == "epoch" and page.record is None and said.epoch.n == page.since
        follows = is_first or said.before is None or said.before in page.before
    return follows and all(has_reached(page, newest) for newest in said.seen.values())


def has_reached(page: Page, sealed: bytes) -> bool:
    """Tell whether a page has what somebody else had opened before they wrote."""
    line, header = line_of(sealed), envelope.read_header(sealed)
    if line == page.line:
        return header.seq <= len(page.sealed)  # More was said in our name than we said.
    return header.epoch < page.since or page.last.get(line, (0, b""))[0] >= header.seq


def opens(sealed: bytes, secret: bytes) -> bool:
    """Tell whether this secret opens this message."""
    try:
        envelope.open_sealed(sealed, secret=secret)
    except Hl1Error:
        return False
    return True
