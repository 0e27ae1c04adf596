"""The command line: parallax report, score, duplicates, check."""

import argparse
import io
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from analysis.blocks.find import find_blocks
from analysis.charts.style import made_by
from analysis.checks import InputError, records
from analysis.corpus import check_corpus, corpus_files, load_corpus
from analysis.corpus_tables import Problem
from analysis.duplicates.find import find_duplicates, share_duplicated
from analysis.export import table_writer, write_table
from analysis.framing.encoder import INSTALL, INSTRUMENTS, choose_instrument
from analysis.framing.score import score_framing
from analysis.report.readings import ENOUGH
from analysis.report.write import write_report
from analysis.sentences.split import split_sentences

_BATCH_ARTICLES = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 problems found, 2 unusable input."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    notes = Console(stderr=True, highlight=False)
    try:
        status: int = options.run(options, notes)
    except InputError as error:
        _note(notes, f"parallax: {error}")
        return 2
    except OSError as error:
        _note(notes, f"parallax: {error.filename2 or error.filename or ''}: {error.strerror}")
        return 2
    except KeyboardInterrupt:
        notes.print("parallax: stopped; finished files are whole", markup=False)
        return 130
    return status


def _printable(text: object) -> str:
    """The text with escapes for control characters and what else does not print but spaces."""
    return "".join(
        character
        if character.isprintable() or unicodedata.category(character) == "Zs"
        else character.encode("unicode_escape").decode()
        for character in str(text)
    )


