"""Speakers: who is named as saying what a sentence attributes."""

import re
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.sentences.cues import word_classes
from analysis.sentences.people import (
    Stage,
    add_known,
    agreed,
    ends_with_role,
    gender_of,
    in_full,
    is_place,
    may_be_person,
    opens_with_pronoun,
    opens_with_role,
    people_in,
    whom,
)
from analysis.sentences.speaker_names import (
    NAME,
    POSSESSIVE,
    clean_name,
    full_names,
    inner_capitals,
    is_person,
    roles,
)

_WINDOW = 200
_PRONOUNS = ("he", "she")
_FEMININE = ("she", "her", "ella")
_ALL_QUOTED = 0.8
_AUXILIARIES = re.compile(
    r"(?:(?:^|\s)(?:has|have|had|is|are|was|were|been|be|also|did|does|do|not|never|already|even|now"
    r"|then|once|later|again|still|often|too|remains|remained|seemed|sounded"
    r"|ha|han|también|[a-z]{2,15}ly|on [A-Z][a-z]+day|[A-Z][a-z]+day))+$"
)
_BARRED_BEFORE = re.compile(
    r"(?:^|\s)(?:in|of|from|for|at|on|by|with|about|against|to|near|under|behind|around|across"
    r"|inside|outside|within|among|like|over|en|de|than)\s+"
    r"(?:(?:[A-Z][\w’'-]*,\s+){0,3}[A-Z][\w’'-]*\s+and\s+)?(?:(?:the|former|late)\s+)*$"
)
_SPEAKS_FOR = re.compile(r"\bspokes(?:m[ae]n|wom[ae]n|person|people)\sfor\s(?:the\s)?$")
_IN_CLAUSE = re.compile(
    r"\b(?:(?:who|which|whose)\s(?:(?!and\b|but\b|or\b)[a-z][\w’'-]*\s){1,4}|that\s[a-z]+ed\s)$"
)
_DOING = re.compile(r"\b([a-z]+)\s[a-z]+ing\s(?:the\s)?$")
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
    are the last named speaker, or the one person brought in since then, unless a title, a noun or a
    given name tells otherwise; where several are, somebody unnamed is, or the last is far off,
    nobody. In a sentence that is all quotation it is whoever another part of the same quotation
    names, else whoever spoke in the attributed sentence before.

    Args:
        sentences: doc_id, block_id, in reading order.
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
    documents, blocks = sentences["doc_id"].tolist(), sentences["block_id"].tolist()
    bounds = [i for i in range(len(texts)) if not i or documents[i] != documents[i - 1]]
    for low, high in pairwise([*bounds, len(texts)]):
        rows = [row for row in range(low, high) if attributed[row]]
        if not rows:
            continue
        outer = {row: _masked(texts[row], spans[row]) for row in range(low, high)}
        found = _named_speakers(outer, cues, parts, " ".join(texts[low:high]), blocks)
        named, current = _by_quotation(found, parts), ""
        for row in rows:
            if row not in found:
                current = current if quoted[row] > _ALL_QUOTED else ""
            current = found.get(row, next((named[p] for p in parts[row] if p in named), current))
            if current:
                speakers[row] = current
    return speakers


def _named_speakers(
    outer: Mapping[int, str],
    cues: Mapping[int, list[tuple[int, int, str]]],
    parts: Mapping[int, list[int]],
    article: str,
    blocks: Sequence[object],
) -> dict[int, str]:
    """The speaker of each sentence of a document that has a cue, or "".

    outer: its sentences with the quotations masked; parts: the quotations of each sentence;
    blocks: the block of every sentence.
    """
    found = {row: _named(text, cues[row], article) for row, text in outer.items() if row in cues}
    longest = full_names({*found.values()}, article)
    found = {row: _in_full(name, longest, outer[row]) for row, name in found.items()}
    named = _by_quotation({r: n for r, n in found.items() if n not in _PRONOUNS}, parts)
    for row, name in found.items():
        if name in ("", *_PRONOUNS):
            found[row] = next((named[p] for p in parts.get(row, ()) if named.get(p)), name)
    if set(_PRONOUNS).isdisjoint(found.values()):
        return found
    return _without_pronouns(found, outer, cues, article, blocks)


