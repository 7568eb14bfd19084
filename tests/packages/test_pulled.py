"""A USB drive pulled while it is read: one clear line, nothing half stored, nothing left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast_desk.cli.main import run
from broadcast_desk.library.model import Draft
from broadcast_desk.packages import quarantine
from broadcast_desk.packages.building import Programme, build
from broadcast_desk.packages.containers import FolderContainer, SourceLostError, ZipContainer
from broadcast_desk.packages.inbox import Inbox
from broadcast_desk.packages.local import take_local
from broadcast_desk.packages.verifying import verify
from broadcast_desk.station.errors import PackageError, StoreError
from tests.packages.conftest import NOW, Station

IMAGE_BYTES = 64 * 1024**2
FILES = 6


class Stick:
    """A file system of its own, in an image that is mounted as a drive is."""

    def __init__(self, folder: Path) -> None:
        self.image = folder / "stick.img"
        self.root = folder / "stick"
        self.root.mkdir()
        with self.image.open("wb") as file:
            file.truncate(IMAGE_BYTES)
        _run("mkfs.ext4", "-q", "-F", str(self.image))
        self.plug()

    def plug(self) -> None:
        _run("mount", "-o", "loop", str(self.image), str(self.root))

    def unplug(self) -> None:
        _run("umount", "-l", str(self.root))

    def fill(self, *sources: Path) -> None:
        """Copy onto it, and plug it in anew, so that nothing is in memory."""
        for source in sources:
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, self.root / source.name)
        self.unplug()
        self.whole = self.image.read_bytes()
        self.plug()

    def pull(self) -> None:
        """From now on the drive does not answer: what is open fails in the kernel."""
        os.truncate(self.image, 0)
        self.unplug()

    def put_back(self) -> None:
        self.image.write_bytes(self.whole)
        self.plug()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"{command[0]}: {done.stderr.strip()}")


@pytest.fixture
def stick(tmp_path) -> Iterator[Stick]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root mounts")
    made = Stick(tmp_path)
    yield made
    subprocess.run(["umount", "-l", str(made.root)], capture_output=True, check=False)


@pytest.fixture(scope="module")
def large(tmp_path_factory, key) -> tuple[Path, Path]:
    """A package of some megabytes, as a folder and as a ZIP."""
    folder = tmp_path_factory.mktemp("large")
    dice = np.random.default_rng(5)
    items = []
    for number in range(FILES):
        sound = folder / f"{number}.wav"
        soundfile.write(sound, dice.normal(0, 0.1, 2_500_000), 48_000)
        items.append(Programme(Draft(title=f"Số {number}", code=f"U{number}"), audio=sound))
    zipped = build(items, folder / "goi-usb.zip", key, 1, created_at=NOW)
    return build(items, folder / "goi-usb", key, 2, created_at=NOW), zipped


def pull_at_half(monkeypatch: pytest.MonkeyPatch, root: Path, pull: Callable[[], None]) -> None:
    """Pull when half of the audio has been opened: the real reading goes on from there."""
    opened = 0

    def watched(original: Callable[..., object]) -> Callable[..., object]:
        def open_(self: object, name: str) -> object:
            nonlocal opened
            source = self.path  # type: ignore[attr-defined]
            if source.is_relative_to(root) and name.startswith("data/audio"):
                opened += 1
                if opened == FILES // 2:
                    pull()
            return original(self, name)

        return open_

    for kind in (FolderContainer, ZipContainer):
        monkeypatch.setattr(kind, "open", watched(kind.open))


def nothing_of_it(station: Station) -> None:
    assert station.files() == set()
    assert list(station.data.staging.iterdir()) == []
    assert list(quarantine.refused(station.data)) == []
    assert station.library.find() == []


@pytest.mark.parametrize("form", [0, 1], ids=["folder", "zip"])
def test_pulled_for_real_while_it_is_copied(form, stick, large, trusting, monkeypatch):
    stick.fill(large[form])
    package = stick.root / large[form].name
    with monkeypatch.context() as patched:
        pull_at_half(patched, stick.root, stick.pull)
        with pytest.raises(PackageError) as lost:
            trusting.take(package)
    assert lost.value.code == "package.source_lost"
    nothing_of_it(trusting)
    with pytest.raises(PackageError) as gone:
        trusting.take(package)
    assert gone.value.code == "package.missing"
    nothing_of_it(trusting)
    stick.put_back()
    assert len(trusting.take(package).accepted) == FILES


@pytest.mark.parametrize("form", [0, 1], ids=["folder", "zip"])
def test_pulled_for_real_while_it_is_looked_at(form, stick, large, trusting, monkeypatch, capsys):
    stick.fill(large[form])
    package = stick.root / large[form].name
    pull_at_half(monkeypatch, stick.root, stick.pull)
    found = verify(package, trusting.issuers, NOW)
    assert [problem.code for problem in found.problems] == ["package.source_lost"]
    stick.put_back()
    monkeypatch.undo()
    pull_at_half(monkeypatch, stick.root, stick.pull)
    status = run(["package", "verify", str(package), "--data", str(trusting.data.root)])
    said = capsys.readouterr().err
    assert (status, said.count("\n")) == (1, 1)
    assert "USB bị rút" in said
    nothing_of_it(trusting)


def test_plain_audio_pulled_for_real(stick, large, trusting, monkeypatch):
    stick.fill(large[1].parent / "0.wav")
    sound = stick.root / "0.wav"
    real = Path.open

    def pulled(self: Path, *args: object, **more: object) -> object:
        file = real(self, *args, **more)  # type: ignore[call-overload]
        if self == sound and more.get("buffering") == 0:
            file.read(1)
            stick.pull()
        return file

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", pulled)
        with pytest.raises(PackageError) as lost:
            take_local(sound, trusting.library, trusting.media, trusting.db, trusting.data)
    assert lost.value.code == "package.source_lost"
    nothing_of_it(trusting)


class Failing:
    """A file that stops answering, as the kernel says it."""

    def __init__(self, file: object, left: int) -> None:
        self._file = file
        self._left = left

    def __enter__(self) -> Failing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()  # type: ignore[attr-defined]

    def _count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise OSError(5, "Input/output error")

    def read(self, size: int) -> bytes:
        self._count(size)
        return self._file.read(size)  # type: ignore[attr-defined, no-any-return]

    def readinto(self, buffer: memoryview) -> int:
        self._count(len(buffer))
        return self._file.readinto(buffer)  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("form", [0, 1], ids=["folder", "zip"])
@pytest.mark.parametrize("victim", range(0, 15, 2))
def test_whichever_read_fails_it_is_the_drive(form, victim, large, trusting, monkeypatch):
    opened = 0

    def failing(original: Callable[..., object]) -> Callable[..., object]:
        def open_(self: object, name: str) -> object:
            nonlocal opened
            file = original(self, name)
            if self.path != large[form]:  # type: ignore[attr-defined]
                return file
            opened += 1
            return Failing(file, 0) if opened > victim else file

        return open_

    for kind in (FolderContainer, ZipContainer):
        monkeypatch.setattr(kind, "open", failing(kind.open))
    if victim == 2 + FILES + 6:  # signature and what is signed, then every file once
        assert len(trusting.take(large[form]).accepted) == FILES
        return
    with pytest.raises(PackageError) as lost:
        trusting.take(large[form])
    assert lost.value.code == "package.source_lost"
    nothing_of_it(trusting)


def test_a_full_disk_is_not_blamed_on_the_drive(large, trusting, monkeypatch):
    opened = Path.open

    def full(self: Path, mode: str = "r", *args: object, **more: object) -> object:
        if mode == "xb" and "staging" in self.parts:
            raise OSError(28, "No space left on device", str(self))
        return opened(self, mode, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    for take in (
        lambda: trusting.take(large[0]),
        lambda: take_local(
            large[0].parent / "0.wav", trusting.library, trusting.media, trusting.db, trusting.data
        ),
    ):
        with pytest.raises(StoreError) as error:
            take()
        assert error.value.code == "store.disk_full"
    nothing_of_it(trusting)


def test_what_the_inbox_cannot_read_now_stays_there(trusting, good_zip, monkeypatch):
    shutil.copy(good_zip, trusting.data.inbox)
    parts = trusting.library, trusting.media, trusting.issuers, trusting.data, trusting.clock
    inbox = Inbox(*parts, settle_s=0)
    inbox.check()
    with monkeypatch.context() as patched:
        patched.setattr(
            ZipContainer, "open", lambda *_: (_ for _ in ()).throw(SourceLostError("goi"))
        )
        report = inbox.check()
    assert (report.refused, report.waiting) == ([], [good_zip.name])
    assert (trusting.data.inbox / good_zip.name).is_file()
    assert len(inbox.check().imported) == 1