def _note(notes: Console, text: str) -> None:
    notes.print(_printable(text), markup=False, soft_wrap=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="parallax", description="Compare how several outlets tell one story."
    )
    parser.add_argument("--version", action="version", version=version("news-parallax"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    corpus = "a folder (with or without manifest.csv), or a .csv, .jsonl or .parquet table"

    report = commands.add_parser("report", help="all tables, charts and the HTML page")
    report.add_argument("corpus", type=Path, help=corpus)
    report.add_argument("--out", type=Path, default=Path("exports"), help="folder to write to")
    _offer_instrument(report)
    report.set_defaults(run=_report)

    score = commands.add_parser("score", help="one row a sentence: voice, framing, place")
    score.add_argument("corpus", type=Path, help=corpus)
    score.add_argument("--out", type=Path, required=True, help="a .parquet or .csv file")
    _offer_instrument(score)
    score.set_defaults(run=_score)

    duplicates = commands.add_parser("duplicates", help="passages repeated within and across")
    duplicates.add_argument("corpus", type=Path, help=corpus)
    duplicates.add_argument("--out", type=Path, required=True, help="a .csv file")
    duplicates.add_argument("--min-words", type=int, default=8, help="shortest passage")
    duplicates.set_defaults(run=_duplicates)

    check = commands.add_parser("check", help="list what keeps articles from being read")
    check.add_argument("corpus", type=Path, help=corpus)
    check.set_defaults(run=_check)
    return parser


def _offer_instrument(command: argparse.ArgumentParser) -> None:
    told = "what scores framing; auto is the encoder where its extra is installed, else terms"
    command.add_argument("--instrument", choices=INSTRUMENTS, default="auto", help=told)


def _choose_instrument(options: argparse.Namespace, notes: Console) -> str:
    """The instrument meant, with a note where auto has to do without the encoder."""
    chosen = choose_instrument(options.instrument)
    if options.instrument == "auto" and chosen == "terms":
        told = f"Framing by terms. The encoder, which is more often right, is an extra: {INSTALL}"
        _note(notes, told)
    return chosen


def _progress(notes: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=notes, transient=True)


def _keep_from_harm(corpus: Path, out: Path) -> None:
    """Raise InputError where the file to write is one that the articles are read from."""
    if out.exists() and any(file.exists() and out.samefile(file) for file in corpus_files(corpus)):
        raise InputError(f"{out}: the articles are read from it. Name another file to write to.")


def _load(path: Path, notes: Console) -> pd.DataFrame:
    documents = load_corpus(path, skip_bad=True)
    problems = check_corpus(path)
    for line in _lines(problems.head(10)):
        _note(notes, f"skipped: {line}")
    if len(problems) > 10:
        notes.print(f"skipped: {len(problems) - 10} more; parallax check lists them")
    return documents


def _report(options: argparse.Namespace, notes: Console) -> int:
    instrument = _choose_instrument(options, notes)
    with _progress(notes) as bar:
        task = bar.add_task("reading", total=None)

        def step(name: str, done: int, total: int) -> None:
            bar.update(task, description=name, completed=done, total=total)

        tables = write_report(options.corpus, options.out, instrument=instrument, progress=step)
    console = Console(highlight=False)
    console.print(_summary(tables))
    skipped = len(tables["skipped"])
    if skipped:
        _note(notes, f"Articles skipped: {skipped}; see {options.out / 'tables' / 'skipped.csv'}")
    console.print(f"{len(tables['manifest'])} files in {_printable(options.out)}", markup=False)
    console.print(f"Open {_printable(options.out / 'index.html')}", markup=False)
    return 0


def _summary(tables: dict[str, pd.DataFrame]) -> Table:
    """What a reader wants first: each outlet's slant in both voices, its grade, its repeats."""
    balances = {
        (row["outlet"], row["voice"]): f"{100 * row['estimate']:+.0f}"
        f" ({100 * row['low']:+.0f}, {100 * row['high']:+.0f})"
        if row["n"] >= ENOUGH
        else f"too few ({row['n']})"
        for row in records(tables["framing"])
        if row["measure"] == "balance"
    }
    grades = {
        row["outlet"]: f"{row['estimate']:.1f}"
        for row in records(tables["readability_by_outlet"])
        if row["measure"] == "flesch_kincaid_grade"
    }
    repeated = tables["duplicated"].groupby("outlet")["within"].mean()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.title = "Praise minus doubt (points, 95 %), school grade, words said twice"
    table.caption = made_by(tables["framing"])
    for name in ("Outlet", "Own words", "Attributed", "Grade", "Twice"):
        table.add_column(name, justify="left" if name == "Outlet" else "right", no_wrap=True)
    for outlet in tables["documents"]["outlet"].unique():
        voices = [balances.get((outlet, voice), "none") for voice in ("outlet", "attributed")]
        twice = f"{repeated[outlet]:.0%}" if outlet in repeated.index else ""
        shown = Text(_printable(outlet), overflow="ellipsis")
        table.add_row(shown, *voices, grades.get(outlet, "none"), twice)
    return table


def _score(options: argparse.Namespace, notes: Console) -> int:
    _keep_from_harm(options.corpus, options.out)
    instrument = _choose_instrument(options, notes)
    documents = _load(options.corpus, notes)
    rows = 0
    with _progress(notes) as bar, table_writer(options.out) as write:
        for batch in bar.track(_batches(documents), description="articles, in batches"):
            sentences = split_sentences(batch)
            names = batch[["doc_id", "outlet"]]
            scored = sentences.join(score_framing(sentences, instrument)).merge(names, on="doc_id")
            write(scored)
            rows += len(scored)
    print(f"{rows} sentences of {len(documents)} articles in {_printable(options.out)}")
    return 0


def _batches(documents: pd.DataFrame) -> list[pd.DataFrame]:
    starts = range(0, len(documents), _BATCH_ARTICLES)
    return [documents.iloc[start : start + _BATCH_ARTICLES] for start in starts]


def _duplicates(options: argparse.Namespace, notes: Console) -> int:
    if options.out.suffix.lower() != ".csv":
        raise InputError(f"{options.out}: passages are written as .csv. Name such a file.")
    _keep_from_harm(options.corpus, options.out)
    documents = _load(options.corpus, notes)
    with _progress(notes) as bar:
        task = bar.add_task("blocks", total=None)
        blocks = find_blocks(documents)

        def step(done: int, total: int) -> None:
            bar.update(task, description="passages", completed=done, total=total)

        passages = find_duplicates(documents, blocks, min_words=options.min_words, progress=step)
    write_table(passages, options.out)
    shares = share_duplicated(documents, passages)
    within, across = (int((passages["scope"] == scope).sum()) for scope in ("within", "across"))
    print(f"Passages within texts: {within}; across texts: {across}; in {_printable(options.out)}")
    print(f"Articles with one: {(shares[['within', 'across']] > 0).any(axis=1).sum()}")
    return 0


def _check(options: argparse.Namespace, notes: Console) -> int:
    problems = check_corpus(options.corpus)
    for line in _lines(problems):
        print(line)
    if len(problems):
        return 1
    print(f"{len(load_corpus(options.corpus))} articles, no problem")
    return 0


def _lines(problems: pd.DataFrame) -> Iterator[str]:
    for problem in records(problems):
        yield _printable(Problem(**problem))
