"""From documents to every table of the comparison, one step after the other."""

from collections.abc import Callable

import pandas as pd

from analysis.blocks.find import find_blocks
from analysis.checks import require_columns
from analysis.compare.keyness import keyness
from analysis.compare.outlets import (
    compare_actors,
    compare_framing,
    compare_readability,
    share_shingles,
)
from analysis.duplicates.clusters import passage_clusters
from analysis.duplicates.find import find_duplicates, share_duplicated
from analysis.facts.find import shared_facts
from analysis.framing.actors import frame_actors
from analysis.framing.encoder import choose_instrument
from analysis.framing.explain import explain_framing
from analysis.framing.loaded import find_loaded, rate_loaded
from analysis.framing.score import score_framing
from analysis.readability.copydesk import find_slips, score_copydesk
from analysis.readability.counts import count_sentences
from analysis.readability.ease import score_ease
from analysis.readability.score import score_readability
from analysis.sentences.split import split_sentences

Progress = Callable[[str], None]
STEPS = 9
READER_ARTICLES = 40


def make_tables(
    documents: pd.DataFrame,
    progress: Progress = lambda step: None,
    instrument: str = "auto",
) -> dict[str, pd.DataFrame]:
    """Run the whole comparison.

    Args:
        documents: doc_id, outlet, text, and where present language, title, published, sha256, as
            load_corpus gives them.
        progress: called with the name of each step before it begins.
        instrument: what framing is scored by, as for score_framing.

    Returns:
        Tables by name; the columns of each are in analysis/data/codebook.csv and in the
        docstring of the function that made it. The table evidence holds the terms of every
        sentence; where the encoder is the instrument also its words, in the sentences of the
        first READER_ARTICLES articles, since it reads a sentence once for each word.

    Raises:
        InputError: a column is missing, a text is not str, no such instrument, or the encoder
            without its extra.

    Example:
        >>> from analysis.corpus import load_corpus
        >>> tables = make_tables(load_corpus("corpus").tail(1))
        >>> tables["documents"]["outlet"].tolist()
        ['Buenos Aires Herald']
    """
    instrument = choose_instrument(instrument)
    require_columns(documents, ["doc_id", "outlet", "text"], "documents")
    if "language" not in documents:
        documents = documents.assign(language="")
    outlets = documents[["doc_id", "outlet"]]
    texts = documents[["doc_id", "outlet", "language", "text"]]
    progress("blocks")
    blocks = find_blocks(documents)
    progress("sentences and voices")
    sentences = split_sentences(documents, blocks).merge(outlets, on="doc_id", how="left")
    progress("framing")
    framing = score_framing(sentences, instrument)
    actors = frame_actors(documents, sentences, instrument=instrument)
    progress("evidence of the framing")
    evidence = explain_framing(sentences, "terms")
    if instrument == "encoder":
        read = sentences[sentences["doc_id"].isin(documents["doc_id"].head(READER_ARTICLES))]
        evidence = pd.concat([evidence, explain_framing(read, instrument)], ignore_index=True)
    keys = sentences.loc[evidence["sentence"], ["doc_id", "sentence_id"]].reset_index(drop=True)
    evidence = pd.concat([keys, evidence.drop(columns="sentence")], axis=1)
    progress("loaded words")
    loaded = find_loaded(sentences)
    loaded_keys = sentences.loc[loaded["row"], ["doc_id", "sentence_id"]].reset_index(drop=True)
    prose = sentences.groupby("outlet", sort=False)["text"].agg(" ".join).to_frame()
    progress("readability")
    counts = count_sentences(sentences)
    readability = score_readability(texts, blocks, sentences=sentences)
    slips = find_slips(documents, blocks)
    progress("duplicated passages")
    passages = find_duplicates(documents, blocks)
    article = passages[~passages["boilerplate"].fillna(False).astype(bool)]
    progress("names, facts and terms")
    tables = {
        "documents": _describe(documents, blocks, counts),
        "blocks": blocks,
        "sentences": sentences.join(framing).join(counts[["words"]]),
        "evidence": evidence,
        "actors": actors,
        "loaded": rate_loaded(prose).reset_index(),
        "loaded_places": loaded_keys.join(loaded.drop(columns="row")),
        "readability": readability,
        "ease": score_ease(texts, blocks, sentences=sentences),
        "copydesk": score_copydesk(texts, blocks, slips=slips),
        "slips": slips,
        "passages": passages,
        "clusters": passage_clusters(passages),
        "duplicated": share_duplicated(documents, article, blocks).merge(outlets, on="doc_id"),
        "wording": share_shingles(sentences),
        "facts": shared_facts(documents, sentences),
        "keyness": keyness(_in_one_language(sentences)),
    }
    progress("outlets side by side")
    tables["framing"] = compare_framing(tables["sentences"])
    tables["actors_by_outlet"] = compare_actors(actors, documents)
    tables["framing_pairs"] = compare_framing(tables["sentences"], pairs=True)
    tables["readability_by_outlet"] = compare_readability(counts)
    tables["readability_pairs"] = compare_readability(counts, pairs=True)
    return tables


def _in_one_language(sentences: pd.DataFrame) -> pd.DataFrame:
    """Those in the language that most are in: words of two languages set nothing apart."""
    return sentences[sentences["language"].isin(sentences["language"].mode().head(1))]


def _describe(documents: pd.DataFrame, blocks: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Documents without their text: how long, and how much of it is article prose."""
    table = documents.drop(columns="text").assign(characters=documents["text"].str.len())
    spans = blocks.assign(length=blocks["end"] - blocks["start"])
    masked = spans[~spans["in_article"]].groupby("doc_id")["length"].sum()
    sums = counts.groupby("doc_id")[["sentences", "words"]].sum().astype("int64")
    table["left_out"] = table["doc_id"].map(masked).fillna(0).astype(float) / table["characters"]
    for column in sums:
        table[column] = table["doc_id"].map(sums[column]).fillna(0).astype("int64")
    return table
