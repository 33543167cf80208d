"""What a visitor and those who help her do, with everything of it known.

The pages are the real ones. `World` knows beside them what no page can know: who really let
whom in, who sealed which bytes after having opened what, and whom they were meant for.
`hostile_server` lets a server do what it likes with all of it, and compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from chatserver.crypto.hl1 import (
    Granted,
    Hl1Error,
    Member,
    ProfessionalConversation,
    VisitorConversation,
    envelope,
    keys,
    state_id,
)
from chatserver.crypto.hl1.body import THE_VISITOR
from chatserver.crypto.hl1.grant import read_grant
from chatserver.crypto.hl1.order import Line
from tests.unit.crypto.hostile_people import (
    DEVICE_IDS,
    NAMES,
    Broken,
    Chance,
    Epoch,
    Page,
    Person,
    Said,
    demand,
    sealed_by,
)
from tests.unit.crypto.parties import AT, SHARE, a_roster, answered, key_of, unsealed_by


@dataclass(frozen=True, slots=True)
class Saved:
    """What the visitor's page goes on from with one of its states."""

    branch: tuple[Epoch, ...]
    numbers: dict[Person, int]
    since: dict[int, int]
    next: int


class World:
    """Everybody, and everything that was ever made."""

    def __init__(self) -> None:
        self.chance = Chance()
        self.visitor = Person()
        talk = VisitorConversation.begin(random=self.chance)
        self.root, self.cid, self.commitment = talk.root, talk.cid, talk.commitment
        self.visitor.page = Page(self.visitor, talk)
        self.people: list[Person] = []
        self.roster = a_roster()
        self.log: list[Said] = []
        self.truth: dict[bytes, Said] = {}
        self.grants: list[tuple[Person, bytes]] = []
        alone = Epoch(0, talk._party.secrets[0], frozenset(), frozenset([THE_VISITOR]))
        self.epochs = {alone.secret: alone}
        self.branch: tuple[Epoch, ...] = (alone,)
        self.numbers: dict[Person, int] = {}
        self.since: dict[int, int] = {}
        """By member number: the first epoch in any of their grants."""
        self.told: dict[bytes, int] = {}
        """By the plaintext of a grant: what it says of that."""
        self.next = 1
        self.blobs: list[bytes] = []
        self.saved: dict[bytes, Saved] = {}
        self.tab: list[bytes] = []
        """What `window.name` holds beside the root: ids of the states that may be newest."""
        self._used: set[tuple[bytes, bytes]] = set()
        self._keep(left_out=True)

    @property
    def talk(self) -> VisitorConversation:
        party = self.visitor.page.party
        assert isinstance(party, VisitorConversation)
        return party

    @property
    def inside(self) -> frozenset[Person]:
        """Who is in now, as the visitor decided it."""
        return self.branch[-1].people

    def arrive(self, number: int, *, suite: int = 1) -> Person:
        """Let somebody offer a key."""
        person = Person(number)
        party = ProfessionalConversation.begin(
            cid=self.cid,
            commitment=self.commitment,
            suite=suite,
            device=person.device,
            random=self.chance,
        )
        person.page = Page(person, party)
        self.people.append(person)
        return person

    def let_in(self, person: Person, *, back: bool, is_said: bool = True) -> None:
        """Let the visitor say yes to a real offer. Args: is_said: or the page dies before that."""
        party, before = person.professional, self.branch
        read = self.talk.read_offer(
            party.offer, party.signature, party.entry, roster=self.roster, suites=(1, 2), at=AT
        )
        is_revoked = DEVICE_IDS[person.number] in self.roster.revoked
        demand(6, "a revoked device was believed", holds=not is_revoked)
        seen = self.visitor.page.seen()
        granted = self.talk.grant(read, AT, back=back)
        if person not in self.inside:
            self.numbers[person], self.next = self.next, self.next + 1
        gone = {each for each in self.inside if each.number == person.number} - {person}
        self._made(granted, (self.inside - gone) | {person}, seen)
        for epoch in reversed(before):
            if not back and epoch.people - {person}:
                break
            person.may_hold.add(epoch.secret)
        self._keep(left_out=bool(gone))
        if not is_said:
            del self.log[-1]
            self.reload_visitor(self.newest)

    def remove(self, people: Iterable[Person]) -> None:
        """Let the visitor leave people out who are in."""
        people, seen = frozenset(people), self.visitor.page.seen()
        granted = self.talk.remove([self.numbers[person] for person in people], AT)
        self._made(granted, self.inside - people, seen)
        self._keep(left_out=True)

    @property
    def newest(self) -> bytes:
        """The state that an honest server hands out."""
        return next(blob for blob in reversed(self.blobs) if state_id(blob) in self.tab)

    def renew(self) -> None:
        """Let the visitor's page make up for a record that it does not find."""
        seen = self.visitor.page.seen()
        self._made(self.talk.renew(AT), self.inside, seen)
        self._keep(left_out=False)

    def confirmed(self) -> None:
        """Let the server say that it has the newest record, and so the state before it."""
        self.tab = self.tab[-1:]

    def reload_visitor(self, blob: bytes) -> None:
        """Hand out a state; the page ends unless it may be the newest, so hand that out then."""
        is_known = state_id(blob) in self.tab
        try:
            talk = VisitorConversation.restore(
                self.root, SHARE, blob, one_of=self.tab, random=self.chance
            )
        except Hl1Error:
            demand(7, "the newest state was refused", holds=not is_known)
            self.reload_visitor(self.newest)
            return
        self.visitor.page = Page(self.visitor, talk, replay=len(self.log))
        if is_known:
            saved = self.saved[blob]
            self.branch, self.numbers, self.next = saved.branch, dict(saved.numbers), saved.next
            self.since = dict(saved.since)
            self.tab = [state_id(blob)]

    def reload(self, person: Person) -> None:
        """Let a professional's page go on from what its browser kept."""
        again = ProfessionalConversation.restore(person.professional.kept(), random=self.chance)
        person.page = Page(person, again)

    def say(self, person: Person, kind: str) -> Said | None:
        """Let somebody write something, if their page lets them."""
        page, text = person.page, f"text {len(self.truth)}" if kind == "text" else ""
        seen = page.seen()
        try:
            sealed = sealed_by(page.party, kind, text)
        except Hl1Error:
            is_due = person is self.visitor and self.talk.is_recorded
            demand(6, "the visitor cannot write", holds=not is_due)
            return None
        epoch = self.branch[-1] if person is self.visitor else person.knows
        if epoch is None:
            raise Broken("property 6: somebody writes who knows of no epoch")
        is_in = person is self.visitor or person in epoch.people
        demand(6, "somebody writes where they are not in", holds=is_in)
        is_newest = page.party._party.secrets[envelope.epoch_of(sealed)] == epoch.secret
        demand(7, "somebody went back to an epoch that was over for them", holds=is_newest)
        return self._note(page, sealed, epoch, kind, text, seen)

    def _made(self, granted: Granted, people: frozenset[Person], seen: dict[Line, bytes]) -> None:
        """Note an epoch, its grants and its record."""
        shown = [
            Member(
                id=self.numbers[person],
                role="professional",
                name=NAMES[person.number],
                key=key_of(person.professional),
            )
            for person in people
        ]
        secret = self.talk._party.secrets[granted.epoch]
        epoch = Epoch(granted.epoch, secret, people, frozenset([THE_VISITOR, *shown]))
        demand(8, "a secret of two epochs", holds=secret not in self.epochs)
        self.epochs[secret] = epoch
        self.branch = (*self.branch, epoch)
        by_key = {key_of(person.professional): person for person in people}
        is_for_each = sorted(to.member.key for to in granted.grants) == sorted(by_key)
        demand(7, "not a grant for each who is in, or one for somebody else", holds=is_for_each)
        for to in granted.grants:
            self._note_grant(by_key[to.member.key], to.grant, granted)
        self._note(self.visitor.page, granted.record, epoch, "epoch", "", seen)
        for person in people:
            person.may_hold.add(secret)

    def _note_grant(self, person: Person, sealed: bytes, granted: Granted) -> None:
        """Look into a grant: it must say what the model knows of all grants to this member."""
        kept, number = person.professional.kept(), self.numbers[person]
        plaintext = unsealed_by(kept, sealed)
        given = read_grant(plaintext, answered(kept), commitment=self.commitment)
        self.since[number] = min(self.since.get(number, given.newest), *given.secrets)
        it_says = (given.member, given.since, given.newest, given.record)
        it_should = (number, self.since[number], granted.epoch, keys.digest(granted.record))
        demand(5, f"a grant says {it_says}", holds=it_says == it_should)
        self.grants.append((person, sealed))
        self.told[plaintext] = given.since

    def _keep(self, *, left_out: bool) -> None:
        """Give the server the newest state, and let the tab remember which that is.

        A join that the server has not confirmed may have to be made again after a reload, so
        the state before is as good. Not so if somebody was left out: they would be back.
        """
        blob = self.talk.state(SHARE)
        self._used_once(b"state", blob[:12])
        self.blobs.append(blob)
        self.saved[blob] = Saved(self.branch, dict(self.numbers), dict(self.since), self.next)
        self.tab = [*([] if left_out else self.tab), state_id(blob)]

    def _note(
        self,
        page: Page,
        sealed: bytes,
        epoch: Epoch,
        kind: str,
        text: str,
        seen: dict[Line, bytes],
    ) -> Said:
        header = envelope.read_header(sealed)
        said = Said(
            sealed=sealed,
            epoch=epoch,
            kind=kind,
            text=text,
            writer=page.owner,
            line=Line(sender=header.sender, instance=header.instance),
            seq=header.seq,
            before=page.sealed[-1] if page.sealed else None,
            seen=seen,
            follows=page.record,
        )
        if kind == "epoch":
            page.record = sealed
        page.sealed.append(sealed)
        self.log.append(said)
        self.truth[sealed] = said
        secret = page.party._party.secrets[header.epoch]
        key = keys.message_key(secret, cid=self.cid, line=sealed[18:39])
        self._used_once(key, sealed[43:55])
        self._used_once(key, b"%d" % header.seq)
        demand(9, "a length that is no bucket", holds=len(sealed) in {327, 1095, 4167, 16455})
        return said

    def _used_once(self, key: bytes, nonce: bytes) -> None:
        demand(8, "a key that met a nonce twice", holds=(key, nonce) not in self._used)
        self._used.add((key, nonce))
