"""Runs of capitalised words: where names can stand, and how often words have capitals."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.facts.name_words import (
    Entry,
    Keys,
    calendar_words,
    common_words,
    cue_words,
    currency_codes,
    demonyms,
    fold_name,
    gazetteer,
)
from analysis.tokens import Tokens
from analysis.wordlists import ordinary_words

_SPACES = frozenset([" ", "\xa0", " & ", "&"])
_STOPPED_GAPS = frozenset([".", ". ", ".\xa0", ".-"])
_OPENERS = frozenset(':“"‘«•*?!.…\n;')
_LINKS = frozenset(["and", "of", "for", "the"])
_PREFIXES = frozenset(["then", "ex", "pro", "anti", "non", "post", "pre", "mid", "pan", "cross"])
_PARTICIPLE = ("ed", "ing", "era", "led", "style", "born", "run", "made", "owned")
_ARTICLE = re.compile(r"(?:al|el|as|ash|d|l)[-’'][A-ZÀ-ÖØ-Þ]")
_HYPHENS = re.compile("[-‐‑–]")
_CLOSED = re.compile(r"\.[\"'”’»)\]]?\s*$")
_TITLE_CASE_SHARE, _TITLE_CASE_SHARE_OF_ALL, _TITLE_CASE_WORDS = 0.75, 0.6, 4
_SENTENCE_SHARE = 1 / 12
_LONGEST_RUN = 12


class Word(NamedTuple):
    """A word of a run without a closing 's, its offsets in the sentence, and if an 's follows."""

    text: str
    start: int
    end: int
    key: str
    owns: bool = False


class Run(NamedTuple):
    """Capitalised words side by side, with the particles between them.

    opens: a capital would stand here anyway; before, after: the folded words around it; follows:
    the character after it.
    """

    row: int
    words: list[Word]
    opens: bool
    before: str
    after: str
    follows: str


class Usage(NamedTuple):
    """How often each folded word has a capital inside sentences, has one where they open, and has
    none.
    """

    capital: Mapping[str, int]
    opening: Mapping[str, int]
    lower: Mapping[str, int]

    def is_word(self, key: str) -> bool:
        """Whether a capital at the start of a sentence says nothing about it."""
        capital, lower = self.capital.get(key, 0), self.lower.get(key, 0)
        return lower > capital or (key in common_words() and capital <= lower)

    def is_seen(self, key: str) -> bool:
        """Whether a word that opens a sentence is a name: one elsewhere, or no word but twice."""
        if self.capital.get(key, 0):
            return True
        plain = self.lower.get(key, 0) or key in common_words() or key in ordinary_words()
        return not plain and self.opening.get(key, 0) > 1


def capitals(tokens: Tokens) -> NDArray[np.bool_]:
    """Whether each word of the vocabulary starts with a capital, as "al-Assad" does."""
    return np.fromiter(
        (w[0].isupper() or bool(_ARTICLE.match(w)) for w in tokens.vocabulary),
        bool,
        len(tokens.vocabulary),
    )


def title_case_rows(texts: Sequence[str], tokens: Tokens) -> NDArray[np.bool_]:
    """Whether nearly all longer words of a sentence have capitals, as in a headline.

    A text that ends in a full stop and has no capital in a twelfth of them is none.
    """
    stopped = np.fromiter((bool(_CLOSED.search(text[-4:])) for text in texts), bool, len(texts))
    size, rows = len(tokens.vocabulary), len(tokens.bounds) - 1
    letters = np.fromiter((w[0].isalpha() for w in tokens.vocabulary), bool, size)
    long = letters & np.fromiter((len(w) > 3 for w in tokens.vocabulary), bool, size)
    capital = capitals(tokens)

    def count(wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(tokens.row[wanted[tokens.id]], minlength=rows)

    found: NDArray[np.bool_] = (
        (count(long) >= _TITLE_CASE_WORDS)
        & (count(long & capital) > _TITLE_CASE_SHARE * count(long))
        & (count(letters & capital) > _TITLE_CASE_SHARE_OF_ALL * count(letters))
        & ~(stopped & (count(long & ~capital) > _SENTENCE_SHARE * count(long)))
    )
    return found


def count_usage(tokens: Tokens, title_case: NDArray[np.bool_]) -> Usage:
    """Count capitals inside sentences, where one space parts the word from the one before."""
    inside = np.zeros(len(tokens.row), bool)
    inside[1:] = (np.diff(tokens.row) == 0) & (tokens.start[1:] - tokens.end[:-1] == 1)
    inside &= ~title_case[tokens.row]
    capital = capitals(tokens)
    size = len(tokens.vocabulary)
    upper = np.bincount(tokens.id[inside & capital[tokens.id]], minlength=size)
    outside = ~inside & ~title_case[tokens.row] & capital[tokens.id]
    opening = np.bincount(tokens.id[outside], minlength=size)
    lower = np.bincount(tokens.id[~capital[tokens.id]], minlength=size)
    keys = pd.Series([fold_name(word) for word in tokens.vocabulary], dtype="object")
    table = pd.DataFrame({"capital": upper, "opening": opening, "lower": lower}).groupby(keys).sum()
    names = table.index.tolist()
    return Usage(*(dict(zip(names, table[c].tolist(), strict=True)) for c in table.columns))


def split_compounds(texts: Sequence[str], tokens: Tokens, documents: NDArray[np.int64]) -> Tokens:
    """Cut compounds of names ("Milei-Trump", "China-based", "then-Economy") into their words.

    A compound is cut if the document also has its capitalised parts on their own, or they are
    well-known names; "Claver-Carone" stays whole.

    Args:
        texts: the sentences.
        tokens: their tokens.
        documents: number of the document that each text belongs to.
    """
    size = len(tokens.vocabulary)
    hyphen = np.fromiter((bool(_HYPHENS.search(w)) for w in tokens.vocabulary), bool, size)
    hyphen &= np.fromiter((not w.islower() for w in tokens.vocabulary), bool, size)
    at = np.flatnonzero(hyphen[tokens.id])
    if not len(at):
        return tokens
    seen = _seen_capitals(tokens, documents, capitals(tokens) & ~hyphen, at)
    vocabulary, ids = list(tokens.vocabulary), dict[str, int]()
    keep = np.ones(len(tokens.row), bool)
    added: list[tuple[int, int, int, int]] = []
    for place in at.tolist():
        row, start, end = (int(column[place]) for column in tokens[:3])
        cuts = _cuts(texts[row][start:end], seen.get(int(documents[row]), frozenset()))
        for low, high in cuts:
            part = texts[row][start + low : start + high]
            if part not in ids:
                ids[part] = len(vocabulary)
                vocabulary.append(part)
            added.append((row, start + low, start + high, ids[part]))
        keep[place] = not cuts
    more = np.array(added, np.int32).reshape(-1, 4).T
    rows, starts, ends, words = (
        np.concatenate((old[keep], new)) for old, new in zip(tokens[:4], more, strict=True)
    )
    order = np.lexsort((starts, rows))
    bounds = np.searchsorted(rows[order], np.arange(len(texts) + 1)).astype(np.int64)
    return Tokens(rows[order], starts[order], ends[order], words[order], vocabulary, bounds)


def _seen_capitals(
    tokens: Tokens, documents: NDArray[np.int64], wanted: NDArray[np.bool_], at: NDArray[np.intp]
) -> dict[int, frozenset[str]]:
    """The folded capitalised words of each document that has a token among those at `at`."""
    concerned = np.isin(documents[tokens.row], np.unique(documents[tokens.row[at]]))
    concerned &= wanted[tokens.id]
    codes = np.unique(
        documents[tokens.row[concerned]] * len(tokens.vocabulary) + tokens.id[concerned]
    )
    document, word = np.divmod(codes, len(tokens.vocabulary))
    parts = np.flatnonzero(np.diff(document, prepend=-1)).tolist()
    return {
        int(document[low]): frozenset(fold_name(tokens.vocabulary[i]) for i in word[low:high])
        - common_words()
        for low, high in pairwise([*parts, len(word)])
    }


def _cuts(compound: str, seen: frozenset[str]) -> list[tuple[int, int]]:
    """Where the parts of a compound start and end, or nothing if it is one word."""
    edges = [match.start() for match in _HYPHENS.finditer(compound)]
    spans = [
        (low, high)
        for low, high in pairwise([0, *(edge + 1 for edge in edges), len(compound) + 1])
        if high - 1 > low
    ]
    spans = [(low, high - 1) for low, high in spans]
    whole = tuple(fold_name(compound[low:high]) for low, high in spans)
    if len(spans) < 2 or (fold_name(compound),) in gazetteer() or whole in gazetteer():
        return []
    second = compound[spans[1][0]]
    if whole[0] in _PREFIXES and second.isupper():
        return [spans[0], (spans[1][0], len(compound))]
    known = [key in seen or (key,) in gazetteer() for key in whole]
    if all(known):
        return spans
    plain = whole[1] in common_words() or whole[1].endswith(_PARTICIPLE)
    if compound[0].isupper() and second.islower() and (known[0] or plain):
        return [spans[0], (spans[1][0], len(compound))]
    return []


def find_runs(texts: Sequence[str], tokens: Tokens) -> Iterator[Run]:
    """The runs of capitalised words of each text, in order.

    Currencies ("HK$2m", "CHF 3m") are in none. One space, "&" or the stop of an abbreviation parts
    the words of a run ("AT&T" is one word); between them there may be particles ("van der") and,
    after words such as "Ministry", also "of", "for", "and", "the".
    """
    found = np.flatnonzero(capitals(tokens)[tokens.id])
    at = np.array([place for place in found if not _is_currency(texts, tokens, place)], np.int64)
    rows = tokens.row[at].tolist()
    keys = [fold_name(word) for word in tokens.vocabulary]
    begin = 0
    words: list[Word] = []
    for i, place in enumerate(at.tolist()):
        text = texts[rows[i]]
        if words and rows[i] == rows[i - 1] and len(words) < _LONGEST_RUN:
            links = _links(text, tokens, keys, int(at[i - 1]), place, words)
        else:
            links = None
        if links is None:
            if words:
                yield _run(texts[rows[i - 1]], tokens, keys, begin, int(at[i - 1]), words)
            begin, words = place, []
        else:
            words += links
        word = word_at(text, tokens, keys, place)
        if words and text[words[-1].end : word.start] == "&":
            first = words.pop()
            whole, key = text[first.start : word.end], f"{first.key}&{word.key}"
            word = Word(whole, first.start, word.end, key)
        words.append(word)
    if words:
        yield _run(texts[rows[-1]], tokens, keys, begin, int(at[-1]), words)


def word_at(text: str, tokens: Tokens, keys: Sequence[str], place: int) -> Word:
    """The token at a place as a word of a name; keys: the folded vocabulary."""
    start, end = int(tokens.start[place]), int(tokens.end[place])
    owns = text[end - 2 : end] in ("'s", "’s", "ʼs") and end - start > 2
    end -= 2 * owns
    return Word(text[start:end], start, end, keys[tokens.id[place]], owns)


def has_ending(entry: Entry, word: Word) -> bool:
    """Whether a name that is written with an 's ("McDonald's") has it in its last word."""
    return word.owns or not entry.exact.endswith("'s")


