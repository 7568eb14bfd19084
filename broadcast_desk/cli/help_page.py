"""Help pages with Vietnamese headings: click writes its own words in English."""

from __future__ import annotations

from collections.abc import Sequence

import click

_CLICKS_OWN = {
    "Options": "Tùy chọn",
    "Commands": "Các lệnh",
    "Show this message and exit.": "Xem phần hướng dẫn này.",
    "Show the version and exit.": "Xem số phiên bản.",
    "[OPTIONS]": "[TÙY CHỌN]",
    "COMMAND [ARGS]...": "LỆNH ...",
}
"""What click says itself -> what an operator reads; all else in a page is ours."""


class HelpPage(click.HelpFormatter):
    """Writes a help page as an operator reads it."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how the command is written."""
        for english in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(english, _CLICKS_OWN[english])
        super().write_usage(prog, args, prefix or "Cách viết: ")

    def write_heading(self, heading: str) -> None:
        """The heading of a part of the page."""
        super().write_heading(_CLICKS_OWN.get(heading, heading))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """A list of options or commands."""
        said = [(term, _CLICKS_OWN.get(text, text)) for term, text in rows]
        super().write_dl(said, col_max, col_spacing)
