"""Whether a sentence is English, cheaply and cautiously."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
import py3langid
from numpy.typing import NDArray

from analysis.tokens import tokenise

_CERTAIN = 4  # with fewer words than this, only another script counts as another language
_MARGIN = 25.0  # log-probability by which another language must lead English


def not_english(texts: Sequence[str]) -> NDArray[np.bool_]:
    """For each text, whether it is surely in another language.

    A text with one frequent English word in eight is English. The rest, where it is long enough
    to tell, is put to py3langid (Barbaresi 2022, after Lui and Baldwin 2012); a text whose
    letters are mostly of another script is not English.

    Example:
        >>> not_english(["El presidente viajó ayer a Madrid para una cumbre.", "Oil prices fell"])
        array([ True, False])
    """
    tokens = tokenise(texts)
    frequent = _frequent_words()
    english = np.array([word in frequent for word in tokens.vocabulary] or [False])
    latin = np.array([_is_latin(word) for word in tokens.vocabulary] or [True])
    words = np.diff(tokens.bounds)
    hits = np.bincount(tokens.row, english[tokens.id], minlength=len(texts))
    other_script = np.bincount(tokens.row, ~latin[tokens.id], minlength=len(texts))
    foreign: NDArray[np.bool_] = other_script * 2 > words
    for row in np.flatnonzero(~foreign & (words >= _CERTAIN) & (hits * 8 < words)).tolist():
        scores = dict(py3langid.rank(texts[row][:2000]))
        foreign[row] = max(scores.values()) - scores["en"] > _MARGIN
    return foreign


@lru_cache(maxsize=1)
def _frequent_words() -> frozenset[str]:
    source = files("analysis").joinpath("data", "english_frequent_words.txt")
    return frozenset(source.read_text("utf-8").splitlines()[1:])


def _is_latin(word: str) -> bool:
    return not any(character > "\u024f" and character.isalpha() for character in word)
