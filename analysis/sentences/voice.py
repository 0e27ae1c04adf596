"""Voice: whether a sentence speaks for the outlet or reports what somebody else says."""

from collections import defaultdict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import require_columns, require_text, stated_languages
from analysis.quotes import find_quotations
from analysis.sentences.attribution import attributes, triggers
from analysis.sentences.cues import QUOTE, Context, word_classes
from analysis.sentences.speakers import find_speakers
from analysis.tokens import Tokens, tokenise

_REACH = 9
_NOT_NAMES = ("pointer", "pronoun", "quantity", "self", "source")
_WHOLE_SHARE, _TITLE_SHARE, _FRAGMENT_WORDS = 0.5, 0.6, 4


def find_voices(sentences: pd.DataFrame) -> pd.DataFrame:
    """Tell the outlet's own sentences from those that quote or report somebody else.

    A sentence is attributed if at least half of its words, or four in a row, stand inside quotation
    marks and are not a title; or if outside the marks a verb or phrase
    reports speech, thought or judgement (analysis/data/attribution_verbs.csv and
    attribution_words.csv). Scare quotes alone attribute nothing; neither do announcements of the
    speaker's own plans (promise, pledge, intend), unless quoted.

    Args:
        sentences: doc_id, block_id, text (str), in reading order; language (str, ISO 639-1)
            where known, else "en": "es" uses the Spanish verbs.

    Returns:
        One row per sentence, same index and order: voice ("outlet" or "attributed"); speaker (str,
        the longest form of the name in the document, or missing where the text names none);
        quoted (float, share of the sentence's words inside quotation marks, 0 to 1; NaN where it
        has no words).

    Raises:
        InputError: a column is missing or a text is not str.

    Example:
        >>> sentences = pd.DataFrame({"doc_id": "a", "block_id": 0, "text": [
        ...     "Ana Ruiz, a judge, said it was late.", "“Go home,” she told them.", "They went."]})
        >>> find_voices(sentences)
                voice   speaker  quoted
        0  attributed  Ana Ruiz     0.0
        1  attributed  Ana Ruiz     0.4
        2      outlet       NaN     0.0
    """
    require_columns(sentences, ["doc_id", "block_id", "text"], "sentences")
    texts = require_text(sentences["text"], "sentences")
    if not texts:
        empty = {"voice": "str", "speaker": "object", "quoted": "float64"}
        return pd.DataFrame(index=sentences.index, columns=list(empty)).astype(empty)
    languages = stated_languages(sentences)
    quotations = find_quotations(sentences)
    tokens = tokenise(texts)
    inside = _inside(texts, tokens, quotations)
    words = np.diff(tokens.bounds)
    quoted_words = np.bincount(tokens.row[inside], minlength=len(texts))
    with np.errstate(invalid="ignore"):
        quoted = quoted_words / words
    cues = _cues(texts, languages, tokens, inside)
    fragments = _fragments(texts, tokens, inside)
    spoken = fragments[~fragments["title"]].groupby("row")["words"].agg(["sum", "max"])
    spoken = spoken.reindex(range(len(texts)), fill_value=0)
    whole = (spoken["sum"] >= _WHOLE_SHARE * words) & (spoken["sum"] >= np.clip(words, 1, 2))
    attributed = (whole | (spoken["max"] >= _FRAGMENT_WORDS)).to_numpy(copy=True)
    attributed[list(cues)] = True
    speakers = find_speakers(sentences, texts, quotations, cues, attributed, quoted)
    return pd.DataFrame(
        {
            "voice": np.where(attributed, "attributed", "outlet").astype(object),
            "speaker": pd.Series(speakers, index=sentences.index, dtype=object),
            "quoted": quoted,
        },
        index=sentences.index,
    )