def _is_currency(texts: Sequence[str], tokens: Tokens, place: np.int64) -> bool:
    """Whether a token is the code of a currency or stands before its sign; "A$AP" is a name."""
    text, end = texts[tokens.row[place]], int(tokens.end[place])
    code = text[tokens.start[place] : end]
    if code in currency_codes():
        return True
    end += text[end : end + 1] == "." and "." in code
    sign, after = text[end : end + 1], text[end + 1 : end + 2]
    return bool(sign) and category(sign) == "Sc" and not after.isalpha()


def _links(
    text: str, tokens: Tokens, keys: Sequence[str], last: int, place: int, words: list[Word]
) -> list[Word] | None:
    """The particles between two capitalised words of one run, or None where a run ends."""
    owned = words[-1].owns and _is_owned_body(words, keys[tokens.id[place]])
    if place - last > 3 or (words[-1].end < tokens.end[last] and not owned):
        return None
    gaps = [text[tokens.end[i] : tokens.start[i + 1]] for i in range(last, place)]
    if place - last == 1:
        if gaps[0] == ", " and (words[-1].key, keys[tokens.id[place]]) in gazetteer():
            return []
        stopped = gaps[0] in _STOPPED_GAPS and _takes_stop(words[-1])
        return [] if gaps[0] in _SPACES or stopped else None
    if any(gap != " " for gap in gaps):
        return None
    between = [word_at(text, tokens, keys, i) for i in range(last + 1, place)]
    if all(word.key in cue_words("particle") for word in between):
        return between
    heads = cue_words("organisation_head")
    within = any(word.key in heads for word in words[:-1]) and not {"of", "for"}.isdisjoint(
        word.key for word in words
    )
    if keys[tokens.id[place]] in calendar_words():
        return None
    if _is_listed(tokens, keys, last):
        return between
    match [word.key for word in between]:
        case ["of" | "for" | "on"] | ["of" | "for", "the"]:
            joins = words[-1].key in heads | cue_words("place_head", "title") or within
        case ["and"]:
            joins = within and (keys[tokens.id[place]],) not in gazetteer()
        case _:
            joins = False
    return between if joins else None


