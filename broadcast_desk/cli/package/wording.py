"""How problems and reports of packages are said and written as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from broadcast_desk.packages.model import ImportReport, Problem
from broadcast_desk.station.messages import Language, say

PATH = click.Path(path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


def say_problem(problem: Problem, language: Language) -> str:
    """A problem in one line."""
    return say(problem.code, language, **problem.params)


def report_facts(report: ImportReport) -> dict[str, Any]:
    """What an import did, as JSON values."""
    return {
        "package_id": report.package_id,
        "serial": report.serial,
        "title": report.title,
        "issuer": report.issuer,
        "accepted": list(report.accepted),
        "unchanged": list(report.unchanged),
        "withdrawn": list(report.withdrawn),
        "approved": list(report.approved),
        "needs_person": list(report.needs_person),
        "already_imported": report.already_imported,
    }
