"""Say what a line of an article is by its own words and form, before its neighbours are asked."""

import csv
import re
from functools import lru_cache
from importlib.resources import files

from analysis.blocks.paragraphs import (
    BULLET,
    DATELINE,
    FINAL_STOP,
    INLINE_BYLINE,
    QUESTION_MARKS,
    sentence_starts,
    share_capitalised,
)

STORY = frozenset({"prose", "table", "list"})  # kinds of lines that tell it
CUED = 320  # characters up to which a line's words alone may say its kind
_BRACKETED = re.compile(r"[(\[]{1,2}([^()\[\]]{3,318})[)\]]{1,2}|\*([^*]{3,318})\*|_([^_]{3,318})_")
_TABLE_RULE = re.compile(r"[|+:\s–—=_-]{3,}$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s|\*\*[^*]{1,200}\*\*$|__[^_]{1,200}__$")
_REPORTED = re.compile(
    r"[“”\"]|\b(?:said|says|told|urged|asked|added|called on|according to)\b", re.I
)
_TOLD = re.compile(r",[”\"]?\s(?:[\w'’.-]+\s){0,4}(?:said|says|told|urged|asked|warned)\b", re.I)
_CLOCK = re.compile(r"\b[ap]\.m\.\W*$", re.I)
_FACT = re.compile(r"[^\s:]{2,20}(?: [^\s:]{1,20}){0,2}: [a-z\d$£€].{0,60}")
_TRAIL = re.compile(r"\s[>›»/|·•]\s")
_MONTH = (
    r"(?:(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio"
    r"|agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro|março|maio|junho|julho"
    r"|setembro|outubro|novembro|dezembro|janvier|février|mars|avril|mai|juin|juillet|août"
    r"|septembre|octobre|novembre|décembre|januar|februar|märz|juni|juli|oktober|dezember)"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}\.? (?:de )?{_MONTH}(?: (?:de )?\d{{4}})?\b|\b{_MONTH} \d{{1,2}}\b"
    rf"|\b{_MONTH},? \d{{4}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b\d{{4}}-\d\d-\d\d\b"
    r"|\b\d{1,2} (?:minutes?|mins?|hours?|hrs?|days?) ago\b|\b(?:hace|há|vor|il y a) \d{1,2} \w+",
    re.I,
)
_CREDIT = re.compile(
    r"[a-zà-ÿ\d]{4,30}[.!?][”\"’']? (?:[A-ZÀ-Þ][\w’'-]{1,20} ){1,2}[A-ZÀ-Þ][\w’'-]{1,20}$"
)
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]{0,20}|de|del|da|van|von|der|la)")


@lru_cache(maxsize=64)
def cues(kind: str, where: str) -> re.Pattern[str]:
    """The phrases of one kind and place in data/block_cues.csv, as one pattern."""
    patterns = [f"(?:{row['pattern']})" for row in _cue_rows(kind, where)]
    return re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)


