"""Readability of each document or block: counts first, then the formulas."""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import InputError, require_columns, require_documents, stated_languages
from analysis.readability.counts import COUNTS, count_sentences
from analysis.readability.diversity import lexical_diversity
from analysis.readability.formulas import Counting, formulas_from_counts
from analysis.readability.inputs import in_main_language, require_blocks
from analysis.readability.reasons import missing_values, state_reasons
from analysis.readability.textstat_counts import count_as_textstat
from analysis.sentences.prose import main_languages, prose_blocks, prose_sentences

_BATCH_CHARACTERS = 20_000_000


def score_readability(
    documents: pd.DataFrame,
    blocks: pd.DataFrame | None = None,
    *,
    sentences: pd.DataFrame | None = None,
    counting: Counting = "sentences",
    by: Literal["document", "block"] = "document",
) -> pd.DataFrame:
    """Counts, readability formulas and lexical diversity of each document or prose block.

    Of a document in several languages only the sentences in its main one count, wherever there
    are any; a block is scored in its own.

    Args:
        documents: doc_id (unique), text (str, verbatim); language (str, ISO 639-1) where known.
        blocks: as find_blocks makes them, which is called where they are not given. Only prose is
            counted: blocks in_article and of kind body, deck or list.
        sentences: as split_sentences makes them (doc_id, block_id, text; language); made in the
            same way where they are not given.
        counting: "sentences" counts the words of those sentences (see count_sentences).
            "textstat" counts as textstat 0.7.13 does (see count_as_textstat): the whole text, as
            textstat would be called, or where blocks or sentences are given, the prose.
        by: one row a "document" or a prose "block".

    Returns:
        The columns of documents except text, one row a document, same index and order; by block:
        those of blocks, then of documents, one row a prose block. After them
        language (str: the document's if given, else that of most of its prose, else "en"; by
        block the block's);
        the counts, float64: see count_sentences or count_as_textstat;
        sentence_words_mean, sentence_words_sd (float64, words: length of sentences and its
        standard deviation, NaN under two sentences and where textstat counts);
        the formulas, float64: names, units and sources at formulas_from_counts;
        mtld, moving_average_ttr, hapax_share (float64): see lexical_diversity;
        reason (str): which scores are NaN and why, "" where none is;
        caution (str): which scores are used outside their design, "" where none.

    Raises:
        InputError: a column or a doc_id is missing, a text is not str, a doc_id occurs twice,
            blocks or sentences do not fit the documents, by block a block_id occurs twice in a
            document, or a setting is unknown.

    Example:
        >>> text = "The bridge opened on Monday. The mayor spoke of the U.S. economy at length."
        >>> blocks = pd.DataFrame({"doc_id": ["a"], "block_id": [0], "start": [0], "end": [75],
        ...     "kind": ["body"], "language": ["en"], "in_article": [True]})
        >>> scores = score_readability(pd.DataFrame({"doc_id": ["a"], "text": [text]}), blocks)
        >>> scores[["sentences", "words", "polysyllables", "rix"]].values.tolist()
        [[2.0, 14.0, 1.0, 0.5]]
    """
    documents = require_documents(documents)
    if counting not in ("sentences", "textstat") or by not in ("document", "block"):
        raise InputError(
            f"counting is {counting!r}, by is {by!r}. "
            "Give counting 'sentences' or 'textstat', by 'document' or 'block'."
        )
    if blocks is not None or by == "block" or (sentences is None and counting == "sentences"):
        blocks = require_blocks(blocks, documents)
    if sentences is None and blocks is not None:
        sentences = prose_sentences(documents, blocks)
    passages = documents[["doc_id", "text"]] if sentences is None else sentences
    if by == "block" and blocks is not None:
        units, keys = _blocks_of(documents, blocks), ["doc_id", "block_id"]
    else:
        units, keys = documents.drop(columns="text"), ["doc_id"]
    require_columns(passages, [*keys, "text"], "sentences")
    if by == "block":
        language = np.array(stated_languages(units), object)
    else:
        languages = main_languages(documents, passages)
        language = np.array(languages, object)
        passages = in_main_language(documents, passages, languages)
    unit = _places(units[keys], passages[keys])
    order = np.argsort(unit, kind="stable")
    unit, passage = unit[order], passages["text"].to_numpy(object)[order]
    parts = []
    for low, high in _batches(unit, passage, len(units)):
        here = slice(*np.searchsorted(unit, [low, high]))
        parts.append(
            _scores(passage[here].tolist(), unit[here] - low, language[low:high], counting)
        )
    scores = pd.concat(parts, ignore_index=True).set_axis(units.index)
    kept = units.drop(columns=[column for column in units if column in scores])
    return pd.concat([kept, scores], axis=1)


