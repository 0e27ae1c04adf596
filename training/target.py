"""Learn the weights towards a mention: python -m training.target writes them to analysis/data/.

Reads what training/framing.py reads, and the coded mentions; the sentences coded as a whole count
through the weights of sentences as a whole.
"""

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from analysis.framing.score import LABELS
from analysis.framing.target import PATTERN, ZONES, find_patterns, find_zones
from analysis.framing.terms import find_terms, index_terms
from analysis.framing.weights import factors, probabilities, spread
from training.framing import Design, read_vader, sharing
from training.framing import learn as learn_sentences
from training.lexicon import read_lexicon
from training.tables import ROOT, TOWARDS, read_mentions, read_news, read_sentences

ANYWHERE_PENALTY = 80.0  # on a term's own weight wherever it stands
ZONE_PENALTY = 40.0  # on what it has besides in a zone
SHARED_PENALTY = 80.0  # on what classes, valences and vectors give, per zone
WORDS_PENALTY = 20.0  # on a pattern of words that touch the mention
MARK_PENALTY = 2.0  # on what the mention is and where it stands
MIN_MENTIONS = 4  # a pattern is learned if this many mentions have it
SHARPNESS = 1.1  # by which the weights are scaled for calibrated probabilities
LEAST = 0.05  # a term whose weights in a zone are smaller is left out there
LEAST_PATTERN = 0.01  # likewise, of a pattern


def list_patterns(mentions: pd.DataFrame) -> tuple[list[str], sparse.csr_matrix]:
    """The patterns that enough mentions have, and which mention has which."""
    places = zip(mentions["text"], mentions["start"], mentions["end"], strict=True)
    found = pd.Series([find_patterns(*place) for place in places]).explode()
    seen = found.value_counts()
    names = sorted(seen.index[seen >= MIN_MENTIONS])
    column = pd.Index(names).get_indexer(found)
    cells = found.index.to_numpy()[column >= 0], column[column >= 0]
    return names, sparse.csr_matrix((np.ones(len(cells[0])), cells), (len(mentions), len(names)))


def design(
    mentions: pd.DataFrame, terms: list[str], shared: sparse.csr_matrix, beside: sparse.csr_matrix
) -> Design:
    """One row a mention; for each zone the terms and then what they share; then the patterns."""
    texts = mentions["text"].tolist()
    found = find_terms(texts, index_terms(terms))
    zones = find_zones(found, mentions["start"].to_numpy(), mentions["end"].to_numpy())
    thinner = spread(found.row, len(texts))[found.row]
    shape = (len(texts), len(terms))
    parts = []
    for factor in factors(found):
        blocks = [
            sparse.csr_matrix((factor * zone * thinner, (found.row, found.term)), shape)
            for zone in zones.T
        ]
        columns = [matrix for block in blocks for matrix in (block, block @ shared)]
        parts.append(sparse.hstack([*columns, beside]).tocsr())
    return Design(*parts)


def penalise(terms: int, width: int, patterns: list[str]) -> np.ndarray:
    """The penalty of each column of the design."""
    zone = np.r_[np.full(terms, ZONE_PENALTY), np.full(width, SHARED_PENALTY)]
    penalty = np.tile(zone, len(ZONES))
    penalty[:terms] = ANYWHERE_PENALTY
    beside = [MARK_PENALTY if name.startswith("(") else WORDS_PENALTY for name in patterns]
    return np.r_[penalty, beside]


def fit(data: Design, penalty: np.ndarray, framing: np.ndarray, coded: np.ndarray) -> np.ndarray:
    """Slant and neutral weights of all columns, and the neutral intercept, by L2-penalised fit.

    coded: 1 for mentions that language models coded, 0 for those that people labelled; the former
    have two offsets of their own, which the instrument does not keep.
    """
    columns = data.slant.shape[1]
    penalty = np.r_[penalty, penalty, 1e-6, 1.0, 1.0]
    wanted = np.stack([framing == label for label in LABELS], axis=1).astype(float)
    slant_back, neutral_back = data.slant.T.tocsr(), data.neutral.T.tocsr()

    def loss(parts: np.ndarray) -> tuple[float, np.ndarray]:
        intercept, coded_slant, coded_neutral = parts[2 * columns :]
        slant = data.slant @ parts[:columns] + coded_slant * coded
        neutral = data.neutral @ parts[columns : 2 * columns] + coded_neutral * coded
        shares = probabilities(slant, neutral + intercept)
        gap = shares - wanted
        slant_gap, neutral_gap = gap[:, 0] - gap[:, 2], gap[:, 1]
        ends = [neutral_gap.sum(), slant_gap @ coded, neutral_gap @ coded]
        slope = np.r_[slant_back @ slant_gap, neutral_back @ neutral_gap, ends]
        value = -np.log((shares * wanted).sum(axis=1)).sum() + (penalty * parts**2).sum() / 2
        return value, slope + penalty * parts

    options = {"maxiter": 500, "ftol": 1e-12, "gtol": 1e-4}
    start = np.zeros(2 * columns + 3)
    with threadpool_limits(1):  # sums in one order give the same bytes
        parts = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return parts[: 2 * columns + 1]


