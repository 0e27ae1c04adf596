"""Make analysis/data/readability_frequencies.csv.gz from the word list of wordfreq 3.1.1.

pip install wordfreq==3.1.1 && python benchmarks/make_frequencies.py
"""

import gzip
import re
from math import log10
from pathlib import Path

from wordfreq import get_frequency_dict

OUT = Path(__file__).parents[1] / "analysis/data/readability_frequencies.csv.gz"
LEAST = 2.5
WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


def main() -> None:
    zipf = {word: 9 + log10(share) for word, share in get_frequency_dict("en", "large").items()}
    kept = sorted(word for word in zipf if zipf[word] >= LEAST and WORD.fullmatch(word))
    lines = [f"{word},{zipf[word]:.1f}" for word in kept]
    text = "\n".join(["word,zipf", *lines, ""])
    OUT.write_bytes(gzip.compress(text.encode("ascii"), mtime=0))
    print(f"{len(kept):,} words, {OUT.stat().st_size:,} bytes: {OUT}")


if __name__ == "__main__":
    main()
