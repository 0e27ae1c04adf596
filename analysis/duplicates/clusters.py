"""Clusters of passages: the places where the same is said."""

import numpy as np
import pandas as pd

from analysis.checks import require_columns
from analysis.duplicates.spans import PLACES

_SAME_PLACE = 0.5  # overlap of two spans, as a share of the longer, that makes them one place
_ACTIVE = 16  # spans still open that a new one is held against


def passage_clusters(passages: pd.DataFrame) -> pd.DataFrame:
    """Group passages that occur in three or more places: one cluster for each.

    Two spans of a document are one place if they overlap by half of the longer or more. Places
    joined by passages, directly or by way of others, are one cluster.

    Args:
        passages: doc_a, start_a, end_a, doc_b, start_b, end_b, as find_duplicates gives.

    Returns:
        One row a place: cluster (int, from 0 in order of first mention); doc_id; start, end (int,
        character offsets of the whole place); places, documents (int, how many in the cluster).

    Raises:
        InputError: a column is missing.

    Example:
        >>> passages = pd.DataFrame({"doc_a": ["a", "a"], "start_a": 0, "end_a": 50,
        ...     "doc_b": ["b", "c"], "start_b": 10, "end_b": 60})
        >>> passage_clusters(passages)
           cluster doc_id  start  end  places  documents
        0        0      a      0   50       3          3
        1        0      b     10   60       3          3
        2        0      c     10   60       3          3
    """
    require_columns(passages, [*PLACES["a"], *PLACES["b"]], "passages")
    sides = pd.concat(
        [
            passages[list(columns)].set_axis(["doc_id", "start", "end"], axis=1)
            for columns in PLACES.values()
        ],
        ignore_index=True,
    )
    rows = len(passages)
    place = _merged(sides)
    sides["place"] = [_root(place, k) for k in range(2 * rows)]
    cluster = place.copy()
    for k in range(rows):
        cluster[_root(cluster, k)] = _root(cluster, rows + k)
    sides["cluster"] = [_root(cluster, k) for k in range(2 * rows)]
    places = sides.groupby(["cluster", "place"], sort=False, as_index=False).agg(
        doc_id=("doc_id", "first"), start=("start", "min"), end=("end", "max")
    )
    grouped = places.groupby("cluster")
    places["places"] = grouped["doc_id"].transform("size")
    places["documents"] = grouped["doc_id"].transform("nunique")
    places = places[places["places"] >= 3].reset_index(drop=True)
    places["cluster"] = pd.factorize(places["cluster"])[0]
    places = places.drop(columns="place")
    return places.sort_values("cluster", kind="stable", ignore_index=True)


def _merged(sides: pd.DataFrame) -> list[int]:
    """For each span a span that is the same place (a forest: follow it to the root)."""
    parent = list(range(len(sides)))
    order = np.lexsort((-sides["end"], sides["start"], pd.factorize(sides["doc_id"])[0]))
    docs, starts, ends = (sides[column].tolist() for column in ("doc_id", "start", "end"))
    active: list[int] = []
    for k in order.tolist():
        active = [i for i in active if docs[i] == docs[k] and ends[i] > starts[k]][-_ACTIVE:]
        for i in active:
            longer = max(ends[i] - starts[i], ends[k] - starts[k])
            if min(ends[i], ends[k]) - starts[k] >= _SAME_PLACE * longer:
                parent[_root(parent, k)] = _root(parent, i)
        active.append(k)
    return parent


def _root(parent: list[int], k: int) -> int:
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return k
