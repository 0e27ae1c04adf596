"""What benchmarks/framing.py measures of the encoder: its folds, speed, size and evidence.

python -m training.encoder --folds wrote what each fold's encoder says of what it did not see.
"""

import json
import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from analysis.framing.encoder import encode_sentences, load_encoder
from analysis.framing.explain import explain_framing
from analysis.framing.score import LABELS
from analysis.framing.weights import probabilities
from training.tables import TOWARDS

RESULTS = Path(__file__).parent / "results"
WEIGHTS = Path(__file__).resolve().parent.parent / "analysis" / "weights"
TIMED = 2000  # sentences
DELETED = 3  # words at a time when evidence is put to the test


def read_folds(data: str, table: pd.DataFrame) -> np.ndarray:
    """Calibrated probabilities of a table's rows by the encoders that did not see them."""
    said = pd.read_csv(RESULTS / "framing_encoder_folds.csv")
    rows = said[said["data"] == data].set_index("row").reindex(table.index)
    if (rows["text"] != [zlib.crc32(text.encode()) for text in table["text"]]).any():
        sys.exit("The folds are of other sentences: run python -m training.encoder --folds")
    task = "target" if data in TOWARDS else "sentence"
    logits = rows[list(LABELS)].to_numpy(float)
    temperature = json.loads((WEIGHTS / "encoder.json").read_text())["temperature"][task]
    promotional, neutral, critical = logits.T / temperature
    return probabilities((promotional - critical) / 2, neutral - (promotional + critical) / 2)


def measure_running(texts: list[str]) -> dict[str, float]:
    """Sentences a second on one core and on two, seconds to load, megabytes on disk."""
    figures = {}
    cores = sorted(os.sched_getaffinity(0))
    for count in (1, 2):
        if len(cores) < count:
            continue
        command = [sys.executable, __file__, *map(str, cores[:count])]
        given = "\n".join(text.replace("\n", " ") for text in texts[:TIMED])
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
        loading, rate = map(float, done.stdout.split())
        figures[f"sentences_per_second, {count} core{'s' * (count > 1)}"] = rate
        figures[f"seconds_to_load, {count} core{'s' * (count > 1)}"] = loading
    figures["megabytes"] = sum(file.stat().st_size for file in WEIGHTS.iterdir()) / 1e6
    return figures


def time_here(cores: list[int]) -> None:
    """Load, ONNX Runtime included, and score the lines of standard input on these cores alone."""
    os.sched_setaffinity(0, cores)
    texts = sys.stdin.read().split("\n")
    start = time.perf_counter()
    load_encoder()
    loaded = time.perf_counter()
    encode_sentences(texts[:50])
    laps = []
    for _ in range(3):
        begun = time.perf_counter()
        encode_sentences(texts)
        laps.append(time.perf_counter() - begun)
    print(loaded - start, len(texts) / min(laps))


def measure_evidence(texts: list[str], seed: int = 1) -> dict[str, float]:
    """How far deleting words moves the logit: those of most weight against others at random.

    The words are cut out of the text, which is then read anew. Of sentences of at least nine words;
    mean of absolute changes.
    """
    random = np.random.default_rng(seed)
    evidence = explain_framing(pd.DataFrame({"text": texts}), instrument="encoder")
    cut: dict[str, list[str]] = {"whole": [], "top words": [], "random words": []}
    for row, words in evidence.groupby("sentence"):
        if len(words) < 3 * DELETED:
            continue
        order = words["contribution"].abs().sort_values(ascending=False).index
        chance = random.choice(order[DELETED:], DELETED, replace=False)
        cut["whole"].append(texts[row])
        cut["top words"].append(delete(texts[row], words.loc[order[:DELETED]]))
        cut["random words"].append(delete(texts[row], words.loc[chance]))
    slant = {name: 2 * encode_sentences(some)[0] for name, some in cut.items()}
    figures = {
        f"{DELETED} {name} deleted, change of the logit": float(
            np.abs(slant["whole"] - slant[name]).mean()
        )
        for name in ("top words", "random words")
    }
    sums = evidence.groupby("sentence").agg(parts=("contribution", "sum"), whole=("whole", "first"))
    figures["sum of words against whole, r"] = float(sums["parts"].corr(sums["whole"]))
    return figures


def delete(text: str, words: pd.DataFrame) -> str:
    """The text without the words."""
    for start, end in sorted(zip(words["start"], words["end"], strict=True), reverse=True):
        text = text[:start] + text[end:]
    return text


if __name__ == "__main__":
    time_here([int(core) for core in sys.argv[1:]])
