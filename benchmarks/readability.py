"""How well each score follows human judgement, and how fast it is, against textstat.

python benchmarks/readability.py             everything, on the sets in ../shared/eval
python benchmarks/readability.py judgement   correlation on CLEAR, pair order on OneStopEnglish
python benchmarks/readability.py speed       documents a second, against textstat
python benchmarks/readability.py syllables   rules of spelling against the dictionary's own words
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import nltk
import numpy as np
import pandas as pd
import textstat

from analysis.blocks.find import find_blocks
from analysis.export import write_table
from analysis.readability.ease import score_ease
from analysis.readability.formulas import FORMULAS, formulas_from_counts
from analysis.readability.score import score_readability
from analysis.readability.syllables import pronounced_syllables, spelled_syllables
from analysis.readability.textstat_counts import count_as_textstat

FOLDER = Path(__file__).parents[2] / "shared/eval"
ENGLISH = [name for name in FORMULAS if name not in FORMULAS[-4:]]
UPWARDS = ("flesch_reading_ease", "ease")
LEVELS = ("elementary", "intermediate", "advanced")

RESULTS = Path(__file__).parent / "results"


def clear() -> pd.DataFrame:
    table = pd.read_json(FOLDER / "clear_dev.jsonl", lines=True)
    return table.rename(columns={"id": "doc_id", "excerpt": "text", "ease": "judged"})


def onestop() -> pd.DataFrame:
    table = pd.read_json(FOLDER / "onestop_dev.jsonl", lines=True)
    table = table.melt("text_id", list(LEVELS), "level", "text")
    return table.assign(doc_id=table["text_id"].astype(str) + " " + table["level"])


def judgement() -> None:
    excerpts, articles = clear(), onestop()
    ways: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        "sentences": lambda documents: score_readability(documents),
        "textstat": lambda documents: score_readability(documents, counting="textstat"),
        "fitted (on this part of CLEAR)": lambda documents: score_ease(documents),
    }
    rows = []
    for way, score in ways.items():
        easier, levels = score(excerpts), score(articles)
        for name in [name for name in [*ENGLISH, "ease"] if name in easier]:
            sign = 1 if name in UPWARDS else -1
            by_level = levels.pivot_table(name, "text_id", "level") * sign
            correlation = sign * easier[name].corr(easier["judged"])
            ranks = sign * easier[name].corr(easier["judged"], method="spearman")
            rows.append(
                {
                    "counting": way,
                    "score": name,
                    "CLEAR r": correlation,
                    "CLEAR rho": ranks,
                    "n": int(easier[name].notna().sum()),
                    **{
                        f"{low[:3]} > {high[:3]}": (by_level[low] > by_level[high]).mean()
                        for low, high in (LEVELS[::2], LEVELS[:2], LEVELS[1:])
                    },
                }
            )
    table = pd.DataFrame(rows).sort_values("CLEAR r", ascending=False)
    print(f"CLEAR: {len(excerpts):,} excerpts. OneStopEnglish: {len(articles) // 3} articles.")
    print("Cross-validated, the ease score's r is what benchmarks/fit_ease.py prints.")
    print(table.round(3).to_string(index=False))
    write_table(table, RESULTS / "readability_judgement.csv")


def speed() -> None:
    """Texts new to either, caches filled by others; processor time, so that only this counts."""
    give_textstat_the_dictionary()
    measured = []
    sets = {"CLEAR": clear(), "OneStopEnglish": onestop()}
    for name, documents in sets.items():
        texts = documents["text"].tolist()
        other = sets["CLEAR" if name != "CLEAR" else "OneStopEnglish"]["text"].tolist()[:300]
        ours_formulas(other), theirs(other), score_readability(frame(other))
        ours, textstats = seconds(ours_formulas, texts), seconds(theirs, texts)
        table = seconds(lambda part: score_readability(frame(part), counting="textstat"), texts)
        whole = seconds(lambda part: score_readability(frame(part)), texts)
        blocks = find_blocks(documents)
        start = time.process_time()
        score_readability(documents, blocks)
        given = time.process_time() - start
        print(
            f"{name}: {len(texts):,} texts, twelve formulas, documents a second of processor time"
        )
        print(f"  textstat {len(texts) / textstats:,.0f}")
        for what, took in (
            ("counts and formulas as textstat's", ours),
            ('score_readability(counting="textstat")', table),
            ("score_readability, blocks given", given),
            ("score_readability, blocks found", whole),
        ):
            print(f"  {what} {len(texts) / took:,.0f}, {textstats / took:.1f} times")
            measured.append((name, what, len(texts) / took, textstats / took))
    columns = ["data", "work", "documents_a_second", "times_textstat"]
    write_table(pd.DataFrame(measured, columns=columns), RESULTS / "readability_speed.csv")


def frame(texts: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": range(len(texts)), "text": texts})


def seconds(work: Callable[[list[str]], object], texts: list[str]) -> float:
    start = time.process_time()
    work(texts)
    return time.process_time() - start


def ours_formulas(texts: list[str]) -> pd.DataFrame:
    return formulas_from_counts(count_as_textstat(texts), counting="textstat")


def theirs(texts: list[str]) -> list[list[float]]:
    formulas = [getattr(textstat.textstat, name) for name in ENGLISH]
    return [[formula(text) for formula in formulas] for text in texts]


def give_textstat_the_dictionary() -> None:
    """The same dictionary that we count with, instead of the one it would download."""
    words = {word: [["A1"] * count] for word, count in pronounced_syllables().items()}
    nltk.data.find = lambda *_, **__: True
    nltk.corpus.cmudict = type("Dictionary", (), {"dict": staticmethod(lambda: words)})


def syllables() -> None:
    known = {word: count for word, count in pronounced_syllables().items() if word.isalpha()}
    wrong = np.array([spelled_syllables(word) - count for word, count in known.items()])
    print(f"Rules of spelling: right on {(wrong == 0).mean():.1%} of {len(wrong):,} words")
    print(f"mean error {wrong.mean():+.3f} syllables, off by one {(abs(wrong) == 1).mean():.1%}")


def main(parts: list[str]) -> None:
    if not (FOLDER / "clear_dev.jsonl").exists():
        sys.exit(f"{FOLDER}: no clear_dev.jsonl and onestop_dev.jsonl, which this measures on.")
    for part in parts or ["syllables", "speed", "judgement"]:
        {"syllables": syllables, "speed": speed, "judgement": judgement}[part]()


if __name__ == "__main__":
    main(sys.argv[1:])
