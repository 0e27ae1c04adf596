"""Framing of sentences: promotional, critical or neutral, by terms that can be read."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import require_columns, require_text
from analysis.framing.language import not_english
from analysis.framing.vader import score_vader
from analysis.framing.weights import load_weights, logits, probabilities, weigh

LABELS = ("promotional", "neutral", "critical")


def score_framing(sentences: pd.DataFrame) -> pd.DataFrame:
    """Framing of each sentence, by a linear model over words, phrases and their context.

    The model is a softmax over three logits, (slant, neutral, -slant); slant and neutral are
    sums over the terms found (explain_framing lists them). Weights are learned from human labels
    of news sentences (NewsMTSC, Hamborg and Donnay 2021), from sentences written for training
    and from a hand-written lexicon, with VADER's valences (Hutto and Gilbert 2014) as a prior:
    see training/framing.py.

    Args:
        sentences: text (str). An optional column language (str, ISO 639-1) is believed where it
            is given; elsewhere the language is judged from the text.

    Returns:
        One row a sentence, same index and order: label ("promotional", "neutral", "critical",
        or NaN where not scored), score (float64, -1 to 1: promotional less critical
        probability), promotional, neutral, critical (float64, 0 to 1, adding to 1), logit
        (float64, log-odds of promotional against critical), vader_compound (float64, -1 to 1:
        the baseline), reason (str or NaN: why there is no score: "empty", "no words" or
        "language").

    Raises:
        InputError: no column text, or a text that is not a str.

    Example:
        >>> scored = score_framing(pd.DataFrame({"text": ["A brilliant, inspiring success."]}))
        >>> scored.loc[0, "label"]
        'promotional'
    """
    require_columns(sentences, ["text"], "sentences")
    texts = require_text(sentences["text"], "sentences")
    reason = reasons_not_scored(sentences, texts)
    weights = load_weights()
    slant, neutral = logits(weigh(texts, weights), len(texts), weights)
    return framing_table(slant, neutral, reason, score_vader(texts)["compound"], sentences.index)


def explain_framing(sentences: pd.DataFrame) -> pd.DataFrame:
    """The terms behind each sentence's score, heaviest first within a sentence.

    The contributions of a sentence add up to its logit, log(promotional / critical), whose
    intercept is 0. Its contributions to neutral add up, with `neutral_intercept()`, to the
    other logit, log(neutral / sqrt(promotional * critical)).

    Args:
        sentences: as for score_framing.

    Returns:
        One row a term found in a scored sentence: sentence (the sentence's index label), term
        (str, text[start:end]), start, end (int64, offsets into the text), entry (str, the term
        as the weights list it), contribution (float64, log-odds of promotional against
        critical), contribution_neutral (float64, log-odds of neutral).

    Raises:
        InputError: no column text, or a text that is not a str.

    Example:
        >>> evidence = explain_framing(pd.DataFrame({"text": ["A brilliant success."]}))
        >>> evidence["term"].tolist()[:2]
        ['brilliant', 'success']
    """
    require_columns(sentences, ["text"], "sentences")
    texts = require_text(sentences["text"], "sentences")
    scored = reasons_not_scored(sentences, texts).isna().to_numpy()
    weights = load_weights()
    found = weigh(texts, weights)
    strength = np.abs(found.slant) + np.abs(found.neutral) / 2
    order = np.lexsort((found.start, -strength, found.row))
    order = order[scored[found.row[order]]]
    row, start, end = (part[order] for part in (found.row, found.start, found.end))
    return pd.DataFrame(
        {
            "sentence": sentences.index.to_numpy()[row],
            "term": pd.Series(
                [texts[r][s:e] for r, s, e in zip(row, start, end, strict=True)], dtype="str"
            ),
            "start": start,
            "end": end,
            "entry": pd.Series([weights.terms[term] for term in found.term[order]], dtype="str"),
            "contribution": 2 * found.slant[order],
            "contribution_neutral": found.neutral[order],
        }
    )


def neutral_intercept() -> float:
    """What every sentence's neutral logit starts from.

    Example:
        >>> neutral_intercept() > 0
        True
    """
    return load_weights().intercept


def reasons_not_scored(sentences: pd.DataFrame, texts: list[str]) -> pd.Series:
    """Why a sentence cannot be scored, NaN where it can."""
    foreign = not_english(texts)
    if "language" in sentences.columns:
        stated = sentences["language"].reset_index(drop=True)
        other = ~stated.astype(str).str.startswith("en").to_numpy()
        foreign = np.where(stated.isna().to_numpy(), foreign, other)
    reasons = [
        "empty"
        if not text.strip()
        else "no words"
        if not any(map(str.isalpha, text))
        else "language"
        if other
        else np.nan
        for text, other in zip(texts, foreign, strict=True)
    ]
    return pd.Series(reasons, dtype=object)


def framing_table(
    slant: NDArray[np.float64],
    neutral: NDArray[np.float64],
    reason: pd.Series,
    compound: pd.Series,
    index: pd.Index,
) -> pd.DataFrame:
    """The columns that every framing score has, from its two logits."""
    shares = probabilities(slant, neutral)
    label = pd.Series(np.array(LABELS, object)[shares.argmax(axis=1)], dtype=object)
    table = pd.DataFrame(
        {
            "label": label,
            "score": shares[:, 0] - shares[:, 2],
            "promotional": shares[:, 0],
            "neutral": shares[:, 1],
            "critical": shares[:, 2],
            "logit": 2 * slant,
            "vader_compound": compound.to_numpy(),
        }
    )
    table = table.mask(reason.notna(), np.nan)
    table["reason"] = reason
    return table.set_axis(index)
