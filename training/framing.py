"""Learn the framing weights: python -m training.framing reproduces analysis/data/ byte for byte.

Reads ../shared/eval/newsmtsc_train.jsonl (NewsMTSC, Hamborg and Donnay 2021, MIT) and
onestop_dev.jsonl (OneStopEnglish, Vajjala and Lučić 2018, CC BY-SA 4.0), training/news_coded.csv,
training/features_coded.csv, training/articles.csv, training/supplement.csv,
training/framing_lexicon.txt and the lexicon of vaderSentiment.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.framing.score import LABELS
from analysis.framing.terms import index_terms
from analysis.framing.weights import MARKS, SIDES, place, probabilities
from analysis.tokens import tokenise
from training.lexicon import Entry, read_lexicon
from training.tables import ROOT, read_news, read_sentences, read_table
from training.term_vectors import read_vectors

SENTENCE_WEIGHT = 0.7  # what one sentence coded as a whole counts against one target of NewsMTSC
OWN_PENALTY = 25.0  # on a term's own weight
SIDE_PENALTY = 2.0  # on what counts once in a text
SHARED_PENALTY = 0.5  # on what a lexicon class or VADER's valence gives all its terms
VECTOR_PENALTY = 100.0  # on what a direction of the term vectors gives them
SHARPNESS = 0.93  # by which the weights are scaled for calibrated probabilities
NEWS_OFFSET = 0.5  # how much of the news sentences' own neutral offset the instrument keeps
PRAISE = {"praise", "endorse", "success", "benefit", "opportunity", "importance", "hype"}
BLAME = {"failure", "harm", "risk", "accuse", "decline", "urge"}
CLEAR_VALENCE = 1.0  # of VADER's, on a scale to 4, from which an unlisted word is praise or blame
MIN_TEXTS = 2  # a word outside the lexicons is learned if this many training texts have it


class Design(NamedTuple):
    """Texts as term matrices: one row a text, one column a term, context already applied."""

    slant: sparse.csr_matrix
    neutral: sparse.csr_matrix


def read_vader() -> dict[str, float]:
    """VADER's valences of plain words, less those that mean something else in news."""
    misread = read_table("vader_misread.csv")["term"]
    lexicon = SentimentIntensityAnalyzer().lexicon
    plain = {word: value for word, value in lexicon.items() if re.fullmatch("[a-z][a-z'-]+", word)}
    return {word: value for word, value in plain.items() if word not in set(misread)}


def choose_terms(texts: list[str], lexicon: dict[str, Entry], vader: dict[str, float]) -> list[str]:
    """The lexicons' terms, then the words that enough of the texts have."""
    tokens = tokenise(list(dict.fromkeys(texts)))
    once = pd.DataFrame({"row": tokens.row, "id": tokens.id}).drop_duplicates()
    seen = np.bincount(once["id"], minlength=len(tokens.vocabulary))
    plain = (word for word, n in zip(tokens.vocabulary, seen, strict=True) if n >= MIN_TEXTS)
    words = [word for word in plain if not word[0].isdigit()]
    return list(dict.fromkeys([*lexicon, *vader, "0", *words]))


def sides(terms: list[str], lexicon: dict[str, Entry], vader: dict[str, float]) -> np.ndarray:
    """1 for a term of praise, -1 for one of blame, else 0: by lexicon class, else VADER's sign."""

    def side(term: str) -> int:
        if term in lexicon:
            return (lexicon[term].kind in PRAISE) - (lexicon[term].kind in BLAME)
        return (vader.get(term, 0) > CLEAR_VALENCE) - (vader.get(term, 0) < -CLEAR_VALENCE)

    return np.array([side(term) for term in terms] + [0] * (len(MARKS) + len(SIDES)), np.int64)


def design(texts: list[str], terms: list[str], side: np.ndarray) -> Design:
    """Term matrices of the texts, with the marks as last columns."""
    found = place(texts, index_terms(terms), side)
    shape = (len(texts), len(side))
    return Design(
        *(
            sparse.csr_matrix((factor, (found.row, found.term)), shape)
            for factor in (found.slant, found.neutral)
        )
    )


def sharing(
    terms: list[str], lexicon: dict[str, Entry], vader: dict[str, float]
) -> sparse.csr_matrix:
    """Which shared weights each term has.

    One column a lexicon class, two for VADER's signs, one a component of the term vectors.
    """
    kinds = list(dict.fromkeys(entry.kind for entry in lexicon.values()))
    cells = [
        (row, kinds.index(lexicon[term].kind), lexicon[term].weight)
        for row, term in enumerate(terms)
        if term in lexicon
    ]
    cells += [
        (row, len(kinds) + (vader[term] < 0), abs(vader[term]) / 1.5)
        for row, term in enumerate(terms)
        if term in vader
    ]
    rows, columns, values = zip(*cells, strict=True)
    listed = sparse.csr_matrix((values, (rows, columns)), (len(terms), len(kinds) + 2))
    vectors = read_vectors(terms) * np.sqrt(SHARED_PENALTY / VECTOR_PENALTY)
    shared = sparse.hstack([listed, sparse.csr_matrix(vectors)])
    marks = sparse.csr_matrix((len(MARKS) + len(SIDES), shared.shape[1]))
    return sparse.vstack([shared, marks]).tocsr()


