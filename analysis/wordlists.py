"""Word lists: the terms of each class in one of the CSV files of analysis/data; plain words."""

import csv
import gzip
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of analysis/data/NAME.csv, each a dict of its columns."""
    source = files("analysis") / "data" / f"{name}.csv"
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


@lru_cache
def read_classes(name: str) -> dict[str, frozenset[str]]:
    """The terms of each class, for a file with the columns term and class.

    Example:
        >>> "vs" in read_classes("sentence_words")["inner"]
        True
    """
    classes: dict[str, set[str]] = defaultdict(set)
    for row in read_rows(name):
        classes[row["class"]].add(row["term"])
    return {label: frozenset(terms) for label, terms in classes.items()}


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """63,367 words that English writes in lower case (SCOWL, Atkinson 2016, up to size 50).

    Example:
        >>> "president" in ordinary_words(), "argentina" in ordinary_words()
        (True, False)
    """
    packed = files("analysis").joinpath("data/copydesk_ordinary_words.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("ascii").split())