def _batches(
    unit: NDArray[np.int64], passage: NDArray[np.object_], units: int
) -> list[tuple[int, int]]:
    """Ranges of units that hold some twenty million characters each."""
    characters = np.bincount(unit, [len(text) for text in passage], units)
    number = (np.cumsum(characters) // _BATCH_CHARACTERS).astype(np.int64)
    starts = np.flatnonzero(np.diff(number, prepend=-1)).tolist() or [0]
    return list(zip(starts, [*starts[1:], units], strict=True))


def _scores(
    passages: list[str],
    unit: NDArray[np.int64],
    language: NDArray[np.object_],
    counting: Counting,
) -> pd.DataFrame:
    """The scores of units, numbered from 0, from the passages that belong to each."""
    texts = _joined(passages, unit, len(language))
    if counting == "textstat":
        counts = _textstat_counts(texts, language)
    else:
        counts = _sentence_counts(passages, unit, language)
    formulas = formulas_from_counts(counts.assign(language=language), counting=counting)
    diversity = lexical_diversity(texts)
    reasons = zip(formulas.pop("reason"), _uncounted(counts), diversity.pop("reason"), strict=True)
    notes = pd.DataFrame({"reason": ["; ".join(filter(None, each)) for each in reasons]})
    notes["caution"] = formulas.pop("caution")
    spoken = pd.DataFrame({"language": language})
    return pd.concat([spoken, counts, formulas, diversity, notes], axis=1)


def _uncounted(counts: pd.DataFrame) -> list[str]:
    """Why counts are missing, for each row."""
    worded = counts["words"] > 0
    rules = missing_values(counts, ~worded, "no words")
    for column, values in counts.items():
        why = "not counted in this language"
        if column == "sentence_words_sd":
            why = "known for two sentences or more, counted one by one"
        missing = values.isna() & worded
        if missing.any():
            rules.append(([str(column)], missing, why))
    return state_reasons(rules, len(counts))


def _blocks_of(documents: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    prose = prose_blocks(blocks)
    twice = prose.index[prose.duplicated(["doc_id", "block_id"])]
    if len(twice):
        raise InputError(
            f"blocks: row {twice[0]}: its block_id occurs twice in a document. Number them anew."
        )
    place = pd.Index(documents["doc_id"].array).get_indexer(pd.Index(prose["doc_id"].array))
    taken = {"text", *prose.columns}
    rest = documents[[column for column in documents if column not in taken]]
    parts = [prose.reset_index(drop=True), rest.take(place).reset_index(drop=True)]
    return pd.concat(parts, axis=1)


def _places(units: pd.DataFrame, passages: pd.DataFrame) -> NDArray[np.int64]:
    """The position among the units of the one that each passage belongs to."""
    index = pd.MultiIndex.from_frame(units)
    places: NDArray[np.int64] = index.get_indexer(pd.MultiIndex.from_frame(passages))
    if (places < 0).any():
        lost = passages[places < 0].iloc[0]
        named = ", ".join(f"{column} {value!r}" for column, value in lost.items())
        raise InputError(
            f"sentences: {named} is not among what is scored. "
            "Pass the documents and blocks that the sentences were made from."
        )
    return places


def _joined(texts: list[str], unit: NDArray[np.int64], units: int) -> list[str]:
    parts: list[list[str]] = [[] for _ in range(units)]
    for place, text in zip(unit, texts, strict=True):
        parts[place].append(text)
    return ["\n".join(part) for part in parts]


def _textstat_counts(texts: list[str], language: NDArray[np.object_]) -> pd.DataFrame:
    counts = count_as_textstat(texts, "en")
    for name in pd.unique(language[language != "en"]):
        rows = np.flatnonzero(language == name)
        counts.iloc[rows] = count_as_textstat([texts[row] for row in rows], name).to_numpy()
    with np.errstate(invalid="ignore"):
        return counts.assign(
            sentence_words_mean=counts["words"] / counts["sentences"], sentence_words_sd=np.nan
        )


def _sentence_counts(
    texts: list[str], unit: NDArray[np.int64], language: NDArray[np.object_]
) -> pd.DataFrame:
    counted = count_sentences(pd.DataFrame({"text": texts, "language": language[unit]}))
    by_unit = counted.groupby(unit)
    counts = by_unit[list(COUNTS)].sum(min_count=1).reindex(range(len(language)), fill_value=0.0)
    lengths = counted["words"].where(counted["words"] > 0).groupby(unit)
    counts["sentence_words_mean"] = lengths.mean()
    counts["sentence_words_sd"] = lengths.std()
    return counts