def _is_owned_body(words: Sequence[Word], key: str) -> bool:
    """Whether a body is called after its owner ("Murphy's Bakery", "St Mary's Hospital")."""
    saint = len(words) == 2 and words[0].key == "st"
    known = {(words[-1].key,)} & gazetteer().keys() or words[-1].key in demonyms()
    return key in cue_words("owned_body") and (saint or (len(words) == 1 and not known))


@lru_cache(maxsize=1)
def _linked_names() -> dict[tuple[str, str], list[tuple[Keys, int]]]:
    """Well-known names by a word and the link after it, and where the word stands in each."""
    found: dict[tuple[str, str], list[tuple[Keys, int]]] = {}
    for name in gazetteer():
        for at, pair in enumerate(pairwise(name)):
            if pair[1] in _LINKS:
                found.setdefault(pair, []).append((name, at))
    return found


def _is_listed(tokens: Tokens, keys: Sequence[str], last: int) -> bool:
    """Whether a word and the link after it are part of a well-known name that is there whole."""
    pair = (keys[tokens.id[last]], keys[tokens.id[last + 1]])
    for name, at in _linked_names().get(pair, []):
        low, high = last - at, last - at + len(name)
        beside = low >= 0 and high <= len(tokens.row) and tokens.row[low] == tokens.row[high - 1]
        if beside and tuple(keys[word] for word in tokens.id[low:high].tolist()) == name:
            return True
    return False


def _takes_stop(word: Word) -> bool:
    return len(word.key) == 1 or "." in word.text or word.key in cue_words("abbreviation")


def _run(
    text: str, tokens: Tokens, keys: Sequence[str], begin: int, last: int, words: list[Word]
) -> Run:
    row = tokens.row[begin]
    start, end = words[0].start, int(tokens.end[last])
    opens, before, after = True, "", ""
    if begin and tokens.row[begin - 1] == row:
        gap = text[tokens.end[begin - 1] : start]
        opens = not _OPENERS.isdisjoint(gap)
        before = keys[tokens.id[begin - 1]] if len(gap) == 1 else ""
    if last + 1 < len(tokens.row) and tokens.row[last + 1] == row:
        gap = text[end : tokens.start[last + 1]]
        after = keys[tokens.id[last + 1]] if gap in (" ", ", ") else ""
    return Run(int(row), words, opens, before, after, text[end : end + 1])
