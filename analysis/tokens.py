"""Tokenise once: every word-level number starts from the arrays made here."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_BATCH_CHARACTERS = 500_000
_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2**64

_OTHER, _WORD, _DIGIT, _ALONE, _SPACE, _INNER, _STOP, _COMMA = range(8)
_SINGLE_CHARACTER_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_PUNCTUATION = {".": _STOP, ",": _COMMA} | dict.fromkeys("'’ʼ-‐‑\xad", _INNER)


class Tokens(NamedTuple):
    """The tokens of many texts, as arrays.

    row: which text (position in the input); start, end: character offsets into that text;
    id: index into vocabulary; bounds: the tokens of text i are bounds[i]:bounds[i + 1].
    """

    row: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    id: NDArray[np.int32]
    vocabulary: list[str]
    bounds: NDArray[np.int64]


def tokenise(
    texts: Sequence[str], *, unit: Literal["word", "chunk"] = "word", fold: bool = True
) -> Tokens:
    """Split texts into tokens with exact offsets, and number the distinct ones.

    A "word" is a run of letters, digits and marks; apostrophes and hyphens (soft ones too) inside
    it belong to it, so do stops and commas between digits ("3.5", "1,200") and stops between
    single letters ("U.S"). In scripts written without spaces each character is a word. A "chunk"
    is a run of characters that are not white space.

    Args:
        texts: the texts; offsets refer to each one as given.
        unit: "word" or "chunk".
        fold: vocabulary in lower case with straight apostrophes, composed (NFC), without soft
            hyphens; else as written.

    Returns:
        Tokens, ordered by text and offset.

    Example:
        >>> tokens = tokenise(["U.S. ties, ties.This", ""])
        >>> [tokens.vocabulary[i] for i in tokens.id]
        ['u.s', 'ties', 'ties', 'this']
        >>> tokens.start.tolist(), tokens.bounds.tolist()
        ([0, 5, 11, 16], [0, 4, 4])
    """
    parts = [_batch(texts, low, high, unit, fold) for low, high in _batches(texts)]
    row, start, end, hashed = (np.concatenate(column) for column in zip(*parts, strict=True))
    identity, distinct = pd.factorize(hashed)
    first = np.empty(len(distinct), np.int64)
    first[identity[::-1]] = np.arange(len(identity))[::-1]
    places = zip(row[first].tolist(), start[first].tolist(), end[first].tolist(), strict=True)
    vocabulary = [texts[text][begin:stop] for text, begin, stop in places]
    if fold and vocabulary:
        number, vocabulary = _number_alike(vocabulary)
        identity = number[identity]
    bounds = np.searchsorted(row, np.arange(len(texts) + 1))
    return Tokens(row, start, end, identity.astype(np.int32), vocabulary, bounds.astype(np.int64))


_FOLDED = str.maketrans({"’": "'", "ʼ": "'", "\xad": None})


def _number_alike(words: list[str]) -> tuple[NDArray[np.intp], list[str]]:
    """A number for each word, the same for words that fold alike, and the folded words."""
    folded = unicodedata.normalize("NFC", "\n".join(words).translate(_FOLDED).lower())
    number, distinct = pd.factorize(np.array(folded.split("\n"), object))
    return number, distinct.tolist()


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    low = size = 0
    for high, text in enumerate(texts):
        size += len(text) + 1
        if size > _BATCH_CHARACTERS and high > low:
            yield low, high
            low, size = high, len(text) + 1
    yield low, len(texts)


def _batch(
    texts: Sequence[str], low: int, high: int, unit: str, fold: bool
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint64]]:
    lengths = np.fromiter((len(text) + 1 for text in texts[low:high]), np.int64, high - low)
    joined = "\n".join([*texts[low:high], ""]) if high > low else ""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds, folded = _classify(codes, fold)
    if unit == "chunk":
        inside = kinds != _SPACE
        opens = inside & ~_before(inside)
    else:
        inside = _words(kinds)
        alone = kinds == _ALONE
        opens = inside & (~_before(inside) | alone | _before(alone))
    closes = inside & (~_after(inside) | _after(opens))
    start, end = np.flatnonzero(opens), np.flatnonzero(closes) + 1
    begins = np.concatenate(([0], np.cumsum(lengths)))
    row = np.searchsorted(begins, start, side="right") - 1
    return (
        (row + low).astype(np.int32),
        (start - begins[row]).astype(np.int32),
        (end - begins[row]).astype(np.int32),
        _hash_spans(folded, start, end),
    )


def _classify(
    codes: NDArray[np.uint32], fold: bool
) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Class and folded form of every character, worked out once per distinct character."""
    seen = np.zeros(int(codes.max(initial=0)) + 1, bool)
    seen[codes] = True
    kind_of = np.zeros(len(seen), np.uint8)
    fold_of = np.arange(len(seen), dtype=np.uint32) if fold else None
    for code in np.flatnonzero(seen):
        character = chr(code)
        kind_of[code] = _kind(character)
        lower = character.translate(_FOLDED).lower()
        if fold_of is not None and len(lower) == 1:
            fold_of[code] = ord(lower)
    return kind_of[codes], codes if fold_of is None else fold_of[codes]


