"""How well framing is measured: python benchmarks/framing.py prints every figure.

Reads ../shared/eval/newsmtsc_train.jsonl and ../shared/eval/five_texts_coded.csv, and writes
benchmarks/results/framing_*.csv, which the notebooks show. The weights are learned anew without
the texts that they are measured on; the five texts are never learned from.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import training.framing as sentence_training
import training.target as target_training
from analysis.framing.score import LABELS, score_framing
from analysis.framing.target import make_target_weights, score_target_framing, weigh_target
from analysis.framing.vader import score_vader
from analysis.framing.weights import logits, make_weights, probabilities, weigh

RESULTS = Path(__file__).parent / "results"
FIVE = sentence_training.ROOT.parent / "shared" / "eval" / "five_texts_coded.csv"
FOLDS = 5
PROSE = ["body", "deck", "list"]
Shares = np.ndarray


def score_terms(train: pd.DataFrame, supplement: pd.DataFrame, test: pd.DataFrame) -> Shares:
    """Probabilities of the term model learned from the first two, on the third."""
    weights = make_weights(sentence_training.learn(train, supplement))
    texts = test["text"].tolist()
    return probabilities(*logits(weigh(texts, weights), len(texts), weights))


def score_mentions(train: pd.DataFrame, supplement: pd.DataFrame, test: pd.DataFrame) -> Shares:
    """Probabilities towards the targets of the test part."""
    train = train.reset_index(drop=True)
    sentences = sentence_training.learn(train, supplement)
    weights = make_target_weights(target_training.learn(train, sentences))
    start, end = test["start"].to_numpy(), test["end"].to_numpy()
    found = weigh_target(test["text"].tolist(), start, end, weights)
    slant, neutral = (
        np.bincount(found.row, part, minlength=len(test)) for part in (found.slant, found.neutral)
    )
    return probabilities(slant, neutral + weights.intercept)


def score_tfidf(train: pd.DataFrame, test: pd.DataFrame) -> Shares:
    """Probabilities of a logistic regression over TF-IDF of words and pairs of words."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = make_pipeline(words, LogisticRegression(C=3, class_weight="balanced", max_iter=1000))
    shares = model.fit(train["text"], train["framing"]).predict_proba(test["text"])
    return shares[:, [list(model.classes_).index(label) for label in LABELS]]


def across_folds(
    table: pd.DataFrame, groups: pd.Series, score: Callable[[pd.DataFrame, pd.DataFrame], Shares]
) -> Shares:
    """Probabilities of every row by a model that saw no row of its group."""
    shares = np.zeros((len(table), 3))
    for train, test in GroupKFold(FOLDS).split(table, groups=groups):
        shares[test] = score(table.iloc[train], table.iloc[test])
    return shares


def named(shares: Shares) -> np.ndarray:
    return np.array(LABELS, object)[shares.argmax(axis=1)]


def vader_labels(texts: pd.Series) -> np.ndarray:
    compound = score_vader(texts.tolist())["compound"].to_numpy()
    return np.where(compound >= 0.05, LABELS[0], np.where(compound <= -0.05, LABELS[2], LABELS[1]))


def calibration_error(framing: pd.Series, shares: Shares, bins: int = 10) -> float:
    """Expected calibration error of the label's probability (Guo et al. 2017), equal-width bins."""
    sure = shares.max(axis=1)
    right = named(shares) == framing.to_numpy(object)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = pd.DataFrame({"place": place, "gap": right - sure}).groupby("place")["gap"]
    return float((gaps.mean().abs() * gaps.size()).sum() / len(sure))


