"""What scores of whole documents ask of their input: blocks within them, and one language."""

from collections.abc import Sequence

import pandas as pd

from analysis.blocks.find import find_blocks
from analysis.checks import primary_language, require_columns, require_spans, stated_languages


def require_blocks(blocks: pd.DataFrame | None, documents: pd.DataFrame) -> pd.DataFrame:
    """The blocks with offsets as int64, found where they are not given.

    InputError names the first that lies in no document.

    Example:
        >>> blocks = pd.DataFrame({"doc_id": ["a"], "start": [0.0], "end": [4.0]})
        >>> require_blocks(blocks, pd.DataFrame({"doc_id": ["a"], "text": ["One."]}))
          doc_id  start  end
        0      a      0    4
    """
    if blocks is None:
        return find_blocks(documents)
    place = ("doc_id", "start", "end")
    require_columns(blocks, place, "blocks")
    _, start, end = require_spans(blocks, place, documents, "blocks")
    return blocks.assign(start=start, end=end)


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
