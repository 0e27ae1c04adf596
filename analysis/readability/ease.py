"""Ease of reading as teachers judged it, predicted from counts; fitted on CLEAR.

The weights in data/readability_ease.csv derive from the CLEAR corpus (Crossley et al. 2022,
CC BY-NC-SA 4.0) and the word frequencies in data/readability_frequencies.csv.gz from wordfreq
(Speer 2022, CC BY-SA 4.0).
"""

import gzip
import io
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import require_columns, require_documents
from analysis.readability.counts import count_sentences, is_familiar
from analysis.readability.inputs import in_main_language, require_blocks
from analysis.readability.reasons import state_reasons
from analysis.sentences.prose import main_languages, prose_sentences
from analysis.tokens import tokenise

TERMS = (
    "unlisted_words",
    "polysyllables",
    "rarity",
    "word_length",
    "abstract_words",
    "formal_words",
    "modal_words",
    "sentence_length",
    "sentence_length_spread",
)
EASE_COUNTS = (
    "sentences",
    "words",
    "polysyllables",
    "unlisted_words",
    "rarity",
    "log_letters",
    "abstract_words",
    "formal_words",
    "modal_words",
    "log_words",
    "log_words_squared",
)
_FORMAL = frozenset(
    (
        "although",
        "by",
        "hence",
        "however",
        "of",
        "therefore",
        "though",
        "thus",
        "unless",
        "upon",
        "whereas",
        "whether",
        "which",
        "whom",
        "whose",
    )
)
_MODAL = frozenset(
    ("be", "been", "could", "may", "might", "must", "ought", "shall", "should", "would")
)
_ABSTRACT = re.compile(r"..(?:tion|sion|ment|ness|ity|ance|ence|ism|ive|ous|ical|ology)s?$")
_COMMON, _RAREST = 3.5, 2.2