def main() -> None:
    news = sentence_training.read_news()
    supplement = sentence_training.read_supplement()
    if not FIVE.exists():
        sys.exit(f"{FIVE} is missing: the coded five texts are needed for the figures.")
    five = pd.read_csv(FIVE)
    five = five[five["block"].isin(PROSE)].reset_index(drop=True)
    figures: list[tuple[str, str, str, float]] = []
    confusions = []

    def note(data: str, instrument: str, framing: pd.Series, labels: np.ndarray) -> None:
        score = f1_score(framing, labels, labels=list(LABELS), average="macro")
        figures.append((data, instrument, "macro_f1", float(score)))
        each = f1_score(framing, labels, labels=list(LABELS), average=None)
        figures.extend(
            (data, instrument, f"f1_{k}", float(v)) for k, v in zip(LABELS, each, strict=True)
        )
        counts = confusion_matrix(framing, labels, labels=list(LABELS))
        confusions.extend(
            (data, instrument, coded, given, int(counts[i, j]))
            for i, coded in enumerate(LABELS)
            for j, given in enumerate(LABELS)
        )

    def note_shares(data: str, instrument: str, framing: pd.Series, shares: Shares) -> None:
        note(data, instrument, framing, named(shares))
        figures.append((data, instrument, "calibration_error", calibration_error(framing, shares)))

    def learn_both(train: pd.DataFrame, test: pd.DataFrame) -> Shares:
        return score_terms(train, supplement, test)

    sets = (("news", news), ("written", supplement), ("five texts", five))
    for name, table in sets:
        note(name, "vader", table["framing"], vader_labels(table["text"]))
    groups = news["group"]
    note_shares("news", "terms", news["framing"], across_folds(news, groups, learn_both))
    note_shares("news", "tfidf", news["framing"], across_folds(news, groups, score_tfidf))
    targets = across_folds(news, groups, lambda a, b: score_mentions(a, supplement, b))
    note_shares("news with target", "terms", news["framing"], targets)
    note("news with target", "vader", news["framing"], vader_labels(news["text"]))

    def learn_subjects(train: pd.DataFrame, test: pd.DataFrame) -> Shares:
        return score_terms(news, train, test)

    written = across_folds(supplement, supplement["subject"], learn_subjects)
    note_shares("written", "terms", supplement["framing"], written)
    note(
        "written",
        "terms, news only",
        supplement["framing"],
        named(score_terms(news, supplement[:0], supplement)),
    )
    note_shares("five texts", "tfidf", five["framing"], score_tfidf(news, five))
    note(
        "five texts",
        "terms, news only",
        five["framing"],
        named(score_terms(news, supplement[:0], five)),
    )
    scored = score_framing(five)
    shares = scored[list(LABELS)].to_numpy(float)
    note_shares("five texts", "terms", five["framing"], shares)

    texts = news["text"].drop_duplicates().tolist()
    seconds = measure_speed((texts * (50_000 // len(texts) + 1))[:50_000])
    figures.extend(
        ("speed", name, "sentences_per_second", value) for name, value in seconds.items()
    )
    ranks = rank_texts(five, scored)
    subjects = supplement.assign(label=named(written)).groupby("subject", sort=False)
    by_subject = pd.DataFrame(
        {
            "subject": list(subjects.groups),
            "sentences": subjects.size().to_numpy(),
            "share_right": [(part["label"] == part["framing"]).mean() for _, part in subjects],
        }
    )
    failures = supplement.assign(label=named(written), sure=written.max(axis=1))
    failures = failures[failures["label"] != failures["framing"]].sort_values(
        "sure", ascending=False, kind="stable"
    )
    places = five[["file", "start", "end", "block", "voice", "framing"]]
    outcome = places.join(scored[["label", "score", *LABELS, "vader_compound"]])
    columns = ["data", "instrument", "figure", "value"]
    table = pd.DataFrame(figures, columns=columns)
    write("scores", table)
    write("confusion", pd.DataFrame(confusions, columns=[*columns[:2], "coded", "given", "n"]))
    write("five_texts", outcome)
    write("texts", ranks)
    write("subjects", by_subject)
    write("failures", failures)
    shown = table[~table["figure"].str.startswith("f1_")]
    print(shown.to_string(index=False, float_format=lambda value: f"{value:.3f}"))
    print(ranks.to_string(index=False, float_format=lambda value: f"{value:.3f}"))
    print(by_subject.to_string(index=False, float_format=lambda value: f"{value:.3f}"))


def rank_texts(five: pd.DataFrame, scored: pd.DataFrame) -> pd.DataFrame:
    """Mean score of each text: coded (promotional 1, critical -1), ours, VADER's; by voice."""
    coded = five["framing"].map({"promotional": 1.0, "neutral": 0.0, "critical": -1.0})
    table = five.assign(coded=coded, terms=scored["score"], vader=scored["vader_compound"])
    own = table[table["voice"] == "outlet"].assign(part="outlet's voice")
    table = pd.concat([table.assign(part="all"), own])
    means = table.groupby(["part", "file"])[["coded", "terms", "vader"]].mean().reset_index()
    return means.assign(sentences=table.groupby(["part", "file"]).size().to_numpy())


def measure_speed(texts: list[str]) -> dict[str, float]:
    """Sentences a second of processor time of each instrument, the best of three."""
    sentences = pd.DataFrame({"text": texts})
    mentions = sentences.assign(start=0, end=1)
    oracle = SentimentIntensityAnalyzer()
    calls: dict[str, Callable[[], object]] = {
        "terms": lambda: score_framing(sentences),
        "terms with target": lambda: score_target_framing(mentions),
        "vader, vectorised": lambda: score_vader(texts),
        "vaderSentiment": lambda: [oracle.polarity_scores(text) for text in texts],
    }
    best = {}
    for name, call in calls.items():
        laps = []
        for _ in range(3):
            start = time.process_time()
            call()
            laps.append(time.process_time() - start)
        best[name] = len(texts) / min(laps)
    return best


def write(name: str, table: pd.DataFrame) -> None:
    path = RESULTS / f"framing_{name}.csv"
    path.parent.mkdir(exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n", float_format="%.4f")


if __name__ == "__main__":
    main()
