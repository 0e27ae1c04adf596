"""Whom "he" and "she" mean, where only one person can be meant."""

import re
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.facts.name_words import cue_words, function_words
from analysis.quotes import find_quotations
from analysis.sentences.people import BOTH, agreed, gender_of, told_of
from analysis.tokens import Tokens, tokenise
from analysis.wordlists import read_classes

_PRONOUNS = dict.fromkeys(("he", "him", "his", "himself"), "he") | dict.fromkeys(
    ("she", "her", "herself"), "she"
)
_OBJECTS = frozenset(["him", "her"])
_POSSESSIVES = frozenset(["his", "her"])
_POSSESSIVE = re.compile(r"(?:[’']s|s[’'])\s")
_INSERTION = re.compile(r"^\s?,[^,]*,")
_TWO_VERBS = re.compile(r"\s\w+\s(?:and|or)(?:\s\w+ly)?\s\w+\s")
_JOINED = re.compile(r"\s?(?:,|,?\s?\b(?:and|or)\b|&)\s(?:[A-Z]\w*\.?\s)*")
_DIVIDES = re.compile(r"[,;:()—–\"“”]")
_TITLE = re.compile(r"([A-Z][a-z]+\.?)\s$")
_LONGEST_BEFORE, _LONGEST_AFTER, _LONGEST_CLAUSE = 30, 60, 400
_MOST_NAMES = 20


class _Named(NamedTuple):
    """Where a sentence mentions a person, and who that is."""

    start: int
    end: int
    name: str


