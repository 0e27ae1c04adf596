"""Speakers: who is named as saying what a sentence attributes."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.sentences.attribution import word_classes
from analysis.wordlists import read_classes

_WORD = (
    r"(?:(?:Mrs?|Ms|Dr|Sen|Rep|Gov|Gen|St|Prof|Rev|Lt|Sgt|Col|Capt|Sra?|Jr|[A-Z](?:\.[A-Z])*)\.(?=\s)"
    r"|[^\W\d_a-zß-öø-ÿ][\w’'-]*(?:\.\w[\w’'-]*)*)"
)
_LINK = r"(?:of|de|del|la|las|los|da|dos|von|van|der|den|bin|al|el|y|e)"
_NAME = re.compile(
    rf"{_WORD}(?:[^\S\n]of[^\S\n]{_WORD}[^\S\n]and[^\S\n]{_WORD}"
    rf"|[^\S\n](?:{_LINK}[^\S\n]){{0,2}}{_WORD})*"
)
_INNER_CAPITAL = re.compile(r"(?<=[^\W\d_]\s)[A-Z][\w-]*|(?<=[^\W\d_],\s)[A-Z][\w-]*")
_WINDOW = 200
_HE = "he"
_NEVER_NAMES = ("source", "quantity", "pronoun", "evidence")
_ALL_QUOTED = 0.8
_AUXILIARIES = re.compile(
    r"(?:(?:^|\s)(?:has|have|had|is|are|was|were|been|be|also|did|does|do|not|never|already|even|now"
    r"|then|once|later|again|still|often|recently|repeatedly|too|remains|remained|seemed|sounded"
    r"|ha|han|también|[a-z]{2,15}ly|on [A-Z][a-z]+day|[A-Z][a-z]+day))+$"
)
_BARRED_BEFORE = re.compile(
    r"(?:^|\s)(?:in|of|from|at|on|by|with|about|against|to|near|en|de|than)\s+(?:the\s+)?$"
)
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_PARENTHESIS = re.compile(r"\s\([^()]{1,40}\)$")
_PARTY = re.compile(r"[RDI]-[A-Z]")
_RELATIVE = re.compile(r"(?:,\s*|\s)(?:who|which|quien)$")
_NO_HEAD = re.compile(r"(?:[a-z]|An? |The )")
_PRONOUN = re.compile(r"\b(?:he|she|él|ella)$", re.IGNORECASE)
_THE_NAME = rf"\s+(?:the\s+)?(?:[a-z][\w’'-]{{0,20}}\s+){{0,3}}?({_NAME.pattern})"
_TO = re.compile(rf"\s+to{_THE_NAME}")
_BY = re.compile(rf"[^\",]{{0,20}}?\b(?:by|from){_THE_NAME}")
_INVERTED = re.compile(
    rf"\s*(?:(?:the|el|la)\s+)?(?:(?!on\b|in\b|at\b|that\b|a\b|an\b|his\b|her\b)"
    rf"[a-z][\w’'-]{{0,20}},?\s+){{0,3}}({_NAME.pattern})"
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
    are the last named speaker. In a sentence that is all quotation it is whoever another part of
    the same quotation names, else whoever spoke in the attributed sentence before.

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
        full_names, last, current = _full_names({*found.values()}, article), "", ""
        for row in rows:
            name = found.get(row, "")
            if name in ("", _HE):
                name = next((by_quotation[p] for p in parts[row] if p in by_quotation), name)
            if name == _HE:
                name = last
            elif not name and row not in cues and quoted[row] > _ALL_QUOTED:
                name = current
            current = full_names.get(name, name)
            if current:
                speakers[row] = last = current
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
        if " " not in name and name not in _inner_capitals(article):
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
    first = piece.split(" ", 1)[0]
    return (
        _PARTY.match(piece) is not None
        or (_NO_HEAD.match(piece) is not None and not _NAME.fullmatch(piece))
        or (first in word_classes()["role"] and " of " in piece)
        or first.endswith(("’s", "'s", "s’", "s'"))
    )


def _name_at_end(left: str, article: str) -> str:
    found = deque(_NAME.finditer(left), maxlen=1)
    if not found or found[0].end() != len(left) or _BARRED_BEFORE.search(left[: found[0].start()]):
        return ""
    return _clean(found[0].group(), article)


def _owner(left: str, article: str) -> str:
    name = _POSSESSIVE.sub("", left)
    if name != left:
        return _name_at_end(name, article)
    return _HE if re.search(r"\b(?:his|her)$", left, re.IGNORECASE) else ""


def _opening(outer: str, article: str) -> str:
    """The name that opens a sentence, as the subject of its main verb."""
    if re.match(r"(?:He|She)\b", outer):
        return _HE
    name = _name_in(_NAME.match(outer[:_WINDOW]), article)
    return name if " " in name or name in _inner_capitals(article) else ""


def _name_in(match: re.Match[str] | None, article: str) -> str:
    return _clean(match.group(match.lastindex or 0), article) if match else ""


@lru_cache(maxsize=1)
def _plain_words(article: str) -> frozenset[str]:
    return frozenset(article.split())


@lru_cache(maxsize=1)
def _inner_capitals(article: str) -> frozenset[str]:
    return frozenset(_INNER_CAPITAL.findall(article))


@lru_cache(maxsize=1)
def _leads() -> frozenset[str]:
    classes = word_classes()
    return read_classes("sentence_words")["opener"] | classes["lead"] | classes["calendar"]


def _clean(run: str, article: str) -> str:
    """A run of capitalised words without titles and opening words; "" if no name is left."""
    classes = word_classes()
    leads = _leads()
    if run.endswith(("’s", "'s", "s’", "s'")):
        return ""
    words = run.split()
    roles = [place for place, word in enumerate(words) if word.rstrip(".") in classes["role"]]
    if roles and roles[-1] + 1 < len(words):
        words = words[roles[-1] + 1 :]
        if words[0].islower():
            words = words[2:]
        if "of" in words:
            words = words[: words.index("of")]
    while words and (words[0] in leads or words[0].islower()):
        words = words[1:]
    if not words or words[-1] in classes["calendar"]:
        return ""
    if len(words) == 1:
        folded = words[0].lower()
        common = any(
            folded in classes[name] for name in ("source", "quantity", "pronoun", "evidence")
        )
        if common or words[0] in classes["role"] or folded in _plain_words(article):
            return ""
    name = " ".join(words)
    return name if "." in name[:-1] or words[-1] in ("Jr.", "Sr.") else name.rstrip(".")


def _full_names(surnames: set[str], article: str) -> dict[str, str]:
    """The full name that a document most often gives before each surname."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for run in _NAME.findall(article):
        if " " not in run:
            continue
        run = _POSSESSIVE.sub("", run.partition(" of ")[0])
        surname = run.rpartition(" ")[2]
        if surname in surnames and surname != run:
            name = _clean(run, article)
            if 2 <= name.count(" ") + 1 <= 4:
                counts[surname][name] += 1
    return {surname: names.most_common(1)[0][0] for surname, names in counts.items()}
