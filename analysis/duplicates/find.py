"""Duplicated passages: what a text repeats from itself and what it shares with others."""

from numbers import Integral

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import InputError, require_columns, require_once, require_text
from analysis.duplicates.collection import Progress, collect_passages
from analysis.duplicates.marks import directions, mark_boilerplate, mark_quoted
from analysis.duplicates.seeds import Floats, spread
from analysis.duplicates.spans import Flags, Spans
from analysis.tokens import tokenise


def find_duplicates(
    documents: pd.DataFrame,
    blocks: pd.DataFrame | None = None,
    *,
    min_words: int = 8,
    near: bool = True,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Find passages that say the same words twice, inside a text or in two texts.

    Runs of equal words, and sentences alike in their words whatever the order, are merged where
    they lie close together on both sides. A passage must carry information: -log2 of a word's
    frequency in the two texts and 500 words more, summed over the distinct words that both sides
    share. It takes 30 bits within a text, 80 across, more where the wording differs
    (analysis/duplicates/passages.py has the rules). So names and stock phrases do not count, and
    texts on one event are not copies.

    Texts are compared pair by pair, and the other texts of the table play no part in it; but only
    pairs are compared that share a run of min_words words or three rare contexts of three words.
    A run with more than 32 copies is linked from each to the next only. Memory at the peak is
    about 70 MB a million words. On the 600 training pairs of the PAN text-alignment task, on
    which the thresholds were set, plagdet is 0.92 (verbatim 0.98, shuffled 0.93, translated
    0.94, summarised 0.71), and no unrelated pair is flagged (benchmarks/duplicates.py).

    Args:
        documents: doc_id (any, unique), text (str); published (date or ISO 8601 str, may be
            empty) where given.
        blocks: doc_id, start, end (int, character offsets), in_article (bool), as find_blocks
            gives; only for the column boilerplate. The whole of each text is searched.
        min_words: words in the shortest run of equal words that counts, at least 3.
        near: whether to find edited, reordered, reworded and summarised passages too, besides
            runs of equal words.
        progress: called now and then with the pairs of texts done and all pairs.

    Returns:
        One row a pair of spans, the first in reading order on side a: doc_a, start_a, end_a,
        doc_b, start_b, end_b (the two documents and int character offsets, end exclusive); words
        (int, of the shorter side); similarity (float in [0, 1]: Dice coefficient of the two
        sides as bags of words, 2 * common / all); kind (str: exact, where both sides are the same
        words in the same order whatever their case and punctuation, or near); scope (str: within
        or across); quoted (bool: four fifths of both sides or more stand between quotation
        marks); boilerplate (boolean: more than half of either side lies outside the article;
        missing without blocks); direction (str: a_to_b or b_to_a, from the older text to the
        newer by day; missing where the dates do not tell, and within a text).

    Raises:
        InputError: a column is missing, a text is not str, a doc_id occurs twice, or min_words
            is no whole number or below 3.

    Source:
        Sentence pairs and their merging after Sanchez-Perez, Sidorov and Gelbukh (2014), A
        Winning Approach to Text Alignment for Text Reuse Detection at PAN 2014. Information
        of a word: Shannon (1948). Similarity: Dice (1945).

    Example:
        >>> line = "The talks on lithium, trade and the central bank resume in Davos on Monday."
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [f"{line} Nobody knew. {line}"]})
        >>> find_duplicates(documents)[["start_a", "end_a", "start_b", "end_b", "words", "kind"]]
           start_a  end_a  start_b  end_b  words   kind
        0        0     74       89    163     14  exact
    """
    texts = _texts(documents)
    if not isinstance(min_words, Integral) or min_words < 3:
        raise InputError(f"min_words is {min_words}. Ask for a whole number, 3 or more.")
    tokens = tokenise(texts)
    spans = collect_passages(texts, tokens, min_words, near, progress)
    a, b = np.divmod(spans.pair, max(len(texts), 1))
    order = np.lexsort((spans.start_b, b, spans.start_a, a))
    spans, a, b = spans.take(order), a[order], b[order]
    starts, ends = tokens.start.astype(np.int64), tokens.end.astype(np.int64)
    side_a = (a, starts[spans.start_a], ends[spans.end_a - 1])
    side_b = (b, starts[spans.start_b], ends[spans.end_b - 1])
    names = documents["doc_id"].array
    return pd.DataFrame(
        {
            "doc_a": names.take(a),
            "start_a": side_a[1],
            "end_a": side_a[2],
            "doc_b": names.take(b),
            "start_b": side_b[1],
            "end_b": side_b[2],
            "words": np.minimum(spans.end_a - spans.start_a, spans.end_b - spans.start_b),
            "similarity": _similarity(tokens.id, spans),
            "kind": np.where(_same(tokens.id, spans), "exact", "near"),
            "scope": np.where(a == b, "within", "across"),
            "quoted": mark_quoted(texts, side_a, side_b),
            "boilerplate": mark_boilerplate(documents["doc_id"], side_a, side_b, blocks),
            "direction": directions(documents, a, b),
        }
    )


def _texts(documents: pd.DataFrame) -> list[str]:
    """The texts of documents whose ids are unique."""
    require_columns(documents, ["doc_id", "text"], "documents")
    require_once(documents)
    return require_text(documents["text"], "documents")


def _same(ids: NDArray[np.int32], spans: Spans) -> Flags:
    """Whether both sides are the same words in the same order."""
    words = spans.end_a - spans.start_a
    same: Flags = np.equal(words, spans.end_b - spans.start_b)
    step, of = spread(np.zeros(len(words), np.int64), np.where(same, words, 0))
    differs = ids[spans.start_a[of] + step] != ids[spans.start_b[of] + step]
    same[of[differs]] = False
    return same


def _similarity(ids: NDArray[np.int32], spans: Spans) -> Floats:
    """Dice coefficient of the two sides as bags of words."""
    vocabulary = int(ids.max(initial=0)) + 1
    bags = []
    for start, end in ((spans.start_a, spans.end_a), (spans.start_b, spans.end_b)):
        token, of = spread(start, end - start)
        bags.append(np.unique(of * vocabulary + ids[token], return_counts=True))
    (key_a, times_a), (key_b, times_b) = bags
    both, at_a, at_b = np.intersect1d(key_a, key_b, assume_unique=True, return_indices=True)
    fewer = np.minimum(times_a[at_a], times_b[at_b]).astype(np.float64)
    words = spans.end_a - spans.start_a + spans.end_b - spans.start_b
    return np.asarray(2 * np.bincount(both // vocabulary, fewer, len(words)) / words, np.float64)


def share_duplicated(
    documents: pd.DataFrame, passages: pd.DataFrame, blocks: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Share of each text's words that it repeats, and that it shares with other texts.

    Args:
        documents: doc_id (any, unique), text (str).
        passages: doc_a, start_a, end_a, doc_b, start_b, end_b, scope, as find_duplicates gives
            for these documents; take rows out first to leave out, say, quoted ones.
        blocks: doc_id, start, end, in_article, as find_blocks gives it; with it, only words of
            the article count, without it those of the whole page.

    Returns:
        One row a document, same index and order: doc_id; words (int, those that count); within
        (float in [0, 1]: share of words in a passage that the text holds twice, both places
        counted); across (float in [0, 1]: share of words in a passage shared with another text);
        reason (str: why a share is missing, else empty).

    Raises:
        InputError: a column is missing, a text is not str, a doc_id occurs twice, or a passage
            names a document that is not there.

    Example:
        >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["One two three four.", ""]})
        >>> passages = pd.DataFrame({"doc_a": ["a"], "start_a": 0, "end_a": 3, "doc_b": "a",
        ...     "start_b": 4, "end_b": 7, "scope": "within"})
        >>> share_duplicated(documents, passages)[["doc_id", "words", "within", "across"]]
          doc_id  words  within  across
        0      a      4     0.5     0.0
        1      b      0     NaN     NaN
    """
    tokens = tokenise(_texts(documents))
    require_columns(passages, [*_PLACES["a"], *_PLACES["b"], "scope"], "passages")
    row_of = pd.Series(np.arange(len(documents)), documents["doc_id"].array)
    reach = 1 + max((len(text) for text in documents["text"]), default=0)
    place = tokens.row.astype(np.int64) * reach + tokens.start
    counts = np.ones(len(place), bool)
    if blocks is not None:
        require_columns(blocks, ["doc_id", "start", "end", "in_article"], "blocks")
        article = blocks[blocks["in_article"].to_numpy(bool) & blocks["doc_id"].isin(row_of.index)]
        counts = _covered(place, reach, row_of, *(article[k] for k in ("doc_id", "start", "end")))
    words = np.bincount(tokens.row, counts, len(documents)).astype(np.int64)
    table = pd.DataFrame({"doc_id": documents["doc_id"], "words": words})
    for scope in ("within", "across"):
        some = passages[passages["scope"] == scope]
        repeated = np.zeros(len(place), bool)
        for columns in _PLACES.values():
            doc, start, end = (some[column] for column in columns)
            unknown = doc[~doc.isin(row_of.index)]
            if len(unknown):
                raise InputError(
                    f"passages: row {unknown.index[0]}: {unknown.iloc[0]!r} is not in documents. "
                    "Pass the documents that the passages were found in."
                )
            repeated |= _covered(place, reach, row_of, doc, start, end)
        covered = np.bincount(tokens.row, repeated & counts, len(words))
        table[scope] = np.where(words > 0, covered / np.maximum(words, 1), np.nan)
    what = "text" if blocks is None else "article"
    table["reason"] = np.where(words > 0, "", f"the {what} has no words")
    return table


def _covered(
    place: NDArray[np.int64],
    reach: int,
    row_of: "pd.Series[int]",
    doc: pd.Series,
    start: pd.Series,
    end: pd.Series,
) -> NDArray[np.bool_]:
    """Which words lie in a span; a word's place is its document's row times reach, plus start."""
    row = row_of.reindex(doc).to_numpy(np.int64) * reach
    marks = np.zeros(len(place) + 1, np.int64)
    np.add.at(marks, np.searchsorted(place, row + start.to_numpy(np.int64)), 1)
    np.add.at(marks, np.searchsorted(place, row + end.to_numpy(np.int64)), -1)
    return np.cumsum(marks)[:-1] > 0


_PLACES = {"a": ("doc_a", "start_a", "end_a"), "b": ("doc_b", "start_b", "end_b")}
_SAME_PLACE = 0.5  # overlap of two spans, as a share of the longer, that makes them one place


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
    require_columns(passages, [*_PLACES["a"], *_PLACES["b"]], "passages")
    sides = pd.concat(
        [
            passages[list(columns)].set_axis(["doc_id", "start", "end"], axis=1)
            for columns in _PLACES.values()
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


_ACTIVE = 16  # spans still open that a new one is held against


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
