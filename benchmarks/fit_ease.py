"""Fit the ease score: analysis/data/readability_ease.csv from CLEAR, with cross-validation.

python benchmarks/fit_ease.py                 fits, writes the weights, prints how well they do
python benchmarks/fit_ease.py FOLDER OUT      clear_dev.jsonl and onestop_dev.jsonl from FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.export import write_table
from analysis.readability.ease import EASE_COUNTS, TERMS, count_ease, ease_terms
from analysis.sentences.prose import prose_sentences

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
OUT = ROOT / "analysis/data/readability_ease.csv"
FOLDS, REPEATS, SEED = 10, 5, 0
LEVELS = ("elementary", "intermediate", "advanced")


def whole_texts(documents: pd.DataFrame) -> pd.DataFrame:
    """One body block a document: the excerpts hold nothing but prose."""
    return pd.DataFrame(
        {
            "doc_id": documents["doc_id"],
            "block_id": 0,
            "start": 0,
            "end": documents["text"].str.len(),
            "kind": "body",
            "language": "en",
            "in_article": True,
        }
    )


def terms(documents: pd.DataFrame) -> pd.DataFrame:
    counts = count_ease(prose_sentences(documents, whole_texts(documents)))
    sums = counts.groupby("doc_id")[list(EASE_COUNTS)].sum().loc[documents["doc_id"]]
    return pd.DataFrame(ease_terms({count: sums[count].to_numpy() for count in EASE_COUNTS}))


def least_squares(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights and their standard errors."""
    inverse = np.linalg.inv(x.T @ x)
    weights = inverse @ x.T @ y
    variance = ((y - x @ weights) ** 2).sum() / (len(y) - x.shape[1])
    return weights, np.sqrt(variance * np.diag(inverse))


def cross_validated(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Predictions for excerpts left out, one column a repeat."""
    random = np.random.default_rng(SEED)
    predicted = np.empty((len(y), REPEATS))
    for repeat in range(REPEATS):
        fold = random.permutation(len(y)) % FOLDS
        for part in range(FOLDS):
            weights, _ = least_squares(x[fold != part], y[fold != part])
            predicted[fold == part, repeat] = x[fold == part] @ weights
    return predicted


def main(folder: Path, out: Path) -> None:
    clear = pd.read_json(folder / "clear_dev.jsonl", lines=True)
    clear = clear.rename(columns={"id": "doc_id", "excerpt": "text"})
    onestop = pd.read_json(folder / "onestop_dev.jsonl", lines=True)
    table = terms(clear)
    x = np.column_stack([np.ones(len(table)), table[list(TERMS)]])
    y = clear["ease"].to_numpy()
    weights, errors = least_squares(x, y)
    predicted = cross_validated(x, y)
    residual = float(np.sqrt(((predicted - y[:, None]) ** 2).mean()))
    fitted = pd.DataFrame(
        {
            "term": ["intercept", *TERMS, "residual"],
            "weight": [*weights, residual],
            "standard_error": [*errors, np.nan],
            "low": [np.nan, *table[list(TERMS)].min(), np.nan],
            "high": [np.nan, *table[list(TERMS)].max(), np.nan],
        }
    )
    fitted.to_csv(out, index=False, float_format="%.6f", lineterminator="\n")
    print(fitted.round(4).to_string(index=False))
    each = [np.corrcoef(column, y)[0, 1] for column in predicted.T]
    measured = [("CLEAR r, cross-validated", np.mean(each))]
    print(f"CLEAR: correlation {np.mean(each):.3f}, {FOLDS}-fold, {REPEATS} repeats")
    ease = {}
    for level in LEVELS:
        texts = onestop.rename(columns={"text_id": "doc_id", level: "text"})[["doc_id", "text"]]
        ease[level] = weights[0] + terms(texts)[list(TERMS)].to_numpy() @ weights[1:]
    for easier, harder in (LEVELS[::2], LEVELS[:2], LEVELS[1:]):
        share = (ease[easier] > ease[harder]).mean()
        measured.append((f"OneStopEnglish, {easier} above {harder}", share))
        print(f"OneStopEnglish: {easier} above {harder} {share:.3f}")
    if out == OUT:
        write_table(pd.DataFrame(measured, columns=["figure", "value"]), RESULTS / "ease.csv")


if __name__ == "__main__":
    defaults = [str(ROOT.parent / "shared/eval"), str(OUT)]
    given, target = map(Path, [*sys.argv[1:], *defaults[len(sys.argv) - 1 :]])
    if not (given / "clear_dev.jsonl").exists():
        sys.exit(f"{given}: no clear_dev.jsonl and onestop_dev.jsonl. Name the folder they are in.")
    main(given, target)
