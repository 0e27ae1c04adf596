"""The report: every file it promises, the same bytes twice, a page that holds in a browser."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.checks import InputError
from analysis.cli import main
from analysis.export import hash_files
from analysis.report.write import write_report
from tests.conftest import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = (
    "Mayor <b>praised</b>\n\nThe <script>alert(1)</script> plan is a brilliant, inspiring success. "
    '"It failed," said Ann </script><img src=x onerror=alert(2)> Roe. =1+1 was the sum.\n\n'
    "+SUM(A1) is a cell. {{ 7 * 7 }} is a template. The terrible crash killed hope.\n"
)


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, pd.DataFrame]]:
    folder = tmp_path_factory.mktemp("report")
    return folder, write_report(ROOT / "corpus", folder)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    rows = [
        {"doc_id": "../../etc/x", "outlet": '"><script>alert(3)</script>', "text": HOSTILE},
        {"doc_id": "=cmd|' /C calc'!A0", "outlet": "=HYPERLINK($x$)", "text": HOSTILE[::-1]},
        {"doc_id": "none", "outlet": "Empty", "text": " "},
        {"doc_id": "short", "outlet": "Short", "text": "Hm"},
    ]
    (source / "t.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    write_report(source / "t.jsonl", out)
    return out


def test_every_promised_file(report: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, tables = report
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"index.html", "manifest.csv", "tables/codebook.csv"} <= names
    assert {f"tables/{name}.csv" for name in tables if name != "manifest"} <= names
    figures = {Path(name).stem for name in names if name.startswith("figures/")}
    assert len(figures) >= 10
    for figure in figures:
        assert {f"figures/{figure}.{end}" for end in ("png", "svg", "csv", "txt")} <= names
    listed = pd.read_csv(folder / "manifest.csv")
    found = hash_files(folder)
    found = found[found["file"] != "manifest.csv"].reset_index(drop=True)
    pd.testing.assert_frame_equal(listed, found)


def test_same_bytes_twice(report: tuple[Path, dict[str, pd.DataFrame]], tmp_path: Path) -> None:
    write_report(ROOT / "corpus", tmp_path)
    pd.testing.assert_frame_equal(hash_files(report[0]), hash_files(tmp_path))


def test_codebook_knows_every_column(report: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    codebook = pd.read_csv(report[0] / "tables" / "codebook.csv")
    unknown = codebook[codebook["meaning"] == "brought along with the corpus"]
    assert unknown.empty, unknown


def test_sentences_of_the_table_are_spans_of_the_texts(
    report: tuple[Path, dict[str, pd.DataFrame]], documents: pd.DataFrame
) -> None:
    texts = documents.set_index("doc_id")["text"]
    for row in report[1]["sentences"].itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.text


def test_no_file_outside_the_folder_and_no_formula_in_a_cell(hostile: Path) -> None:
    assert not (hostile.parent / "etc").exists()
    for path in hostile.rglob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                for cell in row:
                    if cell[:1] in ("=", "+", "-", "@"):
                        float(cell)
    skipped = pd.read_csv(hostile / "tables" / "skipped.csv")
    assert skipped["reason"].tolist() == ["the text is empty"]


def test_page_has_no_outside_reference_and_no_raw_markup(hostile: Path) -> None:
    page = (hostile / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ 7 * 7 }}" in page
    assert 'src="http' not in page
    assert 'href="http' not in page


@pytest.fixture
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*quiet, "--disable-component-update"]
        )
        yield opened
        opened.close()


def open_page(browser: Any, folder: Path) -> tuple[Any, list[str]]:
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file:", "data:")) else faults.append(request.url)
        ),
    )
    page.goto((folder / "index.html").as_uri())
    return page, faults


def test_page_in_a_browser(browser: Any, report: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, tables = report
    page, faults = open_page(browser, folder)
    assert page.locator("figure img").count() >= 10
    assert all(alt for alt in page.locator("figure img").evaluate_all("all => all.map(i => i.alt)"))
    assert page.locator("figure img").evaluate_all("all => all.every(i => i.naturalWidth > 0)")
    shown = page.locator("[data-s]").evaluate_all("all => new Set(all.map(s => s.dataset.s)).size")
    assert shown == len(tables["sentences"])

    first = page.locator("[data-s].promotional").first
    first.click()
    panel = page.locator("#panel")
    assert panel.is_visible()
    assert "promotional" in panel.inner_text()
    assert panel.locator("tr").count() >= 1
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    first.focus()
    page.keyboard.press("Enter")
    assert panel.is_visible()
    page.locator("#panel button").click()

    left_out = page.locator(".out").first
    assert left_out.is_hidden()
    page.check("#left-out")
    assert left_out.is_visible()
    page.check("input[value=repeats]")
    assert page.locator("body.by-repeats .r").count() > 0
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults == []


def test_hostile_articles_in_a_browser(browser: Any, hostile: Path) -> None:
    page, faults = open_page(browser, hostile)
    assert "<script>alert(1)</script> plan" in page.locator("#articles").inner_text()
    for sentence in page.locator("[data-s]").all()[:6]:
        if sentence.is_visible():
            sentence.click()
    assert faults == []


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = str(ROOT / "corpus")
    assert main(["check", corpus]) == 0
    assert "5 articles, no problem" in capsys.readouterr().out
    assert main(["report", corpus, "--out", str(tmp_path / "r")]) == 0
    said = capsys.readouterr().out
    assert "Infonegocios" in said
    assert "index.html" in said
    assert main(["score", corpus, "--out", str(tmp_path / "s.csv")]) == 0
    scored = pd.read_csv(tmp_path / "s.csv")
    assert {"doc_id", "outlet", "label", "score", "voice"} <= set(scored.columns)
    assert main(["duplicates", corpus, "--out", str(tmp_path / "d.csv")]) == 0
    assert "Passages within texts" in capsys.readouterr().out
    assert len(pd.read_csv(tmp_path / "d.csv")) > 0


def test_command_line_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(tmp_path / "none"), "--out", str(tmp_path / "o")]) == 2
    assert "is not there" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()
    (tmp_path / "bad.txt").write_bytes(b"a\xe9")
    assert main(["check", str(tmp_path)]) == 1
    assert "not UTF-8" in capsys.readouterr().out
    assert main(["score", str(ROOT / "corpus"), "--out", str(tmp_path / "s.pkl")]) == 2
    assert "not a table it writes" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["nothing"])


def test_no_article_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no article in it"):
        write_report(tmp_path, tmp_path / "out")