def _inside(texts: list[str], tokens: Tokens, quotations: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each token stands inside quotation marks."""
    begins = np.concatenate(([0], np.cumsum([len(text) + 1 for text in texts])))
    opened = begins[quotations["sentence"].to_numpy()] + quotations["start"].to_numpy()
    closed = begins[quotations["sentence"].to_numpy()] + quotations["end"].to_numpy()
    at = begins[tokens.row] + tokens.start
    inside: NDArray[np.bool_] = np.searchsorted(opened, at, "right") > np.searchsorted(
        closed, at, "right"
    )
    return inside


def _fragments(texts: list[str], tokens: Tokens, inside: NDArray[np.bool_]) -> pd.DataFrame:
    """The runs of quoted words: row, words, title (part of a text, and most have a capital)."""
    at = np.flatnonzero(inside)
    row = tokens.row[at]
    opens = np.ones(len(at), bool)
    opens[1:] = (np.diff(at) > 1) | (np.diff(row) > 0)
    starts = tokens.start[at].tolist()
    capital = np.fromiter(
        (texts[i][start].isupper() for i, start in zip(row.tolist(), starts, strict=True)), bool
    )
    fragment = np.cumsum(opens) - 1
    count = np.bincount(fragment, minlength=int(opens.sum()))
    capitals = np.bincount(fragment, weights=capital, minlength=len(count))
    part = count < np.diff(tokens.bounds)[row[opens]]
    title = part & (count >= 2) & (capitals >= _TITLE_SHARE * count)
    return pd.DataFrame({"row": row[opens], "words": count, "title": title})


def _cues(
    texts: list[str], languages: list[str], tokens: Tokens, inside: NDArray[np.bool_]
) -> dict[int, list[tuple[int, int, str]]]:
    """The words that attribute a sentence, by its position: start, end, where the speaker is."""
    trigger = triggers()
    is_trigger = np.fromiter(
        (w in trigger for w in tokens.vocabulary), bool, len(tokens.vocabulary)
    )
    cues: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    hits = np.flatnonzero(is_trigger[tokens.id] & ~inside)
    for at in hits.tolist():
        row = int(tokens.row[at])
        if at > tokens.bounds[row] and texts[row][tokens.start[at]].isupper():
            continue
        context = _context(texts[row], str(languages[row]), tokens, inside, at, row)
        if side := attributes(context):
            cues[row].append((int(tokens.start[at]), int(tokens.end[at]), side))
    return dict(cues)


def _context(
    text: str, language: str, tokens: Tokens, inside: NDArray[np.bool_], at: int, row: int
) -> Context:
    low = max(int(tokens.bounds[row]), at - _REACH)
    high = min(int(tokens.bounds[row + 1]), at + 1 + _REACH)
    words = [
        QUOTE if quoted else tokens.vocabulary[identity]
        for identity, quoted in zip(
            tokens.id[low:high].tolist(), inside[low:high].tolist(), strict=True
        )
    ]
    starts = tokens.start[low:high].tolist()
    ends = tokens.end[low:high].tolist()
    here = at - low
    classes = word_classes()
    subject, modal, passive, dated = here - 1, "", False, False
    while subject >= 0 and here - subject < 6:
        word = words[subject]
        if word in classes["be"]:
            passive = True
        elif word in classes["modal"]:
            modal = word
        elif word in classes["weekday"] or (dated and word in ("on", "last", "late", "early")):
            dated = True
        elif word not in classes["have"] and word not in classes["skip"]:
            noun = word in classes["ly_noun"] or text[starts[subject]].isupper()
            if noun or not word.endswith("ly"):
                break
        subject -= 1
    unmarked = 0
    while unmarked < here and not text[ends[here - unmarked - 1] : starts[here - unmarked]].strip():
        unmarked += 1
    gap_before = text[ends[here - 1] if here else 0 : starts[here]].strip()
    gap_after = text[ends[here] : ends[here] + 3].strip()
    name = subject >= 0 and words[subject] != QUOTE and text[starts[subject]].isupper()
    possessive = subject >= 0 and words[subject].endswith(("'s", "s'"))
    return Context(
        word=words[here],
        before=words[:here],
        capital=[text[start].isupper() for start in starts[:here]],
        after=words[here + 1 :],
        unmarked=unmarked,
        mark_before=gap_before[-1:],
        mark_after=gap_after[:1],
        subject=words[subject] if subject >= 0 else "",
        subject_is_name=name
        and not possessive
        and not any(words[subject] in classes[group] for group in _NOT_NAMES),
        passive=passive,
        modal=modal,
        language=language,
    )
