"""The report: every file it promises, the same bytes twice, a page that holds in a browser."""

import csv
import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.checks import InputError
from analysis.cli import main
from analysis.corpus import load_corpus
from analysis.export import hash_files
from analysis.framing.explain import explain_framing
from analysis.report import readings, tables
from analysis.report.repeats import place_repeats, tell_again
from analysis.report.write import write_report
from tests.conftest import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = (
    "Mayor <b>praised</b>\n\nThe <script>alert(1)</script> plan is a brilliant, inspiring success. "
    '"It failed," said Ann </script><img src=x onerror=alert(2)> Roe. =1+1 was the sum.\n\n'
    "+SUM(A1) is a cell. {{ 7 * 7 }} is a template. The terrible crash killed hope.\n"
)


PRAISE = (
    "Ana Gil opened a brilliant new clinic on Tuesday, and patients in the valley at once praised "
    "its calm and inspiring rooms. Gil paid for it herself. Ana Gil will run it with two nurses."
)
BLAME = "The botched reform is a costly failure. Critics of the ministry warned of it in May."
Report = tuple[Path, dict[str, pd.DataFrame]]


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("report")
    return folder, write_report(ROOT / "corpus", folder, instrument="terms")


@pytest.fixture(scope="session")
def short_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("short") / "t.jsonl"
    rows = [{"doc_id": text[:3], "outlet": text[:3], "text": text} for text in (PRAISE, BLAME)]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return source


