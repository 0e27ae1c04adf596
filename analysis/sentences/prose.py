"""The prose of articles: its blocks, and their sentences without voices."""

import pandas as pd

from analysis.blocks.find import in_prose
from analysis.checks import stated_languages
from analysis.sentences.split import sentences_without_voices


def prose_blocks(blocks: pd.DataFrame) -> pd.DataFrame:
    """The blocks that hold an article's prose: in_article, and of kind body, deck or list.

    Args:
        blocks: kind (str), in_article (bool).

    Returns:
        Those rows, same columns and order.

    Raises:
        InputError: a column is missing, or an in_article is neither true nor false.

    Example:
        >>> blocks = pd.DataFrame({"kind": ["title", "body", "body"], "in_article": [1, 1, 0]})
        >>> prose_blocks(blocks)["kind"].tolist()
        ['body']
    """
    return blocks[in_prose(blocks)]


def prose_sentences(documents: pd.DataFrame, blocks: pd.DataFrame | None = None) -> pd.DataFrame:
    """The sentences of split_sentences, without their voices, which take far longer to find.

    Args:
        documents: doc_id (unique), text (str, verbatim).
        blocks: as find_blocks makes them, which is called where they are not given.

    Returns:
        One row a sentence, in document and reading order: doc_id; block_id; start, end (int,
        character offsets into the document's text, end exclusive); text (str, the span, with
        U+FFFD for each half of a character); language (str, ISO 639-1, the block's).

    Raises:
        InputError: as split_sentences.

    Example:
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["He left in May. Why did he?"]})
        >>> blocks = pd.DataFrame({"doc_id": ["a"], "block_id": [0], "start": [0], "end": [27],
        ...     "kind": ["body"], "language": ["en"], "in_article": [True]})
        >>> prose_sentences(documents, blocks)["text"].tolist()
        ['He left in May.', 'Why did he?']
    """
    return sentences_without_voices(documents, blocks).drop(columns="sentence_id")


def main_languages(documents: pd.DataFrame, sentences: pd.DataFrame) -> list[str]:
    """The language of each document: the one it gives, else that of most of its prose, else "en".

    Args:
        documents: doc_id (unique); language (str, ISO 639-1) where known.
        sentences: doc_id, text (str); language (str, ISO 639-1) where known.

    Example:
        >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "language": [None, "fr"]})
        >>> sentences = pd.DataFrame({"doc_id": ["a"], "text": ["Hola."], "language": ["es"]})
        >>> main_languages(documents, sentences)
        ['es', 'fr']
    """
    languages = pd.Series("en", documents["doc_id"])
    if "language" in sentences and len(sentences):
        size = sentences["text"].str.len()
        sizes = size.groupby([sentences["doc_id"], sentences["language"]]).sum().reset_index()
        most = sizes.sort_values("text", kind="stable").groupby("doc_id")["language"].last()
        languages = most.reindex(languages.index).fillna(languages)
    if "language" in documents:
        given = pd.Series(stated_languages(documents, otherwise=""), languages.index)
        languages = given.where(given != "", languages)
    return [str(language) for language in languages]
