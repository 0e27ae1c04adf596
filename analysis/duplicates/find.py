"""Duplicated passages: what a text repeats from itself and what it shares with others."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import (
    require_columns,
    require_flags,
    require_once,
    require_spans,
    require_text,
    require_whole,
)
from analysis.duplicates.collection import Progress, collect_passages
from analysis.duplicates.common import common_words, same_words
from analysis.duplicates.marks import BLOCK, directions, mark_boilerplate, mark_quoted
from analysis.duplicates.seeds import Floats, Ints, spread
from analysis.duplicates.spans import PLACES, Flags, Spans
from analysis.tokens import Tokens, tokenise


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
    share. It takes 30 bits within a text, 80 across, more where the wording differs or, across
    texts, beside longer passages (analysis/duplicates/passages.py has the rules). So names and
    stock phrases do not count, and texts on one event are not copies. Where a text repeats itself
    so closely that a merged passage would overlap itself, its parts are passages of their own:
    what is found within a text with near=False always lies in a passage with near=True.

    Texts are compared pair by pair, and the other texts of the table play no part in it; but only
    pairs are compared that share a run of min_words words or three rare contexts of three words.
    A run with more than 32 copies is linked from each to the next only. Memory at the peak,
    beyond the texts, is about 90 MB a million words (benchmarks/duplicates.py scale). On the 600
    training pairs of the PAN text-alignment task, on which the thresholds were set, plagdet is
    0.92 (verbatim 0.98, shuffled 0.93, translated 0.94, summarised 0.72), and no unrelated pair is
    flagged (benchmarks/duplicates.py alignment).

    A near passage reaches from its first shared words to its last; between them a sentence or two
    in a row (more in a summary) may stand on one side only. Its words are those that both sides
    have: of a sentence that is alike to one of the other side the words that this one has too
    (six letters decide, so endings may differ), and runs of four equal words.

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
        (int, those that both sides have, counted on the side that has fewer of them; all of them
        where exact); similarity (float in [0, 1]: Dice coefficient of the two
        sides as bags of words, 2 * common / all); kind (str: exact, where both sides are the same
        words in the same order whatever their case and punctuation, or near); scope (str: within
        or across); quoted (bool: four fifths of both sides or more stand between quotation
        marks); boilerplate (boolean: more than half of either side lies outside the article;
        missing without blocks); direction (str: a_to_b or b_to_a, from the older text to the
        newer by day; missing where the dates do not tell, and within a text).

    Raises:
        InputError: a column is missing, a text is not str, a doc_id is missing or occurs twice, a
            block lies outside its text or has an in_article that is not bool, or min_words is no
            whole number or below 3.

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
    min_words = require_whole(min_words, "min_words", 3)
    tokens = tokenise(texts)
    spans = collect_passages(texts, tokens, min_words, near, progress)
    a, b = np.divmod(spans.pair, max(len(texts), 1))
    order = np.lexsort((spans.start_b, b, spans.start_a, a))
    spans, a, b = spans.take(order), a[order], b[order]
    starts, ends = tokens.start.astype(np.int64), tokens.end.astype(np.int64)
    side_a = (a, starts[spans.start_a], ends[spans.end_a - 1])
    side_b = (b, starts[spans.start_b], ends[spans.end_b - 1])
    names = documents["doc_id"].array
    common = [np.bincount(of, minlength=len(a)) for _, of in common_words(texts, tokens, spans)]
    return pd.DataFrame(
        {
            "doc_a": names.take(a),
            "start_a": side_a[1],
            "end_a": side_a[2],
            "doc_b": names.take(b),
            "start_b": side_b[1],
            "end_b": side_b[2],
            "words": np.minimum(*common),
            "similarity": _similarity(tokens.id, spans),
            "kind": np.where(same_words(tokens.id, spans), "exact", "near"),
            "scope": np.where(a == b, "within", "across"),
            "quoted": mark_quoted(texts, side_a, side_b),
            "boilerplate": mark_boilerplate(documents, side_a, side_b, blocks),
            "direction": directions(documents, a, b),
        }
    )


def _texts(documents: pd.DataFrame) -> list[str]:
    """The texts of documents whose ids are unique."""
    require_columns(documents, ["doc_id", "text"], "documents")
    require_once(documents)
    return require_text(documents["text"], "documents")


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

    Of a passage those words count that both its sides have, as in the column words of
    find_duplicates: what stands between shared sentences, or was changed in them, does not.

    Args:
        documents: doc_id (any, unique), text (str).
        passages: doc_a, start_a, end_a, doc_b, start_b, end_b, scope, as find_duplicates gives
            for these documents; take rows out first to leave out, say, quoted ones.
        blocks: doc_id, start, end, in_article, as find_blocks gives it; with it, only words of
            the article count, without it those of the whole page.

    Returns:
        One row a document, same index and order: doc_id; words (int, those that count); within
        (float in [0, 1]: share of words that the text says twice, both places counted); across
        (float in [0, 1]: share of words shared with another text); reason (str: why a share is
        missing, else empty).

    Raises:
        InputError: a column is missing, a text is not str, a doc_id is missing or occurs twice, a
            passage or block names a document that is not there or lies outside its text, or an
            in_article is not bool.

    Example:
        >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["Oh, no. Oh, yes.", ""]})
        >>> passages = pd.DataFrame({"doc_a": ["a"], "start_a": 0, "end_a": 2, "doc_b": "a",
        ...     "start_b": 8, "end_b": 10, "scope": "within"})
        >>> share_duplicated(documents, passages)[["doc_id", "words", "within", "across"]]
          doc_id  words  within  across
        0      a      4     0.5     0.0
        1      b      0     NaN     NaN
    """
    texts = _texts(documents)
    tokens = tokenise(texts)
    counts = _counted(documents, tokens, blocks)
    words = np.bincount(tokens.row, counts, len(documents)).astype(np.int64)
    table = pd.DataFrame({"doc_id": documents["doc_id"], "words": words})
    common = common_words(texts, tokens, _spans(passages, documents, tokens))
    for scope in ("within", "across"):
        some = (passages["scope"] == scope).to_numpy()
        repeated = np.zeros(len(counts), bool)
        for token, of in common:
            repeated[token[some[of]]] = True
        covered = np.bincount(tokens.row, repeated & counts, len(words))
        table[scope] = np.where(words > 0, covered / np.maximum(words, 1), np.nan)
    what = "text" if blocks is None else "article"
    table["reason"] = np.where(words > 0, "", f"the {what} has no words")
    return table


