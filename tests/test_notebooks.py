"""Notebooks: stored outputs are what a run from nothing gives, and the cells stay thin."""

from pathlib import Path

import nbformat
import pytest

from tests.run_notebooks import FOLDER, execute

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def outputs(notebook: nbformat.NotebookNode) -> list[tuple[str, object]]:
    """What each cell put out, in order: stream text, or the kind and content of each display."""
    found: list[tuple[str, object]] = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream":
                found.append((output["name"], output["text"]))
            else:
                found += sorted(output.get("data", {}).items())
    return found


def test_there_are_notebooks() -> None:
    kinds = ["corpus", "framing", "readability", "duplicates", "comparison", "how_accurate"]
    assert [path.stem for path in NOTEBOOKS] == [f"{i:02}_{kind}" for i, kind in enumerate(kinds)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_outputs_are_those_of_a_fresh_run(path: Path) -> None:
    stored, fresh = nbformat.read(path, as_version=4), execute(path)
    assert outputs(stored) == outputs(fresh)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_are_thin_and_quiet(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell["cell_type"] == "code":
            assert cell["execution_count"] is not None
            assert len(cell["source"].splitlines()) <= 12
            assert "def " not in cell["source"]
            assert not any(
                output["output_type"] == "error" or output.get("name") == "stderr"
                for output in cell["outputs"]
            )
