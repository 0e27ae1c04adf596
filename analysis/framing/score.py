"""Framing of sentences: promotional, critical or neutral."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import require_columns, require_text, stated_languages
from analysis.framing.encoder import choose_instrument, encode_sentences
from analysis.framing.vader import score_vader
from analysis.framing.weights import load_weights, logits, probabilities, weigh
from analysis.language import not_english

LABELS = ("promotional", "neutral", "critical")


def score_framing(sentences: pd.DataFrame, instrument: str = "auto") -> pd.DataFrame:
    """Framing of each sentence, by one of two instruments.

    Both are a softmax over three logits, (slant, neutral, -slant). The instrument "terms" is a
    linear model over words, phrases and their context, which explain_framing takes apart to the
    last term: weights learned from human labels of news sentences (NewsMTSC, Hamborg and Donnay
    2021), from news and articles coded sentence by sentence by language models and from a
    hand-written lexicon, with VADER's valences (Hutto and Gilbert 2014) as a prior; see
    training/framing.py. The instrument "encoder" reads the whole sentence: a transformer of six
    layers (MiniLM, Wang et al. 2020; as all-MiniLM-L6-v2, Reimers and Gurevych 2019), fine-tuned on
    the same sentences; see analysis/weights/README.md. It is more often right, and needs the extra
    "encoder".

    Args:
        sentences: text (str). An optional column language (str, ISO 639-1) is believed where it
            is given; elsewhere the language is judged from the text. The encoder reads the first
            250 pieces of words of a text, the terms all of it.
        instrument: "terms", "encoder", or "auto": the encoder where its extra is installed, else
            the terms.

    Returns:
        One row a sentence, same index and order: label ("promotional", "neutral", "critical",
        or NaN where not scored), score (float64, -1 to 1: promotional less critical
        probability), promotional, neutral, critical (float64, 0 to 1, adding to 1), logit
        (float64, log-odds of promotional against critical), vader_compound (float64, -1 to 1:
        the baseline), instrument (str: "terms" or "encoder"), reason (str or NaN: why there is
        no score: "empty", "no words" or "language").

    Raises:
        InputError: no column text, a text that is not a str, no such instrument, or the encoder
            without its extra.

    Example:
        >>> sentences = pd.DataFrame({"text": ["A brilliant, inspiring success."]})
        >>> scored = score_framing(sentences, instrument="terms")
        >>> scored.loc[0, "label"]
        'promotional'
    """
    instrument = choose_instrument(instrument)
    require_columns(sentences, ["text"], "sentences")
    texts = require_text(sentences["text"], "sentences")
    reason = reasons_not_scored(sentences, texts)
    if instrument == "encoder":
        slant, neutral = where_scored(
            reason, lambda rows: encode_sentences([texts[row] for row in rows])
        )
    else:
        weights = load_weights()
        slant, neutral = logits(weigh(texts, weights), len(texts), weights)
    compound = score_vader(texts)["compound"]
    return framing_table(slant, neutral, reason, compound, instrument, sentences.index)


def reasons_not_scored(sentences: pd.DataFrame, texts: list[str]) -> pd.Series:
    """Why a sentence cannot be scored, NaN where it can."""
    foreign = not_english(texts)
    if "language" in sentences.columns:
        stated = np.array(stated_languages(sentences, otherwise=""), object)
        foreign = np.where(stated == "", foreign, stated != "en")
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


def where_scored(
    reason: pd.Series,
    encode: Callable[[list[int]], tuple[NDArray[np.float64], NDArray[np.float64]]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both logits of the rows that can be scored, by the function that encodes them; else 0."""
    rows = np.flatnonzero(reason.isna())
    slant, neutral = np.zeros(len(reason)), np.zeros(len(reason))
    slant[rows], neutral[rows] = encode(rows.tolist())
    return slant, neutral


def framing_table(
    slant: NDArray[np.float64],
    neutral: NDArray[np.float64],
    reason: pd.Series,
    compound: pd.Series,
    instrument: str,
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
    table["instrument"] = instrument
    table["reason"] = reason
    return table.set_axis(index)
