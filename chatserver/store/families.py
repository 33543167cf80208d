"""Every family of keys in both stores: its type, what it holds, its lifetime.

This table is what docs/privacy.md prints, and what the tests sweep the stores
against: a key of no family, or without a lifetime in the vault, fails them.
"""

from typing import Final

from chatserver.store.families_of_colleagues import OF_COLLEAGUES
from chatserver.store.family import Family

FAMILIES: Final = (
    Family(
        store="vault",
        pattern="hl:{CID}:life",
        kind="hash",
        holds="state, digest of the visitor's token, wrapped data key, until when whose page is "
        "there, the minute in which the visitor last did something; sealed with the key: "
        "language, share, state blob, offer, grants",
        lifetime="vault_lifetime after the last activity, conversation_lifetime at most",
    ),
    Family(
        store="vault",
        pattern="hl:{CID}:said",
        kind="stream",
        holds="messages: sealed by the pages (HL1), sealed once more with the data key",
        lifetime="as its life",
    ),
    Family(
        store="vault",
        pattern="hl:{CID}:refs",
        kind="hash",
        holds="random refs of stored messages and their numbers",
        lifetime="as its life",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:waiting",
        kind="zset",
        holds="conversation ids in order of arrival",
        lifetime="desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:turn",
        kind="string",
        holds="a counter that numbers arrivals",
        lifetime="desk_lifetime after the last arrival",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:facts",
        kind="hash",
        holds="per waiting conversation, sealed: language and the minute of arrival",
        lifetime="desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:held",
        kind="hash",
        holds="per running conversation: pseudonym of the professional, ticket, place, its "
        "numbers in the order, sealed note",
        lifetime="desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:load",
        kind="hash",
        holds="per pseudonym: how many conversations",
        lifetime="desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:tickets",
        kind="hash",
        holds="per ended conversation: a random ticket, pseudonym of the professional, the "
        "visitor's language, sealed; no conversation id",
        lifetime="desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:owed",
        kind="hash",
        holds="per pseudonym: how many tickets wait for a tag",
        lifetime="desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:tagged",
        kind="zset",
        holds="pseudonyms with the random tickets that they tagged in this shift, and the minute: "
        "what they can be shown to correct; no answer, no conversation id",
        lifetime="twelve hours after the tag, a shift at most",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:guests",
        kind="hash",
        holds="per running conversation: who sits beside its professional: pseudonym, ticket, "
        "place, and whether they may go on alone",
        lifetime="desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:asks",
        kind="hash",
        holds="per running conversation for which a colleague is asked: whether to take over or "
        "to join, and the pseudonym of who alone is asked, if it is one; sealed: language, and the "
        "name of who asks",
        lifetime="desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:crew",
        kind="hash",
        holds="per pseudonym of a professional at the desk: free, away, on a break until when, or "
        "ending; the order in which they became idle; until when a page is there; how many "
        "proposals they missed in a row, and how many hard conversations they tagged since their "
        "last break: numbers only; sealed: languages",
        lifetime="two hours after their last window; desk_lifetime after the last change",
    ),
    *OF_COLLEAGUES,
    Family(
        store="vault",
        pattern="hl:{desk}:proposed",
        kind="hash",
        holds="per waiting conversation that is proposed to a professional: pseudonym, and until "
        "when",
        lifetime="proposal_seconds; desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:declined",
        kind="hash",
        holds="per waiting conversation: pseudonyms of professionals who did not take it when it "
        "was proposed, or had it before",
        lifetime="at most fifteen minutes; desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:pace",
        kind="hash",
        holds="how fast the line moves: averages, how often a range was true, the minute of the "
        "last take; of no one visitor",
        lifetime="two days after the last take",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:born",
        kind="string",
        holds="a random mark and the second in which this vault was found empty: by it a page that "
        "comes back knows whether its conversation ended or was lost with the vault; of no "
        "one visitor",
        lifetime="desk_lifetime after a process last looked, which each does every few seconds",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:returned",
        kind="zset",
        holds="after the vault was lost: digests of conversations that came back, or had ended "
        "shortly before, and tickets that are owed again, so that nothing comes back twice; with "
        "the end of their conversation's lifetime, after which they are dropped",
        lifetime="desk_lifetime after the last return, each entry conversation_lifetime at most",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:since",
        kind="hash",
        holds="per conversation at the desk: waiting, taken, or called without an answer, and the "
        "minute since when; of a rehearsal, and of its ticket, only that",
        lifetime="desk_lifetime after the last change",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:rehearsal",
        kind="hash",
        holds="the last rehearsal: a random id, when it began and ends, sealed: which visitors are "
        "played; their conversation ids; ids of rehearsals that are over",
        lifetime="two hours after the last of them came",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:footfall:PERIOD",
        kind="hash",
        holds="how many came, left, were taken and ended on a day, in a week or in a month, after "
        "how long in a few stretches, the longest line, minutes open, paused and full; the hours "
        "of the day summed over the week only; of no one visitor or professional",
        lifetime="after the last change: two days for a day, ten for a week, 33 for a month",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:vouchers",
        kind="zset",
        holds="digests of vouchers for the closing questions that were used, and the half hour in "
        "which each ends; no conversation id",
        lifetime="an hour after the last use, each entry until its half hour ends",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:answers:DAY",
        kind="hash",
        holds="how often the closing questions were shown on a day, and under random names, sealed "
        "and of one length, what was answered; no conversation id, no time",
        lifetime="until two hours after the day; five days after the last change at most",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:parcel:DAY",
        kind="string",
        holds="the same, shuffled and under other names, sealed for the ledger; who answered "
        "nothing is in it too and looks the same",
        lifetime="until it is in the ledger; five days at most",
    ),
    Family(
        store="vault",
        pattern="hl:{desk}:cooldown:SLOT",
        kind="string",
        holds="sealed: a network of visitors (/24 or /48) under a random salt of its own, when "
        "its cool-down began and ends; not whose it was, nor by whom",
        lifetime="its own end: cool_down.alone, or cool_down.longest where a coordinator agreed",
    ),
    Family(
        store="vault",
        pattern="hl:session:DIGEST",
        kind="string",
        holds="sealed: name, role and latest end of a staff session",
        lifetime="session_idle after the last request, session_absolute at most",
    ),
    Family(
        store="vault",
        pattern="hl:attempts:PSEUDONYM",
        kind="string",
        holds="a counter of failed sign-ins",
        lifetime="15 minutes",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:accounts",
        kind="hash",
        holds="staff accounts: name, role, Argon2id hash, disabled or not",
        lifetime="until removed",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:devices",
        kind="hash",
        holds="devices of staff: public key, account, day of enrolment, signed roster entry",
        lifetime="until removed",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:roster",
        kind="hash",
        holds="public half of the roster key, the signed list of revoked devices, a counter of "
        "changes",
        lifetime="until replaced",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:pending",
        kind="hash",
        holds="sealed tags that can still be corrected, by a digest of their ticket; under random "
        "names, with the month only, sealed answers to the closing questions, of one length",
        lifetime="until counted",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:counted",
        kind="zset",
        holds="digests of counted tickets and when they were counted",
        lifetime="counted_marks",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:cells:VERSION",
        kind="hash",
        holds="tally cells: table, row and period, and how often",
        lifetime="forever",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:cellkeys:VERSION",
        kind="hash",
        holds="sums of random cell keys, for noise that is always the same: of years released "
        "together that were released one by one",
        lifetime="forever",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:synthetic",
        kind="set",
        holds="years whose figures are made up (demo)",
        lifetime="forever",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:imported",
        kind="hash",
        holds="per year whose figures were imported: from what, on which day, in which codebook",
        lifetime="forever",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:rewrite",
        kind="string",
        holds="how often tags were counted since the append-only file was last rewritten",
        lifetime="until it is rewritten",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:intake",
        kind="string",
        holds="the minute at which a coordinator paused the intake; not who",
        lifetime="until the intake is resumed",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:footfall",
        kind="hash",
        holds="the same counts, sealed and of one length; written every five minutes whether or "
        "not anything happened; of a month only who left the line",
        lifetime="a day: two days; a week: until it is not one of the last four; a month: forever",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:prints:VERSION",
        kind="hash",
        holds="per closed month: what of the figures that ended with it was shown to "
        "coordinators, after disclosure control, as text",
        lifetime="forever: what was once shown is never shown differently",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:draft",
        kind="hash",
        holds="the release that waits for a second coordinator: its tables after disclosure "
        "control, who proposed it and on which day",
        lifetime="until it is approved or withdrawn",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:releases",
        kind="hash",
        holds="per number: years, codebook version, day, names of the two coordinators, which "
        "release it replaces",
        lifetime="forever",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:release:NUMBER",
        kind="hash",
        holds="the files of a release, as they were written",
        lifetime="forever",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:record",
        kind="stream",
        holds="which coordinator looked at figures of which codebook version, proposed, "
        "withdrew, approved or fetched which release, or changed the ready-made replies, and when; "
        "no figures",
        lifetime="the last ten thousand",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:replies",
        kind="hash",
        holds="per number: a version of the ready-made replies, whole, as coordinators wrote them; "
        "nothing of which was ever sent",
        lifetime="the last twenty versions",
    ),
    Family(
        store="ledger",
        pattern="hl:{ledger}:reply_days",
        kind="hash",
        holds="per number: the day on which that version was saved",
        lifetime="as the version",
    ),
)
"""All of them."""
