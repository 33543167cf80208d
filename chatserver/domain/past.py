"""An earlier year from a file: one line for each person, in codes of the codebook.

    who,form,age,month
    self,sex crim,a16,3

The header names questions; `month` may be among them. Several codes stand in one cell with a space
between; an empty cell is what the form would send if nobody touched the question. Without a column
`contact` each line is a person (PERSON is answered); with it each line is a contact, and nothing
is taken for granted.

Everything is read before anything is counted, so that all that is wrong is said at once: line,
column and rule, and never what stands there.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chatserver.domain.errors import Misconfigured
from chatserver.domain.questions import Answers, BadAnswers, Codebook
from chatserver.domain.tallies import Cell, cells_of

MOST_BYTES: Final = 16_000_000
"""Of a file. A busy year has some ten thousand contacts, of a hundred bytes each."""

MONTH: Final = "month"
"""The column of the month, 1 to 12. Without it a line counts in the year alone."""

KIND: Final = "contact"
"""The question whose column says that lines are contacts and not persons."""

PERSON: Final = {KIND: "conv", "thb": "yes", "count": "first"}
"""What is true of every person: a conversation about trafficking, not counted before."""

OTHER_DELIMITERS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}

MOST_FAULTS: Final = 20
"""That are printed; a wrong column makes one for each line."""

_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file. `column`: number and name; empty for the whole line."""

    line: int
    column: str
    rule: str

    @property
    def text(self) -> str:
        """As the operator reads it."""
        return f"line {self.line}{self.column and ', column '}{self.column}: {self.rule}"


@dataclass(frozen=True, slots=True)
class Told:
    """One line that is sound. `month`: 1 to 12; None where nobody knows."""

    answers: Answers
    month: int | None

    def cells(self, codebook: Codebook, year: int) -> Iterator[Cell]:
        """Give the cells it raises."""
        return cells_of(codebook, self.answers, year, self.month)


class BadFile(Misconfigured):
    """A file that cannot be counted."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Args: faults: all of them."""
        said = [fault.text for fault in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            said.append(f"and {len(faults) - MOST_FAULTS} more")
        super().__init__("\n".join([f"nothing was counted, {_times(len(faults))} wrong", *said]))
        self.faults = faults


def read_past(data: bytes, codebook: Codebook) -> list[Told]:
    """Read and check a whole file.

    Args:
        data: its bytes.
        codebook: in whose codes it is.

    Raises:
        BadFile: says all that is wrong.
    """
    lines = _rows(_text(data))
    names = _header(lines, codebook)
    told, faults = list[Told](), list[Fault]()
    try:
        for line, row in lines:
            reading = _Line(codebook, names, line, row)
            told.append(reading.told())
            faults += reading.faults
    except BadFile as torn:  # what follows cannot be read; what came before is still said
        faults += torn.faults
    if faults:
        raise BadFile(faults)
    if not told:
        raise _bad(2, "the file has a header and no lines")
    return told


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _bad(1, f"the file is larger than {MOST_BYTES // 1_000_000} MB")
    if not data.strip():
        raise _bad(1, "the file is empty")
    if data.startswith(_MARK):
        raise _bad(1, "the file begins with a byte order mark: save it as UTF-8 without one")
    if (at := data.find(b"\0")) >= 0:
        raise _bad(data[:at].count(b"\n") + 1, "a NUL byte: this is no text file")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _bad(data[: error.start].count(b"\n") + 1, "not UTF-8") from None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the number of the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _bad(begins, f"not CSV ({error})") from None


def _header(lines: Iterator[tuple[int, list[str]]], codebook: Codebook) -> list[str]:
    _, names = next(lines)
    if not any(names):
        raise _bad(1, "the header is empty")
    known = {question.id for question in codebook.questions} | {MONTH}
    if len(names) == 1:
        for sign, name in OTHER_DELIMITERS.items():
            if sign in names[0]:
                raise _bad(1, f"columns are separated by commas, not by {name}")
    faults = [
        Fault(1, _column(number, name), rule)
        for number, name in enumerate(names)
        for rule in (
            ["a column that no question has as its name"] * (name not in known)
            + ["a column twice"] * (name in names[:number])
        )
    ]
    if faults:
        raise BadFile(faults)
    return names


class _Line:
    """Reads one line; `faults` is what is wrong with it."""

    def __init__(
        self, codebook: Codebook, names: Sequence[str], line: int, row: Sequence[str]
    ) -> None:
        self.faults: list[Fault] = []
        self._codebook, self._names, self._line, self._row = codebook, names, line, row

    def told(self) -> Told:
        """Check it; what comes back counts only if there are no faults."""
        if not any(self._row):
            return self._nothing("an empty line")
        if len(self._row) != len(self._names):
            return self._nothing(f"{len(self._row)} columns, and the header has {len(self._names)}")
        given = {name: cell.split() for name, cell in zip(self._names, self._row, strict=True)}
        month = self._month(given.pop(MONTH, []))
        if KIND not in given:
            given = {name: [code] for name, code in PERSON.items()} | given
        return Told(self._answers(given), month)

    def _nothing(self, rule: str) -> Told:
        self.faults.append(Fault(self._line, "", rule))
        return Told(Answers({}), None)

    def _month(self, said: Sequence[str]) -> int | None:
        if not said:
            return None
        if len(said) > 1 or said[0] not in {str(month) for month in range(1, 13)}:
            self._fault(MONTH, "a month is a number from 1 to 12")
            return None
        return int(said[0])

    def _answers(self, given: Mapping[str, Sequence[str]]) -> Answers:
        checked: dict[str, tuple[str, ...]] = {}
        wrong: set[str] = set()
        for question in self._codebook.questions:
            # What depends on a wrong answer is not wrong itself, as far as anybody can tell.
            if any(condition.question in wrong for condition in question.when):
                wrong.add(question.id)
                continue
            try:
                # The language too, which no page is asked: here it is told as any other.
                checked[question.id] = question.checked(given.get(question.id) or None, checked)
            except BadAnswers as error:
                wrong.add(question.id)
                rule = str(error).partition(f"{question.id}: ")[2]
                self._fault(question.id, rule)
        return Answers(checked)

    def _fault(self, name: str, rule: str) -> None:
        has = name in self._names
        column = _column(self._names.index(name), name) if has else f"{name}, which is not there"
        self.faults.append(Fault(self._line, column, rule))


def added_up(codebook: Codebook, told: Sequence[Told], year: int) -> Counter[Cell]:
    """Count all lines at once."""
    return Counter(cell for each in told for cell in each.cells(codebook, year))


def _column(number: int, name: str) -> str:
    return f"{number + 1} ({name})" if name.isidentifier() else str(number + 1)


def _bad(line: int, rule: str) -> BadFile:
    return BadFile([Fault(line, "", rule)])


def _times(count: int) -> str:
    return "one thing is" if count == 1 else f"{count} things are"