def _cue_rows(kind: str, where: str) -> list[dict[str, str]]:
    with files("analysis").joinpath("data/block_cues.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    return [row for row in rows if (row["kind"], row["where"]) == (kind, where)]


@lru_cache(maxsize=1)
def _words_of_calls() -> tuple[str, ...]:
    """Words without which no call to the reader can stand inside a sentence."""
    rows = _cue_rows("call_to_action", "any")
    return tuple(word for row in rows for word in row["needs"].split("|"))


def own_kind(line: str) -> str:
    """A kind of block, or one that depends on the rest: headline, prose, rule, cells."""
    plain = BULLET.sub("", line)
    bracketed = _BRACKETED.fullmatch(plain)
    inside = bracketed[bracketed.lastindex or 0].strip() if bracketed else plain
    if ((line.startswith("|") or line.endswith("|")) and line.count("|") >= 2) or _is_row(plain):
        return "table"
    if _TABLE_RULE.match(line) or not any(character.isalnum() for character in line):
        return "rule"
    if INLINE_BYLINE.fullmatch(line + " ") or DATELINE.fullmatch(line + " "):
        return "byline"
    if len(plain) <= CUED:
        kind = _kind_by_cue(plain) or _kind_by_cue(inside)
        if kind:
            return kind
    if _MARKDOWN_HEADING.match(line):
        return "heading"
    if len(inside) <= 200 and is_call(inside) and len(sentence_starts(inside)) == 1:
        return "call_to_action"
    if plain != line:
        return "prose" if FINAL_STOP.search(line) and len(plain.split()) >= 6 else "list"
    if _is_trail(line):
        return "footer"
    if len(line) <= 250 and len(line.split()) >= 7 and _CREDIT.search(line):
        return "caption"
    if is_headline(line):
        return "cells" if " | " in line else "headline"
    return "prose"


def _kind_by_cue(plain: str) -> str:
    told = _tells(plain)
    for kind in ("contents", "byline", "caption", "footer", "other_articles", "deck"):
        whole = cues(kind, "line").fullmatch(plain.rstrip(": "))
        label = not told and cues(kind, "label").match(plain)
        if whole or label or cues(kind, "start").match(plain):
            return kind
    return "footer" if cues("footer", "any").search(plain) else ""


def _is_row(plain: str) -> bool:
    """Two tabs or more, or short cells on either side of one, unless a sentence is told."""
    cells = plain.split("\t")
    short = len(cells) > 2 or all(map(_is_short, cells))
    return len(cells) > 1 and short and not _tells(plain)


def _is_short(cell: str) -> bool:
    """A figure, a name or a label."""
    return len(cell) <= 40 and len(cell.split()) <= 6


def tabs(line: str) -> int:
    """How often tabs cut a row: it opens with a short cell, which no sentence runs on from."""
    first, *cells = BULLET.sub("", line).split("\t")
    runs_on = first.endswith(":") or ("".join(cells)[:1].islower() and _tells(line))
    return len(cells) if _is_short(first) and not runs_on else 0


def _tells(line: str) -> bool:
    """A sentence in small letters, as no label with names, dates or topics after it is."""
    ends = FINAL_STOP.search(line) and not _CLOCK.search(line)
    return bool(ends) and len(line.split()) >= 6 and share_capitalised(line) < 0.5


def is_headline(line: str) -> bool:
    """Short, without a stop, in no brackets, not two sentences nor one that leads in a list."""
    words = line.split()
    open_end = line.rstrip("”\"’'»").endswith((",", ";"))
    if (FINAL_STOP.search(line) and not line.endswith(QUESTION_MARKS)) or open_end:
        return False
    if len(words) >= 10 and len(sentence_starts(line)) > 1 and share_capitalised(line) < 0.5:
        return False
    if line.endswith(":") and len(words) >= 5 and share_capitalised(line) < 0.5:
        return False
    return len(words) <= 22 and len(line) <= 180 and not (line[0] == "(" and line[-1] == ")")


def is_call(sentence: str) -> bool:
    """Whether a sentence asks the reader to do something, rather than report that one did."""
    plain = BULLET.sub("", sentence)
    if cues("call_to_action", "start").match(plain):
        return not _TOLD.search(plain)
    lowered = plain.lower()
    if not any(word in lowered for word in _words_of_calls()):
        return False
    return bool(cues("call_to_action", "any").search(plain)) and not _REPORTED.search(plain)


def is_dated(line: str) -> bool:
    """A short line with a date or an age in it."""
    return len(line) <= 110 and len(line.split()) <= 14 and bool(_DATE.search(line))


def is_name(line: str) -> bool:
    """Two to four words that could be a person's name."""
    words = line.split()
    return 2 <= len(words) <= 4 and all(_NAME.fullmatch(word) for word in words)


def is_fact(line: str) -> bool:
    """A label and what it is ("Tickets: £12"), or a few words with a figure."""
    label = _FACT.fullmatch(line) and len(line.split()) <= 10
    return bool(label) or (any(map(str.isdigit, line)) and len(line.split()) <= 6)


def _is_trail(line: str) -> bool:
    """Where a page stands on its site ("Home > World"), or a row of links."""
    parts = _TRAIL.split(line)
    most = 3 if len(parts) > 2 or " > " in line or " › " in line else 1
    short = all(len(part.split()) <= most for part in parts)
    return len(parts) > 1 and short and not any(map(str.isdigit, line))


def letters(line: str) -> str:
    """The line's letters and digits in lower case."""
    return "".join(character for character in line.lower() if character.isalnum())
