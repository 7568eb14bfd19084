"""The yearly ASEAN report as a `Paper`: figures put into the wording of `asean.toml`. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from broadcast_desk.logbook.model import Verification
from broadcast_desk.logbook.reports.figures import AseanFigures, Split
from broadcast_desk.logbook.reports.paper import (
    Block,
    Cell,
    Paper,
    Paragraph,
    Style,
    Table,
    written,
)
from broadcast_desk.logbook.statistics import Tally
from broadcast_desk.logbook.wording import reason_words, result_words, word, words
from broadcast_desk.station.clock import local
from broadcast_desk.station.settings import StationSettings

_PRINTED = 20
"""Lines of a long list that go on paper; the workbook has them all."""

_UNIT = re.compile(r"^(xã|phường|đặc khu|thị trấn|thị xã|huyện|thành phố)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the report is about, beside its figures.

    Attributes:
        since, until: local days, both inclusive.
        recipient: to whom it goes.
        remarks: the operator's own words; lines after "Kiến nghị:" are proposals.
    """

    year: int
    since: date
    until: date
    recipient: str
    remarks: str
    verification: Verification


def compose(figures: AseanFigures, occasion: Occasion, settings: StationSettings) -> Paper:
    """The report, ready to be rendered."""
    form = words("asean")["form"]
    commune = settings.commune.strip()
    superior = form["superior"].format(commune=commune.upper()) if commune else ""
    text = _Text(figures, occasion, settings)
    return Paper(
        superior=superior,
        body=settings.name.upper(),
        nation=form["nation"],
        motto=form["motto"],
        number=form["number"].format(symbol=settings.extra.get("report_symbol", form["symbol"])),
        place_date=form["place_date"].format(
            place=_UNIT.sub("", commune) or settings.province, year=occasion.until.year
        ),
        kind=form["kind"],
        subject=form["subject"].format(year=occasion.year),
        period=form["period"].format(since=_day(occasion.since), until=_day(occasion.until)),
        addressee=form["addressee"].format(recipient=occasion.recipient),
        blocks=_numbered(text.blocks()),
        receivers_head=form["receivers_head"],
        receivers=_receivers(form, commune),
        signer_title=settings.extra.get("signer_title", form["signer"]),
        signer_name=settings.extra.get("signer_name", ""),
        summary=text.summary(),
        summary_head=(_column("item"), _column("value")),
        warning=text.warning(),
    )


def _receivers(form: Mapping[str, Any], commune: str) -> tuple[str, ...]:
    short = form["superior_short"].format(commune=commune[:1].lower() + commune[1:])
    lines = [line for line in form["receivers"] if commune or "{superior}" not in line]
    return tuple(line.format(superior=short) for line in lines)


