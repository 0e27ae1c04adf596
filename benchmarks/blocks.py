"""Kinds of block against coded units: the five texts, and composed pages of 42 makes.

    python benchmarks/blocks.py [--split dev|first|second] [--mistakes]

reads corpus/ and tests/data/pages/ (see the README there). A unit counts as the kind that most of
its characters have, or each character counts for itself; F1 is averaged over the kinds that the
coder or the finder used. Prose kept is the share of characters of coded body and deck that stay
body, deck or list, and so reach the scores. Pages are given without their titles.
"""

import argparse
import time
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from analysis.blocks.find import PROSE, find_blocks
from analysis.corpus import load_corpus
from analysis.export import write_table

ROOT = Path(__file__).parent.parent
SPLITS = ("dev", "first", "second")
PAGES = ROOT / "tests" / "data" / "pages"

RESULTS = Path(__file__).parent / "results"


def read_pages(split: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Documents and coded units of one split of the composed pages."""
    units = pd.read_csv(PAGES / "coded.csv").rename(columns={"file": "doc_id"})
    units = units[units["split"] == split].reset_index(drop=True)
    files = units["doc_id"].unique()
    texts = [(PAGES / file).read_text(encoding="utf-8") for file in files]
    return pd.DataFrame({"doc_id": files, "text": texts}), units


def read_five() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The five texts and their coded units."""
    documents = load_corpus(ROOT / "corpus")
    units = pd.read_csv(ROOT / "corpus" / "coded.csv").rename(columns={"block": "kind"})
    manifest = pd.read_csv(ROOT / "corpus" / "manifest.csv")
    return documents, units.merge(manifest[["file", "doc_id"]], on="file")


def overlaps(blocks: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """One row a unit and block that share characters: unit, wanted, found, characters."""
    units = units.reset_index(names="unit")[["unit", "doc_id", "start", "end", "kind"]]
    pairs = units.merge(blocks[["doc_id", "start", "end", "kind"]], on="doc_id")
    starts, ends = pairs[["start_x", "start_y"]].max(axis=1), pairs[["end_x", "end_y"]].min(axis=1)
    pairs = pairs.assign(characters=ends - starts).query("characters > 0")
    return pairs.rename(columns={"kind_x": "wanted", "kind_y": "found"})[
        ["unit", "wanted", "found", "characters"]
    ]


def by_majority(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row a unit, with the kind that most of its characters have."""
    sums = pairs.groupby(["unit", "wanted", "found"], as_index=False)["characters"].sum()
    most = sums.loc[sums.groupby("unit")["characters"].idxmax()]
    return most.assign(characters=1)


def f1_by_kind(pairs: pd.DataFrame) -> pd.Series:
    """F1 of each kind that was wanted or found, weighted by characters."""
    counts = pairs.pivot_table(
        index="wanted", columns="found", values="characters", aggfunc="sum", fill_value=0
    )
    kinds = sorted({*counts.index, *counts.columns})
    counts = counts.reindex(index=kinds, columns=kinds, fill_value=0)
    both = pd.Series([counts.loc[kind, kind] for kind in kinds], index=kinds)
    return 2 * both / (counts.sum(axis=0) + counts.sum(axis=1))


def prose_kept(pairs: pd.DataFrame) -> float:
    """Share of the characters of coded prose that the finder leaves to the scores."""
    prose = pairs[pairs["wanted"].isin(["body", "deck"])]
    kept = prose[prose["found"].isin(PROSE)]
    return float(kept["characters"].sum() / prose["characters"].sum())


def show_mistakes(console: Console, documents: pd.DataFrame, units: pd.DataFrame) -> None:
    texts = documents.set_index("doc_id")["text"]
    majority = by_majority(overlaps(find_blocks(documents), units))
    for row in majority[majority["wanted"] != majority["found"]].itertuples():
        unit = units.loc[row.unit]
        words = texts[unit["doc_id"]][unit["start"] : unit["end"]][:70]
        line = f"{unit['doc_id']:34} {row.wanted:>14} as {row.found:14} {words!r}"
        console.print(line, markup=False, soft_wrap=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--split", choices=SPLITS)
    options.add_argument("--mistakes", action="store_true")
    chosen = options.parse_args()
    console = Console()
    sets = {split: read_pages(split) for split in SPLITS if chosen.split in (None, split)}
    table = Table(title="Kinds of block against coded units")
    for column in ("set", "units", "macro-F1, units", "macro-F1, characters", "prose kept", "ms"):
        table.add_column(column)
    found, kept = {}, []
    for name, (documents, units) in {"five texts": read_five(), **sets}.items():
        find_blocks(documents)
        began = time.perf_counter()
        blocks = find_blocks(documents)
        each = (time.perf_counter() - began) * 1000 / len(documents)
        pairs = overlaps(blocks, units)
        majority = by_majority(pairs)
        found[name] = f1_by_kind(majority)
        figures = (found[name].mean(), f1_by_kind(pairs).mean(), prose_kept(pairs))
        kept.append((name, len(units), *figures))
        table.add_row(name, str(len(units)), *(f"{share:.3f}" for share in figures), f"{each:.1f}")
    console.print(table)
    columns = ["set", "units", "macro_f1_units", "macro_f1_characters", "prose_kept"]
    write_table(pd.DataFrame(kept, columns=columns), RESULTS / "blocks.csv")
    console.print(pd.DataFrame(found).round(2).to_string(na_rep=""))
    if chosen.mistakes:
        for documents, units in sets.values():
            show_mistakes(console, documents, units)


if __name__ == "__main__":
    main()
