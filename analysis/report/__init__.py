"""The report: every table, every figure, the page, and what to read in them."""

from analysis.report.tables import make_tables
from analysis.report.write import write_report

__all__ = ["make_tables", "write_report"]
