"""Names: the people, organisations and places that texts name, each under one form."""

import numpy as np
import pandas as pd

from analysis.checks import (
    require_columns,
    require_documents,
    require_spans,
    stated_languages,
    without_surrogates,
)
from analysis.facts.name_bodies import mark_bodies
from analysis.facts.name_cases import find_lower_cased
from analysis.facts.name_entities import find_entities, name_entities
from analysis.facts.name_pieces import Piece, find_pieces
from analysis.facts.name_runs import count_usage, find_runs, split_compounds, title_case_rows
from analysis.language import not_english
from analysis.sentences.prose import main_languages
from analysis.tokens import tokenise

KINDS = ("person", "organisation", "place", "other")


def find_names(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the named people, organisations and places, and put each under one form.

    Rules, word lists (analysis/data/facts_*.csv) and the texts themselves decide: a capital inside
    a sentence, titles, given names, what ends a name ("Institute", "Valley"). A surname or a given
    name alone is the person named in full in the same text, else in nearly all texts that name one
    so; an acronym is what stands before it in "International Monetary Fund (IMF)"; a name written
    without its capitals is found where the text also has them. Made for English: of a
    document in another language only sentences that are English yield names.

    Args:
        documents: doc_id (unique), text (str, verbatim); language (str, ISO 639-1) where known,
            else that of most of its sentences, else English.
        sentences: doc_id, sentence_id, start, end (int, character offsets into the text);
            language (str, ISO 639-1) where known.

    Returns:
        One row per mention, in the order of the sentences: doc_id; sentence_id; start, end (int,
        character offsets into the document's text, without title and closing 's); name (str, the
        fullest usual form); kind (str, one of KINDS; "other" are named events, laws, works and
        names whose kind the texts do not tell).

    Raises:
        InputError: a column or a doc_id is missing, a text is not str, a doc_id occurs twice, a
            sentence names an unknown document or lies outside its text.

    Example:
        >>> text = "President Javier Milei met Elon musk. Milei’s visit to the U.S. was short."
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [text + " Elon Musk left."]})
        >>> from analysis.sentences.split import split_sentences
        >>> find_names(documents, split_sentences(documents))[["start", "end", "name", "kind"]]
           start  end           name    kind
        0     10   22   Javier Milei  person
        1     27   36      Elon Musk  person
        2     38   43   Javier Milei  person
        3     59   63  United States   place
        4     75   84      Elon Musk  person
    """
    sentences = cut_sentences(documents, sentences)
    spoken = zip(sentences["text"], sentence_languages(documents, sentences), strict=True)
    texts = [text if language == "en" else "" for text, language in spoken]
    owner, _ = pd.factorize(sentences["doc_id"])
    tokens = split_compounds(texts, tokenise(texts, fold=False), owner)
    headlines = title_case_rows(texts, tokens)
    usage = count_usage(tokens, headlines)
    pieces = find_pieces(find_runs(texts, tokens), headlines.tolist(), usage)
    pieces = mark_bodies(texts, pieces)
    pieces = find_lower_cased(texts, tokens, owner, pieces, usage)
    entities = find_entities(texts, owner.tolist(), pieces)
    names = name_entities(texts, pieces, entities)
    found = [
        (piece.row, piece.words[0].start, _end(texts[piece.row], piece), names[entity], entity.kind)
        for piece, entity in zip(pieces, entities, strict=True)
        if entity
    ]
    mentions = pd.DataFrame(found, columns=["row", "start", "end", "name", "kind"])
    row = mentions["row"].to_numpy(np.int64)
    begin = sentences["start"].to_numpy(np.int64)[row]
    return pd.DataFrame(
        {
            "doc_id": sentences["doc_id"].take(row).array,
            "sentence_id": sentences["sentence_id"].take(row).array,
            "start": begin + mentions["start"].to_numpy(np.int64),
            "end": begin + mentions["end"].to_numpy(np.int64),
            "name": mentions["name"].astype("str"),
            "kind": mentions["kind"].astype("str"),
        }
    )


def _end(text: str, piece: Piece) -> int:
    """The end of a name, with the stop that closes "U.S."."""
    last = piece.words[-1]
    return last.end + (text[last.end : last.end + 1] == "." and "." in last.text)


def sentence_languages(documents: pd.DataFrame, sentences: pd.DataFrame) -> list[str]:
    """The language of each sentence: English in an English document, else its own if given."""
    main = main_languages(documents, sentences)
    foreign = not_english([without_surrogates(text) for text in documents["text"]])
    of_document = {
        doc_id: language if other or given else "en"
        for doc_id, language, other, given in zip(
            documents["doc_id"], main, foreign, stated_languages(documents, ""), strict=True
        )
    }
    own = stated_languages(sentences, otherwise="")
    return [
        "en" if (language := of_document.get(doc_id, "en")) == "en" else given or language
        for doc_id, given in zip(sentences["doc_id"], own, strict=True)
    ]


def cut_sentences(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences with offsets as int64 and their text cut from the documents.

    InputError names what is missing or the first sentence that lies in no document. Half a
    character is U+FFFD in the text.
    """
    documents = require_documents(documents)
    require_columns(sentences, ["doc_id", "sentence_id", "start", "end"], "sentences")
    row, start, end = require_spans(sentences, ("doc_id", "start", "end"), documents, "sentences")
    texts = documents["text"].tolist()
    cut = [texts[at][low:high] for at, low, high in zip(row, start, end, strict=True)]
    text = pd.Series(cut, dtype="str").array
    return sentences.assign(start=start, end=end, text=text)
