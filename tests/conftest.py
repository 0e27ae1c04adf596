"""What the tests share: the five texts, their tables, and the evaluation data where it is."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.blocks.find import find_blocks
from analysis.corpus import load_corpus
from analysis.sentences.split import split_sentences

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def documents() -> pd.DataFrame:
    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="session")
def blocks(documents: pd.DataFrame) -> pd.DataFrame:
    return find_blocks(documents)


@pytest.fixture(scope="session")
def sentences(documents: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    outlets = documents[["doc_id", "outlet"]]
    return split_sentences(documents, blocks).merge(outlets, on="doc_id")


@pytest.fixture(scope="session")
def coded() -> pd.DataFrame:
    """The coded units of the five texts, with doc_id."""
    manifest = pd.read_csv(ROOT / "corpus" / "manifest.csv")
    units = pd.read_csv(ROOT / "corpus" / "coded.csv")
    return units.merge(manifest[["file", "doc_id"]], on="file")


@pytest.fixture(scope="session")
def evaluation() -> Path:
    folder = ROOT.parent / "shared" / "eval"
    if not folder.is_dir():
        pytest.skip("the evaluation data is not on this machine")
    return folder
