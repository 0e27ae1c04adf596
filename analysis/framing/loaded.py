"""Loaded language: how often a text raises, softens and judges, with the words that do."""

from functools import lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd

from analysis.checks import require_columns, require_text
from analysis.framing.terms import TermLookup, find_terms, index_terms
from analysis.tokens import tokenise

CLASSES = ("intensifier", "hedge", "superlative", "judging_verb")


def find_loaded(texts: pd.DataFrame) -> pd.DataFrame:
    """Every loaded word or phrase in the texts.

    The list is analysis/data/loaded_words.csv; the classes follow Recasens, Danescu-Niculescu-
    Mizil and Jurafsky (2013), "Linguistic models for analyzing and detecting biased language".

    Args:
        texts: text (str); one row a sentence or document.

    Returns:
        One row an occurrence: row (the text's index label), class (str: "intensifier", "hedge",
        "superlative" or "judging_verb"), term (str, text[start:end]), start, end (int64,
        offsets into the text).

    Raises:
        InputError: no column text, or a text that is not a str.

    Example:
        >>> found = find_loaded(pd.DataFrame({"text": ["He claimed it was very likely."]}))
        >>> found[["class", "term"]].values.tolist()
        [['judging_verb', 'claimed'], ['intensifier', 'very'], ['hedge', 'likely']]
    """
    require_columns(texts, ["text"], "texts")
    values = require_text(texts["text"], "texts")
    lookup, classes = _words()
    found = find_terms(values, lookup)
    places = zip(found.row, found.start, found.end, strict=True)
    return pd.DataFrame(
        {
            "row": texts.index.to_numpy()[found.row],
            "class": classes[found.term],
            "term": [values[row][start:end] for row, start, end in places],
            "start": found.start,
            "end": found.end,
        }
    )


def rate_loaded(texts: pd.DataFrame) -> pd.DataFrame:
    """Loaded words per 100 words of each text.

    Args:
        texts: text (str); one row a sentence or document.

    Returns:
        One row a text, same index and order: words (int64), then for each class its rate
        (float64, occurrences per 100 words; NaN for a text without words) as intensifiers,
        hedges, superlatives, judging_verbs, and reason (str or NaN: "no words").

    Raises:
        InputError: no column text, or a text that is not a str.

    Example:
        >>> rates = rate_loaded(pd.DataFrame({"text": ["He claimed it was very likely."]}))
        >>> round(rates.loc[0, "hedges"], 2)
        np.float64(16.67)
    """
    require_columns(texts, ["text"], "texts")
    values = require_text(texts["text"], "texts")
    lookup, classes = _words()
    found = find_terms(values, lookup)
    words = np.diff(tokenise(values).bounds)
    per_hundred = 100 / np.where(words > 0, words, np.nan)
    table = pd.DataFrame({"words": words}, index=texts.index)
    for name in CLASSES:
        rows = found.row[classes[found.term] == name]
        table[f"{name}s"] = np.bincount(rows, minlength=len(values)) * per_hundred
    reasons = [np.nan if count else "no words" for count in words]
    return table.assign(reason=np.array(reasons, object))


@lru_cache(maxsize=1)
def _words() -> tuple[TermLookup, np.ndarray[tuple[int], np.dtype[np.object_]]]:
    with files("analysis").joinpath("data", "loaded_words.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, comment="#", keep_default_na=False)
    return index_terms(table["term"]), table["class"].to_numpy(object)