def fit(
    data: Design,
    shared: sparse.csr_matrix,
    framing: np.ndarray,
    importance: np.ndarray,
    from_news: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, float]:
    """Slant and neutral weight of each term, and the neutral intercept.

    Penalised maximum likelihood of a softmax over (slant, neutral, -slant). A term's weight is
    its own part plus what it shares; the news sentences, whose labels are towards one target,
    have two offsets of their own, of which the instrument keeps NEWS_OFFSET of the neutral one.
    """
    slant_columns = sparse.hstack([data.slant, data.slant @ shared]).tocsr()
    neutral_columns = sparse.hstack([data.neutral, data.neutral @ shared]).tocsr()
    terms, width = data.slant.shape[1], slant_columns.shape[1]
    penalty = np.r_[np.full(terms, OWN_PENALTY), np.full(width - terms, SHARED_PENALTY)]
    penalty[terms - len(SIDES) : terms] = SIDE_PENALTY
    penalty = np.r_[penalty, penalty, 1e-6, 1.0, 1.0]
    wanted = np.stack([framing == label for label in LABELS], axis=1).astype(float)
    weight = importance / importance.mean()

    def loss(parts: np.ndarray) -> tuple[float, np.ndarray]:
        intercept, news_slant, news_neutral = parts[2 * width :]
        slant = slant_columns @ parts[:width] + news_slant * from_news
        neutral = neutral_columns @ parts[width : 2 * width] + news_neutral * from_news
        shares = probabilities(slant, neutral + intercept)
        likelihood = (weight * np.log((shares * wanted).sum(axis=1))).sum()
        gap = (shares - wanted) * weight[:, None]
        slant_gap, neutral_gap = gap[:, 0] - gap[:, 2], gap[:, 1]
        ends = [neutral_gap.sum(), slant_gap @ from_news, neutral_gap @ from_news]
        slope = np.r_[slant_columns.T @ slant_gap, neutral_columns.T @ neutral_gap, ends]
        return -likelihood + (penalty * parts**2).sum() / 2, slope + penalty * parts

    start = np.zeros(2 * width + 3)
    options = {"maxiter": 1000, "maxfun": 2000, "ftol": 1e-12, "gtol": 1e-5}
    with threadpool_limits(1):  # sums in one order give the same bytes
        parts = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    slant = parts[:terms] + shared @ parts[terms:width]
    neutral = parts[width : width + terms] + shared @ parts[width + terms : 2 * width]
    return slant, neutral, float(parts[2 * width] + NEWS_OFFSET * parts[2 * width + 2])


def learn(news: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The weights' table: term, class, slant, neutral, source.

    news: one row a target; sentences: those coded as a whole.
    """
    lexicon, vader = read_lexicon(), read_vader()
    texts = [*news["text"], *sentences["text"]]
    terms = choose_terms(texts, lexicon, vader)
    side = sides(terms, lexicon, vader)
    from_news = np.r_[np.ones(len(news)), np.zeros(len(sentences))]
    slant, neutral, intercept = fit(
        design(texts, terms, side),
        sharing(terms, lexicon, vader),
        np.r_[news["framing"].to_numpy(object), sentences["framing"].to_numpy(object)],
        np.where(from_news > 0, 1.0, SENTENCE_WEIGHT),
        from_news,
    )
    kinds = [lexicon[term].kind if term in lexicon else "" for term in terms]
    sources = ["lexicon" if t in lexicon else "vader" if t in vader else "learned" for t in terms]
    marks = len(MARKS) + len(SIDES)
    table = pd.DataFrame(
        {
            "term": [*terms, *MARKS, *SIDES],
            "class": [*kinds, *["mark"] * marks],
            "slant": np.round(SHARPNESS * slant, 4) + 0.0,
            "neutral": np.round(SHARPNESS * neutral, 4) + 0.0,
            "side": side,
            "source": [*sources, *["learned"] * marks],
        }
    )
    first = pd.DataFrame([["(intercept)", "", 0.0, round(SHARPNESS * intercept, 4), 0, "learned"]])
    table = table[(table["slant"] != 0) | (table["neutral"] != 0)]
    return pd.concat([first.set_axis(table.columns, axis=1), table], ignore_index=True)


CODEBOOK = """\
# Weights of the framing instrument; written by python -m training.framing, not by hand.
# term: words in lower case; "0" is any number. class: of the hand-written lexicon, if in it.
# slant: half the log-odds of promotional against critical; neutral: log-odds of neutral.
# side: 1 praise, -1 blame, else 0; the first of each in a sentence counts besides as (praise) and
# (blame), the later of these as (both sides).
# source: where the term was first listed (lexicon, vader: vaderSentiment, MIT; learned: a word of
# the training sentences). Learned from NewsMTSC's training part (Hamborg and Donnay 2021, MIT), its
# labels and its sentences coded as a whole (training/news_coded.csv), from texts of OneStopEnglish
# (Vajjala and Lučić 2018, CC BY-SA 4.0; training/features_coded.csv), training/articles.csv and
# training/supplement.csv.
"""


def main() -> None:
    """Learn from everything and write the table."""
    news = read_news()
    table = learn(news, read_sentences(news))
    path = ROOT / "analysis" / "data" / "framing_weights.csv"
    path.write_text(CODEBOOK + table.to_csv(index=False, lineterminator="\n"), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(table)} terms")


if __name__ == "__main__":
    main()