@pytest.fixture(scope="session")
def encoded(short_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    for name in ("onnxruntime", "tokenizers"):
        pytest.importorskip(name)
    folder = tmp_path_factory.mktemp("encoded")
    return folder, write_report(short_corpus, folder, instrument="encoder")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    rows = [
        {"doc_id": "../../etc/x", "outlet": '"><script>alert(3)</script>', "text": HOSTILE},
        {"doc_id": "=cmd|' /C calc'!A0", "outlet": "=HYPERLINK($x$)", "text": HOSTILE[::-1]},
        {"doc_id": "none", "outlet": "Empty", "text": " "},
        {"doc_id": "short", "outlet": "Short", "text": "Hm"},
        {"doc_id": "emoji", "outlet": "Emoji", "text": "Look 😀: the plan was a terrible waste."},
    ]
    (source / "t.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    write_report(source / "t.jsonl", out, instrument="terms")
    return out


def test_every_promised_file(report: Report) -> None:
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


def test_same_bytes_twice(report: Report, tmp_path: Path) -> None:
    write_report(ROOT / "corpus", tmp_path, instrument="terms")
    pd.testing.assert_frame_equal(hash_files(report[0]), hash_files(tmp_path))


def test_same_bytes_twice_by_the_encoder(
    encoded: Report, short_corpus: Path, tmp_path: Path
) -> None:
    write_report(short_corpus, tmp_path, instrument="encoder")
    pd.testing.assert_frame_equal(hash_files(encoded[0]), hash_files(tmp_path))


def test_codebook_knows_every_column(report: Report) -> None:
    codebook = pd.read_csv(report[0] / "tables" / "codebook.csv")
    unknown = codebook[codebook["meaning"] == "brought along with the corpus"]
    assert unknown.empty, unknown


FRAMED = ("sentences", "actors", "actors_by_outlet", "framing", "framing_pairs")


def test_tables_of_framing_name_the_instrument(report: Report, encoded: Report) -> None:
    for (folder, made), name in ((report, "terms"), (encoded, "encoder")):
        for table in FRAMED:
            assert set(made[table]["instrument"]) == {name}, table
        codebook = pd.read_csv(folder / "tables" / "codebook.csv")
        named = codebook.loc[codebook["column"] == "instrument", "table"]
        assert set(named) == {*FRAMED, "evidence"}
    assert set(report[1]["evidence"]["instrument"]) == {"terms"}


def test_evidence_of_terms_everywhere_and_of_the_encoder_on_the_page(
    encoded: Report, short_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "READER_ARTICLES", 1)
    made = tables.make_tables(load_corpus(short_corpus), instrument="encoder")
    evidence, sentences = made["evidence"], made["sentences"]
    by_terms = evidence[evidence["instrument"] == "terms"]
    by_encoder = evidence[evidence["instrument"] == "encoder"]
    assert set(by_terms["doc_id"]) == {"Ana", "The"}
    assert set(by_encoder["doc_id"]) == {"Ana"}
    assert set(encoded[1]["evidence"].query("instrument == 'encoder'")["doc_id"]) == {"Ana", "The"}
    values = ["term", "start", "end", "contribution", "contribution_neutral", "whole"]
    for found, rows in ((by_terms, sentences), (by_encoder, sentences.query("doc_id == 'Ana'"))):
        again = explain_framing(rows, found["instrument"].iloc[0])
        pd.testing.assert_frame_equal(found[values].reset_index(drop=True), again[values])
        keys = rows.loc[again["sentence"], ["doc_id", "sentence_id"]]
        assert (found[keys.columns].to_numpy() == keys.to_numpy()).all()
    texts = sentences.set_index(["doc_id", "sentence_id"])["text"]
    for row in evidence.itertuples():
        assert texts[row.doc_id, row.sentence_id][row.start : row.end] == row.term


def page_evidence(folder: Path) -> dict[str, Any]:
    page = (folder / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script id="evidence" type="application/json">(.*?)</script>', page)
    assert found
    return dict(json.loads(found[1]))


def test_page_holds_what_moves_a_sentence_most(report: Report, encoded: Report) -> None:
    for (folder, made), names in ((report, ["terms"]), (encoded, ["terms", "words"])):
        entries = page_evidence(folder)
        assert len(entries) == len(made["sentences"])
        articles, evidence = made["documents"]["doc_id"].tolist(), made["evidence"]
        for key, entry in entries.items():
            number, sentence = map(int, key.split("-"))
            here = evidence[evidence["doc_id"] == articles[number]]
            here = here[here["sentence_id"] == sentence]
            assert all(not entry[name] for name in {"terms", "words"} - set(names))
            for name in names:
                by = "terms" if name == "terms" else "encoder"
                whole = here.loc[here["instrument"] == by, "contribution"]
                strongest = pytest.approx(list(whole.abs().nlargest(8)), abs=0.0051)
                assert [abs(value) for _, _, value, *_ in entry[name]] == strongest
    assert max(len(entry["words"]) for entry in page_evidence(encoded[0]).values()) == 8


def test_page_tells_where_else_a_sentence_stands(report: Report) -> None:
    folder, _ = report
    made, entries = load_corpus(ROOT / "corpus"), page_evidence(folder)
    again = {where for entry in entries.values() for where, _ in entry["again"]}
    assert "this text" in again
    places = [(entry["text"], says) for entry in entries.values() for _, says in entry["again"]]
    assert all(says in made["text"].str.cat() for _, says in places)
    assert any(says.strip(".").lower() in text.lower() for text, says in places)


def test_what_only_one_side_of_a_passage_has_is_not_marked() -> None:
    shared = ["The mayor cut the ribbon on the new bridge at noon.", "A band played for an hour."]
    alone = "Nobody from the other bank of the river was there to see any of it happen."
    texts = [f"{shared[0]} {alone} {shared[1]}", " ".join(shared)]
    documents = pd.DataFrame({"doc_id": [1, 2], "outlet": ["A", "B"], "text": texts})
    span = {"doc_a": [1], "start_a": 0, "end_a": len(texts[0]), "doc_b": 2, "start_b": 0}
    passages = pd.DataFrame(span | {"end_b": len(texts[1]), "kind": "near"})
    found = place_repeats(documents, passages, documents["doc_id"])
    here = found[found["doc_id"] == 1]
    marked = [texts[0][start:end] for start, end in zip(here["start"], here["end"], strict=True)]
    assert marked == [sentence.strip(".") for sentence in shared]
    assert set(here["where"]) == {"B"}
    second = texts[0].index(shared[1])
    assert tell_again(here, second, second + len(shared[1])) == [["B", shared[1].strip(".")]]
    assert tell_again(here, len(shared[0]) + 1, second - 1) == []
    assert place_repeats(documents, passages, documents["doc_id"].head(1))["doc_id"].eq(1).all()


def test_page_says_how_accurate_its_instrument_is(report: Report, encoded: Report) -> None:
    for (folder, _), name in ((report, "terms"), (encoded, "encoder")):
        page = (folder / "index.html").read_text(encoding="utf-8")
        said = html.escape(readings.read_instrument(name))
        towards = html.escape(readings.read_instrument(name, "target"))
        head, *figures = page.split("<figure ")
        assert head.count(said) == 1
        told = [figure.split('"')[1] for figure in figures if said in figure]
        assert told == [
            f"figure-{name}" for name in ("overview", "framing_shares", "framing_strip")
        ]
        told = [figure.split('"')[1] for figure in figures if towards in figure]
        assert told == ["figure-framing_actors"]


def test_sentences_of_the_table_are_spans_of_the_texts(
    report: Report, documents: pd.DataFrame
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


def test_page_in_a_browser(browser: Any, report: Report) -> None:
    folder, made = report
    page, faults = open_page(browser, folder)
    assert page.locator("figure img").count() >= 10
    assert all(alt for alt in page.locator("figure img").evaluate_all("all => all.map(i => i.alt)"))
    assert page.locator("figure img").evaluate_all("all => all.every(i => i.naturalWidth > 0)")
    shown = page.locator("[data-s]").evaluate_all("all => new Set(all.map(s => s.dataset.s)).size")
    assert shown == len(made["sentences"])

    ids = page.locator("[id]").evaluate_all("all => all.map(e => e.id)")
    assert len(ids) == len(set(ids))
    words = page.locator("figure img").evaluate_all(
        "all => all.map(i => document.getElementById(i.getAttribute('aria-describedby')))"
    )
    assert all(words)
    buttons = page.locator("[data-s][role=button]").all_text_contents()
    assert {text.strip() for text in buttons} >= set(made["sentences"]["text"].head(20))

    first = page.locator("[data-s].promotional").first
    first.click()
    panel = page.locator("#panel")
    assert panel.is_visible()
    assert "promotional" in panel.inner_text()
    assert panel.locator("tr").count() >= 1
    assert panel.locator("h4").all_inner_texts() == ["Terms in it"]
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
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.article:not([open])").count() == 0
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults == []


def test_panel_shows_what_both_instruments_go_by(browser: Any, encoded: Report) -> None:
    page, faults = open_page(browser, encoded[0])
    page.locator("[data-s='0-0']").first.click()
    panel = page.locator("#panel")
    headings = panel.locator("h4").all_inner_texts()
    assert headings == ["What the encoder goes by", "Terms in it"]
    assert "need not add up" in panel.inner_text()
    words = panel.locator("table").first.locator("td:first-child").all_inner_texts()
    entry = page_evidence(encoded[0])["0-0"]
    assert words == [entry["text"][start:end] for start, end, _ in entry["words"]]
    assert len(words) == 8
    assert "brilliant" in panel.locator("table").last.inner_text()
    assert faults == []


def test_hostile_articles_in_a_browser(browser: Any, hostile: Path) -> None:
    page, faults = open_page(browser, hostile)
    assert "<script>alert(1)</script> plan" in page.locator("#articles").inner_text()
    for sentence in page.locator("[data-s]").all()[:6]:
        if sentence.is_visible():
            sentence.click()
    page.locator("summary", has_text="Emoji").click()
    page.locator("[data-s]", has_text="terrible waste").click()
    assert "terrible" in page.locator("#panel mark").all_inner_texts()
    assert faults == []


def test_a_report_replaces_nothing_that_is_not_of_a_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor opened the bridge on Monday.", "utf-8")
    (tmp_path / "manifest.csv").write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"manifest\.csv: not of a report"):
        write_report(tmp_path / "a.txt", tmp_path, instrument="terms")
    (tmp_path / "manifest.csv").unlink()
    with pytest.raises(InputError, match="the folder of the articles"):
        write_report(tmp_path, tmp_path, instrument="terms")
    write_report(tmp_path / "a.txt", tmp_path / "out", instrument="terms")
    write_report(tmp_path / "a.txt", tmp_path / "out", instrument="terms")
    assert "one sentence" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_accuracy_in_words_leaves_out_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ["instrument", "data", "macro_f1", "balance_error", "rating_r", "balance_bias"]

    def said(name: str, *figures: tuple[object, ...], task: str = "sentence") -> str:
        table = pd.DataFrame([dict(zip(columns, row, strict=False)) for row in figures])
        monkeypatch.setattr(readings, "_load_accuracy", lambda: table)
        return readings.read_instrument(name, task)

    news, five = "coded news", "five texts"
    ours = [("encoder", five, 0.789), ("encoder", news, 0.781)]
    vader = [("vader", news, 0.51), ("vader", five, 0.452)]
    assert said("encoder", *vader, *ours) == (
        "Framing by the encoder: macro-F1 0.78 on news sentences coded by language models, "
        "0.79 on the five texts it comes with, coded likewise and read while it was built "
        "(VADER: 0.51 and 0.45)."
    )
    only = "Framing by the encoder: macro-F1 0.78 on news sentences coded by language models"
    assert said("encoder", *vader, ours[1]) == f"{only} (VADER: 0.51)."
    assert said("encoder", ("encoder", five, float("nan")), ours[1]) == f"{only}."
    nan = float("nan")
    whole = said(
        "encoder",
        ours[1],
        ("encoder", "coded features", nan, 0.123),
        ("encoder", "coded editorials", nan, 0.2, 0.641),
        ("vader", "coded editorials", nan, 0.2, 0.5),
    )
    assert whole == (
        f"{only}. Its scores and people’s ratings of editorials, sentence by sentence, correlate "
        "at 0.64 (VADER: 0.50). In whole articles held out, praise minus doubt is 12 to 20 points "
        "off from language-model coders on average, by kind of article; the intervals leave that "
        "out."
    )
    kinder = said("encoder", ours[1], ("encoder", five, float("nan"), 0.11, float("nan"), 0.11))
    assert kinder.endswith("On the five texts it comes with it is 11 points kinder than they.")
    towards = ("encoder", "news with target", 0.777)
    assert said("encoder", towards, *ours, task="target") == (
        "Framing by the encoder: macro-F1 0.78 on human-labelled news sentences with the target "
        "named."
    )
    assert "0.51" not in said("encoder", *ours, vader[0])
    none = "Framing by terms: no figure says how often it agrees with coders."
    assert said("terms", *ours, *vader) == said("terms") == none


def balances(**estimates: float) -> pd.DataFrame:
    row = {"voice": "outlet", "n": 40, "low": -1.0, "high": 1.0}
    return pd.DataFrame(
        [
            row | {"outlet": name, "measure": measure, "estimate": value}
            for name, balance in estimates.items()
            for measure, value in (("balance", balance), ("neutral", 1 - abs(balance)))
        ]
    )


def test_framing_in_words_names_what_is_not_told_apart() -> None:
    pairs = pd.DataFrame({"a": ["A", "A", "B"], "b": ["B", "C", "C"], "holds": [False, True, True]})
    pairs = pairs.assign(voice="outlet", measure="balance")
    table = balances(A=0.5, B=0.4, C=-0.1)
    assert readings.read_framing(table, pairs) == (
        "In its own words A praises most: praise minus doubt +50 points (-100 to +100), not told "
        "apart from B. Most neutral is C (90 %)."
    )
    assert "not told apart" not in readings.read_framing(table)
    assert "A doubts least" in readings.read_framing(balances(A=-0.1, B=-0.4))
    alike = readings.read_framing(balances(A=0.1, B=0.1))
    assert alike.startswith("In their own words all 2 outlets are alike")


def test_one_outlet_is_not_compared() -> None:
    documents = pd.DataFrame({"doc_id": ["a", "b"], "outlet": "A"})
    facts = pd.DataFrame({"fact": "IMF", "kind": "organisation", "doc_id": ["a", "b"]})
    assert readings.read_facts(facts, documents) == ""
    pairs = pd.DataFrame(columns=["a", "b", "measure", "difference", "holds"])
    assert readings.read_pairs(pairs, "lix", "points") == ""
    two = documents.assign(outlet=["A", "B"])
    assert "1 in all 2: IMF" in readings.read_facts(facts, two)


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = str(ROOT / "corpus")
    assert main(["check", corpus]) == 0
    assert "5 articles, no problem" in capsys.readouterr().out
    by_terms = ["--instrument", "terms"]
    assert main(["report", corpus, "--out", str(tmp_path / "r"), *by_terms]) == 0
    said = capsys.readouterr().out
    assert "Infonegocios" in said
    assert "Framing by terms." in said
    assert "index.html" in said
    assert main(["score", corpus, "--out", str(tmp_path / "s.csv"), *by_terms]) == 0
    scored = pd.read_csv(tmp_path / "s.csv")
    assert {"doc_id", "outlet", "label", "score", "voice"} <= set(scored.columns)
    assert set(scored["instrument"]) == {"terms"}
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
    for wrong in (["nothing"], ["score", "x", "--out", "y.csv", "--instrument", "vader"]):
        with pytest.raises(SystemExit):
            main(wrong)
    with pytest.raises(InputError, match="Give one of terms, encoder, auto"):
        write_report(ROOT / "corpus", tmp_path / "o", instrument="vader")


def test_tables_of_documents_with_little_beside_their_text() -> None:
    spanish = "El ministro dijo el lunes que la obra de la ciudad terminará en el mes de junio."
    documents = pd.DataFrame(
        {"doc_id": ["a", "b", "c"], "outlet": ["A", "B", "C"], "text": [PRAISE, BLAME, spanish]}
    )
    made = tables.make_tables(documents, instrument="terms")
    assert len(made["sentences"]) > 4
    assert set(made["keyness"]["outlet"]) <= {"A", "B"}
    empty = tables.make_tables(documents.head(0), instrument="terms")
    assert all(table.empty for table in empty.values())
    with pytest.raises(InputError, match="no column 'outlet'"):
        tables.make_tables(documents.drop(columns="outlet"))


def test_no_article_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no article in it"):
        write_report(tmp_path, tmp_path / "out")
