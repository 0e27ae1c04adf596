"""Counts that readability formulas rest on, one row a sentence, from the sentences' own words."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import require_columns, require_text, stated_languages
from analysis.readability.formulas import NEEDS
from analysis.readability.syllables import LANGUAGES, count_syllables
from analysis.tokens import Tokens, tokenise
from analysis.wordlists import read_classes

COUNTS = (*NEEDS, "reading_time")
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "\xad": None})
_Floats = NDArray[np.float64]
_WORDS_PER_MINUTE = {"en": 238.0, "es": 278.0}


def count_sentences(sentences: pd.DataFrame) -> pd.DataFrame:
    """Count what readability formulas need, sentence by sentence; sums over rows stay valid.

    A word is a run of letters and digits with its inner apostrophes and hyphens. A name is a
    capitalised word that does not open its sentence; the authors of the formulas exempt names
    from their hard words, so names are neither complex nor unfamiliar. A sentence in capitals or
    in title case, where only articles, prepositions and conjunctions are in lower case, has none.

    Args:
        sentences: text (str); language (str, ISO 639-1; without the column "en").

    Returns:
        The columns given except text, same index and order, then (float64, not negative):
        sentences (1, or 0 where there is no word); words; letters; characters (letters and
        digits); syllables (see count_syllables); polysyllables (words of three or more);
        complex_words (of three or more, without names, hyphenated compounds of shorter words,
        and verb forms made three by -ed or -es: Gunning 1952); long_words (more than six
        letters: Björnsson 1968); mini_words (up to three letters or digits: McAlpine 1997);
        unfamiliar_words (not in the Dale-Chall list, nor a regular inflection of a word in it,
        a name or a number: Chall and Dale 1995); reading_time (seconds of silent reading at the
        mean rate of adults, English 238 and Spanish 278 words a minute: Brysbaert 2019).
        Syllables, polysyllables and complex_words are NaN outside English and Spanish,
        unfamiliar_words outside English, reading_time outside those two.

    Raises:
        InputError: no column text, or a text that is not str.

    Example:
        >>> counts = count_sentences(pd.DataFrame({"text": ["The U.S. President met Milei."]}))
        >>> counts[["words", "syllables", "polysyllables", "unfamiliar_words"]].values.tolist()
        [[5.0, 9.0, 1.0, 0.0]]
    """
    require_columns(sentences, ["text"], "sentences")
    texts = require_text(sentences["text"], "sentences")
    rest = sentences.drop(columns="text")
    languages = np.array(stated_languages(sentences), object)
    made = np.zeros((len(texts), len(COUNTS)))
    for language in pd.unique(languages):
        rows = np.flatnonzero(languages == language)
        made[rows] = _count([texts[row] for row in rows], str(language))
    counts = pd.DataFrame(made, sentences.index, list(COUNTS))
    return pd.concat([rest.drop(columns=[c for c in COUNTS if c in rest]), counts], axis=1)


def _count(texts: list[str], language: str) -> _Floats:
    tokens = tokenise(texts, fold=False)
    words = [word.translate(_PLAIN) for word in tokens.vocabulary]
    letters = _per_word(words, str.isalpha)
    characters = letters + _per_word(words, str.isdigit)
    syllables = count_syllables(words, language)
    unfamiliar = np.array([not is_familiar(word.lower()) for word in words], np.float64)
    name = _names(tokens, words)

    def total(per_word: NDArray[Any], only: NDArray[np.bool_] | None = None) -> _Floats:
        weights = per_word[tokens.id] if only is None else per_word[tokens.id] * only
        return np.bincount(tokens.row, weights, len(texts)).astype(np.float64)

    count = np.diff(tokens.bounds).astype(np.float64)
    counts = np.column_stack(
        [
            (count > 0).astype(np.float64),
            count,
            total(letters),
            total(characters),
            total(syllables),
            total(syllables >= 3),
            total(_complex(words, syllables), ~name),
            total((letters > 6).astype(np.float64)),
            total((characters <= 3).astype(np.float64)),
            total(unfamiliar, ~name),
            count * 60 / _WORDS_PER_MINUTE.get(language, np.nan),
        ]
    )
    uncounted = [] if language in LANGUAGES else ["syllables", "polysyllables", "complex_words"]
    uncounted += [] if language == "en" else ["unfamiliar_words"]
    counts[:, [COUNTS.index(count) for count in uncounted]] = np.nan
    return counts


def _per_word(words: list[str], test: Callable[[str], bool]) -> _Floats:
    """How many characters of each word pass the test."""
    whole = (len(word) if test(word) else sum(map(test, word)) for word in words)
    return np.fromiter(whole, np.float64, len(words))


def _names(tokens: Tokens, words: list[str]) -> NDArray[np.bool_]:
    """Whether each token is a capitalised word that does not open its text, where that tells."""
    capital = np.array([word[:1].isupper() for word in words], bool)
    small = np.array([word[:1].islower() and word not in _title_words() for word in words], bool)
    opens = np.zeros(len(tokens.id), bool)
    opens[tokens.bounds[:-1][np.diff(tokens.bounds) > 0]] = True
    telling = np.bincount(tokens.row, small[tokens.id], len(tokens.bounds) - 1) > 0
    names: NDArray[np.bool_] = capital[tokens.id] & ~opens & telling[tokens.row]
    return names


@lru_cache(maxsize=1)
def _title_words() -> frozenset[str]:
    """The words that English leaves in lower case in a title."""
    classes = read_classes("facts_function_words")
    return classes["article"] | classes["preposition"] | classes["conjunction"]


def _complex(words: list[str], syllables: _Floats) -> _Floats:
    hard = syllables >= 3
    for place in np.flatnonzero(hard):
        word = words[place]
        parts = word.split("-")
        if len(parts) > 1:
            hard[place] = bool((count_syllables(parts) >= 3).any())
        elif syllables[place] == 3 and word.endswith(("ed", "es")):
            hard[place] = count_syllables([word[:-1], word[:-2]]).min() >= 3
    return hard.astype(np.float64)


@lru_cache(maxsize=1)
def easy_words() -> frozenset[str]:
    """The Dale-Chall list of words that 80 % of fourth graders know (Chall and Dale 1995).

    Example:
        >>> "bridge" in easy_words(), "alliance" in easy_words()
        (True, False)
    """
    text = files("analysis").joinpath("data/readability_easy_words.csv").read_text("utf-8")
    return frozenset(text.splitlines()[1:])


def is_familiar(word: str) -> bool:
    """Whether a word in lower case is in the Dale-Chall list, an inflection or a number.

    Example:
        >>> [is_familiar(word) for word in ("bridges", "stopped", "2025", "alliance")]
        [True, True, True, False]
    """
    easy = easy_words()
    if word in easy or any(map(str.isdigit, word)):
        return True
    if "-" in word:
        return all(map(is_familiar, filter(None, word.split("-"))))
    return any(stem in easy for stem in _stems(word))


def _stems(word: str) -> Iterator[str]:
    """What a word may be a regular inflection of: a plural, possessive, verb form or degree."""
    bare = word.removesuffix("'s").rstrip("'")
    yield bare
    for ending in ("s", "es", "d", "ed", "ing", "r", "er", "est", "st"):
        if bare.endswith(ending) and len(bare) > len(ending) + 1:
            stem = bare.removesuffix(ending)
            yield stem
            if ending == "ing":
                yield stem + "e"
            if ending in ("es", "ed", "er", "est") and stem.endswith("i"):
                yield stem[:-1] + "y"
            if ending in ("ed", "ing", "er", "est") and len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]
