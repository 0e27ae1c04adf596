"""How well framing is measured: python benchmarks/framing.py prints the figures.

Reads what training/README.md lists for it, and writes benchmarks/results/framing_*.csv, which the
notebooks show, and analysis/data/framing_accuracy.csv, which ships with the package.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix, f1_score
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import framing_encoder as encoder
from framing_sets import EDITORIALS, Scored, Shares, read_tables, score_sets

from analysis.compare.measure import bin_probabilities, calibration_error
from analysis.framing.score import LABELS, score_framing
from analysis.framing.target import score_target_framing
from analysis.framing.vader import score_vader
from training.tables import ROOT, TOWARDS

RESULTS = Path(__file__).parent / "results"
ACCURACY = ROOT / "analysis" / "data" / "framing_accuracy.csv"
PEOPLE = TOWARDS[0]  # labels by people
APART = f"{PEOPLE}, where they differ"
SLANT = np.array([1.0, 0.0, -1.0])  # of LABELS
COLUMNS = ["data", "instrument", "figure", "value"]
SHIPPED = ("macro_f1", "low", "high", "balance_error", "balance_bias", "own_bias", "rating_r")


def measure_labels(scored: Scored, article: pd.Series | None) -> dict[str, float]:
    """Figures of labels: macro-F1 with its interval, F1 of each, how far balances are off."""
    score, low, high = bootstrap_f1(scored.framing, scored.labels)
    figures = {"macro_f1": score, "low": low, "high": high}
    each = f1_score(scored.framing, scored.labels, labels=list(LABELS), average=None)
    figures |= {f"f1_{name}": float(value) for name, value in zip(LABELS, each, strict=True)}
    if article is not None:
        off = miss(article, scored.framing, scored.labels)
        figures |= {"balance_error": float(off.abs().mean()), "balance_bias": float(off.mean())}
    if scored.shares is not None:
        error = calibration_error(scored.framing.tolist(), scored.shares)
        figures["calibration_error"] = error
        figures["calibration_error_by_chance"] = chance_error(scored.shares)
    return figures


def count_confusion(scored: Scored) -> list[tuple[str, str, str, str, int]]:
    """How many of each code came out as each label."""
    counts = confusion_matrix(scored.framing, scored.labels, labels=list(LABELS))
    return [
        (scored.data, scored.instrument, wanted, given, int(counts[i, j]))
        for i, wanted in enumerate(LABELS)
        for j, given in enumerate(LABELS)
    ]


def measure_bins(scored: list[Scored]) -> pd.DataFrame:
    """data, instrument, and how often each label is so beside the probability it was given."""
    tables = [
        bin_probabilities(one.framing.tolist(), one.shares).assign(
            data=one.data, instrument=one.instrument
        )
        for one in scored
        if one.shares is not None and one.instrument in ("terms", "encoder")
    ]
    return pd.concat(tables, ignore_index=True)[
        ["data", "instrument", "label", "predicted", "observed", "n"]
    ]


def measure_sets(tables: dict[str, pd.DataFrame], scored: list[Scored]) -> pd.DataFrame:
    """data, instrument, figure, value: of every set, and of targets treated differently."""
    news = tables[PEOPLE]
    apart = (news.groupby("gid")["framing"].transform("nunique") > 1).to_numpy()
    parts = [
        Scored(APART, one.instrument, one.framing[apart], one.labels[apart])
        for one in scored
        if one.data == PEOPLE
    ]
    article = {"coded features": "text_id", EDITORIALS: "group", "written articles": "article"}
    article |= {"five texts": "file"}
    rows = [
        (one.data, one.instrument, figure, value)
        for one in [*scored, *parts]
        for figure, value in measure_labels(
            one, tables[one.data][article[one.data]] if one.data in article else None
        ).items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def measure_own(five: pd.DataFrame, scored: list[Scored]) -> pd.DataFrame:
    """How much kinder than by the coders each of the five texts comes out in its own words."""
    own = (five["voice"] == "outlet").to_numpy()
    rows = [
        (one.data, one.instrument, "own_bias", float(off.mean()))
        for one in scored
        if one.data == "five texts"
        for off in [miss(five["file"][own], one.framing[own], one.labels[own])]
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def measure_ratings(
    editorials: pd.DataFrame, scored: dict[tuple[str, str], Scored]
) -> pd.DataFrame:
    """How scores and codes go with people's ratings."""
    felt = {name: scored[EDITORIALS, name].shares @ SLANT for name in ("terms", "encoder")}
    felt["vader"] = score_vader(editorials["text"].tolist())["compound"].to_numpy(float)
    felt["coders"] = editorials["framing"].map(dict(zip(LABELS, SLANT, strict=True))).to_numpy()
    rows = [
        (EDITORIALS, name, figure, value)
        for name, scores in felt.items()
        for figure, value in compare_ratings(editorials, scores).items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def measure_running(news: pd.DataFrame, five: pd.DataFrame) -> pd.DataFrame:
    """Speed of all, and the encoder's size, loading and evidence."""
    texts = news["text"].drop_duplicates().tolist()
    seconds = measure_speed((texts * (50_000 // len(texts) + 1))[:50_000])
    rows = [("speed", name, "sentences_per_second", value) for name, value in seconds.items()]
    running = encoder.measure_running(texts).items()
    rows += [("speed", "encoder", name, value) for name, value in running]
    evidence = encoder.measure_evidence(five["text"].tolist()).items()
    rows += [("five texts", "encoder", f"evidence: {name}", value) for name, value in evidence]
    return pd.DataFrame(rows, columns=COLUMNS)


def judge_written(
    tables: dict[str, pd.DataFrame], scored: dict[tuple[str, str], Scored]
) -> pd.DataFrame:
    """What was written for training, by what learned without its subject: with labels, and sure."""
    names = ("written articles", "written")
    both = pd.concat([tables[name] for name in names], ignore_index=True)
    both = both[["group", "genre", "framing", "text"]].rename(columns={"group": "subject"})
    labels = {
        one: np.concatenate([scored[name, one].labels for name in names])
        for one in ("terms", "encoder")
    }
    sure = np.concatenate([scored[name, "encoder"].shares.max(axis=1) for name in names])
    return both.assign(**labels, sure=sure)


def rate_subjects(judged: pd.DataFrame) -> pd.DataFrame:
    """The share of right labels by subject."""
    right = {name: judged[name] == judged["framing"] for name in ("terms", "encoder")}
    subjects = judged.assign(**right).groupby("subject", sort=False)
    table = subjects[["terms", "encoder"]].mean().reset_index()
    table.insert(1, "sentences", subjects.size().to_numpy())
    return table


def main() -> None:
    tables = read_tables()
    scored = list(score_sets(tables))
    by_name = {(one.data, one.instrument): one for one in scored}
    news, five = tables["news"], tables["five texts"]
    figures = [
        measure_sets(tables, scored),
        measure_own(five, scored),
        measure_ratings(tables[EDITORIALS], by_name),
    ]
    table = pd.concat([*figures, measure_running(news, five)], ignore_index=True)
    said = {name: by_name["five texts", name] for name in ("terms", "encoder")}
    scores = {name: one.shares @ SLANT for name, one in said.items()}
    scores["vader"] = score_vader(five["text"].tolist())["compound"].to_numpy(float)
    labels = {name: by_name["five texts", name].labels for name in ("vader", *said)}
    outcome = five[["file", "start", "end", "block", "voice", "framing"]].assign(
        **labels, **{f"score_{name}": values for name, values in scores.items()}
    )
    ranks = rank_texts(outcome)
    judged = judge_written(tables, by_name)
    by_subject = rate_subjects(judged)
    failures = judged[judged["encoder"] != judged["framing"]]
    failures = failures.sort_values("sure", ascending=False, kind="stable").head(200)
    confusion = [row for one in scored for row in count_confusion(one)]
    write("scores", table)
    write("confusion", pd.DataFrame(confusion, columns=[*COLUMNS[:2], "coded", "given", "n"]))
    write("calibration", measure_bins(scored))
    write("five_texts", outcome)
    write("texts", ranks)
    write("subjects", by_subject)
    write("failures", failures)
    shipped = list_accuracy(table, scored)
    shipped.to_csv(ACCURACY, index=False, lineterminator="\n", float_format="%.4f")
    shown = table[~table["figure"].str.startswith(("f1_", "low", "high"))]
    for part in (shown, ranks, by_subject):
        print(part.to_string(index=False, float_format=lambda value: f"{value:.3f}"))


def list_accuracy(figures: pd.DataFrame, scored: list[Scored]) -> pd.DataFrame:
    """What ships with the product: instrument, data, n, macro_f1, low, high and what else is."""
    rows = [(one.instrument, one.data, len(one.framing)) for one in scored]
    table = pd.DataFrame(rows, columns=["instrument", "data", "n"])
    table = table[table["instrument"].isin(["vader", "terms", "encoder"])]
    by_figure = figures.set_index(["figure", "instrument", "data"])["value"]
    for figure in SHIPPED:
        table = table.join(by_figure[figure].rename(figure), on=["instrument", "data"])
    return table


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


def miss(article: pd.Series, framing: pd.Series, labels: np.ndarray) -> pd.Series:
    """By how much each article's balance, promotional less critical share, exceeds the coders'."""
    slant = dict(zip(LABELS, SLANT, strict=True))
    gap = pd.Series(labels).map(slant).to_numpy() - framing.map(slant).to_numpy()
    return pd.Series(gap).groupby(article.to_numpy()).mean()


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


def rank_texts(outcome: pd.DataFrame) -> pd.DataFrame:
    """Of each text: balance as coded and by label, mean score, VADER's compound; by voice."""
    slant = dict(zip(LABELS, SLANT, strict=True))
    means = {name: outcome[f"score_{name}"] for name in ("terms", "encoder")}
    means |= {f"{name}_balance": outcome[name].map(slant) for name in ("terms", "encoder")}
    means = {"coded": outcome["framing"].map(slant), **means, "vader": outcome["score_vader"]}
    table = outcome[["file", "voice"]].assign(**means)
    own = table[table["voice"] == "outlet"].assign(part="outlet's voice")
    table = pd.concat([table.assign(part="all"), own])
    ranks = table.groupby(["part", "file"])[list(means)].mean().reset_index()
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
