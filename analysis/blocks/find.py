"""Say what each part of an article is, without changing a character of it."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.blocks.layout import kinds_of
from analysis.blocks.lines import is_call
from analysis.blocks.paragraphs import languages_of, main_language, paragraphs, sentence_starts
from analysis.checks import (
    require_columns,
    require_flags,
    require_text,
    require_values,
    stated_languages,
)
from analysis.quotes import quotation_spans

IN_ARTICLE = ("title", "deck", "byline", "heading", "body", "list", "table")
PROSE = ("body", "deck", "list")
KINDS = (*IN_ARTICLE, "caption", "call_to_action", "contents", "other_articles", "footer")


class _Piece(NamedTuple):
    start: int
    end: int
    kind: str
    language: str


def find_blocks(documents: pd.DataFrame) -> pd.DataFrame:
    """Find the title, headings, prose, tables, teasers and house notices of each article.

    Paragraphs are told apart by their own words (cue phrases in analysis/data/block_cues.csv),
    their form (length, final stop, capitals, bullets, pipes, tabs), their neighbours and their
    language. Nothing is dropped: every character that is not white space lies in one block.

    Args:
        documents: doc_id (any), text (str); language (str, ISO 639-1) is used where given, and
            title (str) where the text opens with it.

    Returns:
        One row a block, in reading order: doc_id (as in documents, of the same dtype);
        block_id (int, from 0 in each document); start, end (int, character offsets into text);
        kind (str, one of KINDS: a dateline counts as byline, a bulleted full sentence as body);
        language (str, ISO 639-1, by py3langid; blocks under 100 characters have the one stated,
        that of the whole text, or that of a longer block, else their neighbours'); in_article
        (bool: false for caption, call_to_action, contents, other_articles and footer).

    Raises:
        InputError: a column or a doc_id is missing, or a text is not str.

    Example:
        >>> text = "Mayor opens bridge\\n\\nThe bridge opened on Monday.\\n\\n© 2025 The Post"
        >>> blocks = find_blocks(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
        >>> blocks[["start", "end", "kind"]].values.tolist()
        [[0, 18, 'title'], [20, 48, 'body'], [50, 65, 'footer']]
    """
    require_columns(documents, ["doc_id", "text"], "documents")
    require_values(documents, "doc_id", "documents")
    texts = require_text(documents["text"], "documents")
    titles = _optional(documents, "title")
    languages = stated_languages(documents, otherwise="")
    rows = [
        (doc_id, number, *piece, piece.kind in IN_ARTICLE)
        for doc_id, text, title, language in zip(
            documents["doc_id"], texts, titles, languages, strict=True
        )
        for number, piece in enumerate(_find(text, title, language))
    ]
    types = {
        "doc_id": documents["doc_id"].dtype,
        **dict.fromkeys(["block_id", "start", "end"], "int64"),
        **dict.fromkeys(["kind", "language"], "str"),
        "in_article": "bool",
    }
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def in_prose(blocks: pd.DataFrame) -> NDArray[np.bool_]:
    """Which blocks hold an article's prose: in_article, and of kind body, deck or list.

    InputError names a missing column, or the first row whose in_article is neither true nor false.

    Example:
        >>> in_prose(pd.DataFrame({"kind": ["title", "body"], "in_article": True})).tolist()
        [False, True]
    """
    require_columns(blocks, ["kind", "in_article"], "blocks")
    in_article = require_flags(blocks, "in_article", "blocks")
    return in_article & blocks["kind"].isin(PROSE).to_numpy()


def _optional(documents: pd.DataFrame, column: str) -> list[str]:
    if column not in documents.columns:
        return [""] * len(documents)
    return [value if isinstance(value, str) else "" for value in documents[column]]


def _find(text: str, title: str, language: str) -> list[_Piece]:
    spans = list(paragraphs(text))
    lines = [text[start:end] for start, end in spans]
    languages = languages_of(lines, language if len(language) == 2 else "")
    main = main_language(spans, languages, language)
    kinds = kinds_of(lines, languages, main, title)
    pieces = [
        _Piece(start, end, kind, language)
        for (start, end), kind, language in zip(spans, kinds, languages, strict=True)
    ]
    return _join_tables([part for piece in pieces for part in _split_off_calls(text, piece)])


def _split_off_calls(text: str, piece: _Piece) -> list[_Piece]:
    """Sentences that call on the reader, cut out of a paragraph as blocks of their own."""
    if piece.kind not in ("body", "list"):
        return [piece]
    line = text[piece.start : piece.end]
    cuts = sentence_starts(line)
    sentences = [
        line[begin:end].rstrip() for begin, end in zip(cuts, [*cuts[1:], len(line)], strict=True)
    ]
    calls = [is_call(sentence) for sentence in sentences]
    if not any(calls):
        return [piece]
    quoted = quotation_spans(line)
    calls = [
        call and not any(start <= begin < end for start, end in quoted)
        for begin, call in zip(cuts, calls, strict=True)
    ]
    first = calls.index(True) if any(calls) else 0
    if all(calls[first:]) and all(sentence.endswith("?") for sentence in sentences[:first]):
        calls = [True] * len(calls)
    parts: list[_Piece] = []
    for begin, sentence, call in zip(cuts, sentences, calls, strict=True):
        kind = "call_to_action" if call else piece.kind
        start, end = piece.start + begin, piece.start + begin + len(sentence)
        if parts and parts[-1].kind == kind:
            parts[-1] = parts[-1]._replace(end=end)
        else:
            parts.append(_Piece(start, end, kind, piece.language))
    return parts


def _join_tables(pieces: list[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and piece.kind == joined[-1].kind == "table":
            joined[-1] = joined[-1]._replace(end=piece.end)
        else:
            joined.append(piece)
    return joined
