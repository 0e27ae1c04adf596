"""The README: its figures are those that the benchmarks kept, and it is short."""

import re

import pandas as pd
import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
INSTRUMENTS = ("encoder", "terms", "vader")
DATA = (
    "news with target",
    "mentions in news",
    "mentions in features",
    "written mentions",
    "news",
    "coded news",
    "coded features",
    "coded editorials",
    "written articles",
    "written",
    "five texts",
)
RESULTS = ROOT / "benchmarks" / "results"


def result(name: str) -> pd.DataFrame:
    return pd.read_csv(RESULTS / f"{name}.csv")


def figures() -> dict[str, list[float]]:
    """What each row of the tables must say, worked out from the results."""
    framing = result("framing_scores").query("figure == 'macro_f1'")
    f1 = framing.set_index(["data", "instrument"])["value"]
    alignment = result("duplicates_alignment").set_index(["tool", "kind"])["plagdet"]
    blocks = result("blocks").set_index("set")["macro_f1_units"]
    characters = result("blocks").set_index("set")["macro_f1_characters"]
    readers = result("readability_judgement").query("score != 'ease'")["CLEAR r"]
    ease = result("ease").set_index("figure")["value"]
    voice = result("voice").set_index("file")["accuracy"]
    scale = result("duplicates_scale").set_index("tool")["processor seconds"]
    speed = result("framing_scores").query("data == 'speed'").set_index("instrument")["value"]
    reading = result("readability_speed").set_index(["data", "work"])["times_textstat"]
    counted = "counts and formulas as textstat's"
    felt = result("framing_scores").query("figure == 'rating_r'").set_index("instrument")["value"]
    return {
        "Scores and people": [felt[name] for name in INSTRUMENTS],
        "Framing of a sentence": [f1["coded news", name] for name in INSTRUMENTS],
        "The same labels": [f1["news", name] for name in INSTRUMENTS],
        "Framing on other": [f1["coded features", name] for name in INSTRUMENTS],
        "Framing towards": [f1["news with target", name] for name in INSTRUMENTS],
        "Names in whole": [f1["mentions in features", name] for name in INSTRUMENTS],
        "Framing of the five": [f1["five texts", name] for name in INSTRUMENTS],
        "Whose voice": [voice["all"]],
        "Kind of block": [
            blocks["five texts"],
            characters["five texts"],
            *(blocks[name] for name in ("dev", "first", "second")),
        ],
        "Passages": [
            alignment[tool, "all"]
            for tool in ("find_duplicates", "difflib, 8 words", "text-matcher")
        ],
        "Ease of reading": [ease["CLEAR r, cross-validated"], readers.max()],
        "VADER's scores": [speed["vader, vectorised"] / speed["vaderSentiment"]],
        "Passages in 20,000": [
            scale["datasketch"] / scale["ours"],
            scale["datasketch_batch"] / scale["ours"],
            scale["rensa"] / scale["ours"],
        ],
        "Twelve formulas": [
            reading[data, work]
            for work in (counted, "score_readability, blocks found")
            for data in ("CLEAR", "OneStopEnglish")
        ],
    }


def test_figures_are_those_measured() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| ")]
    for label, values in figures().items():
        row = next(row for row in rows if row.startswith(f"| {label}"))
        found = re.findall(r"\b\d+\.\d+\b", row)
        digits = [len(number.partition(".")[2]) for number in found]
        assert found == [f"{v:.{d}f}" for v, d in zip(values, digits, strict=True)], label


def test_accuracy_that_reports_show_is_the_one_measured() -> None:
    shown = pd.read_csv(ROOT / "analysis" / "data" / "framing_accuracy.csv")
    kept = ["macro_f1", "low", "high", "balance_error", "balance_bias", "own_bias", "rating_r"]
    assert shown.columns.tolist() == ["instrument", "data", "n", *kept]
    measured = result("framing_scores").query("figure == 'macro_f1'")
    both = shown.merge(measured, on=["instrument", "data"])
    for name in INSTRUMENTS:
        assert (both["instrument"] == name).sum() == len(DATA)
    assert both["macro_f1"].tolist() == both["value"].tolist()
    coded = result("framing_confusion").groupby(["instrument", "data"], as_index=False)["n"].sum()
    counted = shown.merge(coded, on=["instrument", "data"], suffixes=("", "_coded"))
    assert counted["n"].tolist() == counted["n_coded"].tolist()


def test_the_card_of_the_encoder_says_what_was_measured() -> None:
    card = (ROOT / "analysis" / "weights" / "README.md").read_text("utf-8")
    scores = result("framing_scores").set_index(["data", "instrument", "figure"])["value"]
    for data in DATA:
        row = next(line for line in card.splitlines() if line.startswith(f"| {data} |"))
        names = [(data, "encoder", figure) for figure in ("macro_f1", "calibration_error")]
        expected = [f"{scores[name]:.3f}" for name in names]
        assert re.findall(r"\b\d\.\d{3}\b", row) == expected


def test_the_card_says_how_scores_go_with_ratings() -> None:
    card = (ROOT / "analysis" / "weights" / "README.md").read_text("utf-8")
    felt = result("framing_scores").query("figure == 'rating_r'").set_index("instrument")["value"]
    said = card[card.index("Its scores correlate") :].split("\n\n")[0]
    measured = [f"{felt[name]:.2f}" for name in ("encoder", "vader", "coders")]
    assert re.findall(r"\b0\.\d\d\b", said) == measured


def test_the_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, object] = {}
    exec(example.replace("compare_framing(framing)", "table = compare_framing(framing)"), names)
    table = names["table"]
    assert isinstance(table, pd.DataFrame) and table["outlet"].nunique() == 5


def test_commands_and_files_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)`", README):
        assert f"\n{target}:" in makefile
    for path in re.findall(r"`((?:benchmarks|analysis|corpus|tests)/[\w/.]*)`", README):
        assert (ROOT / path).exists(), path
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).exists()
    assert len(README.splitlines()) < 150
