"""Without the extra: the terms do all, and one line says how to get the encoder."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.checks import InputError
from analysis.cli import main
from analysis.framing import encoder
from analysis.framing.actors import frame_actors
from analysis.framing.explain import explain_framing
from analysis.framing.score import score_framing
from analysis.framing.target import score_target_framing
from analysis.report.tables import make_tables
from analysis.sentences.split import split_sentences

TEXT = "Ana Gil won. Gil gave a brilliant speech. Fans love Gil, and the critics are silent."


@pytest.fixture(autouse=True)
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoder's libraries cannot be found, nor imported by whoever tries all the same."""
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    for name in ("onnxruntime", "tokenizers"):
        monkeypatch.setitem(sys.modules, name, None)
    encoder.load_encoder.cache_clear()


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    source = tmp_path / "t.jsonl"
    source.write_text(json.dumps({"doc_id": "a", "outlet": "A", "text": TEXT}), encoding="utf-8")
    return str(source)


def documents() -> pd.DataFrame:
    row = {
        "doc_id": "a",
        "outlet": "A",
        "title": "",
        "language": "en",
        "published": "",
        "sha256": "",
    }
    return pd.DataFrame([row | {"text": TEXT}])


def test_auto_is_terms() -> None:
    assert encoder.choose_instrument("auto") == "terms"
    sentences = split_sentences(documents())
    mentions = pd.DataFrame({"text": [TEXT], "start": [0], "end": [7]})
    for score, table in (
        (score_framing, sentences),
        (explain_framing, sentences),
        (score_target_framing, mentions),
    ):
        found = score(table)
        pd.testing.assert_frame_equal(found, score(table, "terms"))
        assert set(found["instrument"]) == {"terms"}
    assert set(frame_actors(documents(), sentences)["instrument"]) == {"terms"}
    tables = make_tables(documents())
    for name in ("sentences", "evidence", "actors", "framing", "actors_by_outlet"):
        assert set(tables[name]["instrument"]) == {"terms"}, name


def test_the_encoder_names_the_command_that_installs_it() -> None:
    sentences = split_sentences(documents())
    told = re.escape('pip install "news-parallax[encoder]"')
    for ask in (score_framing, explain_framing):
        with pytest.raises(InputError, match=told):
            ask(sentences, instrument="encoder")
    with pytest.raises(InputError, match=told):
        make_tables(documents(), instrument="encoder")


@pytest.mark.parametrize("command", ["report", "score"])
def test_command_line_says_in_one_line_what_it_used(
    command: str, corpus: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / ("s.csv" if command == "score" else "r")
    asked = [command, corpus, "--out", str(out)]
    assert main([*asked, "--instrument", "encoder"]) == 2
    assert encoder.INSTALL in capsys.readouterr().err
    assert not out.exists()
    assert main(asked) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    assert len(told) == 1
    assert told[0].startswith("Framing by terms.")
    assert told[0].endswith(encoder.INSTALL)
    table = pd.read_csv(out if command == "score" else out / "tables" / "sentences.csv")
    assert set(table["instrument"]) == {"terms"}
    assert main([*asked, "--instrument", "terms"]) == 0
    assert capsys.readouterr().err.strip() == ""


def test_a_fresh_interpreter_without_the_extra_imports_and_scores() -> None:
    program = """
import sys
sys.modules["onnxruntime"] = sys.modules["tokenizers"] = None
import pandas as pd
import analysis, analysis.cli
print(analysis.score_framing(pd.DataFrame({"text": ["A triumph."]}))["instrument"][0])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("terms", 0), done.stderr
