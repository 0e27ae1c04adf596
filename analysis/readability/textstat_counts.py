"""Counts as textstat 0.7.13 makes them, for whoever must match numbers published with it."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.readability.counts import easy_words
from analysis.readability.syllables import LANGUAGES, hyphenated_syllables
from analysis.tokens import Tokens, tokenise

_STOPS = re.compile("[.!?]+")
_WORD = re.compile(r"\w")
_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_PUNCTUATION = re.compile(r"[^\w\s']")
_AROUND = '.,;:!?"()[]“”‘’—–-…$%*/'
_LINSEAR_WORDS = 100
_SECONDS_PER_CHARACTER = 0.01469
_Floats = NDArray[np.float64]


def count_as_textstat(texts: Sequence[str], language: str = "en") -> pd.DataFrame:
    """Count what readability formulas need as textstat 0.7.13 does, right or wrong.

    A word is a chunk between white space without its punctuation (apostrophes stay before t, s,
    d, ve, ll, re). A sentence ends at every run of . ! ? and counts if it has more than two words.

    Args:
        texts: the texts.
        language: "en" or "es", as textstat.set_lang takes it; in others nothing that needs
            syllables or a word list can be counted.

    Returns:
        One row a text, in order, float64, not negative: sentences, words, letters (letters,
        digits and low lines), characters (other than white space), chunks (runs of characters
        other than white space), syllables, polysyllables (words of three or more), complex_words
        (of three or more and not in the easy list), long_words (more than six letters),
        mini_words (up to three), unfamiliar_words (not in the easy list), difficult_words (of
        two syllables or more and not in the easy list), linsear_points and linsear_sentences
        (in the first 100 words), reading_time (seconds, 14.69 ms a character: Demberg and Keller
        2008). NaN where the language rules a count out.

    Example:
        >>> counts = count_as_textstat(["The U.S. President met Milei. He left."])
        >>> counts[["sentences", "words", "syllables"]].values.tolist()
        [[1.0, 7.0, 9.0]]
    """
    texts = list(texts)
    tokens = tokenise(texts, unit="chunk", fold=False)
    words = [_cleaned(chunk) for chunk in tokens.vocabulary]
    is_word = np.array([word != "" for word in words], bool)
    letters = np.array([len(word) - word.count("'") for word in words], np.float64)
    row, chunk = tokens.row, tokens.id
    syllables, hard = _syllables_and_hard(words, language)
    missing = np.where(np.isnan(syllables), np.nan, 0.0)
    points = np.select([syllables >= 3, syllables > 0], [3.0, 1.0], missing)
    breaks = _breaks(tokens.vocabulary, is_word)
    sizes = np.diff(tokens.bounds)
    early = _early(tokens, is_word, sizes)

    def total(per_chunk: NDArray[Any], keep: NDArray[np.bool_] | slice = slice(None)) -> _Floats:
        return np.bincount(row[keep], per_chunk[chunk[keep]], len(texts)).astype(np.float64)

    not_empty = np.array([text != "" for text in texts], bool)
    characters = np.bincount(row, tokens.end - tokens.start, minlength=len(texts))
    counts = {
        "sentences": _sentences(row, breaks[chunk], not_empty),
        "words": total(is_word.astype(np.float64)),
        "letters": total(letters),
        "characters": characters,
        "chunks": sizes,
        "syllables": total(syllables),
        "polysyllables": total((syllables >= 3) + missing),
        "complex_words": total(hard * (syllables >= 3)),
        "long_words": total((letters > 6).astype(np.float64)),
        "mini_words": total(((letters <= 3) & is_word).astype(np.float64)),
        "unfamiliar_words": total(hard),
        "difficult_words": total(hard * (syllables >= 2)),
        "linsear_points": total(points, early),
        "linsear_sentences": _sentences(row[early], breaks[chunk[early]], sizes > 0),
        "reading_time": characters * _SECONDS_PER_CHARACTER,
    }
    return pd.DataFrame(counts, dtype="float64")


def _cleaned(chunk: str) -> str:
    core = chunk.strip(_AROUND)
    return core if core.isalnum() else _PUNCTUATION.sub("", _APOSTROPHE.sub("", chunk))


def _syllables_and_hard(words: list[str], language: str) -> tuple[_Floats, _Floats]:
    """Syllables of each word, and 1 for each that is not in the easy list, else 0."""
    missing = np.full(len(words), np.nan)
    if language not in LANGUAGES:
        return missing, missing
    spelling, lower = pd.factorize(np.array([word.lower() for word in words], object))
    syllables = hyphenated_syllables(list(lower), language) * (lower != "")
    if language != "en":
        return syllables[spelling], missing
    easy = easy_words() | {""}
    hard = np.array([word not in easy for word in lower], np.float64)
    return syllables[spelling], hard[spelling]


def _breaks(chunks: list[str], is_word: NDArray[np.bool_]) -> NDArray[np.int8]:
    """For each chunk: words before its first stop, whether it has one, words after its last."""
    breaks = np.zeros((len(chunks), 3), np.int8)
    breaks[:, 0] = is_word
    stopped = [
        at for at, chunk in enumerate(chunks) if "." in chunk or "!" in chunk or "?" in chunk
    ]
    parts = [_STOPS.split(chunks[at]) for at in stopped]
    breaks[stopped, 0] = [_WORD.search(first) is not None for first, *_ in parts]
    breaks[stopped, 1] = 1
    breaks[stopped, 2] = [_WORD.search(last) is not None for *_, last in parts]
    return breaks


def _sentences(
    row: NDArray[np.int32], breaks: NDArray[np.int8], not_empty: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Sentences of more than two words, at least one in a text that is not empty.

    A stop inside a chunk parts it, but what lies between two stops of one chunk is one word at
    most, so only the words before its first stop and after its last can belong to a sentence.
    """
    before, stop, after = breaks.T.astype(np.int64)
    sentence = np.cumsum(stop) - stop + row
    stops = np.bincount(row, stop, minlength=len(not_empty)).astype(np.int64)
    count = len(not_empty) + int(stop.sum())
    words = np.bincount(sentence, before, minlength=count)
    words += np.bincount(sentence + stop, after, minlength=count)
    text = np.repeat(np.arange(len(not_empty)), stops + 1)
    sentences = np.bincount(text, words > 2, minlength=len(not_empty)).astype(np.int64)
    return np.where(not_empty, np.maximum(1, sentences), 0)


def _early(
    tokens: Tokens, is_word: NDArray[np.bool_], sizes: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """The chunks up to a text's hundredth word, or all where it has no more than 100 chunks."""
    here = is_word[tokens.id]
    before = np.concatenate(([0], np.cumsum(here)))
    words = before[:-1] - before[tokens.bounds[:-1]][tokens.row]
    early: NDArray[np.bool_] = (words < _LINSEAR_WORDS) | (sizes <= 100)[tokens.row]
    return early
