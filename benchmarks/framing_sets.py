"""The sets that framing is measured on, and what every instrument says of them.

The weights of the terms are learned anew without the texts that they are measured on; of the
encoder, whose learning takes longer, python -m training.encoder --folds has done so before. The
five texts and the editorials that people rated (training/editorials.py) are never learned from.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import framing_encoder as encoder

import training.framing as sentence_training
import training.target as target_training
from analysis.compare.measure import label_vader
from analysis.framing.score import LABELS, score_framing
from analysis.framing.target import make_target_weights, score_target_framing, weigh_target
from analysis.framing.vader import score_vader
from analysis.framing.weights import logits, make_weights, probabilities, weigh
from training import tables as training_tables
from training.editorials import read_coded_editorials
from training.folds import FOLDS, assign_folds
from training.tables import ROOT, TOWARDS, read_table

FIVE = ROOT.parent / "shared" / "eval" / "five_texts_coded.csv"
PROSE = ["body", "deck", "list"]
EDITORIALS = "coded editorials"
UNSEEN = ("five texts", EDITORIALS)
CODED_TOWARDS = TOWARDS[1:]  # which the encoder does not learn from
WHOLE = ("coded news", "coded features", "written articles", "written")
Shares = np.ndarray
Scorer = Callable[[str, pd.DataFrame], Shares]


class Scored(NamedTuple):
    """What an instrument says of a set of sentences or mentions, beside their codes."""

    data: str
    instrument: str
    framing: pd.Series
    labels: np.ndarray
    shares: Shares | None = None


def read_tables() -> dict[str, pd.DataFrame]:
    """The sets, by name: text, framing and group; start and end where coded towards a mention."""
    if not FIVE.exists():
        sys.exit(f"{FIVE} is missing: the coded five texts are needed for the figures.")
    news = training_tables.read_news()
    five = pd.read_csv(FIVE)
    return {
        "news": news,
        "coded news": training_tables.read_coded_news(news),
        "coded features": training_tables.read_coded_features(),
        "written articles": training_tables.read_articles(),
        "written": training_tables.read_supplement(),
        **training_tables.read_mentions(news),
        "five texts": five[five["block"].isin(PROSE)].reset_index(drop=True),
        EDITORIALS: read_coded_editorials(),
    }


def score_terms(learned: pd.DataFrame, table: pd.DataFrame) -> Shares:
    """Probabilities of a table's texts by the weights of terms."""
    weights, texts = make_weights(learned), table["text"].tolist()
    return probabilities(*logits(weigh(texts, weights), len(texts), weights))


def score_mentions(learned: pd.DataFrame, table: pd.DataFrame) -> Shares:
    """Probabilities towards a table's targets."""
    weights = make_target_weights(learned)
    start, end = table["start"].to_numpy(), table["end"].to_numpy()
    found = weigh_target(table["text"].tolist(), start, end, weights)
    slant, neutral = (
        np.bincount(found.row, part, minlength=len(table)) for part in (found.slant, found.neutral)
    )
    return probabilities(slant, neutral + weights.intercept)


