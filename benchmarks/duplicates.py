"""Duplicated passages against published data and against made-up articles, beside other tools.

    python benchmarks/duplicates.py alignment [--eval ../shared/eval] [--peers]
    python benchmarks/duplicates.py revision [--eval ../shared/eval]
    python benchmarks/duplicates.py scale [--articles 20000] [--peers]

alignment: 600 document pairs of the PAN text-alignment task (Potthast and others 2010, 2013),
each given to find_duplicates as a table of two documents; the passages across them are held
against the annotated ones by character with the measures of plagdet.py in the eval folder.
Peers: difflib blocks of 8 words, and text-matcher where installed (with nltk and termcolor).
revision: the answers of Clough and Stevenson (2011), each beside its source; a text's score is
the share of its words that align_passage finds kept or moved in the passages they share.
scale: made-up articles of 512 words with planted copies, edited word by word; time and peak
memory in a process of its own, beside datasketch and rensa MinHash LSH (5-word shingles, 128
permutations, threshold 0.5), tokenising included on every side.
"""

import argparse
import contextlib
import importlib.util
import io
import json
import multiprocessing
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from analysis.duplicates.alignment import align_passage
from analysis.duplicates.find import find_duplicates
from analysis.export import write_table
from analysis.tokens import tokenise

Case = tuple[int, int, int, int]
KINDS = {
    "no-obfuscation": "verbatim",
    "random-obfuscation": "shuffled",
    "translation-obfuscation": "translated",
    "summary-obfuscation": "summarised",
    "no-plagiarism": "unrelated",
}
DEGREES = {"non": 0, "heavy": 1, "light": 2, "cut": 3}

RESULTS = Path(__file__).parent / "results"


