"""Facts: who, where, how much, when and in whose words, and which documents say so."""

import numpy as np
import pandas as pd

from analysis.checks import InputError, require_columns
from analysis.facts.amounts import find_amounts
from analysis.facts.dates import find_dates
from analysis.facts.names import cut_sentences, find_names, sentence_languages
from analysis.facts.quoted_words import find_quoted_words

KINDS = ("person", "organisation", "place", "other", "amount", "date", "quote")


def find_facts(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find every name, amount, date and quotation, and put each under one form.

    Names as in find_names; "57 billion dollars" and "$57bn" are "$57 billion"; "1 June" is
    "June 1"; a quotation of four words or more is the words that it shares with others, if any.

    Args:
        documents: doc_id (unique), text (str, verbatim); language (str, ISO 639-1) where known.
        sentences: doc_id, sentence_id, block_id, start, end (int, character offsets into the
            text), in reading order; language (str, ISO 639-1) where known.

    Returns:
        One row per mention, in order of sentence and place: doc_id; sentence_id; start, end (int,
        character offsets into the document's text); fact (str, the form that stands for it); kind
        (str, one of KINDS). A quotation belongs to the sentence in which it begins and may reach
        beyond it.

    Raises:
        InputError: as find_names, or no block_id.

    Example:
        >>> text = "A $57bn loan in 2018. It was 57 billion dollars."
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
        >>> sentences = pd.DataFrame({"doc_id": ["a", "a"], "block_id": [0, 0],
        ...     "sentence_id": [0, 1], "start": [0, 22], "end": [21, 48]})
        >>> find_facts(documents, sentences)[["start", "end", "fact", "kind"]]
           start  end         fact    kind
        0      2    7  $57 billion  amount
        1     16   20         2018    date
        2     29   47  $57 billion  amount
    """
    require_columns(sentences, ["block_id"], "sentences")
    sentences = cut_sentences(documents, sentences)
    languages = sentence_languages(documents, sentences)
    names = find_names(documents, sentences).rename(columns={"name": "fact"})
    place = {key: row for row, key in enumerate(_keys(sentences))}
    if len(place) < len(sentences):
        raise InputError("sentences: a sentence_id occurs twice in a document. Number them anew.")
    names = names.assign(row=[place[key] for key in _keys(names)])
    quotes = find_quoted_words(sentences).rename(columns={"sentence": "row"})
    begins = sentences["start"].tolist()
    figures = [
        (row, begins[row] + start, begins[row] + end, fact, kind)
        for row, (text, language) in enumerate(zip(sentences["text"], languages, strict=True))
        for start, end, fact, kind in _figures(text, language)
    ]
    columns = ["row", "start", "end", "fact", "kind"]
    found = pd.concat(
        [
            names[columns],
            pd.DataFrame(figures, columns=columns),
            quotes.assign(kind="quote")[columns],
        ],
        ignore_index=True,
    ).sort_values(["row", "start", "end"], kind="stable", ignore_index=True)
    row = found["row"].to_numpy(np.int64)
    return pd.DataFrame(
        {
            "doc_id": sentences["doc_id"].take(row).array,
            "sentence_id": sentences["sentence_id"].take(row).array,
            "start": found["start"].astype("int64"),
            "end": found["end"].astype("int64"),
            "fact": found["fact"].astype("str"),
            "kind": found["kind"].astype("str"),
        }
    )


def _keys(table: pd.DataFrame) -> list[tuple[object, object]]:
    return list(zip(table["doc_id"], table["sentence_id"], strict=True))


def _figures(text: str, language: str) -> list[tuple[int, int, str, str]]:
    """The dates and amounts of a sentence; what is part of a date is no amount."""
    dates = list(find_dates(text))
    figures = [(*date, "date") for date in dates]
    for start, end, fact in find_amounts(text, language):
        if not any(low < end and start < high for low, high, _ in dates):
            figures.append((start, end, fact, "amount"))
    return figures


def shared_facts(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Tell which people, organisations, places, amounts, dates and quotations each text names.

    A presence matrix is a pivot: facts.pivot_table("mentions", "fact", "outlet", fill_value=0).

    Args:
        documents: doc_id (unique), text (str, verbatim); outlet where known.
        sentences: doc_id, sentence_id, block_id, start, end (int, character offsets into the
            text), in reading order.

    Returns:
        One row per fact and document, facts in most documents first: fact (str); kind (str, one of
        KINDS); doc_id; outlet, if documents has it; mentions (int, in the document, from 1);
        start, end (int, character offsets of the first mention into the document's text);
        first_sentence_id (the sentence of the first mention); documents (int, in how many
        documents the fact is, from 1).

    Raises:
        InputError: as find_facts.

    Example:
        >>> texts = ["Ana Ruiz paid $57bn.", "Ruiz paid 57 billion dollars."]
        >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": texts})
        >>> sentences = pd.DataFrame({"doc_id": ["a", "b"], "block_id": 0, "sentence_id": 0,
        ...     "start": 0, "end": [20, 29]})
        >>> shared_facts(documents, sentences)[["fact", "doc_id", "start", "end", "documents"]]
                  fact doc_id  start  end  documents
        0  $57 billion      a     14   19          2
        1  $57 billion      b     10   28          2
        2     Ana Ruiz      a      0    8          2
        3     Ana Ruiz      b      0    4          2
    """
    mentions = find_facts(documents, sentences)
    order = {doc_id: number for number, doc_id in enumerate(documents["doc_id"])}
    mentions["document"] = mentions["doc_id"].map(order).astype("int64")
    mentions = mentions.sort_values(["document", "start"], kind="stable")
    by = mentions.groupby(["kind", "fact", "document"], sort=False)
    facts = by.agg(
        mentions=("start", "size"),
        start=("start", "first"),
        end=("end", "first"),
        first_sentence_id=("sentence_id", "first"),
    ).reset_index()
    same = facts.groupby(["kind", "fact"], sort=False)
    facts["documents"] = same["document"].transform("size")
    facts["total"] = same["mentions"].transform("sum")
    facts = facts.sort_values(
        ["documents", "total", "kind", "fact", "document"],
        ascending=[False, False, True, True, True],
        ignore_index=True,
    )
    place = facts["document"].to_numpy(np.int64)
    kept = ["doc_id", "outlet"] if "outlet" in documents.columns else ["doc_id"]
    for number, column in enumerate(kept):
        facts.insert(2 + number, column, documents[column].take(place).array)
    return facts[
        ["fact", "kind", *kept, "mentions", "start", "end", "first_sentence_id", "documents"]
    ]
