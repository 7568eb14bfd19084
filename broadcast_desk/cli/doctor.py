"""`doctor`: what works, and what to do about the rest."""

from __future__ import annotations

from dataclasses import asdict

import click

from broadcast_desk.checkup.checks import Subject, examine
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.station.messages import say


@click.command()
@json_option
@with_session
def doctor(session: Session, as_json: bool) -> int:
    """Kiểm tra loa, đồng hồ, ổ đĩa, dữ liệu, mạng, giọng đọc, khóa ký."""
    subject = Subject(session.data, session.db, session.clock, session.settings)
    findings = tuple(examine(subject))
    if as_json:
        print_facts([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mark = {"good": "✓", "attention": "!", "bad": "✗"}[finding.verdict]
            click.echo(f"{mark} {say(finding.code, session.language, **finding.params)}")
    return 1 if any(finding.verdict == "bad" for finding in findings) else 0