def read_lines(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        sys.exit(f"{path} is missing: this benchmark needs the evaluation data (--eval).")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def load_pairs(evaluation: Path) -> pd.DataFrame:
    """doc_a, doc_b, kind, text_a, text_b, gold (list of start_a, end_a, start_b, end_b)."""
    folder = evaluation / "pan13_train"
    texts = {row["id"]: row["text"] for row in read_lines(folder / "docs.jsonl")}
    gold = defaultdict(list)
    for row in read_lines(folder / "gold.jsonl"):
        spans = tuple(row[name] for name in ("start_a", "end_a", "start_b", "end_b"))
        gold[row["doc_a"], row["doc_b"]].append(spans)
    pairs = pd.DataFrame(read_lines(folder / "pairs.jsonl"))
    keys = list(zip(pairs["doc_a"], pairs["doc_b"], strict=True))
    return pairs[["doc_a", "doc_b"]].assign(
        kind=pairs["kind"].map(KINDS),
        text_a=pairs["doc_a"].map(texts),
        text_b=pairs["doc_b"].map(texts),
        gold=[gold.get(key, []) for key in keys],
    )


def ours(text_a: str, text_b: str) -> list[Case]:
    found = find_duplicates(pd.DataFrame({"doc_id": ["a", "b"], "text": [text_a, text_b]}))
    across = found.loc[found["scope"] == "across", ["start_a", "end_a", "start_b", "end_b"]]
    return [tuple(row) for row in across.to_numpy().tolist()]


def by_difflib(text_a: str, text_b: str) -> list[Case]:
    a, b = (list(re.finditer(r"\w+", text)) for text in (text_a, text_b))
    matcher = SequenceMatcher(
        None, [m.group().lower() for m in a], [m.group().lower() for m in b], autojunk=False
    )
    return [
        (a[i].start(), a[i + n - 1].end(), b[j].start(), b[j + n - 1].end())
        for i, j, n in matcher.get_matching_blocks()
        if n >= 8
    ]


def by_text_matcher(text_a: str, text_b: str) -> list[Case]:
    from text_matcher.matcher import Matcher, Text

    with contextlib.redirect_stdout(io.StringIO()):
        sides = [Text(text, "", removeStopwords=False) for text in (text_a, text_b)]
        matcher = Matcher(*sides)
        matcher.match()
    places = zip(matcher.locationsA, matcher.locationsB, strict=True)
    return [(*one, *other) for one, other in places]


def measure(
    pairs: pd.DataFrame, evaluation: Path, find: Callable[[str, str], list[Case]] = ours
) -> pd.DataFrame:
    """Per kind, for all with passages and for all without: the task's measures."""
    where = evaluation / "plagdet.py"
    spec = importlib.util.spec_from_file_location("plagdet", where)
    if spec is None or spec.loader is None or not where.is_file():
        sys.exit(f"{where} is missing: this benchmark needs the evaluation data (--eval).")
    plagdet = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(plagdet)
    before = time.process_time()
    found = [find(a, b) for a, b in zip(pairs["text_a"], pairs["text_b"], strict=True)]
    seconds = time.process_time() - before
    rows = {}
    for kind in [*list(KINDS.values())[:4], "all", "unrelated"]:
        some = np.flatnonzero((pairs["kind"] == kind) | (kind == "all"))
        without = [i for i in some if not pairs["gold"].iloc[i]]
        rows[kind] = plagdet.score(
            {i: pairs["gold"].iloc[i] for i in some if pairs["gold"].iloc[i]},
            {i: found[i] for i in some if found[i]},
        ) | {"flagged": np.mean([bool(found[i]) for i in without]) if without else np.nan}
    table = pd.DataFrame(rows).T.rename(columns={"gran": "granularity"})
    table.attrs["pairs a second"] = len(pairs) / seconds
    table.loc["unrelated", ["plagdet", "recall", "precision", "granularity"]] = np.nan
    return table.drop(columns=["cases", "dets"])


def revision(evaluation: Path) -> pd.DataFrame:
    from scipy.stats import spearmanr
    from sklearn.metrics import roc_auc_score

    folder = evaluation / "clough_stevenson"
    texts = {row["id"]: row["text"] for row in read_lines(folder / "docs.jsonl")}
    answers = pd.DataFrame(read_lines(folder / "gold.jsonl"))
    scores = []
    for doc, source in zip(answers["doc"], answers["source"], strict=True):
        a, b = texts[doc], texts[source]
        left = 0
        for case in ours(a, b):
            ends = dict(zip(("start_a", "end_a", "start_b", "end_b"), case, strict=True))
            stretches = align_passage(a, b, **ends)
            same = stretches[stretches["change"].isin(["kept", "moved"])]
            places = zip(same["start_a"], same["end_a"], strict=True)
            left += sum(len(tokenise([a[start:end]]).id) for start, end in places)
        scores.append(left / len(tokenise([a]).id))
    reused = answers["category"] != "non"
    return pd.DataFrame(
        {
            "area under the curve": [roc_auc_score(reused, scores)],
            "rank correlation": [spearmanr(scores, answers["category"].map(DEGREES))[0]],
            "unrelated flagged": [np.mean(np.array(scores)[~reused] > 0)],
        }
    )


def made_up_articles(count: int, seed: int = 0) -> tuple[list[str], pd.DataFrame]:
    """Articles of 512 words from a Zipfian vocabulary, and the copies planted among them."""
    rng = np.random.default_rng(seed)
    syllables = [c + v for c in "bcdfghjklmnprstvz" for v in ("a", "e", "i", "o", "u", "ai", "or")]
    shapes = rng.integers(0, len(syllables), (60_000, 4))
    sizes = rng.integers(1, 5, 60_000)
    words = pd.unique(
        np.array(["".join(syllables[s] for s in shapes[k, : sizes[k]]) for k in range(60_000)])
    )
    chance = np.cumsum(1 / (np.arange(len(words)) + 2.7))
    chance /= chance[-1]

    def draw(number: int) -> np.ndarray:
        return np.searchsorted(chance, rng.random(number))

    def edited(sentence: np.ndarray, rate: float) -> np.ndarray:
        hit = rng.random(len(sentence)) < rate
        what = rng.integers(0, 3, len(sentence))  # replace, drop, insert after
        pieces = []
        for word, changed, how in zip(sentence, hit, what, strict=True):
            if not changed or how == 2:
                pieces.append(word)
            if changed and how != 1:
                pieces.append(draw(1)[0])
        return np.array(pieces, np.int64)

    articles = []
    for _ in range(count):
        cuts = np.cumsum(rng.integers(8, 29, 64))
        articles.append(list(np.split(draw(512), cuts[cuts < 504])))
    order = rng.permutation(count)
    parts = [(p, r) for p in ("whole", "half", "two sentences") for r in (0, 0.05, 0.15, 0.3)]
    planted = []
    for k in range(int(count * 0.15)):
        source, target = int(order[2 * k]), int(order[2 * k + 1])
        part, rate = parts[k % len(parts)]
        sentences = articles[source]
        if part != "whole":
            low = int(rng.integers(0, len(sentences) - 1)) if part != "half" else 0
            sentences = sentences[low : low + (2 if part != "half" else len(sentences) // 2)]
        copy = [edited(sentence, rate) for sentence in sentences]
        at = int(rng.integers(0, len(articles[target]))) if part != "whole" else 0
        rest = articles[target][at + len(copy) :] if part != "whole" else []
        articles[target] = articles[target][:at] + copy + rest
        planted.append((source, target, part, rate))
    texts = [
        " ".join(" ".join(words[sentence]).capitalize() + "." for sentence in article)
        for article in articles
    ]
    return texts, pd.DataFrame(planted, columns=["source", "target", "part", "edited"])


def pairs_ours(texts: list[str]) -> Iterator[tuple[int, int]]:
    found = find_duplicates(pd.DataFrame({"doc_id": np.arange(len(texts)), "text": texts}))
    found = found[found["scope"] == "across"]
    yield from zip(found["doc_a"].tolist(), found["doc_b"].tolist(), strict=True)


def shingles(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return list({" ".join(words[i : i + 5]) for i in range(len(words) - 4)})


def pairs_datasketch(texts: list[str], batch: bool = False) -> Iterator[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    for i, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        if batch:
            sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        else:
            for shingle in shingles(text):
                sketch.update(shingle.encode())
        yield from ((j, i) for j in index.query(sketch))
        index.insert(i, sketch)


def pairs_datasketch_batch(texts: list[str]) -> Iterator[tuple[int, int]]:
    return pairs_datasketch(texts, batch=True)


def pairs_rensa(texts: list[str]) -> Iterator[tuple[int, int]]:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    for i, text in enumerate(texts):
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update(shingles(text))
        yield from ((int(j), i) for j in index.query(sketch))
        index.insert(i, sketch)


def run_alone(name: str, count: int, answer: "multiprocessing.Queue[dict[str, object]]") -> None:
    texts, planted = made_up_articles(count)
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    before = time.process_time()
    found = {(min(pair), max(pair)) for pair in globals()[name](texts)}
    seconds = time.process_time() - before
    sides = zip(planted["source"], planted["target"], strict=True)
    pairs = [(min(pair), max(pair)) for pair in sides]
    planted["found"] = [pair in found for pair in pairs]
    answer.put(
        {
            "processor seconds": seconds,
            "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "of it articles": start / 1024,
            "precision": len(found & set(pairs)) / max(len(found), 1),
        }
        | {
            f"{part} {rate:.0%}": recall
            for (part, rate), recall in planted.groupby(["part", "edited"])["found"].mean().items()
        }
    )


def scale(count: int, peers: bool) -> pd.DataFrame:
    names = ["pairs_ours"]
    if peers:
        names += ["pairs_datasketch", "pairs_datasketch_batch", "pairs_rensa"]
    context = multiprocessing.get_context("spawn")
    rows = {}
    for name in names:
        answer: multiprocessing.Queue[dict[str, object]] = context.Queue()
        process = context.Process(target=run_alone, args=(name, count, answer))
        process.start()
        rows[name.removeprefix("pairs_")] = answer.get()
        process.join()
    return pd.DataFrame(rows).T


def show(table: pd.DataFrame, title: str) -> None:
    view = Table(title=title, title_justify="left")
    view.add_column("")
    for column in table:
        view.add_column(str(column), justify="right")
    for name, row in table.iterrows():
        view.add_row(str(name), *(f"{value:.3g}" if value < 1 else f"{value:.4g}" for value in row))
    Console(width=200).print(view)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("what", choices=["alignment", "revision", "scale"])
    options.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    options.add_argument("--articles", type=int, default=20_000)
    options.add_argument("--peers", action="store_true")
    chosen = options.parse_args()
    if chosen.what == "alignment":
        pairs = load_pairs(chosen.eval)
        tools = {"find_duplicates": ours}
        if chosen.peers:
            tools["difflib, 8 words"] = by_difflib
            if importlib.util.find_spec("text_matcher"):
                tools["text-matcher"] = by_text_matcher
        measured = {}
        for name, find in tools.items():
            table = measured[name] = measure(pairs, chosen.eval, find)
            show(table, f"{name}: {table.attrs['pairs a second']:.0f} pairs a processor second")
        rows = pd.concat({name: table.rename_axis("kind") for name, table in measured.items()})
        write_table(
            rows.rename_axis(["tool", "kind"]).reset_index(), RESULTS / "duplicates_alignment.csv"
        )
    elif chosen.what == "revision":
        table = revision(chosen.eval)
        show(table, "Clough and Stevenson")
        write_table(table.rename_axis("measure").reset_index(), RESULTS / "duplicates_revision.csv")
    else:
        table = scale(chosen.articles, chosen.peers)
        show(table.T, f"{chosen.articles:,} made-up articles")
        write_table(table.rename_axis("tool").reset_index(), RESULTS / "duplicates_scale.csv")


if __name__ == "__main__":
    main()
