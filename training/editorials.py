"""Editorials whose sentences twenty people each have rated (Hutto and Gilbert 2014, MIT).

They are in the source archive of vaderSentiment, which the package index keeps:
pip download --no-deps --no-binary :all: vaderSentiment==3.3.2 -d build
"""

import csv
import hashlib
import io
import sys
import tarfile
from pathlib import Path

import pandas as pd

from training.tables import read_table

ARCHIVE = Path(__file__).parent.parent / "build" / "vaderSentiment-3.3.2.tar.gz"
COMMAND = "pip download --no-deps --no-binary :all: vaderSentiment==3.3.2 -d build"
WITHIN = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
RATINGS = "hutto_ICWSM_2014/nytEditorialSnippets_GroundTruth.txt"
SHA256 = "7d8fbcce7dde5d716da53e78f4ef4be6b706e9ef1e1d51887e6d0ad4b69cc27e"


def read_editorials() -> pd.DataFrame:
    """One row a sentence, in order: key, group (its editorial), rating (-4 to 4), text."""
    if not ARCHIVE.exists():
        sys.exit(f"{ARCHIVE} is missing: {COMMAND}")
    with tarfile.open(ARCHIVE) as outer:
        inner = io.BytesIO(read_member(outer, WITHIN))
    with tarfile.open(fileobj=inner) as archive:
        content = read_member(archive, RATINGS)
    if hashlib.sha256(content).hexdigest() != SHA256:
        sys.exit(f"{ARCHIVE} is not the one expected: {COMMAND}")
    rows = csv.reader(io.StringIO(content.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    table = pd.DataFrame(rows, columns=["key", "rating", "text"])
    group = "editorial " + table["key"].str.split("_").str[0]
    text = table["text"].str.strip()
    return table.assign(rating=table["rating"].astype(float), text=text, group=group)


def read_coded_editorials() -> pd.DataFrame:
    """As read_editorials, with framing and voice; never learned from, only measured on."""
    coded = read_table("editorials_coded.csv")
    return coded.merge(read_editorials(), on="key", validate="one_to_one")


def read_member(archive: tarfile.TarFile, name: str) -> bytes:
    """The content of one file in an archive."""
    file = archive.extractfile(name)
    return file.read() if file else b""
