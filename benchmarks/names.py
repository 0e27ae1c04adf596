"""How many of the names that people marked in news sentences find_names finds.

Run from the repository root: python benchmarks/names.py
Data: NewsMTSC, training part (Hamborg and Donnay 2021; MIT licence), sentences of US and other
English news with the people and bodies that annotators marked. Each sentence is a document of its
own, so that no other sentence helps. Pronouns and weekdays among the marks are left out, and so
are marks without a capital.
"""

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import pandas as pd

from analysis.facts.name_words import cue_words, fold_name, function_words
from analysis.facts.names import find_names

DATA = Path("../shared/eval/newsmtsc_train.jsonl")


def is_name(mark: str) -> bool:
    words = mark.split()
    left_out = function_words() | cue_words("not_a_name")
    return bool(words) and fold_name(words[0]) not in left_out and mark[0].isupper()


def main() -> None:
    if not DATA.is_file():
        sys.exit(f"{DATA} is missing: it is NewsMTSC's training part, one JSON object a line.")
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    texts = [row["sentence_normalized"] for row in rows]
    documents = pd.DataFrame({"doc_id": range(len(rows)), "text": texts})
    sentences = documents.assign(sentence_id=0, start=0, end=documents["text"].str.len())
    began = time.perf_counter()
    mentions = find_names(documents, sentences)
    seconds = time.perf_counter() - began
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, start, end in mentions[["doc_id", "start", "end"]].itertuples(index=False):
        found[row].append((start, end))
    marks = touched = whole = 0
    for row, sentence in enumerate(rows):
        for target in sentence["targets"]:
            low, high = target["from"], target["to"]
            if is_name(texts[row][low:high]):
                marks += 1
                touched += any(start < high and low < end for start, end in found[row])
                whole += any(low <= start and end <= high for start, end in found[row])
    print(f"{len(rows):,} sentences, {seconds:.1f} s, {len(rows) / seconds:,.0f} sentences/s")
    print(f"marks that are names: {marks:,}")
    print(f"a name found in or over the mark: {touched / marks:.3f}")
    print(f"a name found within the mark: {whole / marks:.3f}")


if __name__ == "__main__":
    main()
