"""The command line: what it must not overwrite, and what it prints of strange names."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.corpus import MANIFEST_COLUMNS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus with a manifest that lists an article named like a table."""
    folder = tmp_path / "corp"
    folder.mkdir()
    (folder / "a.csv").write_text("It rained on Monday.", "utf-8")
    header = ",".join(MANIFEST_COLUMNS)
    (folder / "manifest.csv").write_text(f"{header}\na,a.csv,Post,,en,,\n", "utf-8")
    return folder


@pytest.mark.parametrize("command", [["duplicates"], ["score", "--instrument", "terms"]])
@pytest.mark.parametrize("name", ["manifest.csv", "a.csv", "../corp/a.csv"])
def test_what_the_articles_are_read_from_is_not_written_to(
    folder: Path, capsys: pytest.CaptureFixture[str], command: list[str], name: str
) -> None:
    out = folder / name
    before = out.read_bytes()
    assert main([*command, str(folder), "--out", str(out)]) == 2
    assert "the articles are read from it" in capsys.readouterr().err
    assert out.read_bytes() == before


@pytest.mark.parametrize("command", [["duplicates"], ["score", "--instrument", "terms"]])
def test_a_table_is_not_written_over_itself(tmp_path: Path, command: list[str]) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("text\nIt rained.\n", "utf-8")
    assert main([*command, str(table), "--out", str(table)]) == 2
    assert table.read_text("utf-8") == "text\nIt rained.\n"
    for _ in range(2):
        assert main([*command, str(table), "--out", str(tmp_path / "out.csv")]) == 0


def test_names_are_printed_without_control_characters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a\x1b[31m\u202e.txt").write_bytes(b"a\xe9")
    assert main(["check", str(tmp_path)]) == 1
    assert "a\\x1b[31m\\u202e.txt: " in capsys.readouterr().out
    assert main(["score", str(tmp_path), "--out", str(tmp_path / "s.csv")]) == 2
    assert "a\\x1b[31m\\u202e.txt: " in capsys.readouterr().err.replace("\n", "")


def test_names_that_the_terminal_cannot_show_are_escaped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crónica.txt").write_bytes(b"a\xe9")
    plain = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", plain)
    assert main(["check", str(tmp_path)]) == 1
    plain.seek(0)
    assert "cr\\xf3nica.txt: " in plain.read()


def test_check_says_once_which_columns_it_took_and_which_dates_it_left(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("Outlet,Date,body\x1b\nPost,soon,It rained.\n", "utf-8")
    command = [sys.executable, "-m", "analysis", "check", str(table)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "1 articles, no problem\n"
    columns = "columns 'Outlet' read as outlet, 'Date' read as published, 'body\\x1b' read as text"
    dates = "published is left empty where it is no clear date: mine.csv, row 1: 'soon'"
    assert sorted(done.stderr.splitlines()) == [f"{table}: {columns}", f"{table}: {dates}"]


@pytest.mark.parametrize("command", [["duplicates"], ["score", "--instrument", "terms"]])
def test_what_cannot_be_written_leaves_nothing_and_capitals_of_a_name_do_not_matter(
    tmp_path: Path, command: list[str]
) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("text\nIt rained.\n", "utf-8")
    (tmp_path / "f.csv").mkdir()
    assert main([*command, str(table), "--out", str(tmp_path / "f.csv")]) == 2
    assert main([*command, str(table), "--out", str(tmp_path / "x.CSV")]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"mine.csv", "f.csv", "x.CSV"}
