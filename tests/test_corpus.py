"""Corpus: the five texts to the letter, and a clear word for every fault."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.checks import InputError
from analysis.corpus import MANIFEST_COLUMNS, check_corpus, corpus_files, load_corpus

HEADER = ",".join(MANIFEST_COLUMNS)


def folder_with(tmp_path: Path, *rows: str, header: str = HEADER, **texts: bytes) -> Path:
    for name, content in texts.items():
        (tmp_path / f"{name}.txt").write_bytes(content)
    (tmp_path / "manifest.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return tmp_path


def test_five_texts(documents: pd.DataFrame) -> None:
    assert len(documents) == 5
    assert list(documents.columns[:7]) == [
        *("doc_id", "outlet", "title", "language", "published", "text", "sha256")
    ]
    for row in documents.itertuples():
        assert hashlib.sha256(row.text.encode()).hexdigest() == row.sha256


def test_coded_units_are_spans_of_the_texts(documents: pd.DataFrame, coded: pd.DataFrame) -> None:
    texts = documents.set_index("doc_id")["text"]
    for unit in coded.itertuples():
        span = texts[unit.doc_id][unit.start : unit.end]
        assert span
        assert span == span.strip()


def test_coded_units_equal_those_of_the_evaluation_data(
    coded: pd.DataFrame, evaluation: Path
) -> None:
    wanted = pd.read_csv(evaluation / "five_texts_coded.csv").drop(columns="text")
    pd.testing.assert_frame_equal(coded[wanted.columns], wanted)


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        (["a,none.txt,O,,en,,"], HEADER, "row 1: file 'none.txt' is not there"),
        (["a,a.txt,O,,en,,0000"], HEADER, "the sha256 of 'a.txt' is"),
        (["a,a.txt,O,,en,,", "a,b.txt,O,,en,,"], HEADER, "row 2: doc_id 'a' is already taken by"),
        ([",a.txt,O,,en,,"], HEADER, "the doc_id is empty"),
        (["a,a.txt,O,,en,,"], HEADER.replace("outlet,", ""), "no column 'outlet'"),
        (["a,bad.txt,O,,en,,"], HEADER, r"bad.txt is not UTF-8 \(byte 1\)"),
        (["a,empty.txt,O,,en,,"], HEADER, "the text is empty"),
        (["a,../a.txt,O,,en,,"], HEADER, "lies outside the folder"),
        (["a,a.txt,O,,en,,"], HEADER, "b.txt: the manifest does not list it"),
    ],
)
def test_manifest_faults_are_named(tmp_path: Path, rows: list[str], header: str, said: str) -> None:
    texts = {"a": b"A text.", "b": b"B text.", "bad": b"a\xe9b", "empty": b" \n"}
    folder = folder_with(tmp_path, *rows, header=header, **texts)
    problems = check_corpus(folder)
    assert problems["remedy"].str.len().gt(0).all()
    lines = problems["file"] + ", row " + problems["row"] + ": " + problems["reason"]
    assert lines.str.replace(", row :", ":").str.contains(said).any()
    with pytest.raises(InputError):
        load_corpus(folder)


def test_a_fault_does_not_stop_a_batch(tmp_path: Path) -> None:
    rows = ["a,a.txt,O,,en,,", "b,bad.txt,O,,en,,", "c,c.txt,O,,en,,"]
    folder = folder_with(tmp_path, *rows, a=b"A text.", bad=b"a\xe9", c=b"C text.")
    assert load_corpus(folder, skip_bad=True)["doc_id"].tolist() == ["a", "c"]
    assert check_corpus(folder)["row"].tolist() == ["2"]


def test_a_batch_without_any_good_article_says_why(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "a,bad.txt,O,,en,,", bad=b"a\xe9")
    with pytest.raises(InputError, match="not UTF-8"):
        load_corpus(folder, skip_bad=True)


def test_folder_without_manifest(tmp_path: Path) -> None:
    (tmp_path / "times").mkdir()
    (tmp_path / "times" / "one.txt").write_text("One.\r\nTwo.", encoding="utf-8", newline="")
    (tmp_path / "two.md").write_text("# Two", encoding="utf-8")
    (tmp_path / "notes.xyz").write_text("no article", encoding="utf-8")
    documents = load_corpus(tmp_path)
    assert documents["doc_id"].tolist() == ["times/one", "two"]
    assert documents["outlet"].tolist() == ["times", "two"]
    assert documents["text"].tolist() == ["One.\r\nTwo.", "# Two"]


def test_html_page(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    body = "".join(f"<p>The council met on day {i} and voted for the bridge.</p>" for i in range(9))
    page = f"<html><head><title>Bridge</title></head><body><article>{body}</article></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    document = load_corpus(tmp_path).iloc[0]
    assert document["text"].startswith("The council met on day 0")
    assert document["title"] == "Bridge"


def test_tables(tmp_path: Path) -> None:
    rows = [
        {"doc_id": "x", "outlet": "Times", "text": "One.", "published": "2025-01-31T10:00:00"},
        {"doc_id": "y", "outlet": "Post", "text": "=Two", "published": ""},
    ]
    frame = pd.DataFrame(rows)
    frame.to_csv(tmp_path / "t.csv", index=False)
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    tables = [load_corpus(tmp_path / "t.csv"), load_corpus(tmp_path / "t.jsonl")]
    pytest.importorskip("pyarrow")
    frame.to_parquet(tmp_path / "t.parquet")
    tables.append(load_corpus(tmp_path / "t.parquet"))
    for table in tables:
        assert table["text"].tolist() == ["One.", "=Two"]
        assert table["published"].tolist() == ["2025-01-31", ""]
        assert table["outlet"].tolist() == ["Times", "Post"]


def test_table_faults(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,words\n1,x\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column 'text'; it has 'id', 'words'"):
        load_corpus(tmp_path / "t.csv")
    (tmp_path / "t.jsonl").write_text('{"text": "a"}\nnot json\n[1]\n', encoding="utf-8")
    assert check_corpus(tmp_path / "t.jsonl")["row"].tolist() == ["2", "3"]
    (tmp_path / "u.csv").write_bytes(b'text\n"a\xff"\n')
    with pytest.raises(InputError, match="not a CSV table in UTF-8"):
        load_corpus(tmp_path / "u.csv")


def test_semicolons_and_earlier_reports(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("outlet|text\nA|x\n", encoding="utf-8")
    assert check_corpus(tmp_path / "t.csv")["remedy"].tolist() == ["Put commas between the columns"]
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    for name in ("index.html", "manifest.csv", "tables/codebook.csv", "figures/x.txt"):
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_text("made", encoding="utf-8")
    assert load_corpus(tmp_path)["doc_id"].tolist() == ["a"]


def test_no_such_path_and_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        load_corpus(tmp_path / "none")
    with pytest.raises(InputError, match="no article in it"):
        load_corpus(tmp_path)
    (tmp_path / "a.pdf").write_bytes(b"x")
    with pytest.raises(InputError, match="is not a kind of file it reads"):
        load_corpus(tmp_path / "a.pdf")


def test_languages_with_a_region_and_languages_that_are_none(tmp_path: Path) -> None:
    table = tmp_path / "t.jsonl"
    given = ["en-US", "ES", "", "English"]
    rows = [{"text": "It rained.", "language": language} for language in given]
    table.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert load_corpus(table, skip_bad=True)["language"].tolist() == ["en", "es", ""]
    problem = check_corpus(table).iloc[0]
    assert problem["row"] == "4" and "'english' is not a code" in problem["reason"]


def test_a_bad_line_of_json_does_not_end_the_table(tmp_path: Path) -> None:
    table = tmp_path / "t.jsonl"
    table.write_text('{"text": "one"}\n{"words": "two"}\n{"text": "thr\\ud83d"}\n', "utf-8")
    assert load_corpus(table, skip_bad=True)["text"].tolist() == ["one", "thr\ufffd"]
    assert check_corpus(table)["row"].tolist() == ["2"]


def test_rows_longer_than_the_first_line_are_said(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("doc_id,text\na,It rained, and it snowed.\n", "utf-8")
    assert "rows have more fields" in check_corpus(table)["reason"].iloc[0]
    table.write_text("text\nIt rained.\nIt snowed, it froze.\n", "utf-8")
    problem = check_corpus(table).iloc[0]
    assert problem["reason"] == "line 3 has more fields than the first line names"
    assert problem["remedy"].startswith("Put quotation marks")


def test_the_outlet_is_the_first_folder(tmp_path: Path) -> None:
    for outlet in ("times", "post"):
        (tmp_path / outlet / "2024").mkdir(parents=True)
        (tmp_path / outlet / "2024" / "a.txt").write_text("It rained.", "utf-8")
    assert load_corpus(tmp_path)["outlet"].tolist() == ["post", "times"]


def test_dates_in_a_story_do_not_date_its_page(tmp_path: Path) -> None:
    story = "<p>" + "The old bridge was built on 4 March 2011 and stands to this day. " * 5 + "</p>"
    page = f"<html><body><article>{story}</article><footer>© 2019 The Post</footer></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert load_corpus(tmp_path)["published"].tolist() == [""]


def test_hidden_files_and_what_a_browser_saved_beside_a_page_are_no_articles(
    tmp_path: Path,
) -> None:
    pytest.importorskip("trafilatura")
    story = "<p>" + "The council met and voted for the new bridge over the river. " * 5 + "</p>"
    page = f"<html><body><article>{story}</article></body></html>"
    for name in (
        *("a.txt", "._a.txt", ".ipynb_checkpoints/a-checkpoint.txt", "__MACOSX/._a.txt"),
        *("README.md", "story.html", "story_files/frame.html", "story_files/deep/ad.htm"),
        *("other_files/b.txt", "story_archivos/frame.html"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page, "utf-8")
    assert load_corpus(tmp_path)["doc_id"].tolist() == ["a", "other_files/b", "story"]
    assert {path.name for path in corpus_files(tmp_path)} == {"a.txt", "b.txt", "story.html"}


def test_a_manifest_adds_to_what_a_page_names_and_never_replaces_its_text(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    story = "<p>" + "The council met and voted for the new bridge over the river. " * 5 + "</p>"
    page = f"<html><head><title>Bridge</title></head><body><article>{story}</article></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (tmp_path / "b.txt").write_text("It rained.", "utf-8")
    header = f"{HEADER},text,note"
    rows = ["a,a.html,,,en,,,none of it,", "b,b.txt,Post,Rain,en,,,,wet"]
    documents = load_corpus(folder_with(tmp_path, *rows, header=header))
    assert documents["title"].tolist() == ["Bridge", "Rain"]
    assert documents["outlet"].tolist() == ["a", "Post"]
    assert documents["text"].str[:10].tolist() == ["The counci", "It rained."]
    assert documents["note"].tolist() == ["", "wet"]


def test_listed_files_are_compared_by_what_they_are(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "a,./a.txt,O,,en,,", "c,sub/../c.txt,O,,en,,", a=b"A.", c=b"C.")
    (tmp_path / "sub").mkdir()
    for name in ("b.md", "d.HTML", "README.md", ".e.txt"):
        (tmp_path / name).write_text("B.", "utf-8")
    problems = check_corpus(folder)
    assert problems["file"].tolist() == ["b.md", "d.HTML"]
    assert set(problems["reason"]) == {"the manifest does not list it"}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ('["a"]', "a list"),
        ('{"a": 1}', "an object"),
        ("true", "true"),
        ("5", "a number"),
        ("NaN", ""),
        ("null", ""),
    ],
)
def test_json_that_is_no_text_is_named(tmp_path: Path, value: str, kind: str) -> None:
    table = tmp_path / "t.jsonl"
    first = '{"text": "one", "doc_id": 7, "title": NaN}'
    table.write_text(f'{first}\n{{"text": {value}}}\n', "utf-8")
    reason = f"column 'text' holds {kind}, not text" if kind else "the text is empty"
    assert check_corpus(table)[["row", "reason"]].to_numpy().tolist() == [["2", reason]]
    documents = load_corpus(table, skip_bad=True)
    assert documents[["doc_id", "title"]].to_numpy().tolist() == [["7", ""]]


def test_json_lines_are_counted_as_lines(tmp_path: Path) -> None:
    table = tmp_path / "t.jsonl"
    deep = '{"text": ' + "[" * 100_000
    table.write_text(f'\n{{"text": "one"}}\n\n{{"text": " "}}\n{deep}\n{{"body": ""}}\n', "utf-8")
    problems = check_corpus(table)
    assert problems["row"].tolist() == ["4", "5", "6"]
    assert problems["reason"][1] == "not JSON (nested too deeply)"
    assert load_corpus(table, skip_bad=True)["doc_id"].tolist() == ["row-2"]


def test_parquet_columns_of_other_kinds_and_named_indexes(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "t.parquet"
    texts = pd.DataFrame({"text": ["One.", None]}, index=pd.Index(["x", "y"], name="doc_id"))
    texts.to_parquet(path)
    assert load_corpus(path, skip_bad=True)["doc_id"].tolist() == ["x"]
    assert check_corpus(path)["reason"].tolist() == ["the text is empty"]
    for texts, kind in (
        ([["a"], ["b"]], "a list"),
        ([True, False], "true"),
        ([{"a": 1}], "an obj"),
    ):
        pd.DataFrame({"text": texts}).to_parquet(path)
        assert f"'text' holds {kind}" in check_corpus(path)["reason"][0]


def test_a_manifest_with_old_line_ends_and_one_that_is_none(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, a=b"A text.")
    manifest = folder / "manifest.csv"
    manifest.write_bytes(f"{HEADER}\ra,a.txt,O,,en,,\r".encode())
    assert load_corpus(folder)["doc_id"].tolist() == ["a"]
    manifest.write_text(f"{HEADER}\na,a.txt,{'O' * 200_000},,en,,\n", "utf-8")
    assert "not a CSV table" in check_corpus(folder)["reason"][0]


def test_a_comma_at_the_end_of_every_row_is_no_field(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("doc_id,text\n001,It rained.,\n002,It snowed.,\n", "utf-8")
    documents = load_corpus(table)
    assert documents["doc_id"].tolist() == ["001", "002"]
    assert documents["text"].tolist() == ["It rained.", "It snowed."]


def test_who_has_a_doc_id_is_said_with_a_row_where_there_is_one(tmp_path: Path) -> None:
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text("It rained.", "utf-8")
    reason = check_corpus(tmp_path)["reason"][0]
    assert reason == "doc_id 'a' is already taken by a.md"


def test_a_corpus_without_an_article_has_a_problem(tmp_path: Path) -> None:
    assert check_corpus(tmp_path)["reason"].tolist() == ["no article in it"]
    table = tmp_path / "t.csv"
    table.write_text("doc_id,text\n", "utf-8")
    assert check_corpus(table)["reason"].tolist() == ["no article in it"]
    with pytest.raises(InputError, match="no article in it"):
        load_corpus(table)


ALIKE = {"Date": "3 March 2024", "Source": "Times", "HEADLINE": "Rain", "body": "It rained."}
WANTED = ["2024-03-03", "Times", "Rain", "It rained."]
NAMES = ["published", "outlet", "title", "text"]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_columns_of_other_names_are_taken_and_said(
    tmp_path: Path, suffix: str, caplog: pytest.LogCaptureFixture
) -> None:
    table, frame = tmp_path / f"t.{suffix}", pd.DataFrame([ALIKE, ALIKE])
    if suffix == "csv":
        frame.to_csv(table, index=False)
    elif suffix == "jsonl":
        frame.to_json(table, orient="records", lines=True)
    else:
        pytest.importorskip("pyarrow")
        frame.to_parquet(table)
    assert check_corpus(table).empty
    documents = load_corpus(table)
    assert documents[NAMES].to_numpy().tolist() == [WANTED, WANTED]
    assert list(documents.columns) == [
        *("doc_id", "outlet", "title", "language", "published", "text", "sha256")
    ]
    told = "'Date' read as published, 'Source' read as outlet, 'HEADLINE' read as title"
    assert len(caplog.messages) == 1
    assert all(part in caplog.messages[0] for part in (str(table), *told.split(", ")))


@pytest.mark.parametrize(
    ("header", "title", "said"),
    [
        ("text,headline,title", "b", 0),
        ("text,Title,title", "b", 0),
        ("text,headline,Title", "b", 1),
        ("text,headline,TITLE ", "b", 1),
        ("text,HeadLine,note", "a", 1),
        ("text,note,headlines", "", 0),
    ],
)
def test_the_exact_name_goes_before_one_that_is_alike(
    tmp_path: Path, header: str, title: str, said: int, caplog: pytest.LogCaptureFixture
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"{header}\nIt rained.,a,b\n", "utf-8")
    assert load_corpus(table)["title"].tolist() == [title]
    assert len(caplog.messages) == said


def test_an_empty_field_of_the_exact_name_is_empty(tmp_path: Path) -> None:
    table = tmp_path / "t.jsonl"
    lines = ['{"text": "", "body": "x"}', '{"source": {"id": 1}, "content": "y"}', '{"body": [1]}']
    table.write_text("\n".join(lines), "utf-8")
    assert check_corpus(table)["row"].tolist() == ["1", "3"]
    documents = load_corpus(table, skip_bad=True)
    assert documents[["outlet", "text"]].to_numpy().tolist() == [["row-2", "y"]]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        *(("2024", "2024"), ("2024-03", "2024-03"), ("2024-03-01T10:00:00Z", "2024-03-01")),
        *(("3 March 2024", "2024-03-03"), ("March 3rd, 2024 10:31", "2024-03-03")),
        *(("Wed, 06 Mar 2024 10:00:00 GMT", "2024-03-06"), ("13/04/2024", "2024-04-13")),
        *(("4/13/2024", "2024-04-13"), ("3/3/2024", "2024-03-03"), ("20240301", "2024-03-01")),
        *(("2024/03/01", "2024-03-01"), ("2024-3-1", "2024-03-01"), ("Mar 2024", "2024-03")),
        *(("2024-03-01 8:00", "2024-03-01"), ("2024-03-01T8:00:00.5+01:00", "2024-03-01")),
        *(("Tue Mar 05 14:00:00 UTC 2024", "2024-03-05"), ("Tue Mar  5 9:00 2024", "2024-03-05")),
        *(("5 March 14:00 +0100 2024", "2024-03-05"), ("Mar 5, 2:00 p.m. EST, 2024", "2024-03-05")),
        *(("3/13/2024 8:00 PM", "2024-03-13"), ("2024-03-01 08:00:00 +0000", "2024-03-01")),
        *(("3/4/2024 8:00", ""), ("3 March 8:00", ""), ("2024-03-01 8:00 2023", "")),
        *(("Tue 14:00 5 March 2024", ""), ("4/3 8:00 2024", ""), ("March 14:00 5 2024", "")),
        *(("3 March 2024, 9:05 am", "2024-03-03"), (" 2024-03-01 ", "2024-03-01")),
        *(("3/4/2024", ""), ("3.4.2024", ""), ("3/4/24", ""), ("13 March 24", ""), ("soon", "")),
        *(("March 3", ""), ("10:31", ""), ("Monday", ""), ("Q1 2024", ""), ("2024-13-01", "")),
        *(("2024-02-31", ""), ("today", ""), ("now", ""), ("1709251200", ""), ("nan", "")),
        *(("0000-00-00", ""), ("3 March 2024 " * 9, ""), ("2024 1", ""), ("12/2024", "")),
    ],
)
def test_dates_are_read_where_there_is_no_doubt(
    tmp_path: Path, given: str, wanted: str, caplog: pytest.LogCaptureFixture
) -> None:
    table = tmp_path / "t.csv"
    pd.DataFrame({"text": ["One.", "Two."], "published": [given, ""]}).to_csv(table, index=False)
    assert check_corpus(table).empty
    assert load_corpus(table)["published"].tolist() == [wanted, ""]
    assert len(caplog.messages) == (not wanted)
    assert wanted or f"t.csv, row 1: {given[:40]!r}" in caplog.messages[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_first_line_tells_what_is_between_the_columns(tmp_path: Path, delimiter: str) -> None:
    table = tmp_path / "t.csv"
    row = delimiter.join(["A", '"It rained, and; it\tsnowed."', "2024"])
    table.write_text(f"\n{delimiter.join(['outlet', 'text', 'year'])}\n{row}\n", "utf-8")
    documents = load_corpus(table)
    assert documents["text"].tolist() == ["It rained, and; it\tsnowed."]
    assert documents["year"].tolist() == ["2024"]
    table.write_text(f"text{delimiter}year\nIt rained.{delimiter}1{delimiter}2\n", "utf-8")
    named = {",": "commas", ";": "semicolons", "\t": "tabs"}[delimiter]
    assert check_corpus(table)["remedy"][0] == f"Put quotation marks round texts with {named}"


def test_a_date_of_a_manifest_that_is_none_keeps_no_article_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = ["a,a.txt,O,,en,soon,", "b,b.txt,O,,en,3 March 2024,"]
    folder = folder_with(tmp_path, *rows, a=b"A text.", b=b"B text.")
    assert load_corpus(folder)["published"].tolist() == ["", "2024-03-03"]
    assert "manifest.csv, row 1: 'soon'" in caplog.messages[0]
