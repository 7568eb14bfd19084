from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta

import pytest

from broadcast_desk.packages.keys import (
    create_key,
    fingerprint,
    fingerprint_words,
    load_key,
    same_fingerprint,
)
from broadcast_desk.station.errors import InputError, PackageError
from tests.packages.conftest import CENTRE, NOW
from tests.packages.hostile.corpus import Workshop


def test_keys_are_those_of_minisign(tmp_path, key):
    public = key.path.with_suffix(".pub")
    (tmp_path / "x").write_bytes(b"x")
    (tmp_path / "x.minisig").write_bytes(key.sign(b"x", "comment"))
    checked = subprocess.run(
        ["minisign", "-V", "-p", str(public), "-m", str(tmp_path / "x")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "comment" in checked.stdout
    assert key.key_id in public.read_text()


@pytest.mark.parametrize("form", [[], ["-l"]], ids=["hashed before signing", "as of old"])
@pytest.mark.skipif(shutil.which("minisign") is None, reason="no minisign")
def test_a_package_signed_with_the_public_tool_is_taken(form, station, bag, tmp_path):
    """A centre without this program: bag and signature by the public tools alone."""
    secret, public = tmp_path / "a.key", tmp_path / "a.pub"
    made = ["minisign", "-G", "-W", "-p", str(public), "-s", str(secret)]
    subprocess.run(made, capture_output=True, check=True)
    station.issuers.trust(public.read_text(), CENTRE, "Bà Lan", at=NOW - timedelta(days=1))
    shop = Workshop(bag, load_key(secret), tmp_path, station)
    shop.rewrite(lambda document: document["issuer"].update(key_id=load_key(secret).key_id))
    signed = bag / "tagmanifest-sha256.txt"
    (bag / f"{signed.name}.minisig").unlink()
    sign = ["minisign", "-S", *form, "-s", str(secret), "-m", str(signed), "-t", "gói số 1"]
    subprocess.run(sign, capture_output=True, check=True)
    assert station.take(bag).issuer == CENTRE


def test_the_secret_is_its_owners_alone_and_never_overwritten(tmp_path):
    key = create_key(tmp_path, "Đài xã")
    if sys.platform != "win32":
        assert key.path.stat().st_mode & 0o077 == 0
    before = key.path.read_bytes()
    with pytest.raises(InputError, match="key_exists"):
        create_key(tmp_path, "Đài xã")
    assert key.path.read_bytes() == before


def test_a_password_protects_the_key(tmp_path):
    path = create_key(tmp_path, "Đài xã", password="bí mật").path
    assert load_key(path, password="bí mật").issuer == "Đài xã"
    with pytest.raises(PackageError, match="key_password"):
        load_key(path, password="sai")


def test_fingerprint_survives_the_telephone(key, tmp_path):
    digits, words = fingerprint(key.public_text), fingerprint_words(key.public_text)
    for heard in (digits, digits.replace(" ", "-"), words, words.replace("năm", "lăm").upper()):
        assert same_fingerprint(key.public_text, heard)
    changed = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert not same_fingerprint(key.public_text, changed)
    other = create_key(tmp_path, "Khác")
    assert fingerprint(other.public_text) != digits


def test_nobody_is_trusted_unconfirmed(station, key):
    with pytest.raises(InputError, match="not_confirmed"):
        station.issuers.trust(key.public_text, CENTRE, " ")
    with pytest.raises(InputError, match="not_public_key"):
        station.issuers.trust("xin chào", CENTRE, "Bà Lan")
    assert station.issuers.all() == ()


def test_validity_and_revocation(station, key):
    trust = station.issuers.trust
    trust(key.public_text, CENTRE, "Bà Lan", valid_until=NOW)
    assert [i.name for i in station.issuers.trusted(NOW)] == [CENTRE]
    assert station.issuers.trusted(NOW + timedelta(seconds=1)) == ()
    station.issuers.revoke(key.key_id.lower(), by="Bà Lan", why="mất máy", at=NOW)
    assert station.issuers.trusted(NOW) == ()
    assert station.issuers.find(key.key_id).revoked_why == "Bà Lan · mất máy"
    with pytest.raises(InputError, match="key_revoked"):
        trust(key.public_text, CENTRE, "Bà Lan")
    with pytest.raises(InputError, match="no_such_key"):
        station.issuers.revoke("0" * 16)