def resolve_pronouns(sentences: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """The pronouns that can only be one person: row, start, end, name, kind, pronoun.

    sentences: doc_id, block_id, text, in reading order; people: row (place among the sentences),
    start, end (offsets), name. A quotation is a text of its own: "she" in it is neither who speaks
    it nor anybody else named outside it, and no pronoun outside means somebody named in it. Where
    more than twenty people have been named, a pronoun is nobody.
    """
    texts, doc_ids = sentences["text"].tolist(), sentences["doc_id"].tolist()
    quoted = _quotations(sentences)
    tokens = tokenise(texts)
    is_pronoun = np.array([word in _PRONOUNS for word in tokens.vocabulary] or [False])
    named: dict[int, list[_Named]] = defaultdict(list)
    for row, *mention in people[["row", "start", "end", "name"]].itertuples(index=False):
        named[row].append(_Named(*mention))
    genders = _genders(texts, doc_ids, named)
    found = []
    pronouns = np.flatnonzero(is_pronoun[tokens.id]).tolist()
    for row, places in groupby(pronouns, key=lambda place: int(tokens.row[place])):
        follows = row > 0 and doc_ids[row - 1] == doc_ids[row]
        last = _by_layer(named[row - 1], quoted[row - 1]) if follows else {}
        known = genders.get(doc_ids[row], {})
        for one, gender in _resolve(
            texts[row], tokens, places, named[row], quoted[row], last, known
        ):
            found.append((row, *one, gender))
            named[row].append(one)
    table = pd.DataFrame(found, columns=["row", "start", "end", "name", "gender"])
    owner = sentences["doc_id"].to_numpy()[table["row"].to_numpy(np.int64)]
    both = table.groupby([owner, "name"])["gender"].transform("nunique")
    table = table[both == 1].drop(columns="gender")
    return table.assign(kind="person", pronoun=True)


def _resolve(
    text: str,
    tokens: Tokens,
    places: Iterable[int],
    mentions: list[_Named],
    spans: list[tuple[int, int, int]],
    last: dict[int, set[str]],
    genders: dict[str, str],
) -> list[tuple[_Named, str]]:
    """Whom the pronouns of a sentence mean, each with its "he" or "she".

    places: its pronouns among the tokens; mentions: whom it names; spans: its quotations; last:
    who is named in the sentence before; genders: of the people of the document, as agreed tells.
    """
    coming = deque(sorted(mentions))
    earlier: deque[_Named] = deque(maxlen=_MOST_NAMES)
    here: dict[int, set[str]] = defaultdict(set)
    found = []
    for place in places:
        start, end = int(tokens.start[place]), int(tokens.end[place])
        gender = _PRONOUNS[tokens.vocabulary[tokens.id[place]]]
        while coming and coming[0].end <= start:
            earlier.append(coming.popleft())
            here[_layer(spans, earlier[-1].start)].add(earlier[-1].name)
        layer = _layer(spans, start)
        if len(here[layer]) + len(last.get(layer, ())) > _MOST_NAMES:
            continue
        before = here[layer] | last.get(layer, set())
        if _is_object(text, tokens, place):
            before -= _own_clause(text, start, earlier)
        before = {name for name in before if genders.get(name) in ("", gender, BOTH)}
        if len(before) == 1 and genders.get(*before) != BOTH:
            one = _Named(start, end, before.pop())
            found.append((one, gender))
            earlier.append(one)
            here[layer].add(one.name)
    return found


def _by_layer(mentions: list[_Named], spans: list[tuple[int, int, int]]) -> dict[int, set[str]]:
    """Who is named in each quotation, and outside them (-1)."""
    names: dict[int, set[str]] = defaultdict(set)
    for one in mentions:
        names[_layer(spans, one.start)].add(one.name)
    return names


def part_namesakes(texts: list[str], doc_ids: list[object], people: pd.DataFrame) -> list[str]:
    """The names of people, without those that join a Mr with a Mrs: "John Smith", "Mrs Smith".

    Where titles or the given name of one name tell he and she, a surname whose title does not fit
    the given name keeps its title, and one without a title is nobody's in full.

    texts, doc_ids: the sentences; people: row (place among them), start, end (offsets), name.
    """
    rows = list(people[["row", "start", "end", "name"]].itertuples(index=False, name=None))
    titles = [
        _TITLE.search(texts[row][max(0, at - _LONGEST_BEFORE) : at]) for row, at, _, _ in rows
    ]
    told = [gender_of("", f"{title[1]} ") if title else "" for title in titles]
    kinds: dict[tuple[object, str], set[str]] = defaultdict(set)
    for (row, _, _, name), gender in zip(rows, told, strict=True):
        kinds[doc_ids[row], name] |= {gender, told_of(name)} - {""}
    names = []
    for (row, start, end, name), title, gender in zip(rows, titles, told, strict=True):
        word = texts[row][start:end]
        if len(kinds[doc_ids[row], name]) > 1 and " " not in word and word in name.split():
            if title and gender and gender != told_of(name):
                name = f"{title[1]} {word}"
            elif not gender:
                name = word
        names.append(name)
    return names


def _quotations(sentences: pd.DataFrame) -> dict[int, list[tuple[int, int, int]]]:
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    table = find_quotations(sentences)
    for row, *span in table[["sentence", "start", "end", "quotation"]].itertuples(index=False):
        found[row].append((span[0], span[1], span[2]))
    return found


def _layer(spans: list[tuple[int, int, int]], at: int) -> int:
    """The number of the quotation that a place stands in, or -1."""
    place = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return spans[place][2] if place >= 0 and at < spans[place][1] else -1


def _is_object(text: str, tokens: Tokens, place: int) -> bool:
    """Whether a pronoun is "him", or "her" with no noun to follow."""
    word = tokens.vocabulary[tokens.id[place]]
    if word != "her" or place + 1 == len(tokens.row):
        return word in _OBJECTS
    if text[tokens.end[place] : tokens.end[place] + 1] != " ":
        return True
    return (
        tokens.row[place + 1] != tokens.row[place]
        or tokens.start[place + 1] - tokens.end[place] > 1
        or tokens.vocabulary[tokens.id[place + 1]] in _no_nouns()
    )


@lru_cache(maxsize=1)
def _no_nouns() -> frozenset[str]:
    """The function words that do not open a noun phrase after "her"."""
    classes = read_classes("facts_function_words")
    return function_words() - classes["determiner"] - classes["number"] - {"other", "then", "now"}


def _own_clause(text: str, start: int, earlier: deque[_Named]) -> set[str]:
    """The people named before a pronoun with no comma, conjunction or clause word between.

    Whoever only owns the subject ("Ann's brother", "her brother") is none of them.
    """
    own: set[str] = set()
    low = start
    for mention in reversed(earlier):
        if low - mention.end > _LONGEST_CLAUSE:
            break
        if _owns(text, mention):
            continue
        between = text[mention.end : low]
        if not (own and _JOINED.fullmatch(between)) and _divides(between):
            break
        own.add(mention.name)
        low = mention.start
    return own


def _owns(text: str, mention: _Named) -> bool:
    """Whether a mention is a possessive with a noun to follow."""
    own = text[mention.start : mention.end].lower() in _POSSESSIVES
    return own or _POSSESSIVE.search(text[mention.end - 2 : mention.end + 3]) is not None


def _divides(between: str) -> bool:
    """Whether words part two clauses; an insertion and two verbs side by side do not."""
    bare = _INSERTION.sub("", between)
    if _TWO_VERBS.fullmatch(bare):
        return False
    dividing = read_classes("facts_function_words")["conjunction"] | cue_words("clause")
    return bool(_DIVIDES.search(bare)) or not dividing.isdisjoint(bare.lower().split())


def _genders(
    texts: list[str], doc_ids: list[object], named: dict[int, list[_Named]]
) -> dict[object, dict[str, str]]:
    """What titles, nouns and given names tell of a document's people, as agreed puts it."""
    told: dict[tuple[object, str], set[str]] = defaultdict(set)
    for row, mentions in named.items():
        text = texts[row]
        for start, end, name in mentions:
            last = text[start:end].rpartition(" ")[2]
            before = text[max(0, start - _LONGEST_BEFORE) : end - len(last)]
            after = text[end : end + _LONGEST_AFTER]
            told[doc_ids[row], name].add(told_of(name, before, after))
    genders: dict[object, dict[str, str]] = defaultdict(dict)
    for (doc_id, name), kinds in told.items():
        genders[doc_id][name] = agreed(kinds) or gender_of(name)
    return genders
