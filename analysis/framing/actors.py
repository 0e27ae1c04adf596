"""Actors: who is mentioned where, and how each text frames the people and bodies it names often."""

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.checks import InputError
from analysis.facts.name_words import cue_words, fold_name, function_words
from analysis.facts.names import find_names, sentence_texts
from analysis.framing.encoder import choose_instrument
from analysis.framing.target import score_target_framing
from analysis.tokens import Tokens, tokenise
from analysis.wordlists import read_classes

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m"} | {
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
VOICES = ("outlet", "attributed")
_OBJECTS = frozenset(["him", "her"])
_POSSESSIVES = frozenset(["his", "her"])
_POSSESSIVE = re.compile(r"(?:[’']s|s[’'])\s")
_INSERTION = re.compile(r"^\s?,[^,]*,")
_TWO_VERBS = re.compile(r"\s\w+\s(?:and|or)(?:\s\w+ly)?\s\w+\s")
_JOINED = re.compile(r"\s?(?:,|,?\s?\b(?:and|or)\b|&)\s(?:[A-Z]\w*\.?\s)*")
_DIVIDES = re.compile(r"[,;:()—–\"“”]")
_TITLE = re.compile(r"([A-Z][a-z]+)\.?\s$")
_LONGEST_TITLE = 12


class _Named(NamedTuple):
    """Where a sentence mentions a person, and who that is."""

    start: int
    end: int
    name: str


