"""What a copy desk would have mended, by place and per 1,000 words of each article."""

import numpy as np
import pandas as pd

from analysis.checks import InputError, require_columns, require_documents, require_flags
from analysis.readability.inputs import require_blocks
from analysis.readability.reasons import state_reasons
from analysis.readability.slips import (
    KINDS,
    cut_off_words,
    doubled_words,
    lost_spaces,
    lower_cased_names,
    repeated_headings,
    words_in_prose,
)
from analysis.sentences.prose import prose_blocks, prose_sentences
from analysis.tokens import tokenise

_ENGLISH_ONLY = ["lower_cased_names", "cut_off_words"]


def find_slips(documents: pd.DataFrame, blocks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find the slips that a copy desk mends, in the prose and the article's own headings.

    Args:
        documents: doc_id (unique), text (str, verbatim).
        blocks: as find_blocks makes them, which is called where they are not given.

    Returns:
        One row a slip, by document and place: doc_id; start, end (int, character offsets into
        text, end exclusive); kind (str); text (str, the span). Kinds: lost_spaces (no space after
        . ! ? , or ; between words, "ties.This"); lower_cased_names (a word that has a capital more
        often in the same text, and that English does not otherwise write in lower case or that
        stands after the other word of a name, "america", "Donald trump"); doubled_words ("the
        the"; not "had had" or names such as "Duran Duran");
        cut_off_words (an unknown word that begins known ones, where the text breaks off or starts
        again: "Cal about the need"); repeated_headings (the second and later ones of the same
        words). Lower-cased names and cut-off words are looked for in English only.

    Raises:
        InputError: a column or a doc_id is missing, a text is not str, a doc_id occurs twice, a
            block is not within a document or overlaps another, or an in_article is neither true
            nor false.

    Example:
        >>> text = "The the town of Springfield left Springfield.Then springfield slept, it rained."
        >>> blocks = pd.DataFrame({"doc_id": ["a"], "block_id": [0], "start": [0], "end": [79],
        ...     "kind": ["body"], "language": ["en"], "in_article": [True]})
        >>> find_slips(pd.DataFrame({"doc_id": ["a"], "text": [text]}), blocks)
          doc_id  start  end               kind              text
        0      a      0    7      doubled_words           The the
        1      a     33   49        lost_spaces  Springfield.Then
        2      a     50   61  lower_cased_names       springfield
    """
    documents = require_documents(documents)
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    blocks = require_blocks(blocks, documents)
    words = words_in_prose(prose_sentences(documents, blocks))
    in_article = require_flags(blocks, "in_article", "blocks")
    headings = blocks[in_article & (blocks["kind"] == "heading")]
    places = [
        *lost_spaces(texts, prose_blocks(blocks)),
        *repeated_headings(texts, headings),
        *doubled_words(texts, words),
        *lower_cased_names(words),
        *cut_off_words(texts, words),
    ]
    order = {doc_id: place for place, doc_id in enumerate(texts)}
    places.sort(key=lambda slip: (order[slip.doc_id], slip.start, slip.end, slip.kind))
    rows = [(*slip, texts[slip.doc_id][slip.start : slip.end]) for slip in places]
    slips = pd.DataFrame(rows, columns=["doc_id", "start", "end", "kind", "text"])
    return slips.astype({"start": "int64", "end": "int64", "kind": "str", "text": "str"})


def score_copydesk(
    documents: pd.DataFrame,
    blocks: pd.DataFrame | None = None,
    *,
    slips: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Slips per 1,000 words of prose, by kind: edited copy has next to none.

    Args:
        documents, blocks: as for find_slips.
        slips: as find_slips makes them from the same documents; made where they are not given.

    Returns:
        The columns of documents except text, same index and order, then words (int, of prose);
        lost_spaces, lower_cased_names, doubled_words, cut_off_words, repeated_headings and slips,
        their sum (float64, per 1,000 words); reason (str): which are NaN and why, "" where none.

    Raises:
        InputError: a column or a doc_id is missing, a text is not str, a doc_id occurs twice, a
            block or slip is not within a document, a block overlaps another, or an in_article is
            neither true nor false.

    Example:
        >>> text = "The the town of Springfield left Springfield.Then springfield slept, it rained."
        >>> blocks = pd.DataFrame({"doc_id": ["a"], "block_id": [0], "start": [0], "end": [79],
        ...     "kind": ["body"], "language": ["en"], "in_article": [True]})
        >>> scores = score_copydesk(pd.DataFrame({"doc_id": ["a"], "text": [text]}), blocks)
        >>> scores[["words", "doubled_words", "slips"]].round(1).values.tolist()
        [[12.0, 83.3, 250.0]]
    """
    documents = require_documents(documents)
    blocks = require_blocks(blocks, documents)
    slips = find_slips(documents, blocks) if slips is None else slips
    require_columns(slips, ["doc_id", "kind"], "slips")
    sentences = prose_sentences(documents, blocks)
    order = pd.Index(documents["doc_id"])
    unknown = slips["doc_id"][~slips["doc_id"].isin(order)]
    if len(unknown):
        raise InputError(
            f"slips: row {unknown.index[0]}: doc_id {unknown.tolist()[0]!r} is not among the "
            "documents. Pass the documents that the slips were found in."
        )
    place = order.get_indexer(pd.Index(sentences["doc_id"]))
    size = np.diff(tokenise(sentences["text"].tolist()).bounds)
    words = np.bincount(place, size, len(order)).astype(np.int64)
    foreign = np.bincount(place, size * (sentences["language"] != "en"), len(order)) * 2 > words
    scores = pd.DataFrame({"words": words}, index=documents.index)
    with np.errstate(divide="ignore", invalid="ignore"):
        for kind in KINDS:
            here = order.get_indexer(pd.Index(slips["doc_id"][slips["kind"] == kind]))
            scores[kind] = np.bincount(here, minlength=len(order)) * 1000 / words
    scores.loc[foreign, _ENGLISH_ONLY] = np.nan
    scores.loc[words == 0, list(KINDS)] = np.nan
    scores["slips"] = scores[list(KINDS)].sum(axis=1, min_count=1)
    missing = [
        ([*KINDS, "slips"], words == 0, "no words"),
        (_ENGLISH_ONLY, foreign, "made for language 'en', text is in another"),
    ]
    scores["reason"] = state_reasons(missing, len(scores))
    kept = [column for column in documents if column != "text" and column not in scores]
    return pd.concat([documents[kept], scores], axis=1)
