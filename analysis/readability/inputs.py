"""What scores of whole documents ask of their input: documents once each, in one language."""

from collections.abc import Sequence

import pandas as pd

from analysis.checks import (
    primary_language,
    require_columns,
    require_once,
    require_text,
    stated_languages,
)


def require_documents(documents: pd.DataFrame) -> dict[object, str]:
    """The text of each doc_id; InputError names what is missing, not text, or there twice.

    Example:
        >>> require_documents(pd.DataFrame({"doc_id": ["a", "a"], "text": ["One.", "Two."]}))
        Traceback (most recent call last):
        analysis.checks.InputError: documents: doc_id 'a' occurs twice. Give each document its own.
    """
    require_columns(documents, ["doc_id", "text"], "documents")
    texts = require_text(documents["text"], "documents")
    require_once(documents)
    return dict(zip(documents["doc_id"], texts, strict=True))


def in_main_language(
    documents: pd.DataFrame, sentences: pd.DataFrame, languages: Sequence[str]
) -> pd.DataFrame:
    """The sentences in their document's language; all of a document that has none in it.

    Args:
        documents: doc_id (unique).
        sentences: doc_id; language (str, ISO 639-1) where known.
        languages: of each document, as main_languages gives them.

    Example:
        >>> sentences = pd.DataFrame({"doc_id": "a", "language": ["en", "es", None]})
        >>> in_main_language(pd.DataFrame({"doc_id": ["a"]}), sentences, ["en"]).index.tolist()
        [0, 2]
    """
    main = dict(zip(documents["doc_id"], map(primary_language, languages), strict=True))
    stated = pd.Series(stated_languages(sentences, otherwise=""), sentences.index, dtype="str")
    spoken = (stated == "") | (stated == sentences["doc_id"].map(main))
    anywhere = spoken.groupby(sentences["doc_id"], dropna=False).transform("any")
    return sentences[spoken | ~anywhere]
