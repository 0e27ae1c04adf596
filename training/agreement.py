"""How well the coders of the training sentences agree: python -m training.agreement prints it."""

import numpy as np
import pandas as pd

from analysis.framing.score import LABELS
from training.tables import read_table

VOICES = ("own", "quoted")


def alpha(first: pd.Series, second: pd.Series, labels: tuple[str, ...], *, ordinal: bool) -> float:
    """Krippendorff's alpha (2004) of two coders who coded everything; ordinal: labels in order."""
    a, b = (pd.Index(labels).get_indexer(codes) for codes in (first, second))
    pairs = np.zeros((len(labels), len(labels)))
    np.add.at(pairs, (a, b), 1)
    pairs = pairs + pairs.T
    counts = pairs.sum(axis=1)
    places = np.arange(len(labels))
    if ordinal:
        below = np.cumsum(counts) - counts / 2
        apart = (below[:, None] - below) ** 2
    else:
        apart = (places[:, None] != places).astype(float)
    chance = np.outer(counts, counts) - np.diag(counts)
    observed = (pairs * apart).sum() / counts.sum()
    expected = (chance * apart).sum() / (counts.sum() * (counts.sum() - 1))
    return float(1 - observed / expected)


def measure() -> pd.DataFrame:
    """Sentences coded twice, share of equal codes and alpha, by file and axis."""
    written = read_table("supplement.csv")
    news = read_table("news_coded.csv")
    features = read_table("features_coded.csv")
    articles = read_table("articles.csv")
    editorials = read_table("editorials_coded.csv")
    in_news = read_table("news_mentions_coded.csv")
    in_features = read_table("features_mentions_coded.csv")
    mentions = read_table("mentions.csv")
    compared = (
        ("supplement.csv", "framing", written, "coder_a", "coder_b", LABELS),
        ("supplement.csv", "voice", written, "voice_a", "voice_b", VOICES),
        ("news_coded.csv", "framing", news, "framing", "framing_b", LABELS),
        ("news_coded.csv", "voice", news, "voice", "voice_b", VOICES),
        ("features_coded.csv", "framing", features, "coder_a", "coder_b", LABELS),
        ("features_coded.csv", "voice", features, "voice_a", "voice_b", VOICES),
        ("editorials_coded.csv", "framing", editorials, "coder_a", "coder_b", LABELS),
        ("editorials_coded.csv", "voice", editorials, "voice_a", "voice_b", VOICES),
        ("articles.csv", "framing", articles, "coder_a", "coder_b", LABELS),
        ("articles.csv", "voice", articles, "voice_a", "voice_b", VOICES),
        ("news_mentions_coded.csv", "framing", in_news, "coder_a", "coder_b", LABELS),
        ("features_mentions_coded.csv", "framing", in_features, "coder_a", "coder_b", LABELS),
        ("mentions.csv", "framing", mentions, "author", "coder_a", LABELS),
    )
    rows = []
    for file, axis, table, a, b, labels in compared:
        both = table.dropna(subset=[a, b])
        equal = float((both[a] == both[b]).mean())
        value = alpha(both[a], both[b], labels, ordinal=axis == "framing")
        rows.append((file, axis, len(both), round(equal, 3), round(value, 3)))
    return pd.DataFrame(rows, columns=["file", "axis", "coded_twice", "equal", "alpha"])


if __name__ == "__main__":
    print(measure().to_string(index=False))