def score_tfidf(train: pd.DataFrame, test: pd.DataFrame) -> Shares:
    """Probabilities of a logistic regression over TF-IDF of words and pairs of words."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = make_pipeline(words, LogisticRegression(C=3, class_weight="balanced", max_iter=1000))
    shares = model.fit(train["text"], train["framing"]).predict_proba(test["text"])
    return shares[:, [list(model.classes_).index(label) for label in LABELS]]


def across_folds(
    tables: dict[str, pd.DataFrame], fold: dict[str, int], learn: Callable[[int], Scorer]
) -> dict[str, Shares]:
    """Probabilities of every row, learned without the articles and subjects of its fold.

    learn: from the number of the fold that is left out, to what scores a table of a name.
    """
    shares = {name: np.zeros((len(table), 3)) for name, table in tables.items()}
    for number in range(FOLDS):
        score = learn(number)
        for name, table in tables.items():
            out = (table["group"].map(fold) == number).to_numpy()
            shares[name][out] = score(name, table[out])
    return shares


def named(shares: Shares) -> np.ndarray:
    return np.array(LABELS, object)[shares.argmax(axis=1)]


def by_vader(table: pd.DataFrame) -> np.ndarray:
    return label_vader(score_vader(table["text"].tolist())["compound"]).to_numpy(object)


def score_sets(tables: dict[str, pd.DataFrame]) -> Iterator[Scored]:
    """Every instrument on every set, by what it learned without what it scores."""

    def scored(name: str, instrument: str, shares: Shares) -> Scored:
        return Scored(name, instrument, tables[name]["framing"], named(shares), shares)

    for name, table in tables.items():
        yield Scored(name, "vader", table["framing"], by_vader(table))
    learned = {name: table for name, table in tables.items() if name not in UNSEEN}
    for name, shares in across_folds(learned, *terms_by_fold(learned)).items():
        yield scored(name, "terms", shares)
    for name, table in learned.items():
        if name in CODED_TOWARDS:
            yield scored(name, "encoder", score_shipped(name, table, "encoder"))
        else:
            yield scored(name, "encoder", encoder.read_folds(name, table))
    for name in UNSEEN:
        for instrument in ("terms", "encoder"):
            yield scored(name, instrument, score_shipped(name, tables[name], instrument))
    news, five = tables["news"], tables["five texts"]
    fold, _ = terms_by_fold(learned)
    tfidf = across_folds(
        {"news": news},
        fold,
        lambda number: lambda _, out: score_tfidf(without(news, fold, number), out),
    )
    yield scored("news", "tfidf", tfidf["news"])
    yield scored("five texts", "tfidf", score_tfidf(news, five))
    published = pd.concat([tables["coded news"], tables["coded features"]], ignore_index=True)
    plain = sentence_training.learn(news, published)
    for name in ("written articles", "written", "five texts"):
        yield scored(name, "terms, nothing written", score_terms(plain, tables[name]))
    yield score_codes(news)


def score_shipped(name: str, table: pd.DataFrame, instrument: str) -> Shares:
    """Probabilities by what ships; what it does not score counts as neutral."""
    score = score_target_framing if name in TOWARDS else score_framing
    said = score(table.reset_index(drop=True), instrument=instrument)
    unscored = dict(zip(LABELS, (0.0, 1.0, 0.0), strict=True))
    return said[list(LABELS)].fillna(unscored).to_numpy(float)


def score_codes(news: pd.DataFrame) -> Scored:
    """What language models said of mentions that people had labelled too, unseen."""
    coded = read_table("news_mentions_coded.csv")
    once = news.drop_duplicates(["gid", "start", "end"])
    both = once.merge(coded, on=["gid", "start", "end"], suffixes=("", "_coded"))
    labels = both["framing_coded"].to_numpy(object)
    return Scored(f"{TOWARDS[0]}, coded too", "coders", both["framing"], labels)


def without(table: pd.DataFrame, fold: dict[str, int], number: int) -> pd.DataFrame:
    return table[table["group"].map(fold) != number].reset_index(drop=True)


def terms_by_fold(
    learned: dict[str, pd.DataFrame],
) -> tuple[dict[str, int], Callable[[int], Scorer]]:
    """The fold of each group, and how the terms are learned without one of them."""
    fold = assign_folds(learned["news"], learned["coded features"], learned["written"])
    whole = [learned[name] for name in WHOLE]

    def learn(number: int) -> Scorer:
        news = without(learned["news"], fold, number)
        sentences = without(pd.concat(whole, ignore_index=True), fold, number)
        weights = sentence_training.learn(news, sentences)
        mentions = {name: without(learned[name], fold, number) for name in TOWARDS}
        towards = target_training.learn(mentions, weights)
        return lambda name, table: (
            score_mentions(towards, table) if name in TOWARDS else score_terms(weights, table)
        )

    return fold, learn
