"""Actors: who is mentioned where, and how each text frames the people and bodies it names often."""

import numpy as np
import pandas as pd

from analysis.checks import InputError
from analysis.facts.names import find_names, sentence_texts
from analysis.framing.encoder import choose_instrument
from analysis.framing.target import score_target_framing
from analysis.tokens import tokenise

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m"} | {
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
VOICES = ("outlet", "attributed")


def find_mentions(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Every mention of a person, organisation or place, and the pronouns that are clear.

    Names as in find_names: a surname, a title with surname or an acronym is the one named in full.
    "He" and "she" with their forms are a person where only that person is mentioned earlier in the
    sentence and in the sentence before it, and is not called both he and she in the document; all
    other pronouns are left out.

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
    named: dict[int, list[tuple[int, str]]] = {}
    for row, end, name in people[["row", "end", "name"]].itertuples(index=False):
        named.setdefault(row, []).append((end, name))
    found = []
    latest: dict[int, str] = {}
    for place in np.flatnonzero(is_pronoun[tokens.id]).tolist():
        row, start = int(tokens.row[place]), int(tokens.start[place])
        before = {name for end, name in named.get(row, []) if end <= start}
        if row and doc_ids[row - 1] == doc_ids[row]:
            before |= {name for _, name in named.get(row - 1, [])}
            before |= {latest[row - 1]} if row - 1 in latest else set()
        if len(before) == 1:
            name = before.pop()
            gender = _PRONOUNS[tokens.vocabulary[tokens.id[place]]]
            latest[row] = name
            found.append((row, start, int(tokens.end[place]), name, gender))
    table = pd.DataFrame(found, columns=["row", "start", "end", "name", "gender"])
    owner = doc_ids[table["row"].to_numpy(np.int64)]
    genders = table.groupby([owner, "name"])["gender"].transform("nunique")
    table = table[genders == 1].drop(columns="gender")
    return table.assign(kind="person", pronoun=True)