@lru_cache(maxsize=1 << 16)
def _kind(character: str) -> int:
    if character.isspace():
        return _SPACE
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if character.isalnum():
        if unicodedata.name(character, "").startswith(_SINGLE_CHARACTER_SCRIPTS):
            return _ALONE
        return _DIGIT if character.isdecimal() else _WORD
    return _WORD if unicodedata.category(character).startswith("M") else _OTHER


def _words(kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether each character belongs to a word, with the punctuation inside words."""
    digit = kinds == _DIGIT
    word = digit | (kinds == _WORD)
    letter = word & ~digit & ~_before(word) & ~_after(word)
    stop = kinds == _STOP
    joins = (
        (kinds == _INNER) & _before(word) & _after(word)
        | (stop | (kinds == _COMMA)) & _before(digit) & _after(digit)
        | stop & _before(letter) & _after(letter)
    )
    inside: NDArray[np.bool_] = word | joins | (kinds == _ALONE)
    return inside


def _before(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each place, the flag of the character before it."""
    return np.concatenate((np.zeros(min(1, len(flags)), bool), flags[:-1]))


def _after(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each place, the flag of the character after it."""
    return np.concatenate((flags[1:], np.zeros(min(1, len(flags)), bool)))


def space_follows(texts: Sequence[str], tokens: Tokens, blanks: str = " \xa0") -> NDArray[np.bool_]:
    """Whether a token is followed by one of the blanks and then by another token of its text.

    Example:
        >>> texts = ["so it is—is it"]
        >>> space_follows(texts, tokenise(texts)).tolist()
        [True, True, False, True, False]
    """
    near = np.zeros(len(tokens.row), bool)
    near[:-1] = (np.diff(tokens.row) == 0) & (tokens.start[1:] - tokens.end[:-1] == 1)
    begins = np.concatenate(([0], np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)))
    codes = [ord(blank) for blank in blanks]
    found = []
    for low, high in _batches(texts):
        joined = "\n".join([*texts[low:high], ""]).encode("utf-32-le", "surrogatepass")
        part = slice(tokens.bounds[low], tokens.bounds[high])
        at = begins[tokens.row[part]] - begins[low] + tokens.end[part]
        found.append(np.isin(np.frombuffer(joined, np.uint32)[at], codes))
    near &= np.concatenate(found)
    return near


def _hash_spans(
    codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """A 64-bit polynomial hash of each span, from running sums (Karp and Rabin 1987)."""
    mixed = codes.astype(np.uint64) + np.uint64(1)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(29)
    inverse = np.uint64(pow(_BASE, -1, 2**64))
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(mixed * _powers(inverse, _room(len(codes)))[: len(codes)], out=sums[1:])
    hashed = (sums[end] - sums[start]) * _powers(np.uint64(_BASE), _room(len(codes)))[start]
    hashed ^= hashed >> np.uint64(32)
    return hashed


def _room(count: int) -> int:
    """The next power of two, so that texts of like size share their powers."""
    return 1 << max(12, count.bit_length())


@lru_cache(maxsize=8)
def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    powers = np.full(count, base, np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, dtype=np.uint64)
