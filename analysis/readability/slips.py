"""Slips of copy, each found by a rule of its own: what they are and where they stand."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.readability.syllables import pronounced_syllables
from analysis.tokens import tokenise
from analysis.wordlists import ordinary_words

KINDS = (
    "lost_spaces",
    "lower_cased_names",
    "doubled_words",
    "cut_off_words",
    "repeated_headings",
)
_LOST_SPACE = re.compile(
    r"(?:[^\W\d_]{2}|\d%)[”\"’)\]]?"
    r"(?:\.[”\"’)\]]?(?=[A-Z][a-z]|[AI]\s)|[!?,;][”\"’)\]]?(?=[^\W\d_]))"
    r"|\b(?:U\.S|U\.K|U\.N|E\.U|D\.C|[ap]\.m)\.(?=[A-Za-z]{2})"
)
_REACH = 60
_CHUNK_BEFORE, _CHUNK_AFTER = re.compile(r"\S*$"), re.compile(r"\S*")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[\w'’-]*$"), re.compile(r"[\w'’-]*")
_ADDRESS = re.compile(r"[@/\\]|www\.")
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s$")
_MAY_DOUBLE = frozenset(
    ("bye", "far", "ha", "had", "is", "long", "many", "no", "really", "so", "that", "very", "yes")
)
_JOINS = frozenset(("about", "at", "by", "for", "from", "in", "into", "of", "on", "the", "with"))
_LONGEST_STUMP = 8


class Slip(NamedTuple):
    """Where a slip stands: character offsets into its document's text, end exclusive."""

    doc_id: object
    start: int
    end: int
    kind: str


class Words(NamedTuple):
    """The words of sentences, as arrays: one entry a word but for the last two fields."""

    doc: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    spelling: NDArray[np.int64]
    capital: NDArray[np.bool_]
    small: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    opens_block: NDArray[np.bool_]
    beside: NDArray[np.bool_]
    english: NDArray[np.bool_]
    doc_ids: list[object]
    spellings: list[str]


def words_in_prose(sentences: pd.DataFrame) -> Words:
    """The words of sentences with what the rules ask of each.

    spelling is in lower case, without a possessive ending; small: letters in lower case only;
    unknown: not in the list of ordinary words; opens: first of its sentence; beside: one
    character after the word before it; english: in a sentence of English.

    Example:
        >>> sentences = pd.DataFrame({"doc_id": ["a"], "block_id": [0], "start": [0],
        ...     "text": ["Milei’s plan"], "language": ["en"]})
        >>> words = words_in_prose(sentences)
        >>> words.spellings, words.unknown.tolist(), words.beside.tolist()
        (['milei', 'plan'], [True, False], [False, True])
    """
    tokens = tokenise(sentences["text"].tolist(), fold=False)
    row, word = tokens.row, tokens.id
    bare = [_POSSESSIVE.sub("", word) for word in tokens.vocabulary]
    spelling, spellings = pd.factorize(np.array([word.lower() for word in bare], object))
    capital = np.array([word[:1].isupper() for word in bare], bool)
    small = np.array([word.isalpha() and word.islower() for word in bare], bool)
    ordinary = ordinary_words()
    unknown = np.array([word.lower() not in ordinary for word in bare], bool)
    opens = np.ones(len(row), bool)
    opens[1:] = row[1:] != row[:-1]
    beside = ~opens
    beside[1:] &= tokens.start[1:] - tokens.end[:-1] == 1
    doc, doc_ids = pd.factorize(sentences["doc_id"])
    block = pd.factorize(pd.MultiIndex.from_frame(sentences[["doc_id", "block_id"]]))[0][row]
    opens_block = np.ones(len(row), bool)
    opens_block[1:] = block[1:] != block[:-1]
    offset = sentences["start"].to_numpy(np.int64)[row]
    english = (sentences["language"] == "en").to_numpy()[row]
    return Words(
        doc[row].astype(np.int64),
        tokens.start + offset,
        tokens.end + offset,
        spelling[word].astype(np.int64),
        capital[word],
        small[word],
        unknown[word],
        opens,
        opens_block,
        beside,
        english,
        list(doc_ids),
        list(spellings),
    )


@lru_cache(maxsize=1)
def _ordered_words() -> list[str]:
    return sorted(ordinary_words())


def lost_spaces(texts: Mapping[object, str], prose: pd.DataFrame) -> Iterator[Slip]:
    """No space after a stop or comma between words, addresses apart.

    Example:
        >>> prose = pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [25]})
        >>> [slip[1:3] for slip in lost_spaces({"a": "Close ties.This, at x.com,is"}, prose)]
        [(6, 15)]
    """
    for doc_id, start, end in prose[["doc_id", "start", "end"]].itertuples(index=False):
        text = texts[doc_id]
        for match in _LOST_SPACE.finditer(text, start, end):
            first, last = match.span()
            before = text[max(start, first - _REACH) : first]
            after = text[last : min(end, last + _REACH)]
            chunk = _found(_CHUNK_BEFORE, before) + match[0] + _found(_CHUNK_AFTER, after)
            if not _ADDRESS.search(chunk):
                low = first - len(_found(_WORD_BEFORE, before))
                high = last + len(_found(_WORD_AFTER, after))
                yield Slip(doc_id, low, high, "lost_spaces")


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0] if match else ""