def _numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with tables numbered in the order in which they stand."""
    number, result = 0, []
    for block in blocks:
        if isinstance(block, Table):
            number += 1
            block = dataclasses.replace(block, caption=block.caption.format(n=number))  # noqa: PLW2901
        result.append(block)
    return tuple(result)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _column(key: str) -> str:
    return str(words("asean")["columns"][key])


def _heading(key: str, style: Style = Style.SUBHEADING) -> Paragraph:
    return Paragraph(words("asean")["headings"][key], style)


def _say(key: str, **values: object) -> str:
    return str(words("asean")["text"][key]).format(**values)


def _tally_table(
    key: str, label: str, rows: Iterable[tuple[str, Tally]], *, total: bool = True
) -> Table:
    listed = [(name, tally) for name, tally in rows]
    whole = sum((tally for _, tally in listed), Tally())
    return Table(
        key=key,
        caption=words("asean")["tables"][key],
        head=(_column(label), _column("count"), _column("minutes")),
        widths=(6, 2, 2),
        rows=tuple((name, tally.count, tally.minutes) for name, tally in listed),
        total=(_column("total"), whole.count, whole.minutes) if total else None,
    )


def _split_table(
    key: str, label: str, rows: list[tuple[str, Split]], whole: Split, strong: frozenset[int]
) -> Table:
    return Table(
        key=key,
        caption=words("asean")["tables"][key],
        head=tuple(
            _column(name) for name in (label, "first", "again", "other", "count", "minutes")
        ),
        widths=(5.4, 1.9, 1.9, 1.5, 1.7, 2),
        rows=tuple(_split_row(name, split) for name, split in rows),
        total=_split_row(_column("total"), whole),
        strong=strong,
    )


def _split_row(name: str, split: Split) -> tuple[Cell, ...]:
    whole = split.all
    return (
        name,
        split.first.count,
        split.again.count,
        split.other.count,
        whole.count,
        whole.minutes,
    )


def _together(splits: Iterable[Split]) -> Split:
    result = Split()
    for split in splits:
        result = Split(
            result.first + split.first, result.again + split.again, result.other + split.other
        )
    return result


class _Text:
    """The blocks of one report."""

    def __init__(
        self, figures: AseanFigures, occasion: Occasion, settings: StationSettings
    ) -> None:
        self._figures = figures
        self._occasion = occasion
        self._settings = settings

    def blocks(self) -> Iterable[Block]:
        """Everything between the addressee and the signature."""
        yield from self._basis()
        yield _heading("results", Style.HEADING)
        yield from self._overall()
        if self._figures.total.count:
            yield from self._results()
        yield from self._relays()
        if self._figures.total.count:
            yield from self._reach()
        yield from self._plan()
        yield from self._remarks()
        yield from self._proof()

    def _basis(self) -> Iterable[Block]:
        basis = words("asean")["basis"]
        yield Paragraph(basis["plan"], Style.BASIS)
        yield Paragraph(
            basis["report"].format(
                plan_number=self._settings.plan_number,
                plan_issuer=self._settings.plan_issuer,
                station=self._settings.name,
            )
        )

    def _overall(self) -> Iterable[Block]:
        yield _heading("overall")
        total = self._figures.total
        if not total.count:
            yield Paragraph(_say("nothing"))
            return
        values = {
            "station": self._settings.name,
            "count": written(total.count),
            "minutes": written(total.minutes),
            "programmes": written(len(self._figures.programmes)),
        }
        yield Paragraph(_say("overall", **values))
        yield Paragraph(_say("counting"), Style.NOTE)

    def _results(self) -> Iterable[Block]:
        figures = self._figures
        yield _heading("forms")
        kinds = words("asean")["kinds"]
        yield _tally_table("forms", "form", ((kinds[k], t) for k, t in figures.kinds.items()))
        yield _heading("pillars")
        yield self._pillars()
        yield from self._gaps()
        yield _heading("months")
        months = [(f"{month[5:]}/{month[:4]}", split) for month, split in figures.months.items()]
        whole = _together(figures.months.values())
        yield _split_table("months", "month", months, whole, frozenset())
        yield _heading("production")
        yield Paragraph(self._production())
        yield _tally_table(
            "issuers", "issuer", ((self._issuer(i), t) for i, t in figures.issuers.items())
        )
        yield from self._programmes()

    def _pillars(self) -> Table:
        names, general = words("asean")["pillars"], words("asean")["own"]["general"]
        rows: list[tuple[str, Split]] = []
        strong: set[int] = set()
        topics = self._figures.topics
        for pillar in dict.fromkeys(topic.pillar for topic in topics):
            inside = [topic for topic in topics if topic.pillar == pillar]
            strong.add(len(rows))
            rows.append((names.get(pillar, pillar), _together(t.split for t in inside)))
            rows += [
                (f"– {general if topic.key == pillar else topic.name}", topic.split)
                for topic in inside
                if topic.split.all.count
            ]
        whole = _together(topic.split for topic in topics)
        return _split_table("pillars", "topic", rows, whole, frozenset(strong))

    def _gaps(self) -> Iterable[Block]:
        """The topics nothing was aired on, so that next year's plan can fill them."""
        topics = self._figures.topics
        gaps = [t.name for t in topics if not t.split.all.count and t.key != t.pillar]
        if gaps:
            yield Paragraph(_say("gaps", topics="; ".join(gaps)), Style.NOTE)

    def _production(self) -> str:
        own, total = self._figures.own, self._figures.total
        if not own.count:
            return _say("production_none")
        percent = 100 * own.duration_s / total.duration_s if total.duration_s else 0.0
        return _say(
            "production",
            own_programmes=written(self._figures.own_programmes),
            own_count=written(own.count),
            own_minutes=written(own.minutes),
            own_percent=written(round(percent, 1)),
        )

    def _programmes(self) -> Iterable[Block]:
        listed = sorted(self._figures.programmes, key=lambda p: -p.tally.duration_s)
        if len(listed) > _PRINTED:
            cut = {"shown": written(_PRINTED), "all": written(len(listed))}
            yield Paragraph(_say("programmes_cut", **cut), Style.NOTE)
        table = _tally_table("programmes", "programme", ((p.title, p.tally) for p in listed))
        yield dataclasses.replace(table, shown=_PRINTED)

    def _issuer(self, issuer: str) -> str:
        own = words("asean")["own"]["issuer"].format(station=self._settings.name)
        return issuer or str(own)

    def _relays(self) -> Iterable[Block]:
        yield _heading("relays")
        figures, whole = self._figures, self._figures.relay_total
        if not whole.count:
            yield Paragraph(_say("relays_none"))
            return
        about = next((t for kind, t in figures.kinds.items() if kind == "relay"), Tally())
        yield Paragraph(
            _say(
                "relays",
                count=written(whole.count),
                minutes=written(whole.minutes),
                asean_count=written(about.count),
                asean_minutes=written(about.minutes),
            )
        )
        yield _tally_table("relays", "programme", figures.relays.items())

    def _reach(self) -> Iterable[Block]:
        yield _heading("reach")
        languages = ((word("languages", k), t) for k, t in self._figures.languages.items())
        yield _tally_table("languages", "language", languages)
        names = {zone.id: zone.name for zone in self._settings.zones}
        zones = ((names.get(zone, zone), t) for zone, t in self._figures.zones.items())
        yield _tally_table("zones", "zone", zones, total=False)

    def _plan(self) -> Iterable[Block]:
        yield _heading("plan", Style.HEADING)
        plan = self._figures.plan
        if not plan.due:
            yield Paragraph(_say("plan_none"))
            return
        percent = plan.complete_percent
        yield Paragraph(
            _say(
                "plan",
                due=written(plan.due),
                complete=written(plan.complete),
                percent=f"{written(percent)}%" if percent is not None else "",
                partial=written(plan.partial),
                missed=written(plan.missed),
                refused=written(plan.refused),
            )
        )
        if not plan.misses:
            yield Paragraph(_say("no_misses"))
            return
        yield Paragraph(_say("misses"))
        yield self._reasons()
        if len(plan.misses) > _PRINTED:
            cut = {"shown": written(_PRINTED), "all": written(len(plan.misses))}
            yield Paragraph(_say("misses_cut", **cut), Style.NOTE)
        yield self._misses()

    def _reasons(self) -> Table:
        reasons = self._figures.reasons
        return Table(
            key="reasons",
            caption=words("asean")["tables"]["reasons"],
            head=(_column("reason"), _column("count")),
            widths=(8, 2),
            rows=tuple((reason_words(reason), count) for reason, count in reasons.items()),
            total=(_column("total"), sum(reasons.values())),
        )

    def _misses(self) -> Table:
        return Table(
            key="misses",
            caption=words("asean")["tables"]["misses"],
            head=(_column("when"), _column("programme"), _column("result")),
            widths=(2.6, 4.4, 4),
            rows=tuple(
                (
                    f"{local(row.due_at):%d/%m/%Y %H:%M}" if row.due_at else "",
                    row.title,
                    result_words(row),
                )
                for row in self._figures.plan.misses
            ),
            shown=_PRINTED,
        )

    def _remarks(self) -> Iterable[Block]:
        yield _heading("remarks", Style.HEADING)
        remarks, _, proposals = self._occasion.remarks.partition(_say("proposal_mark"))
        for key, text in (("remarks", remarks), ("proposals", proposals)):
            yield Paragraph(_say(key), Style.SUBHEADING)
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            yield from (Paragraph(line) for line in lines)
            if not lines:
                yield from (Paragraph("", Style.BLANK), Paragraph("", Style.BLANK))

    def _proof(self) -> Iterable[Block]:
        yield _heading("proof", Style.HEADING)
        yield Paragraph(self._proof_line())
        closing = {"year": self._occasion.year, "station": self._settings.name}
        yield Paragraph(_say("closing", recipient=self._occasion.recipient, **closing))

    def _proof_line(self) -> str:
        found = self._occasion.verification
        if not found.valid:
            return _say("proof_bad", number=found.first_bad, flaw=self._flaw())
        if found.head is None:
            return _say("proof_empty")
        head = found.head
        return _say(
            "proof_good",
            count=written(found.count),
            head=written(head.number),
            sha256=head.entry_sha256,
        )

    def _flaw(self) -> str:
        return str(words("asean")["flaws"][self._occasion.verification.flaw])

    def warning(self) -> tuple[Paragraph, ...]:
        """What stands on the report's face when the logbook cannot be trusted."""
        found, texts = self._occasion.verification, words("asean")["warning"]
        if found.valid:
            return ()
        text = texts["text"].format(number=found.first_bad, flaw=self._flaw())
        return (
            Paragraph(texts["title"], Style.WARNING_TITLE),
            Paragraph(text, Style.WARNING),
        )

    def summary(self) -> tuple[tuple[str, Cell], ...]:
        """The workbook's first sheet: labels and values."""
        figures, occasion, settings = self._figures, self._occasion, self._settings
        plan, relays = figures.plan, figures.relay_total
        values: dict[str, Cell] = {
            "station": settings.name,
            "recipient": occasion.recipient,
            "plan": f"{settings.plan_number}, {settings.plan_issuer}",
            "since": _day(occasion.since),
            "until": _day(occasion.until),
            "count": figures.total.count,
            "minutes": figures.total.minutes,
            "programmes": len(figures.programmes),
            "own_count": figures.own.count,
            "own_minutes": figures.own.minutes,
            "relay_count": relays.count,
            "relay_minutes": relays.minutes,
            "due": plan.due,
            "complete": plan.complete,
            "partial": plan.partial,
            "missed": plan.missed,
            "refused": plan.refused,
            "proof": self._proof_line(),
        }
        labels = words("asean")["summary"]
        return tuple((labels[key], value) for key, value in values.items())
