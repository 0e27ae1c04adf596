"""Loaded language: how often a text raises, softens and judges, with the words that do."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd

from analysis.checks import require_columns, require_text
from analysis.framing.score import reasons_not_scored
from analysis.framing.terms import TermLookup, find_terms, index_terms
from analysis.sentences.split import sentence_spans
from analysis.tokens import tokenise

CLASSES = ("intensifier", "hedge", "superlative", "judging_verb")
_OPENING = re.compile(r"\A\W*(?:\d{1,2}[.)]\s\W*)?(?=\w)|[,:]\s[\"“](?=\w)")
_NUMBER_NEXT = re.compile(r"[\s,]*\d")


def find_loaded(texts: pd.DataFrame) -> pd.DataFrame:
    """Every loaded word or phrase in the English texts.

    The list is analysis/data/loaded_words.csv; the classes follow Recasens, Danescu-Niculescu-
    Mizil and Jurafsky (2013), "Linguistic models for analyzing and detecting biased language".
    Names are left out: a superlative of one word that is capitalised within a sentence ("Best
    Buy"), and "May", unless it opens a sentence and no number follows.

    Args:
        texts: text (str); one row a sentence or document; language (str, ISO 639-1) where known,
            else judged from the text. A text in another language has no rows.

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
    found, _ = _find(texts)
    return found.drop(columns="place")


def rate_loaded(texts: pd.DataFrame) -> pd.DataFrame:
    """Loaded words per 100 words of each text, as find_loaded finds them.

    Args:
        texts: as for find_loaded.

    Returns:
        One row a text, same index and order: words (int64), then for each class its rate
        (float64, occurrences per 100 words) as intensifiers, hedges, superlatives, judging_verbs,
        and reason (str or NaN: why the rates are NaN, "empty", "no words" or "language").

    Raises:
        InputError: no column text, or a text that is not a str.

    Example:
        >>> rates = rate_loaded(pd.DataFrame({"text": ["He claimed it was very likely."]}))
        >>> round(rates.loc[0, "hedges"], 2)
        np.float64(16.67)
    """
    found, reason = _find(texts)
    words = np.diff(tokenise(texts["text"].tolist()).bounds)
    per_hundred = 100 / np.where(reason.isna(), words, np.nan)
    table = pd.DataFrame({"words": words}, index=texts.index)
    for name in CLASSES:
        places = found["place"][found["class"] == name]
        table[f"{name}s"] = np.bincount(places, minlength=len(texts)) * per_hundred
    return table.assign(reason=reason.to_numpy())


def _find(texts: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The rows of find_loaded with place (int, the text's position); why a text has no rates."""
    require_columns(texts, ["text"], "texts")
    values = require_text(texts["text"], "texts")
    reason = reasons_not_scored(texts, values)
    lookup, classes = _words()
    matches = find_terms(values, lookup)
    spans = zip(matches.row, matches.start, matches.end, strict=True)
    found = pd.DataFrame(
        {
            "row": texts.index.to_numpy()[matches.row],
            "class": classes[matches.term],
            "term": pd.Series([values[row][start:end] for row, start, end in spans], dtype="str"),
            "start": matches.start,
            "end": matches.end,
            "place": matches.row,
        }
    )
    loaded = found["class"].isin(CLASSES) & reason.isna().to_numpy()[matches.row]
    loaded[list(_names(values, found[loaded]))] = False
    return found[loaded].reset_index(drop=True), reason


def _names(texts: list[str], found: pd.DataFrame) -> Iterator[int]:
    """The labels of the rows whose term is part of a name, or the month of May."""
    single = (found["class"] == "superlative") & ~found["term"].str.contains(r"\s")
    named = single & found["term"].str[:1].str.isupper() & ~found["term"].str.isupper()
    doubtful = found.loc[named | (found["term"] == "May"), ["place", "term", "start", "end"]]
    openings = {place: _openings(texts[place]) for place in set(doubtful["place"])}
    for label, place, term, start, end in doubtful.itertuples():
        dated = term == "May" and _NUMBER_NEXT.match(texts[place], end)
        if start not in openings[place] or dated:
            yield label


def _openings(text: str) -> set[int]:
    """Where each sentence begins: after its number in a list, and in a quotation too."""
    return {
        start + opening.end()
        for start, end in sentence_spans(text, 0, len(text), False, "en")
        for opening in _OPENING.finditer(text[start:end])
    }


@lru_cache(maxsize=1)
def _words() -> tuple[TermLookup, np.ndarray[tuple[int], np.dtype[np.object_]]]:
    with files("analysis").joinpath("data", "loaded_words.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, comment="#", keep_default_na=False)
    return index_terms(table["term"]), table["class"].to_numpy(object)
