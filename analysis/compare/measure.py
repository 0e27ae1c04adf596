"""How far scores agree with people: labels side by side, macro-F1, calibration error."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import records, require_columns
from analysis.framing.score import LABELS


def label_vader(compound: pd.Series) -> pd.Series:
    """Labels from VADER's compound by its authors' thresholds, plus and minus 0.05.

    Source: Hutto and Gilbert (2014).

    Example:
        >>> label_vader(pd.Series([0.5, 0.0, -0.05])).tolist()
        ['promotional', 'neutral', 'critical']
    """
    up, down = compound >= 0.05, compound <= -0.05
    labels = np.select([up, down], [LABELS[0], LABELS[2]], LABELS[1])
    return pd.Series(labels, compound.index).where(compound.notna())


def match_coded(scored: pd.DataFrame, coded: pd.DataFrame, manifest: pd.DataFrame) -> pd.DataFrame:
    """The scored sentences with the framing and voice of the coded unit that covers them most.

    Args:
        scored: doc_id, start, end (int, offsets into the text); other columns pass through.
        coded: file, start, end (int), block, framing, voice (str), as corpus/coded.csv.
        manifest: doc_id, file.

    Returns:
        The sentences that a coded unit covers by half or more, with coded and coded_voice (str).

    Raises:
        InputError: a column is missing.

    Example:
        >>> scored = pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [10]})
        >>> coded = pd.DataFrame({"file": ["a.txt"], "start": [0], "end": [11], "block": "body",
        ...     "framing": "critical", "voice": "outlet"})
        >>> match_coded(scored, coded, pd.DataFrame({"doc_id": ["a"], "file": ["a.txt"]}))
          doc_id  start  end     coded coded_voice
        0      a      0   10  critical      outlet
    """
    require_columns(scored, ["doc_id", "start", "end"], "scored")
    require_columns(coded, ["file", "start", "end", "framing", "voice"], "coded")
    units = coded.merge(manifest[["doc_id", "file"]], on="file")
    found: list[tuple[object, object]] = []
    for row in records(scored):
        own = units[(units["doc_id"] == row["doc_id"])]
        shared = own["end"].clip(upper=row["end"]) - own["start"].clip(lower=row["start"])
        if shared.empty or shared.max() * 2 < row["end"] - row["start"]:
            found.append((np.nan, np.nan))
        else:
            unit = own.loc[shared.idxmax()]
            found.append((unit["framing"], unit["voice"]))
    labels = pd.DataFrame(found, columns=["coded", "coded_voice"]).set_axis(scored.index)
    return pd.concat([scored, labels], axis=1)[labels["coded"].notna().to_numpy()]


def macro_f1(wanted: Sequence[str], given: Sequence[str], labels: Sequence[str] = LABELS) -> float:
    """Mean over the labels of the harmonic mean of precision and recall.

    A label that neither side has counts 0, as scikit-learn has it.

    Example:
        >>> macro_f1(["neutral", "critical"], ["neutral", "neutral"], ["neutral", "critical"])
        0.3333333333333333
    """
    left, right = np.asarray(wanted, object), np.asarray(given, object)
    scores = []
    for label in labels:
        both = np.sum((left == label) & (right == label))
        either = np.sum(left == label) + np.sum(right == label)
        scores.append(2 * both / either if either else 0.0)
    return float(np.mean(scores))


def agree(table: pd.DataFrame, *, wanted: str, columns: Sequence[str]) -> pd.DataFrame:
    """Agreement of several columns of labels with one: accuracy and macro-F1.

    Args:
        table: the columns named, of labels (str).
        wanted: the column to agree with.
        columns: the columns to compare with it.

    Returns:
        One row a column: instrument (str), n (int), accuracy, macro_f1 (float, 0 to 1).

    Raises:
        InputError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"coded": ["neutral", "critical"], "ours": ["neutral"] * 2})
        >>> agree(table, wanted="coded", columns=["ours"])[["n", "accuracy"]].values.tolist()
        [[2.0, 0.5]]
    """
    require_columns(table, [wanted, *columns], "table")
    rows = [
        {
            "instrument": column,
            "n": len(table),
            "accuracy": float((table[column] == table[wanted]).mean()),
            "macro_f1": macro_f1(table[wanted].tolist(), table[column].tolist()),
        }
        for column in columns
    ]
    return pd.DataFrame(rows)


def calibration_error(
    wanted: Sequence[str], probabilities: NDArray[np.float64], bins: int = 10
) -> float:
    """Expected calibration error of the likeliest label, in bins of equal width.

    Source: Guo, Pleiss, Sun and Weinberger (2017). Columns of probabilities are as LABELS.

    Example:
        >>> calibration_error(["neutral", "neutral"], np.array([[0, 1, 0], [0, 0.5, 0.5]]))
        0.25
    """
    sure = probabilities.max(axis=1)
    right = np.array(LABELS, object)[probabilities.argmax(axis=1)] == np.asarray(wanted, object)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = np.bincount(place, right - sure, bins)
    return float(np.abs(gaps).sum() / max(len(sure), 1))


def bin_probabilities(
    wanted: Sequence[str], probabilities: NDArray[np.float64], bins: int = 10
) -> pd.DataFrame:
    """How often each label is so, beside the probability it was given, in bins of equal width.

    What a reliability diagram draws (DeGroot and Fienberg 1983). Columns of probabilities are as
    LABELS.

    Returns:
        One row a label and bin that has sentences: label (str), predicted (float64, 0 to 1, mean
        probability), observed (float64, 0 to 1, the share that is so), n (int64, sentences).

    Example:
        >>> shares = np.array([[0, 1, 0], [0, 0.6, 0.4]])
        >>> table = bin_probabilities(["neutral", "critical"], shares)
        >>> table[table["label"] == "critical"].values.tolist()
        [['critical', 0.0, 0.0, 1], ['critical', 0.4, 1.0, 1]]
    """
    labels = np.asarray(wanted, object)
    tables = []
    for name, given in zip(LABELS, probabilities.T, strict=True):
        table = pd.DataFrame({"label": name, "predicted": given, "observed": labels == name})
        place = np.minimum((given * bins).astype(int), bins - 1)
        groups = table.groupby(place)
        means = groups[["predicted", "observed"]].mean()
        means.insert(0, "label", name)
        tables.append(means.assign(n=groups.size()))
    return pd.concat(tables, ignore_index=True)
