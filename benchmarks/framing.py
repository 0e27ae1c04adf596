"""How well framing is measured: python benchmarks/framing.py prints every figure.

Reads ../shared/eval/newsmtsc_train.jsonl and ../shared/eval/five_texts_coded.csv, and writes
benchmarks/results/framing_*.csv, which the notebooks show. The weights of the terms are learned
anew without the texts that they are measured on; of the encoder, whose learning takes longer,
python -m training.encoder --folds has done so before. The five texts and the editorials that
people rated (training/editorials.py) are never learned from.
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
from sklearn.pipeline import make_pipeline
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import framing_encoder as encoder

import training.framing as sentence_training
import training.target as target_training
from analysis.compare.measure import calibration_error, label_vader
from analysis.framing.score import LABELS, score_framing
from analysis.framing.target import make_target_weights, score_target_framing, weigh_target
from analysis.framing.vader import score_vader
from analysis.framing.weights import logits, make_weights, probabilities, weigh
from training.editorials import read_coded_editorials
from training.folds import FOLDS, assign_folds

RESULTS = Path(__file__).parent / "results"
FIVE = sentence_training.ROOT.parent / "shared" / "eval" / "five_texts_coded.csv"
ACCURACY = sentence_training.ROOT / "analysis" / "data" / "framing_accuracy.csv"
PROSE = ["body", "deck", "list"]
TOWARDS = "news with target"
EDITORIALS = "coded editorials"
SLANT = np.array([1.0, 0.0, -1.0])  # of LABELS
Shares = np.ndarray
Scorer = Callable[[str, pd.DataFrame], Shares]


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


def main() -> None:
    news = sentence_training.read_news()
    coded = sentence_training.read_coded_news(news)
    features = sentence_training.read_coded_features()
    editorials = read_coded_editorials()
    articles = sentence_training.read_articles()
    written = sentence_training.read_supplement()
    published = pd.concat([coded, features], ignore_index=True)
    sentences = pd.concat([published, articles, written], ignore_index=True)
    learned = {"news": news, "coded news": coded, "coded features": features}
    learned |= {"written articles": articles, "written": written}
    if not FIVE.exists():
        sys.exit(f"{FIVE} is missing: the coded five texts are needed for the figures.")
    towards = {TOWARDS: news, **learned}
    by_encoder = {name: encoder.read_folds(name, table) for name, table in towards.items()}
    five = pd.read_csv(FIVE)
    five = five[five["block"].isin(PROSE)].reset_index(drop=True)
    unseen = {"five texts": five, EDITORIALS: editorials}
    figures: list[tuple[str, str, str, float]] = []
    confusions = []
    accuracy = []
    whole = {"coded features": features["text_id"], EDITORIALS: editorials["group"]}
    whole |= {"written articles": articles["article"]}

    def note(data: str, instrument: str, framing: pd.Series, labels: np.ndarray) -> None:
        score, low, high = bootstrap_f1(framing, labels)
        accuracy.append((instrument, data, len(framing), score, low, high))
        figures.append((data, instrument, "macro_f1", score))
        each = f1_score(framing, labels, labels=list(LABELS), average=None)
        figures.extend(
            (data, instrument, f"f1_{k}", float(v)) for k, v in zip(LABELS, each, strict=True)
        )
        if data in whole:
            figures.append((data, instrument, "balance_error", miss(whole[data], framing, labels)))
        counts = confusion_matrix(framing, labels, labels=list(LABELS))
        confusions.extend(
            (data, instrument, wanted, given, int(counts[i, j]))
            for i, wanted in enumerate(LABELS)
            for j, given in enumerate(LABELS)
        )

    def note_shares(data: str, instrument: str, framing: pd.Series, shares: Shares) -> None:
        note(data, instrument, framing, named(shares))
        error = calibration_error(framing.tolist(), shares)
        figures.append((data, instrument, "calibration_error", error))
        figures.append((data, instrument, "calibration_error_by_chance", chance_error(shares)))

    def by_vader(table: pd.DataFrame) -> np.ndarray:
        return label_vader(score_vader(table["text"].tolist())["compound"]).to_numpy(object)

    for name, table in {**learned, **unseen, TOWARDS: news}.items():
        note(name, "vader", table["framing"], by_vader(table))

    fold = assign_folds(news, features, written)

    def without(table: pd.DataFrame, number: int) -> pd.DataFrame:
        return table[table["group"].map(fold) != number].reset_index(drop=True)

    def learn_terms(number: int) -> Scorer:
        kept = without(news, number)
        whole = sentence_training.learn(kept, without(sentences, number))
        mentions = target_training.learn(kept, whole)
        return lambda name, table: (
            score_mentions(mentions, table) if name == TOWARDS else score_terms(whole, table)
        )

    def learn_tfidf(number: int) -> Scorer:
        return lambda _, table: score_tfidf(without(news, number), table)

    by_terms = across_folds(towards, fold, learn_terms)
    both_instruments = {"terms": by_terms, "encoder": by_encoder}
    for name, shares in by_terms.items():
        note_shares(name, "terms", towards[name]["framing"], shares)
    shares = across_folds({"news": news}, fold, learn_tfidf)["news"]
    note_shares("news", "tfidf", news["framing"], shares)
    note_shares("five texts", "tfidf", five["framing"], score_tfidf(news, five))
    unlike = {"written articles": articles, "written": written, "five texts": five}
    plain = sentence_training.learn(news, published)
    alone = named(score_terms(plain, pd.concat(unlike.values())))
    for name, table in unlike.items():
        here, alone = alone[: len(table)], alone[len(table) :]
        note(name, "terms, nothing written", table["framing"], here)
    for name, shares in by_encoder.items():
        note_shares(name, "encoder", towards[name]["framing"], shares)
    said = {
        (data, name): score_framing(table, instrument=name)
        for data, table in unseen.items()
        for name in ("terms", "encoder")
    }
    for (data, name), table in said.items():
        note_shares(data, name, unseen[data]["framing"], table[list(LABELS)].to_numpy(float))
    scored = {name: said["five texts", name] for name in ("terms", "encoder")}
    felt = {name: said[EDITORIALS, name]["score"].to_numpy(float) for name in scored}
    felt["vader"] = said[EDITORIALS, "terms"]["vader_compound"].to_numpy(float)
    felt["coders"] = editorials["framing"].map(dict(zip(LABELS, SLANT, strict=True))).to_numpy()
    for name, scores in felt.items():
        for figure, value in compare_ratings(editorials, scores).items():
            figures.append((EDITORIALS, name, figure, value))

    texts = news["text"].drop_duplicates().tolist()
    seconds = measure_speed((texts * (50_000 // len(texts) + 1))[:50_000])
    figures.extend(
        ("speed", name, "sentences_per_second", value) for name, value in seconds.items()
    )
    for name, value in encoder.measure_running(texts).items():
        figures.append(("speed", "encoder", name, value))
    for name, value in encoder.measure_evidence(five["text"].tolist()).items():
        figures.append(("five texts", "encoder", f"evidence: {name}", value))
    ranks = rank_texts(five, scored)
    both = pd.concat([articles, written], ignore_index=True)
    kinds = ("written articles", "written")
    joined = {name: np.concatenate([by[k] for k in kinds]) for name, by in both_instruments.items()}
    labels = {name: named(shares) for name, shares in joined.items()}
    right = {name: given == both["framing"] for name, given in labels.items()}
    subjects = both.assign(**right).groupby("group", sort=False)
    by_subject = subjects[["terms", "encoder"]].mean().rename_axis("subject").reset_index()
    by_subject.insert(1, "sentences", subjects.size().to_numpy())
    failures = both[["group", "genre", "framing", "text"]].rename(columns={"group": "subject"})
    failures = failures.assign(**labels, sure=joined["encoder"].max(axis=1))
    failures = failures[failures["encoder"] != failures["framing"]].sort_values(
        "sure", ascending=False, kind="stable"
    )
    outcome = five[["file", "start", "end", "block", "voice", "framing"]].assign(
        vader=by_vader(five),
        terms=scored["terms"]["label"],
        encoder=scored["encoder"]["label"],
        score_vader=scored["terms"]["vader_compound"],
        score_terms=scored["terms"]["score"],
        score_encoder=scored["encoder"]["score"],
    )
    columns = ["data", "instrument", "figure", "value"]
    table = pd.DataFrame(figures, columns=columns)
    write("scores", table)
    write("confusion", pd.DataFrame(confusions, columns=[*columns[:2], "coded", "given", "n"]))
    write("five_texts", outcome)
    write("texts", ranks)
    write("subjects", by_subject)
    write("failures", failures.head(200))
    heads = ["instrument", "data", "n", "macro_f1", "low", "high"]
    shipped = pd.DataFrame(accuracy, columns=heads)
    shipped = shipped[shipped["instrument"].isin(["vader", "terms", "encoder"])]
    by_figure = table.set_index(["figure", "instrument", "data"])["value"]
    for figure in ("balance_error", "rating_r"):
        shipped = shipped.join(by_figure[figure].rename(figure), on=["instrument", "data"])
    shipped.to_csv(ACCURACY, index=False, lineterminator="\n", float_format="%.4f")
    shown = table[~table["figure"].str.startswith("f1_")]
    print(shown.to_string(index=False, float_format=lambda value: f"{value:.3f}"))
    print(ranks.to_string(index=False, float_format=lambda value: f"{value:.3f}"))
    print(by_subject.to_string(index=False, float_format=lambda value: f"{value:.3f}"))


def bootstrap_f1(wanted: pd.Series, given: np.ndarray) -> tuple[float, float, float]:
    """Macro-F1 and its 95 % interval over sentences drawn anew (Efron 1979), seeded."""
    counts = confusion_matrix(wanted, given, labels=list(LABELS))

    def score(tables: np.ndarray) -> np.ndarray:
        right = np.diagonal(tables, axis1=-2, axis2=-1)
        both = tables.sum(axis=-1) + tables.sum(axis=-2)
        return (2 * right / np.maximum(both, 1)).mean(axis=-1)

    drawn = np.random.default_rng(1).multinomial(
        counts.sum(), counts.ravel() / counts.sum(), size=2000
    )
    low, high = np.quantile(score(drawn.reshape(-1, *counts.shape)), [0.025, 0.975])
    return float(score(counts)), float(low), float(high)


def miss(article: pd.Series, framing: pd.Series, labels: np.ndarray) -> float:
    """How far the articles' balances, promotional less critical share, are from the coders'."""
    slant = dict(zip(LABELS, SLANT, strict=True))
    gap = pd.Series(labels).map(slant).to_numpy() - framing.map(slant).to_numpy()
    return float(pd.Series(gap).groupby(article.to_numpy()).mean().abs().mean())


def chance_error(shares: Shares) -> float:
    """The calibration error of so many sentences if their probabilities were true (seeded)."""
    random = np.random.default_rng(1)
    edges = shares.cumsum(axis=1)[:, :2]

    def draw() -> float:
        drawn = (random.random((len(shares), 1)) > edges).sum(axis=1)
        return calibration_error([LABELS[place] for place in drawn], shares)

    return float(np.mean([draw() for _ in range(200)]))


def compare_ratings(editorials: pd.DataFrame, scores: np.ndarray) -> dict[str, float]:
    """Pearson's r of scores and people's ratings, by sentence and by editorial.

    With the 95 % interval of the first over editorials drawn anew (Efron 1979), seeded.
    """
    table = editorials[["group", "rating"]].assign(score=scores)
    place, names = pd.factorize(table["group"])
    random = np.random.default_rng(1)

    def draw() -> float:
        times = np.bincount(random.integers(len(names), size=len(names)), minlength=len(names))
        spread = np.cov(scores, table["rating"], fweights=times[place])
        return float(spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1]))

    low, high = np.quantile([draw() for _ in range(1000)], [0.025, 0.975])
    means = table.groupby("group").mean()
    return {
        "rating_r": table["score"].corr(table["rating"]),
        "rating_r_low": low,
        "rating_r_high": high,
        "rating_r_of_editorials": means["score"].corr(means["rating"]),
    }


def rank_texts(five: pd.DataFrame, scored: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Of each text: balance as coded and by label, mean score, VADER's compound; by voice."""
    slant = dict(zip(LABELS, SLANT, strict=True))
    coded = five["framing"].map(slant)
    means = {name: table["score"].astype(float) for name, table in scored.items()}
    means |= {f"{name}_balance": table["label"].map(slant) for name, table in scored.items()}
    table = five.assign(coded=coded, **means, vader=scored["terms"]["vader_compound"])
    own = table[table["voice"] == "outlet"].assign(part="outlet's voice")
    table = pd.concat([table.assign(part="all"), own])
    columns = ["coded", *means, "vader"]
    ranks = table.groupby(["part", "file"])[columns].mean().reset_index()
    return ranks.assign(sentences=table.groupby(["part", "file"]).size().to_numpy())


def measure_speed(texts: list[str]) -> dict[str, float]:
    """Sentences a second of processor time of each instrument, the best of three."""
    sentences = pd.DataFrame({"text": texts})
    mentions = sentences.assign(start=0, end=1)
    oracle = SentimentIntensityAnalyzer()
    calls: dict[str, Callable[[], object]] = {
        "terms": lambda: score_framing(sentences, instrument="terms"),
        "terms with target": lambda: score_target_framing(mentions, instrument="terms"),
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