def repeated_headings(texts: Mapping[object, str], headings: pd.DataFrame) -> Iterator[Slip]:
    """The second and later headings of the same words in a document; signs alone are none.

    Example:
        >>> headings = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 9], "end": [7, 16]})
        >>> [slip.start for slip in repeated_headings({"a": "The end, the END"}, headings)]
        [9]
    """
    seen: set[tuple[object, str]] = set()
    for doc_id, start, end in headings[["doc_id", "start", "end"]].itertuples(index=False):
        words = " ".join(_WORD.findall(texts[doc_id][start:end].casefold()))
        if words and (doc_id, words) in seen:
            yield Slip(doc_id, start, end, "repeated_headings")
        seen.add((doc_id, words))


def doubled_words(texts: Mapping[object, str], words: Words) -> Iterator[Slip]:
    """The same word twice in a row, but for those that may be and for sounds ("krik krik")."""
    same = np.zeros(len(words.doc), bool)
    same[1:] = words.beside[1:] & (words.spelling[1:] == words.spelling[:-1])
    same[1:] &= ~(words.capital[1:] & words.capital[:-1])
    size = words.end - words.start
    same[1:] &= size[1:] == size[:-1]
    for at in np.flatnonzero(same & ~(words.english & words.unknown)):
        between = texts[words.doc_ids[words.doc[at]]][words.start[at] - 1]
        if between.isspace() and words.spellings[words.spelling[at]] not in _MAY_DOUBLE:
            yield _slip(words, at - 1, at, "doubled_words")


def lower_cased_names(words: Words) -> Iterator[Slip]:
    """Words in lower case that are names elsewhere in their document.

    That is, words written with a capital more often within sentences, and either unknown or
    after a capitalised word with which they stand capitalised elsewhere ("Donald trump").
    """
    size = max(1, len(words.spellings))
    own = words.doc * size + words.spelling
    capital = words.capital & ~words.opens
    place = np.unique(own, return_inverse=True)[1]
    named = (np.bincount(place, capital) > np.bincount(place, words.small))[place]
    pair = np.full(len(own), -1)
    pair[1:] = own[1:] * size + words.spelling[:-1]
    follows = np.zeros(len(own), bool)
    follows[1:] = words.beside[1:] & words.capital[:-1]
    full_names = np.unique(pair[follows & words.capital])
    after_name = np.zeros(len(own), bool)
    after_name[1:] = follows[1:] & ~words.opens[:-1]
    in_name = after_name & np.isin(pair, full_names)
    long = np.array([len(spelling) > 2 for spelling in words.spellings], bool)
    slips = words.english & words.small & long[words.spelling] & named & (words.unknown | in_name)
    for at in np.flatnonzero(slips):
        yield _slip(words, at, at, "lower_cased_names")


def cut_off_words(texts: Mapping[object, str], words: Words) -> Iterator[Slip]:
    """Unknown words that begin known ones, where a paragraph starts or breaks off."""
    own = words.doc * max(1, len(words.spellings)) + words.spelling
    _, place, times = np.unique(own, return_inverse=True, return_counts=True)
    once = words.english & words.unknown & (times[place] == 1)
    last = np.ones(len(own), bool)
    last[:-1] = words.opens_block[1:]
    for at in np.flatnonzero(once & words.opens_block & ~last):
        after = words.spellings[words.spelling[at + 1]]
        if after in _JOINS and words.beside[at + 1] and _is_stump(words, at):
            yield _slip(words, at, at, "cut_off_words")
    for at in np.flatnonzero(once & last & words.small):
        following = texts[words.doc_ids[words.doc[at]]][words.end[at] : words.end[at] + 1]
        known = words.spellings[words.spelling[at]] in pronounced_syllables()
        if not following.strip() and not known and _is_stump(words, at):
            yield _slip(words, at, at, "cut_off_words")


def _is_stump(words: Words, at: np.intp) -> bool:
    spelling = words.spellings[words.spelling[at]]
    if not (spelling.isalpha() and 1 < len(spelling) <= _LONGEST_STUMP):
        return False
    known = _ordered_words()
    place = bisect_left(known, spelling)
    return place < len(known) and known[place].startswith(spelling)


def _slip(words: Words, first: np.intp, last: np.intp, kind: str) -> Slip:
    doc_id = words.doc_ids[words.doc[first]]
    return Slip(doc_id, int(words.start[first]), int(words.end[last]), kind)
