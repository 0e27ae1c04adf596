"""What moves a sentence's framing: the terms that were weighed, or the words that were read."""

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import require_columns, require_text
from analysis.framing.encoder import choose_instrument, count_read, hide_words
from analysis.framing.score import reasons_not_scored
from analysis.framing.weights import load_weights, weigh
from analysis.tokens import tokenise


def explain_framing(sentences: pd.DataFrame, instrument: str = "auto") -> pd.DataFrame:
    """What moves each sentence's score, heaviest first within a sentence.

    Terms: the contributions of a sentence add up to its logit, log(promotional / critical), whose
    intercept is 0. Its contributions to neutral add up, with `neutral_intercept()`, to the
    other logit, log(neutral / sqrt(promotional * critical)).

    Encoder: the contribution of a word is what the logit loses when the word is masked (occlusion,
    Zeiler and Fergus 2014). Words work together in it, so the contributions need not add up to
    the logit; the column whole says what masking all words takes away. Words behind the first
    250 pieces are not read and have no row. It reads a sentence once for each of its words, so
    give it the sentences you look at, not a hundred thousand.

    Args:
        sentences: as for score_framing.
        instrument: as for score_framing.

    Returns:
        One row a term, or a word, found in a scored sentence: sentence (the sentence's index
        label), term (str, text[start:end]), start, end (int64, offsets into the text), entry
        (str, the term as the weights list it; for the encoder, the word in lower case),
        contribution (float64, log-odds of promotional against critical), contribution_neutral
        (float64, log-odds of neutral), whole (float64, log-odds: what all words of the sentence
        contribute together), instrument (str).

    Raises:
        InputError: as score_framing.

    Example:
        >>> sentences = pd.DataFrame({"text": ["A brilliant success."]})
        >>> evidence = explain_framing(sentences, instrument="terms")
        >>> evidence["term"].tolist()[:2]
        ['brilliant', 'success']
    """
    instrument = choose_instrument(instrument)
    require_columns(sentences, ["text"], "sentences")
    texts = require_text(sentences["text"], "sentences")
    scored = reasons_not_scored(sentences, texts).isna().to_numpy()
    found = _hide(texts, scored) if instrument == "encoder" else _weigh(texts, scored)
    strength = found["contribution"].abs() / 2 + found["contribution_neutral"].abs() / 2
    order = np.lexsort((found["start"], -strength, found["row"]))
    found = found.iloc[order].reset_index(drop=True)
    found.insert(0, "sentence", sentences.index.to_numpy()[found["row"]])
    return found.drop(columns="row").assign(instrument=instrument)


def neutral_intercept() -> float:
    """What every sentence's neutral logit starts from.

    Example:
        >>> neutral_intercept() > 0
        True
    """
    return load_weights().intercept


def _weigh(texts: list[str], scored: NDArray[np.bool_]) -> pd.DataFrame:
    """The terms in the sentences that are scored, and their contributions."""
    weights = load_weights()
    found = weigh(texts, weights)
    whole = np.bincount(found.row, 2 * found.slant, minlength=len(texts)).astype(float)
    places = pd.DataFrame({"row": found.row, "start": found.start, "end": found.end})
    places = places.assign(
        entry=np.array(weights.terms, object)[found.term],
        contribution=2 * found.slant,
        contribution_neutral=found.neutral,
        whole=whole[found.row],
    )
    return _name_terms(texts, places[scored[found.row]])


def _hide(texts: list[str], scored: NDArray[np.bool_]) -> pd.DataFrame:
    """The words of the sentences that are scored, and what the encoder's logits owe to each."""
    number, different = pd.factorize(np.array(texts, object)[scored])
    tokens = tokenise(different.tolist())
    read = np.array(count_read(different.tolist()), np.int64)
    places = pd.DataFrame({"row": tokens.row, "start": tokens.start, "end": tokens.end})
    vocabulary = np.array([*tokens.vocabulary, ""], object)
    places = places.astype("int64").assign(entry=vocabulary[tokens.id])
    places = places[places["end"].to_numpy() <= read[places["row"]]]
    bounds = np.searchsorted(places["row"], np.arange(len(different) + 1))
    spans = list(zip(places["start"].tolist(), places["end"].tolist(), strict=True))
    words = [spans[low:high] for low, high in pairwise(bounds.tolist())]
    slant, neutral, whole = np.full((3, len(places)), np.nan)
    said = hide_words(different.tolist(), words)
    for (slants, neutrals), (low, high) in zip(said, pairwise(bounds.tolist()), strict=True):
        slant[low:high] = slants[0] - slants[1:-1]
        neutral[low:high] = neutrals[0] - neutrals[1:-1]
        whole[low:high] = 2 * (slants[0] - slants[-1])
    places = places.assign(contribution=2 * slant, contribution_neutral=neutral, whole=whole)
    rows = pd.DataFrame({"text": number, "row": np.flatnonzero(scored)})
    everywhere = rows.merge(places.rename(columns={"row": "text"}), on="text").drop(columns="text")
    return _name_terms(texts, everywhere)


def _name_terms(texts: list[str], places: pd.DataFrame) -> pd.DataFrame:
    spans = zip(places["row"], places["start"], places["end"], strict=True)
    terms = pd.Series([texts[row][start:end] for row, start, end in spans], dtype="str")
    places = places.reset_index(drop=True).astype({"entry": "str"})
    places.insert(1, "term", terms)
    return places
