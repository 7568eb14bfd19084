from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from broadcast_desk.playout.outputs.icecast import IcecastMount, open_icecast
from broadcast_desk.playout.ports import Health
from broadcast_desk.station.errors import InputError
from tests.playout.outputs.conftest import (
    LEVEL,
    TONE_HZ,
    Feeder,
    Icecast,
    decoded,
    strength_of,
    wait_until,
)


def mount_on(server: Icecast, path: str = "/loa", **choices) -> IcecastMount:
    return IcecastMount(
        "127.0.0.1", path, lambda: server.password, port=server.port, title="Đài xã", **choices
    )


@pytest.mark.parametrize("kind", ["mp3", "opus"])
def test_a_listener_hears_the_bus_at_the_loudspeakers_level(icecast, kind):
    output = open_icecast(mount_on(icecast, format=kind))
    with Feeder(output, gain=0.5):
        wait_until(lambda: output.report().health is Health.GOOD)
        wait_until(lambda: icecast.has("/loa"))
        heard = decoded(icecast.listen("/loa", 24_000))
    middle = heard[24_000:72_000]
    assert len(middle) == 48_000
    lame = 0.95 if kind == "mp3" else 1.0  # LAME turns everything down a little, against clipping
    assert strength_of(middle, TONE_HZ) == pytest.approx(LEVEL * 0.5 * lame, rel=0.02)
    assert strength_of(middle, 440.0) < 0.005
    assert output.report().health is Health.CLOSED


def test_it_comes_back_when_the_server_does(icecast):
    output = open_icecast(mount_on(icecast))
    with Feeder(output):
        wait_until(lambda: icecast.has("/loa"))
        icecast.stop()
        wait_until(lambda: output.report().health is Health.LOST)
        told = output.report().reason
        assert told in ("playout.icecast_lost", "playout.icecast_unreachable")
        icecast.start()
        wait_until(lambda: output.report().health is Health.GOOD, 40)
        wait_until(lambda: icecast.has("/loa"))
        assert output.report().reason == ""
        assert output.report().lost_samples > 0


def test_a_mount_in_use_is_said_and_taken_when_it_is_free(icecast):
    first, second = (open_icecast(mount_on(icecast)) for _ in range(2))
    with Feeder(second):
        with Feeder(first):
            good = Health.GOOD
            wait_until(lambda: good in {first.report().health, second.report().health})
            winner, loser = (first, second) if first.report().health is good else (second, first)
            wait_until(lambda: loser.report().reason == "playout.icecast_mount_in_use")
            assert loser.report().health is Health.LOST
            assert winner.report().health is good
        wait_until(lambda: second.report().health is Health.GOOD, 40)


def test_a_changed_password_is_used_without_a_restart(icecast):
    password = ["falsch"]
    mount = IcecastMount("127.0.0.1", "/loa", lambda: password[0], port=icecast.port)
    output = open_icecast(mount)
    with Feeder(output):
        wait_until(lambda: output.report().health is Health.FAILED)
        assert output.report().reason == "playout.icecast_password"
        password[0] = icecast.password
        wait_until(lambda: output.report().health is Health.GOOD, 40)


def test_too_many_sources(icecast):
    icecast.stop()
    icecast.start(sources=1)
    first = open_icecast(mount_on(icecast, "/mot"))
    with Feeder(first):
        wait_until(lambda: icecast.has("/mot"))
        second = open_icecast(mount_on(icecast, "/hai"))
        with Feeder(second):
            wait_until(lambda: second.report().reason == "playout.icecast_full")


def command_lines_of_children() -> list[str]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    children = {pid for task in tasks for pid in task.read_text().split()}
    return [Path(f"/proc/{pid}/cmdline").read_bytes().decode() for pid in children]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_password_is_on_no_command_line(icecast):
    output = open_icecast(mount_on(icecast))
    with Feeder(output):
        wait_until(lambda: output.report().health is Health.GOOD)
        listed = "\n".join(command_lines_of_children())
        assert "libmp3lame" in listed
        assert icecast.password not in listed
        assert icecast.password not in repr(output.report())


def test_a_server_that_is_not_there_holds_nobody_up():
    mount = IcecastMount("127.0.0.1", "/x", lambda: "", port=9)
    output = open_icecast(mount)
    with Feeder(output) as feeder:
        wait_until(lambda: output.report().reason == "playout.icecast_unreachable")
        wait_until(lambda: output.report().lost_samples > 0)
        assert feeder.position > 0


def test_addresses():
    mount = IcecastMount.from_url("icecast://nguon:m%E1%BA%ADt@host:9000/a.ogg?bitrate=48")
    assert (mount.host, mount.port, mount.user, mount.mount) == ("host", 9000, "nguon", "/a.ogg")
    assert (mount.password(), mount.format, mount.bitrate_kbps) == ("mật", "opus", 48)
    assert mount.name == "icecast://host:9000/a.ogg"
    assert "mật" not in repr(mount)


@pytest.mark.parametrize(
    "url",
    ["http://h/m", "icecast://h", "icecast:///m", "icecast://h:x/m", "icecast://h/m?format=wma",
     "icecast://h/m?bitrate=9999"],
)  # fmt: skip
def test_bad_addresses(url):
    with pytest.raises(InputError):
        IcecastMount.from_url(url)


def test_a_bad_address_is_quoted_without_its_password():
    with pytest.raises(InputError) as caught:
        IcecastMount.from_url("icecast://source:geheim@h")
    assert "geheim" not in str(caught.value)
