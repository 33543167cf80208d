from chatserver.crypto.hl1.order import Line, Mark, Order, Seen

OWN = Line(sender=1, instance=b"own")
LINE = Line(sender=0, instance=b"first")
RELOADED = Line(sender=0, instance=b"second")
THIRD = Line(sender=0, instance=b"third")
SINCE = 3
"""The epoch since which somebody follows who came later."""


def up_to(seq: int, line: Line, *, epoch: int = SINCE) -> tuple[Seen, ...]:
    """Return `seen` with one message."""
    return (Seen(line=line, seq=seq, epoch=epoch),)


class Receiver:
    """Opens messages whose hash is their number."""

    def __init__(self) -> None:
        self.order = Order(own=OWN)

    def gets(
        self,
        seq: int,
        *,
        line: Line = LINE,
        prev: int | None = None,
        epoch: int = SINCE,
        seen: tuple[Seen, ...] = (),
        own_last: int = 0,
    ) -> tuple[Mark, ...]:
        before = seq - 1 if prev is None else prev
        return self.order.note(
            Seen(line=line, seq=seq, epoch=epoch),
            prev=b"%d" % before if before else b"",
            digest=b"%d" % seq,
            seen=seen,
            own_last=own_last,
        )


def test_messages_in_order_get_no_mark() -> None:
    receiver = Receiver()

    assert [receiver.gets(seq) for seq in (1, 2, 3)] == [(), (), ()]


def test_a_message_that_comes_again_is_repeated() -> None:
    receiver = Receiver()
    receiver.gets(1)
    receiver.gets(2)

    assert receiver.gets(1) == ("repeated",)
    assert receiver.gets(2) == ("repeated",)
    assert receiver.gets(3) == ()


def test_a_gap_is_missing_once() -> None:
    receiver = Receiver()
    receiver.gets(1)

    assert receiver.gets(3) == ("missing",)
    assert receiver.gets(4) == ()


def test_a_line_that_does_not_start_at_1_is_missing_its_beginning() -> None:
    assert Receiver().gets(2) == ("missing",)


def test_a_message_that_comes_late_is_reordered() -> None:
    receiver = Receiver()
    receiver.gets(1)
    receiver.gets(3)

    assert receiver.gets(2) == ("reordered",)
    assert receiver.gets(2) == ("repeated",)
    assert receiver.gets(4) == ()


def test_another_predecessor_is_missing() -> None:
    receiver = Receiver()
    receiver.gets(1)

    assert receiver.gets(2, prev=9) == ("missing",)
    assert receiver.gets(3) == ()


def test_a_first_message_that_names_a_predecessor_is_missing() -> None:
    assert Receiver().gets(1, prev=7) == ("missing",)


def test_somebody_who_got_more_than_we_did_shows_that_it_is_missing() -> None:
    receiver = Receiver()
    receiver.gets(1, line=RELOADED)

    assert receiver.gets(1, seen=up_to(2, RELOADED)) == ("missing",)
    assert receiver.gets(2, seen=up_to(1, RELOADED)) == ()
    assert receiver.gets(3, seen=up_to(1, THIRD)) == ("missing",)


def test_nobody_can_have_seen_what_we_did_not_seal() -> None:
    receiver = Receiver()

    assert receiver.gets(1, seen=up_to(2, OWN), own_last=2) == ()
    assert receiver.gets(2, seen=up_to(3, OWN), own_last=2) == ("missing",)


def came_later(*, epoch: int = SINCE) -> Receiver:
    """Return who came in with a record, message 7 of the visitor."""
    receiver = Receiver()
    receiver.order.come_in(Seen(line=LINE, seq=7, epoch=epoch), since=SINCE)
    return receiver


def test_who_came_later_misses_nothing_from_before() -> None:
    receiver = came_later()

    assert receiver.gets(7, seen=up_to(40, RELOADED, epoch=SINCE - 1)) == ()
    assert receiver.gets(8) == ()
    assert receiver.gets(10) == ("missing",)


def test_who_came_later_misses_what_was_for_them() -> None:
    receiver = came_later()

    assert receiver.gets(7, seen=up_to(1, RELOADED)) == ("missing",)
    assert receiver.gets(1, line=RELOADED) == ()
    assert receiver.gets(8, seen=up_to(1, RELOADED)) == ()


def test_who_came_later_follows_a_line_from_its_start() -> None:
    receiver = came_later()

    assert receiver.gets(1, line=RELOADED) == ()
    assert receiver.gets(4, line=THIRD) == ("missing",)
    assert receiver.gets(5, line=THIRD) == ()


def test_who_came_later_follows_a_line_from_what_was_passed_over() -> None:
    receiver = came_later()
    receiver.order.pass_over(b"3", since=SINCE)

    assert receiver.gets(4, line=RELOADED) == ()
    assert receiver.gets(5, line=RELOADED) == ()
    assert receiver.gets(6, line=RELOADED, prev=3) == ("missing",)


def test_who_came_later_knows_another_message_than_was_passed_over() -> None:
    receiver = came_later()
    receiver.order.pass_over(b"made up", since=SINCE)

    assert receiver.gets(4, line=RELOADED) == ("missing",)


def test_who_came_later_still_sees_a_changed_predecessor_from_then_on() -> None:
    receiver = came_later()
    receiver.gets(7)

    assert receiver.gets(8, prev=5) == ("missing",)


def test_who_starts_with_a_newer_record_misses_the_words_between() -> None:
    receiver = came_later(epoch=SINCE + 1)

    assert receiver.gets(7) == ("missing",)


def test_who_starts_with_a_newer_record_of_a_new_page_load_misses_nothing() -> None:
    receiver = came_later(epoch=SINCE + 1)

    assert receiver.gets(1) == ()


def test_seen_names_the_newest_of_the_two_newest_lines_of_each_sender() -> None:
    receiver = Receiver()
    other = Line(sender=2, instance=b"other")
    receiver.gets(1)
    receiver.gets(1, line=RELOADED)
    receiver.gets(1, line=other)
    receiver.gets(1, line=THIRD)
    receiver.gets(2, line=THIRD, epoch=4)

    assert receiver.order.seen() == (
        Seen(line=RELOADED, seq=1, epoch=3),
        Seen(line=other, seq=1, epoch=3),
        Seen(line=THIRD, seq=2, epoch=4),
    )


def test_seen_names_no_more_than_a_receiver_reads() -> None:
    receiver = Receiver()
    lines = [Line(sender=sender, instance=b"%d" % sender) for sender in range(70)]
    for line in lines:
        receiver.gets(1, line=line)

    assert [entry.line for entry in receiver.order.seen()] == lines[6:]
