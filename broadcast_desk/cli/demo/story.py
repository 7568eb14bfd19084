"""The demo's story: one station, one morning, with the real programs and real files."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from broadcast_desk.audio import tunes
from broadcast_desk.audio.loudness import measure
from broadcast_desk.cli.demo.material import own_drafts
from broadcast_desk.cli.demo.stage import Stage, Step
from broadcast_desk.cli.session import Session
from broadcast_desk.library.model import Draft, Version
from broadcast_desk.packages.building import build
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers, Key, create_key
from broadcast_desk.packages.model import ImportReport, Programme
from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.rendering import Rendered, render
from broadcast_desk.station.errors import PackageError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import Operator, StationSettings, TimeSpan, Zone
from broadcast_desk.storage.settings import save_settings

CENTRE = "Trung tâm Truyền thông tỉnh (trình diễn)"
LEADER = "Phó Chủ tịch Ủy ban nhân dân xã (trình diễn)"
CENTRE_PROGRAMMES = 2
"""How many of the spoken bulletins travel as the centre's package instead of as our own."""

LOUDNESS_TOLERANCE_LU = 0.5

STATION = StationSettings(
    name="Đài truyền thanh xã (trình diễn)",
    commune="xã trình diễn",
    zones=(Zone("khu-1", "Cụm loa khu 1"), Zone("khu-2", "Cụm loa khu 2")),
    operators=(Operator(LEADER, ("approver",)), Operator("Người trực đài", ("operator",))),
    quiet_hours=(TimeSpan(time(20, 0), time(5, 0)), TimeSpan(time(11, 30), time(13, 30))),
    session_times=(time(5, 30), time(17, 0)),
)


