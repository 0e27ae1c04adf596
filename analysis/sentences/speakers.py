"""Speakers: who is named as saying what a sentence attributes."""

import re
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.sentences.cues import word_classes
from analysis.sentences.speaker_names import (
    NAME,
    POSSESSIVE,
    clean_name,
    full_names,
    inner_capitals,
    is_person,
    leads,
    roles,
)

_WINDOW = 200
_HE = "he"
_ALL_QUOTED = 0.8
_AUXILIARIES = re.compile(
    r"(?:(?:^|\s)(?:has|have|had|is|are|was|were|been|be|also|did|does|do|not|never|already|even|now"
    r"|then|once|later|again|still|often|recently|repeatedly|too|remains|remained|seemed|sounded"
    r"|ha|han|también|[a-z]{2,15}ly|on [A-Z][a-z]+day|[A-Z][a-z]+day))+$"
)
_BARRED_BEFORE = re.compile(
    r"(?:^|\s)(?:in|of|from|for|at|on|by|with|about|against|to|near|under|behind|around|across"
    r"|inside|outside|within|among|like|over|en|de|than)\s+"
    r"(?:[A-Z][\w’'-]*\s+and\s+)?(?:(?:the|former|late)\s+)*$"
)
_SPEAKS_FOR = re.compile(r"\bspokes(?:m[ae]n|wom[ae]n|person|people)\sfor\s(?:the\s)?$")
_IN_CLAUSE = re.compile(
    r"\b(?:(?:who|which|whose)\s(?:(?!and\b|but\b|or\b)[a-z][\w’'-]*\s){1,4}|that\s[a-z]+ed\s)$"
)
_DOING = re.compile(r"\b([a-z]+)\s[a-z]+ing\s(?:the\s)?$")
_ADVERBIAL = re.compile(r"[^,\"]{1,60},\s")
_SECOND = re.compile(rf"\sand\s({NAME.pattern})")
_PARENTHESIS = re.compile(r"\s\([^()]{1,40}\)$")
_OFFICE = re.compile(r" (?:at|for|in|of) ")
_PARTY = re.compile(r"[RDI]-[A-Z]")
_RELATIVE = re.compile(r"(?:,\s*|\s)(?:who|which|quien)$")
_NO_HEAD = re.compile(r"(?:[a-z]|An? |The |\d{1,3}$)")
_PRONOUN = re.compile(r"\b(?:he|she|él|ella)$", re.IGNORECASE)
_THE_NAME = rf"\s+(?:the\s+)?(?:[a-z][\w’'-]{{0,20}}\s+){{0,3}}?({NAME.pattern})"
_TO = re.compile(rf"\s+to{_THE_NAME}")
_BY = re.compile(rf"[^\",]{{0,20}}?\b(?:by|from){_THE_NAME}")
_INVERTED = re.compile(
    rf"\s*(?:(?:the|el|la)\s+)?(?:(?!on\b|in\b|at\b|that\b|a\b|an\b|his\b|her\b)"
    rf"[a-z][\w’'-]{{0,20}},?\s+){{0,3}}({NAME.pattern})"
)


def find_speakers(
    sentences: pd.DataFrame,
    texts: Sequence[str],
    quotations: pd.DataFrame,
    cues: Mapping[int, list[tuple[int, int, str]]],
    attributed: NDArray[np.bool_],
    quoted: NDArray[np.float64],
) -> list[object]:
    """The speaker of each attributed sentence, or NaN where the text names none.

    The subject of the reporting verb, or the name after "said" or "according to". "He" and "she"
    are the last named speaker, or the one person whose full name opens a sentence since then;
    where several do, nobody. In a sentence that is all quotation it is whoever another part of the
    same quotation names, else whoever spoke in the attributed sentence before.

    Args:
        sentences: doc_id, in reading order.
        texts: the text of each sentence.
        quotations: sentence, quotation, as find_quotations gives them.
        cues: for the sentences that have any, start, end and side of each word that attributes.
        attributed: whether each sentence is attributed.
        quoted: share of its words inside quotation marks.

    Returns:
        One str or NaN for each sentence.
    """
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    parts: dict[int, list[int]] = defaultdict(list)
    for row, start, end, quotation in quotations[
        ["sentence", "start", "end", "quotation"]
    ].itertuples(index=False):
        spans[row].append((start, end))
        parts[row].append(quotation)
    speakers: list[object] = [np.nan] * len(texts)
    documents = sentences["doc_id"].tolist()
    bounds = [i for i in range(len(texts)) if not i or documents[i] != documents[i - 1]]
    for low, high in pairwise([*bounds, len(texts)]):
        rows = [row for row in range(low, high) if attributed[row]]
        if not rows:
            continue
        article = " ".join(texts[low:high])
        found = {
            row: _named(texts[row], cues[row], spans[row], article) for row in rows if row in cues
        }
        by_quotation: dict[int, str] = {}
        for row, name in found.items():
            if name and name != _HE:
                by_quotation |= {part: name for part in parts[row] if part not in by_quotation}
        longest, last, current = full_names({*found.values()}, article), "", ""
        opened: set[str] = set()
        for row in range(low, high) if _HE in found.values() else rows:
            if not attributed[row]:
                opened |= _opens_with(_masked(texts[row], spans[row]), article)
                continue
            name = found.get(row, "")
            if name in ("", _HE):
                name = next((by_quotation[p] for p in parts[row] if p in by_quotation), name)
            if name == _HE:
                name = _he(last, opened)
            elif not name and row not in cues and quoted[row] > _ALL_QUOTED:
                name = current
            current = longest.get(name, name)
            if current:
                speakers[row] = last = current
                opened = set()
            else:
                opened |= _opens_with(_masked(texts[row], spans[row]), article)
    return speakers


