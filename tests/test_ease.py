"""The ease score: what it is made of, what it follows, where it stays silent."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.checks import InputError
from analysis.readability.ease import (
    EASE_COUNTS,
    TERMS,
    count_ease,
    ease_from_counts,
    ease_terms,
    ease_weights,
    score_ease,
)
from analysis.sentences.prose import prose_sentences

ROOT = Path(__file__).parent.parent
LEVELS = ("elementary", "intermediate", "advanced")


def score(texts: list[str], language: str = "en") -> pd.DataFrame:
    """Each text as one body block."""
    documents = pd.DataFrame({"doc_id": range(len(texts)), "text": texts})
    blocks = documents.assign(
        block_id=0,
        start=0,
        end=documents["text"].str.len(),
        kind="body",
        language=language,
        in_article=True,
    )
    return score_ease(documents.assign(language=language), blocks)


def test_terms_by_hand():
    counts = count_ease(pd.DataFrame({"text": ["The notion of it may be upsetting.", "I sat."]}))
    first, second = counts[list(EASE_COUNTS)].to_dict("records")
    assert (first["words"], first["unlisted_words"], first["polysyllables"]) == (7, 1, 1)
    assert (first["abstract_words"], first["formal_words"], first["modal_words"]) == (1, 1, 2)
    assert first["log_letters"] == pytest.approx(np.log([3, 6, 2, 2, 3, 2, 9]).sum())
    assert (second["rarity"], second["unlisted_words"], second["abstract_words"]) == (0, 0, 0)
    terms = ease_terms({count: counts[count].sum() for count in EASE_COUNTS})
    assert terms["unlisted_words"] == pytest.approx(np.log(1 / 2 + 0.5))
    assert terms["sentence_length"] == pytest.approx(np.log(9 / 2))
    assert terms["sentence_length_spread"] == pytest.approx(np.std(np.log([7, 2]), ddof=1))
    assert terms["modal_words"] == pytest.approx(2 / 9)


def test_rare_words_are_rarer():
    rarity = count_ease(pd.DataFrame({"text": ["dog", "terrier", "axolotl", "qzxv", "2025"]}))[
        "rarity"
    ]
    assert rarity[0] == 0 and rarity[4] == 0
    assert 0 <= rarity[1] <= rarity[2] <= rarity[3] == pytest.approx(1.3)


def test_the_score_is_the_weighted_sum(documents, blocks):
    scores = score_ease(documents, blocks)
    sums = count_ease(prose_sentences(documents, blocks)).groupby("doc_id")[list(EASE_COUNTS)].sum()
    sums = sums.loc[documents["doc_id"]]
    terms = ease_terms({count: sums[count].to_numpy() for count in EASE_COUNTS})
    weights = ease_weights()["weight"]
    total = weights["intercept"] + sum(weights[term] * terms[term] for term in TERMS)
    np.testing.assert_allclose(scores["ease"], total)
    assert (scores["ease_error"] == weights["residual"]).all()
    assert scores.index.equals(documents.index) and "outlet" in scores


def test_every_term_that_makes_text_harder_lowers_the_score():
    counts = {count: np.array([20.0]) for count in EASE_COUNTS} | {"words": np.array([400.0])}
    counts["log_letters"] = np.array([500.0])
    base = ease_from_counts(counts)
    for count in ("unlisted_words", "polysyllables", "rarity", "abstract_words"):
        assert ease_from_counts(counts | {count: np.array([40.0])}) < base


def test_longer_sentences_of_the_same_words_are_harder():
    words = "The government has approved a law on the economy and people in the city want it"
    short, long = (words + ". ") * 12, (words + " and " + words + ". ") * 6
    sentences = pd.DataFrame(
        [("short", s) for s in short.split(". ") if s]
        + [("long", s) for s in long.split(". ") if s],
        columns=["doc_id", "text"],
    )
    documents = pd.DataFrame({"doc_id": ["short", "long"], "text": [short, long]})
    ease = score_ease(documents, sentences=sentences)["ease"]
    assert ease[0] > ease[1]


def test_no_score_without_words_or_outside_english():
    scores = score(["", "La casa es grande y el perro duerme en ella."], "es")
    assert scores["ease"].isna().all() and scores["ease_error"].isna().all()
    assert "no words" in scores["reason"][0] and "made for language 'en'" in scores["reason"][1]


def test_only_sentences_in_the_main_language_count():
    sentences = pd.DataFrame(
        {
            "doc_id": "a",
            "text": ["The dog ran home and then it slept.", "Institucionalización económica."],
            "language": ["en", "es"],
        }
    )
    documents = pd.DataFrame({"doc_id": ["a"], "text": " ".join(sentences["text"])})
    mixed = score_ease(documents, sentences=sentences)
    pd.testing.assert_frame_equal(mixed, score_ease(documents, sentences=sentences.head(1)))
    whole = score_ease(documents, sentences=sentences.assign(language="en"))
    assert mixed["ease"][0] > whole["ease"][0]
    believed = score_ease(documents.assign(language="en"), sentences=sentences.tail(1))
    assert believed["ease"].notna().all()


def test_texts_unlike_those_it_was_fitted_on_are_flagged():
    scores = score(["Telecommunications internationalisation notwithstanding.", "It is so. " * 3])
    assert "word_length" in scores["caution"][0] and "outside its range" in scores["caution"][0]


def test_it_follows_teachers_better_than_any_formula(evaluation: Path):
    excerpts = pd.read_json(evaluation / "clear_dev.jsonl", lines=True)
    ease = score(excerpts["excerpt"].tolist())["ease"]
    assert ease.corr(excerpts["ease"]) > 0.69


def test_it_orders_rewritten_articles(evaluation: Path):
    articles = pd.read_json(evaluation / "onestop_dev.jsonl", lines=True)
    ease = {level: score(articles[level].tolist())["ease"] for level in LEVELS}
    assert (ease["elementary"] > ease["advanced"]).mean() >= 0.97
    assert (ease["elementary"] > ease["intermediate"]).mean() >= 0.9


def test_the_fit_is_reproduced_byte_for_byte(evaluation: Path, tmp_path: Path):
    out = tmp_path / "weights.csv"
    command = [sys.executable, "benchmarks/fit_ease.py", str(evaluation), str(out)]
    subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=True, capture_output=True
    )
    assert out.read_bytes() == (ROOT / "analysis/data/readability_ease.csv").read_bytes()


def test_bad_input():
    with pytest.raises(InputError, match="documents: doc_id 'a' occurs twice"):
        score_ease(pd.DataFrame({"doc_id": ["a", "a"], "text": ["One.", "Two."]}))
    with pytest.raises(InputError, match="no column 'text'"):
        score_ease(pd.DataFrame({"doc_id": ["a"]}))
    with pytest.raises(InputError, match="no column 'text'"):
        score_ease(
            pd.DataFrame({"doc_id": ["a"], "text": ["One."]}),
            sentences=pd.DataFrame({"doc_id": ["a"]}),
        )
