"""VADER over a token table against vaderSentiment itself."""

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from analysis.checks import InputError
from analysis.framing.vader import score_vader

ORACLE = SentimentIntensityAnalyzer()
CORPUS = Path(__file__).parent.parent / "corpus"

# words with equal valences, so that "but" meets its rule of first equal value
WORDS = [
    *("good", "great", "bad", "terrible", "kind", "of", "no", "not", "never", "so", "this"),
    *("without", "doubt", "least", "at", "very", "but", "or", "nor", "the", "plan", "GOOD", "NO"),
    *("VERY", "BUT", "isn't", "love", "win", "like", "shit", "bomb", "bus", "stop", "just"),
    *("enough", "sort", "yeah", "right", "to", "die", "for", ":)", ":D", "😀", "x😁y", "‼", "©"),
    *("!", "?", "!!!!!", "??", "????", "good,", "(bad)", "“great”", "", "win.", "kiss", "death"),
    *sorted(BOOSTER_DICT)[::7],
    *NEGATE[::5],
    *SPECIAL_CASES,
]


def expected(texts: list[str]) -> pd.DataFrame:
    columns = ["neg", "neu", "pos", "compound"]
    return pd.DataFrame([ORACLE.polarity_scores(text) for text in texts], columns=columns)


def assert_equal(texts: list[str]) -> None:
    got, wanted = score_vader(texts), expected(texts)
    assert list(got.columns) == list(wanted.columns)
    gap = np.abs(got.to_numpy(float) - wanted.to_numpy(float)).max(axis=1, initial=0)
    worst = int(gap.argmax()) if len(gap) else 0
    assert gap.max(initial=0) < 1e-4, texts[worst]


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=8))
def test_equals_vader_on_sentences_of_its_words(texts):
    assert_equal(texts)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_equals_vader_on_any_text(texts):
    assert_equal(texts)


@given(st.lists(st.sampled_from(sorted(ORACLE.lexicon)), min_size=1, max_size=6).map(" ".join))
def test_equals_vader_on_any_lexicon_words(text):
    assert_equal([text])


def test_equals_vader_on_every_line_of_the_five_texts():
    texts = [path.read_text("utf-8") for path in sorted(CORPUS.glob("*.txt"))]
    if not texts:
        pytest.skip("corpus/ holds no texts")
    pieces = [piece for text in texts for line in text.split("\n") for piece in line.split(". ")]
    assert len(pieces) > 100
    assert_equal(pieces)


def test_no_texts_give_an_empty_table():
    assert score_vader([]).shape == (0, 4)


def test_a_value_that_is_not_text_is_named():
    with pytest.raises(InputError, match="item 1 is int, not str"):
        score_vader(["fine", 3])


def test_a_sentence_of_100_000_characters_takes_no_quadratic_time():
    start = time.perf_counter()
    score = score_vader(["good but bad no kind of very " * 3500])
    assert time.perf_counter() - start < 3
    assert -1 <= score.loc[0, "compound"] <= 1


def test_texts_of_any_kind_and_no_single_one():
    wanted = score_vader(["good", "bad"])
    pd.testing.assert_frame_equal(score_vader(text for text in ("good", "bad")), wanted)
    texts = pd.Series(["good", "bad"], [7, 7])
    pd.testing.assert_frame_equal(score_vader(texts), wanted.set_axis([7, 7]))
    with pytest.raises(InputError, match="texts is one str"):
        score_vader("good")
