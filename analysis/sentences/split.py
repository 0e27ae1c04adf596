"""Sentences: where each one starts and ends in the verbatim text, and whose voice it is."""

import re
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from analysis.blocks.find import find_blocks, in_prose
from analysis.checks import (
    InputError,
    require_columns,
    require_documents,
    require_spans,
)
from analysis.sentences.voice import find_voices
from analysis.wordlists import read_classes, read_rows

_STOPS_ALONE = "。！？｡।۔።។"
_TERMINATOR = re.compile(
    rf"(?P<stop>[{_STOPS_ALONE}]+|[.!?…؟]+)"
    r"(?P<close>(?:[\"”’'»)\]}」』]|\[\d{1,3}\]|[ \xa0\u202f][»”](?![\w…¿¡«“„]))*)"
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|[\u2028\u2029]")
_LINE = re.compile(r"\n")
_OPENERS = "\"“”‘’'«¿¡([{—–-*•「『"
_INVISIBLE = "\u200b\u200e\u200f\ufeff"
_BEFORE_WORDS = _OPENERS + _INVISIBLE + " \t\n\r\f\v\xa0\u2009\u202f\u3000"
_REPORTING_CLAUSE = re.compile(
    r"\s+(?:[A-Z][\w.’'-]{0,30}\s+){1,4}"
    r"(?:said|says|asked|asks|added|wrote|writes|replied|tweeted|shouted|told|wondered|quipped)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?=[\s,’']|$)")
_WORD_AFTER_LOST_SPACE = re.compile(
    r"(?:[A-Z][a-z]|[^\W\d_a-zA-Z]|[AI][ ’'])[^\W\d_]*(?=[\s,:’'-]|$)"
)
_DOMAINS = frozenset(
    ["ai", "ar", "co", "com", "edu", "gov", "info", "io", "js", "net", "org", "uk"]
)
_ADDRESS = re.compile(r"[/@#]|www\.")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_LOWER_WORD = re.compile(r"\b[^\W\d_A-Z][^\W\d_]")
_CLOCK = re.compile(r"[ap]\.m", re.IGNORECASE)
_TIME_OPENS = re.compile(
    r"(?:^|[.!?…]\W*\s|\n)\W*(?:About|After|Around|As|At|Before|Between|By|From|Just|On|Once"
    r"|Shortly|Since|Until|When|While)\s[^!?\n]{0,30}$"
)
_SUBJECT_AND_VERB = re.compile(r"\s+[\"“‘']?((?:[^\W\d_a-z][\w’'-]*\s){1,3})([a-z]+)")
_ORDINALS_TAKE_STOPS = frozenset(["cs", "da", "de", "et", "fi", "hr", "hu", "nb", "no", "pl", "sk"])
_ABBREVIATIONS = ("title", "name", "closing", "number", "inner")
_LOOK_BACK, _LOOK_AHEAD = 40, 80


def split_sentences(documents: pd.DataFrame, blocks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Split the prose of each document into sentences, and say whose voice each one is.

    Args:
        documents: doc_id (unique), text (str, verbatim).
        blocks: doc_id, block_id, start, end (int, character offsets into text, end exclusive),
            kind (str), language (str), in_article (bool). Without it, find_blocks makes them.

    Returns:
        One row per sentence of the blocks that are in the article and of kind body, deck or
        list, in document and reading order:
        doc_id (dtype as in documents); sentence_id (int, from 0 in each document); block_id;
        start, end (int, character offsets into the document's text, end exclusive);
        text (str, the span itself, without white space around it and with U+FFFD for each half of
        a character); language (str, the block's);
        voice, speaker, quoted: as find_voices gives them.

    Raises:
        InputError: a column is missing, a text is not str, a doc_id is missing or occurs twice, a
            block names an unknown document, lies outside its text or overlaps another, in_article
            is neither true nor false.

    Example:
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["He left the U.S. in May. Why?"]})
        >>> blocks = pd.DataFrame({"doc_id": ["a"], "block_id": [0], "start": [0], "end": [29],
        ...     "kind": ["body"], "language": ["en"], "in_article": [True]})
        >>> split_sentences(documents, blocks)[["sentence_id", "start", "end", "text"]]
           sentence_id  start  end                      text
        0            0      0   24  He left the U.S. in May.
        1            1     25   29                      Why?
    """
    sentences = sentences_without_voices(documents, blocks)
    return sentences.join(find_voices(sentences))


def sentences_without_voices(
    documents: pd.DataFrame, blocks: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The columns of split_sentences as far as language; input and errors are the same.

    Example:
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["He left in May. Why did he?"]})
        >>> sentences_without_voices(documents)["text"].tolist()
        ['He left in May.', 'Why did he?']
    """
    documents = require_documents(documents)
    texts = documents["text"].tolist()
    prose = _prose(find_blocks(documents) if blocks is None else blocks, documents)
    rows = [
        (block, place, start, end, texts[place][start:end], language)
        for block, (place, begin, stop, kind, language) in enumerate(
            prose[["place", "start", "end", "kind", "language"]].itertuples(index=False)
        )
        for start, end in sentence_spans(texts[place], begin, stop, kind == "list", language)
    ]
    table = pd.DataFrame(rows, columns=["block", "place", "start", "end", "text", "language"])
    table = table.astype(dict.fromkeys(["block", "place", "start", "end"], "int64"))
    table = table.astype({"text": "str", "language": "str"})
    return pd.DataFrame(
        {
            "doc_id": documents["doc_id"].take(table["place"].to_numpy()).array,
            "sentence_id": table.groupby("place").cumcount(),
            "block_id": prose["block_id"].take(table["block"].to_numpy()).array,
        }
    ).join(table[["start", "end", "text", "language"]])


def _prose(blocks: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The article's prose blocks, checked, in document and reading order, with place.

    place: the position of the block's document.
    """
    require_columns(blocks, ["doc_id", "block_id", "start", "end", "language"], "blocks")
    prose = blocks[in_prose(blocks)]
    columns = ("doc_id", "start", "end")
    place, start, end = require_spans(prose, columns, documents, "blocks")
    prose = prose.assign(place=place, start=start, end=end).sort_values(["place", "start"])
    before = prose[["place", "end"]].shift()
    overlaps = (before["place"] == prose["place"]) & (prose["start"] < before["end"])
    for label, at, reached in zip(
        prose.index[overlaps], prose["start"][overlaps], before["end"][overlaps], strict=True
    ):
        raise InputError(
            f"blocks: row {label}: starts at {at}, inside the block before it, which ends "
            f"at {reached:.0f}. Blocks must not overlap."
        )
    return prose


def sentence_spans(
    text: str, start: int = 0, end: int | None = None, lines: bool = False, language: str = "en"
) -> list[tuple[int, int]]:
    """The (start, end) of each sentence in text[start:end], without white space around it.

    Every character that is not white space is in exactly one sentence. A blank line always ends a
    sentence; with lines, so does every line break.

    Example:
        >>> sentence_spans("Closer ties.This is new.")
        [(0, 12), (12, 24)]
    """
    end = len(text) if end is None else end
    cuts = [start]
    breaks = _LINE if lines else _BLANK_LINE
    cuts += [match.start() for match in breaks.finditer(text, start, end)]
    cuts += [
        match.end()
        for match in _TERMINATOR.finditer(text, start, end)
        if _ends_sentence(text, match, start, end, language)
    ]
    cuts = [*sorted(set(cuts)), end]
    spans = []
    for low, high in pairwise(cuts):
        piece = text[low:high]
        body = piece.strip()
        if body:
            low += len(piece) - len(piece.lstrip())
            spans.append((low, low + len(body)))
    return spans


@lru_cache(maxsize=1)
def _sentence_words() -> dict[str, str]:
    return {row["term"]: row["class"] for row in read_rows("sentence_words")}


def _class(word: str) -> str:
    """The class of an abbreviation (one of _ABBREVIATIONS), or "" for any other word."""
    classes = _sentence_words()
    word = word.rpartition("-")[2]
    found = classes.get(word) or (word.isupper() and classes.get(word.capitalize())) or ""
    return found if found in _ABBREVIATIONS else ""


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int, language: str) -> bool:
    """Whether the terminator that was matched ends a sentence."""
    stop, close, after = match["stop"], match["close"], match.end()
    if after >= end or stop[0] in _STOPS_ALONE:
        return True
    ahead = text[after : min(end, after + _LOOK_AHEAD)]
    behind = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    word = "" if not behind or behind[-1].isspace() else behind.split()[-1].lstrip(_OPENERS)
    if stop == "." and _is_enumerator(behind, word, match.start() - start):
        return False
    if not ahead[0].isspace() and ahead[0] not in _INVISIBLE:
        return _is_lost_space(word, stop, ahead)
    following = ahead.lstrip(_BEFORE_WORDS)
    if not following:
        return bool(word or close)
    if following[0].islower() and not following[1:2].isupper():
        return stop == "." and not close and len(word) > 2 and _is_plain(word)
    if stop == ".":
        before = behind[: len(behind) - len(word)]
        return _is_full_stop(word, following, language) or _is_new_subject(word, before, ahead)
    if set(stop) <= {".", "…"}:
        return bool(word) or _is_opener(following)
    return not (close and _REPORTING_CLAUSE.match(ahead))


def _is_plain(word: str) -> bool:
    return word.isalpha() and word.islower() and not _class(word)


def _is_enumerator(behind: str, word: str, at: int) -> bool:
    """Whether the word is the number of a list item: "1" or "b" that opens a line."""
    if not ((word.isdecimal() and len(word) < 4) or (word.isalpha() and len(word) == 1)):
        return False
    line = behind[: len(behind) - len(word)]
    opens_line = at <= len(behind) or "\n" in line
    return opens_line and not line.rpartition("\n")[2].strip(_BEFORE_WORDS)


def _is_lost_space(word: str, stop: str, ahead: str) -> bool:
    """Whether a sentence ends although no space follows: "ties.This", not "U.S.President"."""
    following = _WORD_AFTER_LOST_SPACE.match(ahead.lstrip(_OPENERS))
    if not following or _ADDRESS.search(word) or following.group().lower() in _DOMAINS:
        return False
    bare = word.rstrip("\"”’'»)]}%")
    if stop == "." and (_class(bare) or "." in bare):
        return bool(_DOTTED.fullmatch(bare)) and _is_opener(following.group())
    return bare[-1:].isdecimal() or (len(bare) > 1 and bare[-1:].isalpha()) or bare != word


def _is_full_stop(word: str, following: str, language: str) -> bool:
    """Whether a single stop before a space and a capital, digit or sign ends a sentence."""
    word = word.rstrip("\"”’'»)]}")
    kind = _class(word)
    if kind in ("title", "inner"):
        return False
    if kind == "number":
        return not following[0].isdecimal()
    initials = _DOTTED.fullmatch(word) or (len(word) == 1 and word.isupper())
    if kind in ("name", "closing") or initials or not word:
        return _is_opener(following)
    ordinal = word.isdecimal() and len(word) < 3 and language in _ORDINALS_TAKE_STOPS
    return not ordinal


def _is_opener(following: str) -> bool:
    """Whether an opener follows, as a word of its own."""
    word = _WORD.match(following)
    return word is not None and _sentence_words().get(word.group()) == "opener"


def _is_new_subject(word: str, before: str, ahead: str) -> bool:
    """Whether a new sentence follows with its subject and verb: "in the U.S. Tariffs rose"."""
    found = _SUBJECT_AND_VERB.match(ahead)
    if _class(word) != "closing" or not found or not _LOWER_WORD.search(before):
        return False
    words = _sentence_words()
    subject, verb = found[1].split(), found[2]
    if words.get(verb) != "verb" and not (verb.endswith("ed") and len(verb) > 4):
        return False
    if _CLOCK.fullmatch(word):
        return words.get(subject[0]) not in ("zone", "name") and not _TIME_OPENS.search(before)
    return len(subject) == 1 and _is_common_plural(subject[0])


def _is_common_plural(word: str) -> bool:
    """Whether the word, though it has a capital, is no part of a name: "Shares", not "Marines"."""
    cues = read_classes("facts_cues")
    if any(word in cues[name] for name in ("organisation_tail", "place_tail", "title")):
        return False
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
    return (plural or word in ("Police", "People")) and _sentence_words().get(word) != "proper"
