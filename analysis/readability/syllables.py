"""Syllables of words: a pronouncing dictionary first, rules of spelling for the rest."""

import gzip
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pyphen
from numpy.typing import NDArray

LANGUAGES = ("en", "es")


@lru_cache(maxsize=1)
def pronounced_syllables() -> dict[str, int]:
    """Syllables of 126,046 English words and names, from the CMU Pronouncing Dictionary.

    The first pronunciation counts. A few words have no vowel and so no syllable ("hmm").
    Source: Carnegie Mellon University (1993-2015), `data/readability_syllables.csv.gz`.

    Example:
        >>> pronounced_syllables()["president"]
        3
    """
    packed = files("analysis").joinpath("data/readability_syllables.csv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("ascii").split("\n")
    return {word: int(count) for word, count in (line.split(",") for line in lines[1:-1])}


def count_syllables(words: Iterable[str], language: str = "en") -> NDArray[np.float64]:
    """Syllables of each word as it is spoken, at least 1.

    English: the CMU dictionary; then the word without its possessive ending, its parts at
    hyphens, an abbreviation's letters ("U.S.", "IMF" in capitals), and rules of spelling (vowel
    groups, silent e, -ed and -es; right on 91 % of the dictionary's own words, measured by
    `python benchmarks/readability.py syllables`). Spanish: the nuclei of its spelling, in which
    two strong vowels or an accented i or u make two (Real Academia Española 2010). A word with a
    digit counts as one syllable, since how it is read aloud cannot be known.

    Args:
        words: words as written, with straight apostrophes.
        language: "en" or "es"; any other gives NaN.

    Returns:
        float64, one a word.

    Example:
        >>> count_syllables(["President", "Bukele's", "IMF", "pro-business", "2025"]).tolist()
        [3.0, 3.0, 3.0, 3.0, 1.0]
        >>> count_syllables(["país", "presidente", "guía"], "es").tolist()
        [2.0, 4.0, 2.0]
    """
    if language not in LANGUAGES:
        return np.array([np.nan for _ in words])
    count = _english if language == "en" else _spanish
    return np.array([count(word) for word in words], np.float64)


def hyphenated_syllables(words: Sequence[str], language: str = "en") -> NDArray[np.float64]:
    """Syllables as textstat 0.7.13 counts them: the CMU dictionary, else hyphenation points.

    Args:
        words: words in lower case, without punctuation.
        language: "en", or another that pyphen has a hyphenation dictionary for.

    Returns:
        float64, one a word; 0 for words the dictionary gives no vowel ("hmm").

    Example:
        >>> hyphenated_syllables(["president", "bukele", "hmm"]).tolist()
        [3.0, 1.0, 0.0]
    """
    known = pronounced_syllables() if language == "en" else {}
    counts = np.array([known.get(word, -1) for word in words], np.float64)
    missing = np.flatnonzero(counts < 0)
    counts[missing] = _parts([words[place] for place in missing.tolist()], language)
    return counts


def _parts(words: Sequence[str], language: str) -> NDArray[np.int64]:
    """Parts of at least two letters that pyphen's hyphenation patterns make (Liang 1983).

    Every place in every word is a start; all starts follow the patterns' tree together, one
    character at a time, and where a pattern ends its values are laid over the word.
    """
    patterns = _patterns(language)
    pointed = [f".{word.lower()}.\0" for word in words]
    joined = "".join(pointed).encode("utf-32-le", "surrogatepass")
    codes = np.minimum(np.frombuffer(joined, np.uint32), len(patterns.letter) - 1)
    letters = patterns.letter[codes]
    strongest = np.zeros(len(letters), np.uint8)
    start = np.arange(len(letters))
    node, depth = np.zeros(len(letters), np.int32), 0
    while len(start):
        node = patterns.next[node, letters[start + depth]]
        start, node = start[node > 0], node[node > 0]
        depth += 1
        count = patterns.first[node + 1] - patterns.first[node]
        value = np.repeat(patterns.first[node] - np.cumsum(count) + count, count)
        value += np.arange(len(value))
        place = np.repeat(start, count) + patterns.offset[value]
        np.maximum.at(strongest, place, patterns.value[value])
    breaks = np.concatenate(([0], np.cumsum(strongest % 2)))
    begin = np.cumsum([0, *map(len, pointed)])[:-1]
    size = np.array([len(word) for word in words], np.int64)
    parts: NDArray[np.int64] = 1 + breaks[begin + np.maximum(3, size)] - breaks[begin + 3]
    return parts


class _Patterns(NamedTuple):
    """Hyphenation patterns as a tree of numbered nodes; 0 is its root.

    letter: class of each code point, 0 if in no pattern; next: node after a node and a letter, or
    0; offset, value: of the values that the pattern ending at node n lays over a word from its
    start, at first[n]:first[n + 1].
    """

    letter: NDArray[np.int32]
    next: NDArray[np.int32]
    first: NDArray[np.int64]
    offset: NDArray[np.int64]
    value: NDArray[np.uint8]


@lru_cache(maxsize=4)
def _patterns(language: str) -> _Patterns:
    known = pyphen.Pyphen(lang="en_US" if language == "en" else language).hd.patterns
    nodes = {"": 0}
    for pattern in known:
        for end in range(1, len(pattern) + 1):
            nodes.setdefault(pattern[:end], len(nodes))
    letters = sorted(set("".join(known)))
    letter = np.zeros(ord(letters[-1]) + 2, np.int32)
    letter[list(map(ord, letters))] = np.arange(1, len(letters) + 1)
    following = np.zeros((len(nodes), len(letters) + 1), np.int32)
    values: list[tuple[int, int, int]] = []
    for prefix, node in nodes.items():
        if prefix:
            following[nodes[prefix[:-1]], letter[ord(prefix[-1])]] = node
        offset, laid = known.get(prefix, (0, ()))
        values += [(node, place, int(value)) for place, value in enumerate(laid, offset)]
    node_of, offsets, laid_over = np.array(values, np.int64).T
    first = np.searchsorted(node_of, np.arange(len(nodes) + 1))
    return _Patterns(letter, following, first, offsets, laid_over.astype(np.uint8))


def _english(word: str) -> int:
    if "." in word and not any(map(str.isdigit, word)):
        return _letters(word)
    lower = word.lower()
    known = pronounced_syllables()
    if lower in known:
        return max(1, known[lower])
    stem = lower.removesuffix("'s").rstrip("'")
    if stem in known:
        return max(1, known[stem]) + (lower.endswith("'s") and stem.endswith(_HISSING))
    if not word.isalpha():
        if any(map(str.isdigit, word)):
            return 1
        parts = [part for part in re.split(r"[-'‐‑]", word) if part]
        if len(parts) > 1:
            return sum(map(_english, parts))
    return _letters(word) if len(word) <= 4 and word.isupper() else spelled_syllables(lower)


def _letters(word: str) -> int:
    """Syllables of an abbreviation read letter by letter."""
    return sum(3 if letter in "wW" else letter.isalpha() for letter in word)


_HISSING = ("s", "x", "z", "ch", "sh", "ce", "ge", "se")
_ENGLISH_GROUP = re.compile("[aeiouy]+")
_SILENT = re.compile(
    r"[^aeiouy]e$(?<![^aeiouy]le)"
    r"|(?<=[^aeioudty])ed$(?<![^aeiouyr]led)|(?<=[^aeiouyscxzgh])es$(?<![^aeiouy]les)"
    r"|[ctsg]i(?=a|ou|on|en)|gu(?=a)|(?<=[aeiouy][^aeiouy])e(?=(?:ly|ment|less|ful|ness|ship)s?$)"
)
_PARTED = re.compile(r"i[aou]|(?<!q)ua|eo|[aeiou]i(?=ng)|y[ao]|ue(?=[ln]t)|[st]m$")


def spelled_syllables(word: str) -> int:
    """Syllables of an English word in lower case by rules of spelling alone.

    Example:
        >>> spelled_syllables("milei"), spelled_syllables("retweeted"), spelled_syllables("vibes")
        (2, 3, 1)
    """
    groups = len(_ENGLISH_GROUP.findall(word))
    return max(1, groups + len(_PARTED.findall(word)) - len(_SILENT.findall(word)))


_SPANISH_GROUP = re.compile("[aeiouáéíóúü]+")
_NUCLEUS = re.compile("[aeoáéíóú]")


def _spanish(word: str) -> int:
    groups = _SPANISH_GROUP.findall(re.sub("y$", "i", word.lower()))
    return max(1, sum(max(1, len(_NUCLEUS.findall(group))) for group in groups))
