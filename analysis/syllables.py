"""Syllables of words: a pronouncing dictionary first, rules of spelling for the rest."""

import gzip
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

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
    found = [known.get(word, -1) for word in words]
    counts = [
        _parts(word, language) if count < 0 else count
        for word, count in zip(words, found, strict=True)
    ]
    return np.array(counts, np.float64)


def _parts(word: str, language: str) -> int:
    """Parts of at least two letters that pyphen's hyphenation patterns make (Liang 1983)."""
    if len(word) < 4:
        return 1
    patterns = _patterns(language)
    pointed = f".{word.lower()}."
    strongest = [0] * (len(pointed) + 1)
    for start in range(len(pointed)):
        after = patterns
        for character in pointed[start : start + _LONGEST_PATTERN]:
            node = after.get(character)
            if node is None:
                break
            after, values = node
            for offset, value in values:
                if value > strongest[start + offset]:
                    strongest[start + offset] = value
    return 1 + sum([value % 2 for value in strongest[3 : len(word)]])


_LONGEST_PATTERN = 40


@lru_cache(maxsize=4)
def _patterns(language: str) -> dict[str, Any]:
    """Hyphenation patterns as a tree: character to the tree after it, and a pattern's values."""
    tree: dict[str, Any] = {}
    known = pyphen.Pyphen(lang="en_US" if language == "en" else language).hd.patterns
    for pattern, (offset, values) in known.items():
        after = tree
        for character in pattern:
            after, found = after.setdefault(character, ({}, []))
        found.extend((place, value) for place, value in enumerate(values, offset) if value)
    return tree


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