def learn(mentions: dict[str, pd.DataFrame], sentences: pd.DataFrame) -> pd.DataFrame:
    """The weights' table: term, zone, slant, neutral.

    mentions: by TOWARDS, of which people labelled the first, and language models coded the others;
    sentences: the weights of sentences as a whole (training.framing.learn), of which each zone
    takes what share fits.
    """
    whole = sentences[~sentences["term"].str.startswith("(")]
    terms = whole["term"].tolist()
    listed = sharing(terms, read_lexicon(), read_vader())[: len(terms)]
    known = sparse.csr_matrix(whole[["slant", "neutral"]].to_numpy())
    shared = sparse.hstack([listed, known]).tocsr()
    news = pd.concat(mentions.values(), ignore_index=True)
    coded = np.arange(len(news)) >= len(mentions[TOWARDS[0]])
    patterns, beside = list_patterns(news)
    data = design(news, terms, shared, beside)
    penalty = penalise(len(terms), shared.shape[1], patterns)
    parts = fit(data, penalty, news["framing"].to_numpy(object), coded.astype(float)) * SHARPNESS
    first = pd.DataFrame({"term": ["(intercept)"], "zone": ZONES[0], "slant": 0.0})
    tables = [first.assign(neutral=parts[-1])]
    both = parts[:-1].reshape(2, -1)
    in_zones = both[:, : both.shape[1] - len(patterns)].reshape(2, len(ZONES), -1)
    for zone, (slant, neutral) in zip(ZONES, in_zones.swapaxes(0, 1), strict=True):
        weights = {
            name: part[: len(terms)] + shared @ part[len(terms) :]
            for name, part in (("slant", slant), ("neutral", neutral))
        }
        table = pd.DataFrame({"term": terms, "zone": zone, **weights})
        tables.append(table[(table[["slant", "neutral"]].abs() >= LEAST).any(axis=1)])
    slant, neutral = both[:, both.shape[1] - len(patterns) :]
    table = pd.DataFrame({"term": patterns, "zone": PATTERN, "slant": slant, "neutral": neutral})
    tables.append(table[(table[["slant", "neutral"]].abs() >= LEAST_PATTERN).any(axis=1)])
    table = pd.concat(tables, ignore_index=True).round(2)
    return table.assign(slant=table["slant"] + 0.0, neutral=table["neutral"] + 0.0)


CODEBOOK = """\
# Weights of framing towards a mention; written by python -m training.target, not by hand.
# term: as in framing_weights.csv. zone: anywhere (besides the mention), before or after (near it),
# just_before, just_after; a place counts in every zone that it lies in. Or pattern: the words that
# touch the mention, which stands as "_", and in brackets what it is and where it stands.
# slant: half the log-odds of promotional against critical; neutral: log-odds of neutral.
# Learned from NewsMTSC's training part (Hamborg and Donnay 2021, MIT), its labels and other names
# in its sentences (training/news_mentions_coded.csv), from names in texts of OneStopEnglish
# (Vajjala and Lučić 2018, CC BY-SA 4.0; training/features_mentions_coded.csv) and from
# training/mentions.csv, starting from what framing_weights.csv learned.
"""


def main() -> None:
    """Learn from all mentions and write the table."""
    news = read_news()
    table = learn(read_mentions(news), learn_sentences(news, read_sentences(news)))
    path = ROOT / "analysis" / "data" / "framing_target_weights.csv"
    path.write_text(CODEBOOK + table.to_csv(index=False, lineterminator="\n"), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(table)} weights")


if __name__ == "__main__":
    main()