def find_mentions(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Every mention of a person, organisation or place, and the pronouns that are clear.

    Names as in find_names: a surname, a title with surname or an acronym is the one named in full.
    "He" and "she" with their forms are a person where only that person is mentioned earlier in the
    sentence and in the sentence before it, and is not called both he and she in the document; "him"
    and the object "her" are nobody whom their own clause names before them, but an owner ("Ann's
    brother"), and a title such as "Mr" or "Dame" tells he from she. All other pronouns are left
    out.

    Args:
        documents: doc_id (unique), text (str, verbatim).
        sentences: doc_id, sentence_id, start, end (int, character offsets into the document), in
            reading order.

    Returns:
        One row a mention, in reading order: doc_id, sentence_id, sentence (the sentence's index
        label), start, end (int64, character offsets into the sentence), text (str, the sentence),
        name (str, the fullest usual form), kind (str: "person", "organisation", "place" or
        "other"), pronoun (bool).

    Raises:
        InputError: as find_names.

    Example:
        >>> text = "Maria Gil won. She thanked Anna Ek. She left."
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
        >>> from analysis.sentences.split import split_sentences
        >>> found = find_mentions(documents, split_sentences(documents))
        >>> found["name"].tolist()
        ['Maria Gil', 'Maria Gil', 'Anna Ek']
    """
    texts = sentence_texts(documents, sentences)
    named = find_names(documents, sentences)
    position = pd.Series(np.arange(len(sentences)), index=_keys(sentences))
    if position.index.has_duplicates:
        raise InputError("sentences: a sentence_id occurs twice in a document. Number them anew.")
    row = position.reindex(_keys(named)).to_numpy(np.int64)
    begin = sentences["start"].to_numpy(np.int64)[row]
    named = named.assign(
        row=row, start=named["start"] - begin, end=named["end"] - begin, pronoun=False
    )
    people = named[named["kind"] == "person"]
    pronouns = _resolve(texts, sentences["doc_id"].to_numpy(), people)
    columns = ["row", "start", "end", "name", "kind", "pronoun"]
    found = pd.concat([named[columns], pronouns], ignore_index=True) if len(pronouns) else named
    found = found[columns].sort_values(["row", "start"], kind="stable", ignore_index=True)
    place = found["row"].to_numpy(np.int64)
    return pd.DataFrame(
        {
            "doc_id": sentences["doc_id"].take(place).array,
            "sentence_id": sentences["sentence_id"].take(place).array,
            "sentence": sentences.index.take(place),
            "start": found["start"].astype("int64"),
            "end": found["end"].astype("int64"),
            "text": pd.Series([texts[row] for row in place], dtype="str"),
            "name": found["name"].astype("str"),
            "kind": found["kind"].astype("str"),
            "pronoun": found["pronoun"].astype(bool),
        }
    )


def frame_actors(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    min_mentions: int = 3,
    instrument: str = "auto",
) -> pd.DataFrame:
    """How each text frames the people and organisations that it mentions often.

    Args:
        documents: doc_id (unique), text (str, verbatim).
        sentences: doc_id, sentence_id, start, end (int, character offsets into the document), in
            reading order; voice (str, "outlet" or "attributed") where known, else every sentence
            counts as the outlet's.
        min_mentions: how often a text must mention an actor for a row, pronouns included.
        instrument: as for score_target_framing.

    Returns:
        One row a text, actor and voice, the most mentioned actors first: doc_id; name (str); kind
        (str, "person" or "organisation"); voice (str, "outlet" or "attributed"); mentions (int64,
        scored mentions); score (float64, -1 to 1, mean over the mentions); promotional, neutral,
        critical (float64, 0 to 1, mean probabilities, adding to 1); instrument (str).

    Raises:
        InputError: as find_mentions and score_target_framing.

    Example:
        >>> text = "Ana Gil won. Gil gave a brilliant speech. Fans love Gil."
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
        >>> from analysis.sentences.split import split_sentences
        >>> frame_actors(documents, split_sentences(documents))[["name", "mentions"]]
              name  mentions
        0  Ana Gil         3
    """
    mentions = find_mentions(documents, sentences)
    mentions = mentions[mentions["kind"].isin(["person", "organisation"])].reset_index(drop=True)
    keys = ["doc_id", "name", "kind"]
    often = mentions.groupby(keys)["name"].transform("size")
    mentions = mentions.assign(often=often)[often >= min_mentions].reset_index(drop=True)
    values = ["score", "promotional", "neutral", "critical"]
    scored = mentions.join(score_target_framing(mentions, instrument)[values])
    if "voice" in sentences.columns:
        voices = pd.Series(sentences["voice"].to_numpy(), index=_keys(sentences))
        scored["voice"] = voices.reindex(_keys(scored)).to_numpy()
    else:
        scored["voice"] = "outlet"
    table = (
        scored.dropna(subset=["score"])
        .groupby([*keys, "voice"], sort=False)
        .agg(
            often=("often", "first"),
            mentions=("score", "size"),
            **{value: (value, "mean") for value in values},
        )
    )
    table = table.reset_index().assign(
        order=lambda t: t["doc_id"].map({d: i for i, d in enumerate(documents["doc_id"])}),
        rank=lambda t: t["voice"].map({voice: i for i, voice in enumerate(VOICES)}),
    )
    table = table.sort_values(
        ["order", "often", "name", "rank"], ascending=[True, False, True, True], kind="stable"
    )
    table = table.drop(columns=["order", "often", "rank"]).reset_index(drop=True)
    return table.assign(instrument=choose_instrument(instrument))


def _keys(table: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(table[["doc_id", "sentence_id"]])


def _resolve(
    texts: list[str], doc_ids: np.ndarray[tuple[int], np.dtype[np.object_]], people: pd.DataFrame
) -> pd.DataFrame:
    """The pronouns that can only be one person."""
    tokens = tokenise(texts)
    is_pronoun = np.array([word in _PRONOUNS for word in tokens.vocabulary] or [False])
    named: dict[int, list[_Named]] = defaultdict(list)
    for row, *mention in people[["row", "start", "end", "name"]].itertuples(index=False):
        named[row].append(_Named(*mention))
    genders = _genders(texts, doc_ids, named)
    found = []
    for place in np.flatnonzero(is_pronoun[tokens.id]).tolist():
        row, start, end = (int(column[place]) for column in tokens[:3])
        gender = _PRONOUNS[tokens.vocabulary[tokens.id[place]]]
        earlier = [mention for mention in named[row] if mention.end <= start]
        before = {mention.name for mention in earlier}
        if row and doc_ids[row - 1] == doc_ids[row]:
            before |= {mention.name for mention in named[row - 1]}
        if _is_object(texts[row], tokens, place):
            before -= _own_clause(texts[row], start, earlier)
        before = {name for name in before if genders.get((doc_ids[row], name), gender) == gender}
        if len(before) == 1:
            name = before.pop()
            found.append((row, start, end, name, gender))
            named[row].append(_Named(start, end, name))
    table = pd.DataFrame(found, columns=["row", "start", "end", "name", "gender"])
    owner = doc_ids[table["row"].to_numpy(np.int64)]
    both = table.groupby([owner, "name"])["gender"].transform("nunique")
    table = table[both == 1].drop(columns="gender")
    return table.assign(kind="person", pronoun=True)


def _is_object(text: str, tokens: Tokens, place: int) -> bool:
    """Whether a pronoun is "him", or "her" with no noun to follow."""
    word = tokens.vocabulary[tokens.id[place]]
    if word != "her" or place + 1 == len(tokens.row):
        return word in _OBJECTS
    if text[tokens.end[place] : tokens.end[place] + 1] != " ":
        return True
    return (
        tokens.row[place + 1] != tokens.row[place]
        or tokens.start[place + 1] - tokens.end[place] > 1
        or tokens.vocabulary[tokens.id[place + 1]] in _no_nouns()
    )


@lru_cache(maxsize=1)
def _no_nouns() -> frozenset[str]:
    """The function words that do not open a noun phrase after "her"."""
    classes = read_classes("facts_function_words")
    return function_words() - classes["determiner"] - classes["number"] - {"other", "then", "now"}


def _own_clause(text: str, start: int, earlier: list[_Named]) -> set[str]:
    """The people named before a pronoun with no comma, conjunction or clause word between.

    Whoever only owns the subject ("Ann's brother", "her brother") is none of them.
    """
    own: set[str] = set()
    low = start
    for mention in sorted(earlier, reverse=True):
        if _owns(text, mention):
            continue
        between = text[mention.end : low]
        if not (own and _JOINED.fullmatch(between)) and _divides(between):
            break
        own.add(mention.name)
        low = mention.start
    return own


def _owns(text: str, mention: _Named) -> bool:
    """Whether a mention is a possessive with a noun to follow."""
    own = text[mention.start : mention.end].lower() in _POSSESSIVES
    return own or _POSSESSIVE.search(text[mention.end - 2 : mention.end + 3]) is not None


def _divides(between: str) -> bool:
    """Whether words part two clauses; an insertion and two verbs side by side do not."""
    bare = _INSERTION.sub("", between)
    if _TWO_VERBS.fullmatch(bare):
        return False
    dividing = read_classes("facts_function_words")["conjunction"] | cue_words("clause")
    return bool(_DIVIDES.search(bare)) or not dividing.isdisjoint(bare.lower().split())


def _genders(
    texts: list[str],
    doc_ids: np.ndarray[tuple[int], np.dtype[np.object_]],
    named: dict[int, list[_Named]],
) -> dict[tuple[object, str], str]:
    """Whether titles make a person of a document he or she, where they agree."""
    told: dict[tuple[object, str], set[str]] = defaultdict(set)
    for row, mentions in named.items():
        for start, end, name in mentions:
            before = _TITLE.search(texts[row][max(0, start - _LONGEST_TITLE) : start])
            first, *rest = texts[row][start:end].split()
            titles = {fold_name(before[1])} if before else {fold_name(first)} if rest else set()
            for gender, kind in (("m", "man"), ("f", "woman")):
                if not titles.isdisjoint(cue_words(kind)):
                    told[doc_ids[row], name].add(gender)
    return {person: genders.pop() for person, genders in told.items() if len(genders) == 1}
