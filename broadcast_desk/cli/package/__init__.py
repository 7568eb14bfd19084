"""`package`: the centre's packages, from key to import."""

from __future__ import annotations

import click

from broadcast_desk.cli.package import (
    looking,
    making,
    rules,
    suggestions,
    taking,
    trust,
    watching,
)


@click.group()
def package() -> None:
    """Gói phát thanh: khóa ký, lập gói, kiểm tra, nhận, hộp thư đến, chuyển tiếp."""


for _command in (
    trust.keygen, trust.trust, trust.issuers, trust.revoke,
    making.build_command, making.forward,
    looking.inspect, looking.verify,
    taking.import_command, taking.list_command,
    watching.inbox, watching.feed, watching.housekeeping,
    rules.auto, suggestions.suggestions,
):  # fmt: skip
    package.add_command(_command)