def _named(
    text: str, cues: Sequence[tuple[int, int, str]], quotes: Sequence[tuple[int, int]], article: str
) -> str:
    """The name that a sentence's own words give its speaker, "he" for a pronoun, else ""."""
    outer = _masked(text, quotes)
    for start, end, side in cues:
        left = outer[max(0, start - _WINDOW) : start].rpartition('"')[2].rstrip()
        right = outer[end : end + _WINDOW]
        match side:
            case "subject":
                name = _subject(left, right, outer, article)
            case "to":
                name = _name_in(_TO.match(right), article)
            case "by":
                name = _name_in(_BY.match(right), article)
            case "next":
                name = _name_in(_INVERTED.match(right), article)
            case "owner":
                name = _owner(left, article)
            case "main":
                name = _opening(outer, article)
            case _:
                name = ""
        if name:
            return name
    return ""


def _he(last: str, opened: set[str]) -> str:
    """Who "he" or "she" is: the one person introduced since the last speaker, else that speaker."""
    surname = last.rpartition(" ")[2]
    new = [name for name in opened if name.rpartition(" ")[2] != surname]
    if len(new) > 1:
        return ""
    return new[0] if new else last


def _opens_with(outer: str, article: str) -> set[str]:
    """The full names of the people that a sentence opens with, after an adverbial or at once."""
    run = NAME.match(outer)
    if run and outer.split(" ", 1)[0] in leads() and not clean_name(run.group(), article):
        adverbial = _ADVERBIAL.match(outer)
        run = NAME.match(outer, adverbial.end()) if adverbial else None
    if not run:
        return set()
    second = _SECOND.match(outer, run.end())
    runs = [run.group(), *([second[1]] if second else [])]
    names = [(run, clean_name(run, article)) for run in runs]
    return {name for run, name in names if is_person(run, name)}


def _masked(text: str, quotes: Sequence[tuple[int, int]]) -> str:
    pieces, after = [], 0
    for start, end in quotes:
        pieces += [text[after:start], '"' * (end - start)]
        after = end
    return "".join([*pieces, text[after:]])


def _subject(left: str, right: str, outer: str, article: str) -> str:
    left = _PARENTHESIS.sub("", _AUXILIARIES.sub("", left)).rstrip()
    if not left or left.endswith(","):
        name = _before_apposition(left, article)
        if " " not in name and name not in inner_capitals(article):
            name = _name_in(_INVERTED.match(right), article) or name
        return name or (_HE if left == "" and re.match(r"\s*s?he\b", right) else "")
    left = _RELATIVE.sub("", left)
    if pronoun := _PRONOUN.search(left):
        name = _opening(outer, article) if pronoun.start() else ""
        return name if " " in name else _HE
    if left.endswith((" and", " but", " y")):
        return _opening(outer, article)
    return _name_at_end(left, article)


def _before_apposition(left: str, article: str) -> str:
    """The name in "On Monday, Ana Ruiz, a judge in Lima, said"."""
    pieces = [piece.strip() for piece in left.rstrip(",").split(",")]
    while len(pieces) > 1 and _is_apposition(pieces[-1]):
        pieces.pop()
    if pieces[-1].split(" ", 1)[0].endswith(("’s", "'s", "s’", "s'")):
        return ""
    return _name_at_end(pieces[-1], article)


def _is_apposition(piece: str) -> bool:
    words = piece.split(" ", 3)
    return (
        _PARTY.match(piece) is not None
        or (_NO_HEAD.match(piece) is not None and not NAME.fullmatch(piece))
        or (any(word in roles() for word in words[:3]) and _OFFICE.search(piece) is not None)
        or words[0].endswith(("’s", "'s", "s’", "s'"))
    )


def _name_at_end(left: str, article: str) -> str:
    found = deque(NAME.finditer(left), maxlen=1)
    if not found or found[0].end() != len(left) or _is_in_modifier(left[: found[0].start()]):
        return ""
    return clean_name(found[0].group(), article)


def _is_in_modifier(before: str) -> bool:
    """Whether a name only describes the subject: "a man who met", "lawyers for", "men suing"."""
    if _SPEAKS_FOR.search(before):
        return False
    if _BARRED_BEFORE.search(before) or _IN_CLAUSE.search(before):
        return True
    doing = _DOING.search(before)
    classes = word_classes()
    return doing is not None and (
        doing[1] in classes["source"]
        or doing[1] in classes["office"]
        or doing[1].capitalize() in roles()
        or doing[1] in ("man", "woman")
    )


def _owner(left: str, article: str) -> str:
    name = POSSESSIVE.sub("", left)
    if name != left:
        return _name_at_end(name, article)
    return _HE if re.search(r"\b(?:his|her)$", left, re.IGNORECASE) else ""


def _opening(outer: str, article: str) -> str:
    """The name that opens a sentence, as the subject of its main verb."""
    if re.match(r"(?:He|She)\b", outer):
        return _HE
    name = _name_in(NAME.match(outer[:_WINDOW]), article)
    return name if " " in name or name in inner_capitals(article) else ""


def _name_in(match: re.Match[str] | None, article: str) -> str:
    return clean_name(match.group(match.lastindex or 0), article) if match else ""
