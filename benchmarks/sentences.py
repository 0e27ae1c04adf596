"""Sentence ends and voice against coded units and news sentences, beside other splitters.

    python benchmarks/sentences.py [--eval ../shared/eval] [--texts corpus]

needs five_texts_coded.csv and newsmtsc_train.jsonl in the eval folder and the five texts in
--texts; splitters that are not installed (sentencex, nupunkt, simplemma, syntok, pysbd) are left
out. Measured on the coded units: the end of every body unit, within runs of units that no line
break parts. On NewsMTSC: sentences that end in a stop, joined fifteen to a text with one space.
Voice is measured with the coded units themselves as sentences, then on the texts as they are.
"""

import argparse
import importlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from analysis.export import write_table
from analysis.sentences.split import sentence_spans, split_sentences
from analysis.sentences.voice import find_voices

Passage = tuple[str, set[int]]
CLOSED = tuple(".!?…") + tuple(stop + mark for stop in ".!?…" for mark in "”\"’'")

RESULTS = Path(__file__).parent / "results"


def coded_passages(coded: pd.DataFrame, texts: dict[str, str]) -> list[Passage]:
    prose = coded[coded["block"].isin(["body", "deck"])]
    passages = []
    for (file, _), run in prose.groupby(["file", paragraph_number(prose, texts)]):
        start = run["start"].min()
        passages.append((texts[file][start : run["end"].max()], set(run["end"] - start)))
    return passages


def paragraph_number(units: pd.DataFrame, texts: dict[str, str]) -> pd.Series:
    """A number for each run of units with no line break and no other unit between them."""
    before = units.groupby("file")["end"].shift()
    between = zip(units["file"], before, units["start"], strict=True)
    opens = [
        pd.isna(end) or start - end > 2 or "\n" in texts[file][int(end) : start]
        for file, end, start in between
    ]
    return pd.Series(opens, index=units.index).cumsum()


def joined_passages(path: Path, size: int = 15) -> list[Passage]:
    with path.open(encoding="utf-8") as lines:
        said = dict.fromkeys(json.loads(line)["sentence_normalized"].strip() for line in lines)
    sentences = [text for text in said if text.endswith(CLOSED) and "\n" not in text]
    passages = []
    for first in range(0, len(sentences), size):
        group = sentences[first : first + size]
        ends = pd.Series([len(text) + 1 for text in group]).cumsum() - 1
        passages.append((" ".join(group), set(ends)))
    return passages


def splitters() -> Iterator[tuple[str, Callable[[str], list[int]]]]:
    yield "analysis", lambda text: [end for _, end in sentence_spans(text)]
    makers = {
        "sentencex": lambda m: lambda text: ends_of(text, m.segment("en", text)),
        "nupunkt": lambda m: lambda text: ends_of(text, m.sent_tokenize(text)),
        "simplemma": lambda m: lambda text: ends_of(text, m.split_sentences(text)),
        "pysbd": lambda m: pysbd_ends(m.Segmenter(language="en", clean=False)),
        "syntok.segmenter": lambda m: (
            lambda text: [
                sentence[-1].offset + len(sentence[-1].value)
                for paragraph in m.process(text)
                for sentence in paragraph
            ]
        ),
    }
    for name, make in makers.items():
        try:
            yield name, make(importlib.import_module(name))
        except ImportError:
            print(f"{name}: not installed, left out")


def pysbd_ends(segmenter: object) -> Callable[[str], list[int]]:
    return lambda text: ends_of(text, segmenter.segment(text))  # type: ignore[attr-defined]


def ends_of(text: str, pieces: object) -> list[int]:
    ends, after = [], 0
    for piece in pieces:  # type: ignore[attr-defined]
        bare = piece.strip()
        at = text.find(bare, after)
        if bare and at >= 0:
            after = at + len(bare)
            ends.append(after)
    return ends


def compare(passages: list[Passage], title: str, most: int) -> Table:
    table = Table("splitter", "recall", "precision", "F1", "sentences/s", title=title)
    for name, split in splitters():
        some = passages[:most] if name == "pysbd" else passages
        start = time.perf_counter()
        found = [set(split(text)) for text, _ in some]
        seconds = time.perf_counter() - start
        right = sum(len(ends & got) for (_, ends), got in zip(some, found, strict=True))
        recall = right / sum(len(ends) for _, ends in some)
        precision = right / sum(map(len, found))
        f1 = 2 * recall * precision / (recall + precision)
        speed = f"{sum(map(len, found)) / seconds:,.0f}"
        table.add_row(name, f"{recall:.4f}", f"{precision:.4f}", f"{f1:.4f}", speed)
    return table


def voice_table(coded: pd.DataFrame, texts: dict[str, str]) -> Table:
    prose = coded[coded["block"].isin(["body", "deck"])].reset_index(drop=True)
    units = prose.assign(doc_id=prose["file"], block_id=paragraph_number(prose, texts))
    right = find_voices(units)["voice"] == units["voice"]
    table = Table("file", "units", "accuracy", "accuracy where coders agree", title="Voice")
    measured = []
    for name, rows in [*units.groupby("file").groups.items(), ("all", units.index)]:
        agreed = right[rows][units["unanimous"][rows]]
        table.add_row(name, str(len(rows)), f"{right[rows].mean():.3f}", f"{agreed.mean():.3f}")
        measured.append((name, len(rows), right[rows].mean(), agreed.mean()))
    columns = ["file", "units", "accuracy", "accuracy_where_coders_agree"]
    write_table(pd.DataFrame(measured, columns=columns), RESULTS / "voice.csv")
    return table


def whole_table(coded: pd.DataFrame, texts: dict[str, str]) -> Table:
    """Ends and voice through find_blocks, on the texts as they are."""
    documents = pd.DataFrame({"doc_id": list(texts), "text": list(texts.values())})
    sentences = split_sentences(documents)
    prose = coded[coded["block"].isin(["body", "deck"])]
    found = prose.merge(
        sentences, left_on=["file", "end"], right_on=["doc_id", "end"], suffixes=("", "_found")
    )
    table = Table("units", "ends found", "sentences", "voice right, of ends found", title="Whole")
    right = (found["voice"] == found["voice_found"]).mean()
    share = len(found) / len(prose)
    table.add_row(str(len(prose)), f"{share:.3f}", str(len(sentences)), f"{right:.3f}")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--texts", type=Path, default=Path("corpus"))
    folders = parser.parse_args()
    for name in ("five_texts_coded.csv", "newsmtsc_train.jsonl"):
        if not (folders.eval / name).exists():
            raise SystemExit(f"{folders.eval / name} is missing; give its folder with --eval.")
    coded = pd.read_csv(folders.eval / "five_texts_coded.csv").sort_values(["file", "start"])
    missing = [file for file in coded["file"].unique() if not (folders.texts / file).exists()]
    if missing:
        raise SystemExit(f"{folders.texts} has no {missing[0]}; give the folder with --texts.")
    texts = {
        file: (folders.texts / file).read_bytes().decode("utf-8") for file in coded["file"].unique()
    }
    console = Console()
    console.print(compare(coded_passages(coded, texts), "Ends of coded body units", 10_000))
    news = joined_passages(folders.eval / "newsmtsc_train.jsonl")
    console.print(compare(news, "Ends of NewsMTSC sentences (pysbd: first 60 texts)", 60))
    console.print(voice_table(coded, texts))
    console.print(whole_table(coded, texts))


if __name__ == "__main__":
    main()