def _by_quotation(found: Mapping[int, str], parts: Mapping[int, list[int]]) -> dict[int, str]:
    """Who speaks each quotation, by the first of its sentences that names somebody."""
    spoken: dict[int, str] = {}
    for row, name in found.items():
        for part in parts.get(row, ()):
            spoken[part] = spoken.get(part) or name
    return spoken


def _in_full(name: str, longest: Mapping[str, str], outer: str) -> str:
    """The full name for a surname, unless its title tells of somebody else: "Mrs Smith"."""
    told = gender_of(name, outer[: max(0, outer.find(name))])
    return in_full(name, longest.get(name, name), told)


def _without_pronouns(
    found: Mapping[int, str],
    outer: Mapping[int, str],
    cues: Mapping[int, list[tuple[int, int, str]]],
    article: str,
    blocks: Sequence[object],
) -> dict[int, str]:
    """The speakers of a document with "he" and "she" put under the names they stand for, or ""."""
    solved = dict(found)
    stage = Stage()
    genders: dict[str, str] = {}
    told: dict[str, set[str]] = defaultdict(set)
    known: dict[str, str] = {}
    for row, text in outer.items():
        if row and blocks[row] != blocks[row - 1]:
            stage = stage.in_next_paragraph()
        people = people_in(text, article, known)
        for one in people:
            told[one.name].add(one.gender)
            genders[one.name] = agreed(told[one.name]) or gender_of(one.name)
            add_known(known, one.name)
        name = found.get(row, "")
        starts = [start for start, _, _ in cues.get(row, ())] if row in found else []
        if name in _PRONOUNS:
            pronoun, name = name, whom(name, stage, text[: starts[0]], people, genders)
            solved[row] = name
            if name:
                told[name].add(pronoun)
                genders[name] = pronoun
        elif name and _may_be_he_or_she(name):
            genders.setdefault(name, gender_of(name))
            add_known(known, name)
        kinds = {genders.get(one, "") for one in (name, *(one.name for one in people))}
        stage = stage._replace(told=stage.told | kinds)
        unnamed = opens_with_role(text) or any(ends_with_role(text, at) for at in starts)
        stage = stage.after(name, people, unnamed, not opens_with_pronoun(text))
    return solved


def _may_be_he_or_she(name: str) -> bool:
    """Whether a speaker may be a person: a single name that is no place's, or a full one."""
    single = " " not in name and not is_place(name)
    return single or is_person(name, name) or may_be_person(name, True)


def _named(outer: str, cues: Sequence[tuple[int, int, str]], article: str) -> str:
    """The name that a sentence's own words give its speaker, "he" or "she", else ""."""
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
        if " " not in name and name not in inner_capitals(article):
            name = _name_in(_INVERTED.match(right), article) or name
        behind = re.match(r"\s*(s?he)\b", right)
        return name or (behind[1] if left == "" and behind else "")
    left = _RELATIVE.sub("", left)
    if pronoun := _PRONOUN.search(left):
        name = _opening(outer, article) if pronoun.start() else ""
        return name if " " in name else _pronoun(pronoun.group())
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
    return _name_at_end(_PARENTHESIS.sub("", pieces[-1]), article)


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
    owner = re.search(r"\b(?:his|her)$", left, re.IGNORECASE)
    return _pronoun(owner.group()) if owner else ""


def _pronoun(word: str) -> str:
    return _PRONOUNS[word.lower() in _FEMININE]


def _opening(outer: str, article: str) -> str:
    """The name that opens a sentence, as the subject of its main verb."""
    if pronoun := re.match(r"(?:He|She)\b", outer):
        return _pronoun(pronoun.group())
    name = _name_in(NAME.match(outer[:_WINDOW]), article)
    return name if " " in name or name in inner_capitals(article) else ""


def _name_in(match: re.Match[str] | None, article: str) -> str:
    return clean_name(match.group(match.lastindex or 0), article) if match else ""