def _counted(documents: pd.DataFrame, tokens: Tokens, blocks: pd.DataFrame | None) -> Flags:
    """Which words count: those of articles, or all where there are no blocks."""
    if blocks is None:
        return np.ones(len(tokens.id), bool)
    require_columns(blocks, [*BLOCK, "in_article"], "blocks")
    article = require_flags(blocks, "in_article", "blocks")
    text, start, end = require_spans(blocks, BLOCK, documents, "blocks")
    first, last = _reached(tokens, text[article], start[article], end[article])
    counts = np.zeros(len(tokens.id), bool)
    counts[spread(first, last - first)[0]] = True
    return counts


def _spans(passages: pd.DataFrame, documents: pd.DataFrame, tokens: Tokens) -> Spans:
    """The tokens of passages; a passage within one text has the earlier side first."""
    require_columns(passages, [*PLACES["a"], *PLACES["b"], "scope"], "passages")
    places = [
        require_spans(passages, columns, documents, "passages") for columns in PLACES.values()
    ]
    a, b = (np.stack(_reached(tokens, *place)) for place in places)
    row_a, row_b = (place[0] for place in places)
    turned = (row_a == row_b) & (a[0] > b[0])
    a, b = np.where(turned, b, a), np.where(turned, a, b)
    return Spans(row_a * len(documents) + row_b, a[0], a[1], b[0], b[1])


def _reached(tokens: Tokens, text: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The first word that starts in each span of a text, and the one after the last."""
    reach = 1 + max(tokens.end.max(initial=0), end.max(initial=0))
    place = tokens.row.astype(np.int64) * reach + tokens.start
    first, last = (np.searchsorted(place, text * reach + at) for at in (start, end))
    return first, np.maximum(first, last)