def score_ease(
    documents: pd.DataFrame,
    blocks: pd.DataFrame | None = None,
    *,
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Ease of reading of each English document, on the scale of the CLEAR corpus.

    CLEAR holds excerpts of 140 to 200 words from stories and from texts of information that
    teachers compared in pairs; an ease is their Bradley-Terry coefficient (Crossley et al. 2022).
    `python benchmarks/fit_ease.py` fits the weights and prints how well they do. Of a document in
    several languages only the sentences in its main one count, wherever there are any.

    Args:
        documents: doc_id (unique), text (str, verbatim).
        blocks, sentences: as for score_readability; made where they are not given.

    Returns:
        The columns of documents except text, same index and order, then ease (float64, higher is
        easier; CLEAR spans -3.7 to 1.7, mean -1.0); ease_error (float64, standard error of a
        prediction); reason (str, why ease is NaN, "" where it is not); caution (str, which terms
        lie outside their range in CLEAR, "" where none).

    Raises:
        InputError: a column or a doc_id is missing, a text is not str, a doc_id occurs twice, or
            a block is not within a document.

    Example:
        >>> text = "The cat sat on the mat. It was happy there. Then a dog came in."
        >>> hard = "Institutional considerations notwithstanding, ratification presupposes consent."
        >>> scores = score_ease(pd.DataFrame({"doc_id": ["a", "b"], "text": [text, hard]}))
        >>> bool(scores["ease"][0] > scores["ease"][1])
        True
    """
    documents = require_documents(documents)
    if sentences is None:
        sentences = prose_sentences(documents, require_blocks(blocks, documents))
    require_columns(sentences, ["doc_id", "text"], "sentences")
    spoken = main_languages(documents, sentences)
    counted = count_ease(in_main_language(documents, sentences, spoken))
    sums = counted.groupby("doc_id")[list(EASE_COUNTS)].sum()
    sums = sums.reindex(documents["doc_id"], fill_value=0.0)
    counts = {count: sums[count].to_numpy() for count in EASE_COUNTS}
    wordless, foreign = counts["words"] == 0, np.array(spoken) != "en"
    with np.errstate(divide="ignore", invalid="ignore"):
        ease, terms = ease_from_counts(counts), ease_terms(counts)
    ease[wordless | foreign] = np.nan
    weights = ease_weights()
    beyond = [
        (
            [term],
            ~np.isnan(ease)
            & ((terms[term] < weights["low"][term]) | (terms[term] > weights["high"][term])),
            "outside its range in CLEAR",
        )
        for term in TERMS
    ]
    missing = [
        (["ease"], wordless, "no words"),
        (["ease"], foreign & ~wordless, "made for language 'en', text is in another"),
    ]
    scores = pd.DataFrame({"ease": ease}, index=documents.index)
    scores["ease_error"] = np.where(np.isnan(ease), np.nan, weights["weight"]["residual"])
    scores["reason"] = state_reasons(missing, len(scores))
    scores["caution"] = state_reasons(beyond, len(scores))
    return pd.concat([documents.drop(columns=["text", *scores], errors="ignore"), scores], axis=1)


def count_ease(sentences: pd.DataFrame) -> pd.DataFrame:
    """Count what the ease score needs, sentence by sentence; sums over rows stay valid.

    Args:
        sentences: text (str), English; other columns pass through.

    Returns:
        The columns of count_sentences, then (float64, not negative): unlisted_words (not in the
        Dale-Chall list, nor an inflection of a word in it, nor a number; names count); rarity (sum
        of how far each word's Zipf frequency lies below 3.5, at most 1.3 each); log_letters (sum
        of the natural logarithms of word lengths); abstract_words (ending in -tion, -ness, -ity and
        such); formal_words (of, by, which, although and such); modal_words (be, been, may, must and
        such); log_words, log_words_squared (natural logarithm of the sentence's words, and its
        square).

    Raises:
        InputError: no column text, or a text that is not str.

    Example:
        >>> counts = count_ease(pd.DataFrame({"text": ["Ratification of treaties may be slow."]}))
        >>> counts[["unlisted_words", "abstract_words", "formal_words", "modal_words"]].values
        array([[2., 1., 1., 2.]])
    """
    counts = count_sentences(sentences)
    tokens = tokenise(sentences["text"].tolist())
    words = tokens.vocabulary
    features = {
        "unlisted_words": [not is_familiar(word) for word in words],
        "rarity": [_rarity(word) for word in words],
        "log_letters": np.log([len(word) for word in words]),
        "abstract_words": [_ABSTRACT.search(word) is not None for word in words],
        "formal_words": [word in _FORMAL for word in words],
        "modal_words": [word in _MODAL for word in words],
    }
    for name, values in features.items():
        per_word = np.asarray(values, np.float64)
        counts[name] = np.bincount(tokens.row, per_word[tokens.id], len(counts)).astype(np.float64)
    size = np.maximum(1, counts["words"])
    counts["log_words"] = np.log(size)
    counts["log_words_squared"] = np.log(size) ** 2
    return counts


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, float]:
    packed = files("analysis").joinpath("data/readability_frequencies.csv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("ascii").split("\n")
    return {word: float(zipf) for word, zipf in (line.split(",") for line in lines[1:-1])}


def _rarity(word: str) -> float:
    known = _frequencies()
    bare = word.removesuffix("'s")
    if word in known or bare in known:
        return max(0.0, _COMMON - known.get(word, known.get(bare, 0)))
    if any(map(str.isdigit, word)):
        return 0.0
    parts = [part for part in bare.split("-") if part]
    zipf = sum(known.get(part, _RAREST) for part in parts) / max(1, len(parts))
    return max(0.0, _COMMON - max(zipf, _RAREST))


def ease_terms(counts: Mapping[str, Any]) -> dict[str, NDArray[np.float64]]:
    """The terms of the ease score, from summed counts in arrays of any one shape.

    Example:
        >>> counts = dict.fromkeys(EASE_COUNTS, np.array([2.0]))
        >>> float(ease_terms(counts)["formal_words"][0])
        1.0
    """
    sentences, words = counts["sentences"], counts["words"]
    squares = counts["log_words_squared"] - counts["log_words"] ** 2 / sentences
    return {
        "unlisted_words": np.log(counts["unlisted_words"] / sentences + 0.5),
        "polysyllables": np.log(counts["polysyllables"] / sentences + 0.5),
        "rarity": np.sqrt(counts["rarity"] / sentences),
        "word_length": counts["log_letters"] / words,
        "abstract_words": counts["abstract_words"] / words,
        "formal_words": counts["formal_words"] / words,
        "modal_words": counts["modal_words"] / words,
        "sentence_length": np.log(words / sentences),
        "sentence_length_spread": np.sqrt(np.maximum(0, squares) / np.maximum(1, sentences - 1)),
    }


def ease_from_counts(counts: Mapping[str, Any]) -> NDArray[np.float64]:
    """The ease score of summed counts (see count_ease), in arrays of any one shape.

    Example:
        >>> counts = dict.fromkeys(EASE_COUNTS, np.array([2.0]))
        >>> ease_from_counts(counts).shape
        (1,)
    """
    weights = ease_weights()["weight"]
    total = np.asarray(weights["intercept"], np.float64)
    for term, values in ease_terms(counts).items():
        total = total + weights[term] * values
    return total


@lru_cache(maxsize=1)
def ease_weights() -> pd.DataFrame:
    """The fitted weights, by term: weight, standard_error, and low and high in CLEAR.

    intercept and the terms in TERMS; residual is the standard deviation of cross-validated errors.

    Example:
        >>> bool(ease_weights()["weight"]["unlisted_words"] < 0)
        True
    """
    text = files("analysis").joinpath("data/readability_ease.csv").read_text("utf-8")
    return pd.read_csv(io.StringIO(text), index_col="term")
