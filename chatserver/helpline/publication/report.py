"""The report: one HTML file that prints on two sides of A4, with nothing to fetch and no script.

It is opened from a disk, years later perhaps: all it needs is in it, and its own policy allows its
own style sheet and nothing else.
"""

import base64
import hashlib
from html import escape
from typing import Final

from chatserver.helpline.publication import words
from chatserver.helpline.publication.document import Document, Language, Sheet, Stamp

STYLE: Final = """
@page{size:A4;margin:11mm 12mm}
*{box-sizing:border-box}
body{margin:0 auto;padding:8mm;max-width:210mm;
font:8.2pt/1.32 system-ui,"Segoe UI",Arial,sans-serif;color:#1d2a2c;background:#fff}
header{border-bottom:1.5pt solid #1f6f6b;margin-bottom:3mm;padding-bottom:2mm}
h1{font-size:17pt;line-height:1.15;margin:0 0 1mm;color:#124745}
h1 small{font-size:11pt;font-weight:400;color:#43585a;margin-left:2mm}
p{margin:0 0 1mm}
.warn{border:1.2pt solid #a3341f;color:#8a2411;font-weight:700;padding:1mm 2mm;margin-top:2mm}
.facts{display:flex;gap:3mm;margin:0 0 3mm}
.facts div{flex:1;background:#eaf3f2;border-radius:2mm;padding:2mm 3mm}
.facts b{display:block;font-size:17pt;line-height:1.1;color:#124745}
main{columns:3;column-gap:6mm}
section{break-inside:avoid;margin:0 0 3.2mm}
h2{font-size:8.8pt;line-height:1.2;margin:0;color:#124745}
.of{color:#4a5d5f;font-size:7.2pt;margin:0 0 .4mm}
table{border-collapse:collapse;width:100%}
td,th{padding:.28mm 0;border-bottom:.4pt solid #d5dfde;vertical-align:top}
th{text-align:left;font-weight:400}
td{text-align:right;white-space:nowrap;width:10mm;font-variant-numeric:tabular-nums}
tr:first-child td,tr:first-child th{font-weight:700}
footer{border-top:.8pt solid #9fb5b3;margin-top:2mm;padding-top:1.5mm;font-size:7.4pt;color:#33484a}
@media print{body{padding:0;max-width:none}}
@media screen and (max-width:640px){body{font-size:11pt}main{columns:1}.facts{flex-wrap:wrap}
.of,footer{font-size:9.5pt}h2{font-size:12pt}}
"""

KEY_FIGURES: Final = "t3"
"""The table of which the most important numbers are, side by side."""


def report(made: Document, stamp: Stamp, language: Language) -> bytes:
    """Draw the report in one language."""
    title = f"{words.TITLE.said(language)} {made.period}"
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    return "".join(
        [
            f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            _head(made, stamp, language),
            _key_figures(made, language),
            "<main>\n",
            *(_section(sheet, language) for sheet in made.sheets if _is_on_paper(sheet)),
            "</main>\n",
            _foot(made, stamp, language),
            "</body>\n</html>\n",
        ]
    ).encode()


def _head(made: Document, stamp: Stamp, language: Language) -> str:
    heading = {name: text.said(language) for name, text in words.heading(made, stamp).items()}
    loud = [heading.pop(name) for name in ("draft", "made_up") if name in heading]
    period = escape(heading.pop("period"))
    line = " · ".join(escape(text) for text in heading.values())
    warnings = "".join(f'<p class="warn">{escape(text)}</p>\n' for text in loud)
    return (
        f"<header>\n<h1>{escape(words.TITLE.said(language))} {period}</h1>\n"
        f"<p>{line}</p>\n{warnings}</header>\n"
    )


def _key_figures(made: Document, language: Language) -> str:
    lines = [line for sheet in made.sheets if sheet.id == KEY_FIGURES for line in sheet.lines]
    said = "".join(
        f"<div><b>{escape(line.count)}</b>{escape(line.label.said(language))}</div>\n"
        for line in lines
    )
    return f'<div class="facts">\n{said}</div>\n' if said else ""


def _is_on_paper(sheet: Sheet) -> bool:
    """Tell whether a table is in the report: a table of one question with something to read."""
    is_cross = all("." in line.code for line in sheet.lines)
    has_numbers = any(line.count.isdigit() for line in sheet.lines)
    return has_numbers and not is_cross and sheet.id != KEY_FIGURES


def _section(sheet: Sheet, language: Language) -> str:
    several = f" ({words.SEVERAL.said(language)})" if sheet.is_multi else ""
    of = f"{sheet.unit.said(language)}: {sheet.base.said(language)}{several}"
    rows = [(words.TOTAL.said(language), sheet.total, "")]
    rows += [(line.label.said(language), line.count, line.percent) for line in sheet.lines]
    drawn = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(count)}</td>'
        f"<td>{escape(share)}</td></tr>\n"
        for label, count, share in rows
    )
    return (
        f"<section>\n<h2>{escape(sheet.title.said(language))}</h2>\n"
        f'<p class="of">{escape(of)}</p>\n<table>\n{drawn}</table>\n</section>\n'
    )


def _foot(made: Document, stamp: Stamp, language: Language) -> str:
    notes = [note.said(language) for note in words.how_to_read(made)]
    notes += [words.IN_THE_FILES.said(language), words.signed(stamp).said(language)]
    if made.is_made_up:
        notes.append(words.MADE_UP.said(language))
    return f"<footer>\n<p>{escape(' '.join(notes))}</p>\n</footer>\n"