@dataclass
class Story:
    """What the steps hand on to each other."""

    session: Session
    stage: Stage
    out: Path
    work: Path
    settings: StationSettings = STATION
    drafts: list[Draft] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)

    def tell(self) -> None:
        """Make everything that is to be broadcast: steps a to e of the main job."""
        self.make_station()
        self.write_bulletins()
        self.speak_bulletins()
        self.exchange_package()
        self.approve_all()

    def make_station(self) -> None:
        """A station is created."""
        with self.stage.step("station") as step:
            save_settings(self.session.db, self.settings)
            step.note(
                name=self.settings.name,
                zones=[zone.id for zone in self.settings.zones],
                sessions=[f"{at:%H:%M}" for at in self.settings.session_times],
                quiet_hours=[f"{q.start:%H:%M}-{q.end:%H:%M}" for q in self.settings.quiet_hours],
            )

    def write_bulletins(self) -> None:
        """Bulletins come from the seeds and, when it is there, the plan."""
        with self.stage.step("bulletins") as step:
            self.drafts = own_drafts()
            words = [len(draft.text.split()) for draft in self.drafts]
            step.note(bulletins=len(self.drafts), words=sum(words))
            step.require(len(self.drafts) >= 12, "fewer than 12 bulletins")

    def speak_bulletins(self) -> None:
        """Each is read, spoken, given a tune, mastered and stored."""
        with self.stage.step("speech") as step:
            spoken = [self._speak(draft) for draft in self.drafts]
            for draft, rendered in spoken:
                self._check_loudness(step, draft.code, rendered)
            step.note(
                voices=sorted({rendered.voice for _, rendered in spoken}),
                fallback_from=sorted({r.fallback_from for _, r in spoken if r.fallback_from}),
                speech_s=round(sum(r.mastered.duration_samples for _, r in spoken) / 48_000, 1),
                loudness_lufs=_span(r.mastered.loudness.integrated_lufs for _, r in spoken),
                true_peak_dbtp=_span(r.mastered.loudness.true_peak_dbtp for _, r in spoken),
            )
            self.drafts = [self._keep(draft, rendered) for draft, rendered in spoken]
        own = self.drafts[CENTRE_PROGRAMMES:]
        self.versions = [self.session.library.add(draft) for draft in own]

    def _speak(self, draft: Draft) -> tuple[Draft, Rendered]:
        folder = self.work / (draft.code or "draft")
        folder.mkdir()
        rendered = render(
            draft.text,
            settings=self.settings,
            data=self.session.data,
            lexicon=shipped(),
            work=folder,
            tune=None if draft.kind == "notice" else tunes.names()[0],
        )
        return draft, rendered

    def _check_loudness(self, step: Step, code: str, rendered: Rendered) -> None:
        heard = measure(rendered.mastered.path)
        wanted = self.settings.loudness_lufs
        step.require(
            abs(heard.integrated_lufs - wanted) <= LOUDNESS_TOLERANCE_LU
            and heard.true_peak_dbtp <= self.settings.max_true_peak_dbtp,
            f"{code}: {heard.integrated_lufs:.1f} LUFS, {heard.true_peak_dbtp:.1f} dBTP",
        )

    def _keep(self, draft: Draft, rendered: Rendered) -> Draft:
        return dataclasses.replace(
            draft,
            reading=rendered.reading,
            voice=rendered.voice,
            ai_mark=rendered.ai_mark,
            audio=self.session.media.keep(rendered.mastered),
        )

    def exchange_package(self) -> None:
        """A package is signed; a station that trusts the key imports it, another refuses it."""
        with self.stage.step("package") as step:
            folder = self.work / "centre"
            folder.mkdir()
            key = create_key(folder, CENTRE)
            package = self._build_package(key)
            stranger = Session(
                DataFolder(self.out / "stranger"), self.session.language, self.session.clock
            )
            save_settings(stranger.db, dataclasses.replace(self.settings, name="Đài khác"))
            refused = self._refusal(package, stranger)
            Issuers(self.session.db).trust(key.public_text, CENTRE, confirmed_by=LEADER)
            report = self._import(package, self.session)
            self.versions += [self.session.library.newest(code) for code in report.accepted]
            step.note(
                package=package.name,
                key_id=key.key_id,
                imported=list(report.accepted),
                refused_by_stranger=refused,
            )
            step.require(len(report.accepted) == CENTRE_PROGRAMMES, "programmes are missing")
            step.require(refused == "package.unknown_key", "a stranger took the package")
            step.require(not stranger.library.find(), "the stranger's library is not empty")

    def _build_package(self, key: Key) -> Path:
        programmes = [
            Programme(draft=dataclasses.replace(draft, audio=None), audio=self._audio_of(draft))
            for draft in self.drafts[:CENTRE_PROGRAMMES]
        ]
        return build(programmes, self.out / "goi-trung-tam.zip", key, serial=1)

    def _audio_of(self, draft: Draft) -> Path:
        assert draft.audio is not None
        return self.session.media.path(draft.audio.sha256)

    def _import(self, package: Path, session: Session) -> ImportReport:
        return import_package(
            package, session.library, session.media, Issuers(session.db), session.data,
            session.clock, by="Người trực đài",
        )  # fmt: skip

    def _refusal(self, package: Path, stranger: Session) -> str:
        """The code with which a station that does not trust the key refuses the package."""
        try:
            self._import(package, stranger)
        except PackageError as error:
            return error.code
        return ""

    def approve_all(self) -> None:
        """Approval is given, bound to the hash of text, reading and audio."""
        with self.stage.step("approval") as step:
            library = self.session.library
            for version in self.versions:
                library.submit(version.id, by="Người trực đài")
                library.approve(version.id, by=LEADER, paper_number="Phiếu duyệt số 01")
            airable = {a.content_sha256 for a in library.airables()}
            step.note(approved=len(airable), by=LEADER)
            step.require(
                airable == {version.content_sha256 for version in self.versions},
                "approvals are not bound to what was submitted",
            )


def _span(values: Iterable[float]) -> list[float]:
    """The lowest and the highest of some figures."""
    figures = [round(value, 2) for value in values]
    return [min(figures), max(figures)]
