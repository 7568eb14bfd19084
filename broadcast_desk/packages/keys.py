"""Signing keys (minisign), whom the station trusts, and the fingerprint read over the telephone."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from minisign import Error as MinisignError
from minisign import KeyPair, PublicKey, SecretKey, Signature

from broadcast_desk.packages import store
from broadcast_desk.packages.model import SIGNED_FILE, Issuer, PackageRefusedError, Problem
from broadcast_desk.packages.names import clean_name
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.errors import InputError, PackageError, store_error_from_os
from broadcast_desk.station.folding import nfc
from broadcast_desk.storage import Database, reading, writing
from broadcast_desk.storage.files import whole_file

SECRET_SUFFIX, PUBLIC_SUFFIX = ".key", ".pub"
FINGERPRINT_GROUPS = 6

_DIGIT_WORDS = (
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
)  # fmt: skip


@dataclass(frozen=True)
class Key:
    """A signing key of one's own.

    Attributes:
        key_id: minisign's key number, 16 capital hex digits.
        public_text: the public key file, to be given to stations.
        path: the secret key's file.
    """

    key_id: str
    issuer: str
    public_text: str
    path: Path
    secret: SecretKey

    @property
    def fingerprint(self) -> str:
        """The digits to compare over the telephone."""
        return fingerprint(self.public_text)

    def sign(self, data: bytes, comment: str) -> bytes:
        """A minisign signature file over `data`; the (ASCII) comment is signed too."""
        signature = self.secret.sign(data, trusted_comment=comment)
        return bytes(signature) + b"\n"


def create_key(folder: Path, issuer: str, *, password: str = "") -> Key:
    """Make a signing key in `folder`: NAME.key (secret, for its owner alone) and NAME.pub.

    Raises:
        InputError: there is a key of that name already, or no issuer's name.
        StoreError: the folder cannot be written to.
    """
    name = clean_name(nfc(issuer), "khoa")
    if not issuer.strip():
        raise InputError("package.no_issuer_name")
    secret_path, public_path = folder / f"{name}{SECRET_SUFFIX}", folder / f"{name}{PUBLIC_SUFFIX}"
    if secret_path.exists() or public_path.exists():
        raise InputError("package.key_exists", path=secret_path)
    pair = KeyPair.generate()
    public_text = _public_text(pair.public_key)
    if password:
        pair.secret_key.encrypt(password)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise store_error_from_os(error, folder) from error
    _write_secret(secret_path, bytes(pair.secret_key) + b"\n")
    with whole_file(public_path) as temporary:
        temporary.write_text(public_text, encoding="utf-8")
    _write_issuer_name(secret_path, nfc(issuer).strip())
    return load_key(secret_path, password=password)


def _write_issuer_name(secret_path: Path, issuer: str) -> None:
    # beside the key, because minisign's own comments are ASCII only
    with whole_file(secret_path.with_suffix(".name")) as temporary:
        temporary.write_text(issuer + "\n", encoding="utf-8")


def _write_secret(path: Path, data: bytes) -> None:
    with whole_file(path, private=True) as temporary:
        temporary.write_bytes(data)


def load_key(path: Path, *, password: str = "", issuer: str = "") -> Key:
    """A secret key from its file.

    Raises:
        PackageError: it is no minisign secret key, or the password is wrong.
    """
    try:
        secret = SecretKey.from_bytes(path.read_bytes().strip())
        if secret.is_encrypted():
            secret.decrypt(password)
        public = secret.get_public_key()
    except OSError as error:
        raise PackageError("package.key_unreadable", path=path) from error
    except MinisignError as error:
        code = "package.key_password" if "password" in str(error) else "package.key_broken"
        raise PackageError(code, path=path) from error
    return Key(
        key_id=key_id_of(public),
        issuer=issuer or issuer_name(path),
        public_text=_public_text(public),
        path=path,
        secret=secret,
    )


def issuer_name(path: Path) -> str:
    """Whose a secret key is, as it was called when it was made; the file's name if unknown."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return path.with_suffix(".name").read_text(encoding="utf-8").strip()
    return path.stem


def own_keys(folder: Path) -> tuple[Path, ...]:
    """The secret keys in a station's key folder."""
    return tuple(sorted(folder.glob(f"*{SECRET_SUFFIX}")))


def key_id_of(public: PublicKey) -> str:
    """The key number as `minisign` prints it: 16 hex digits, most significant first."""
    raw = bytes(public._keynum_pk.key_id)  # noqa: SLF001  (py-minisign has no accessor)
    return raw[::-1].hex().upper()


def signature_key_id(signature: Signature) -> str:
    """The key number of the key that made a signature."""
    return bytes(signature._key_id)[::-1].hex().upper()  # noqa: SLF001  (no accessor)


def parse_public_key(text: str) -> PublicKey:
    """A public key from its file's text, or from the bare base64 line.

    Raises:
        InputError: it is not a minisign public key.
    """
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    try:
        return PublicKey.from_base64(lines[-1])
    except (MinisignError, IndexError, ValueError) as error:
        raise InputError("package.not_public_key") from error


def _public_text(public: PublicKey) -> str:
    comment = f"untrusted comment: minisign public key {key_id_of(public)}"
    return f"{comment}\n{public.to_base64().decode('ascii')}\n"


def fingerprint(public_text: str) -> str:
    """The short form of a public key that two people compare aloud: six groups of five digits.

    99 bits of the SHA-256 of the key: enough that nobody makes another key with the same digits.
    """
    digest = hashlib.sha256(parse_public_key(public_text).to_base64()).digest()
    digits = str(int.from_bytes(digest, "big") % 10 ** (5 * FINGERPRINT_GROUPS)).zfill(
        5 * FINGERPRINT_GROUPS
    )
    return " ".join(digits[start : start + 5] for start in range(0, len(digits), 5))


def fingerprint_words(public_text: str) -> str:
    """The fingerprint as it is read aloud in Vietnamese, a comma after each group."""
    groups = fingerprint(public_text).split()
    return ", ".join(" ".join(_DIGIT_WORDS[int(digit)] for digit in group) for group in groups)


def same_fingerprint(public_text: str, heard: str) -> bool:
    """Whether what was heard (digits or their words, in any grouping) is the key's fingerprint."""
    words = {word: str(digit) for digit, word in enumerate(_DIGIT_WORDS)}
    words |= {"lăm": "5", "tư": "4", "bẩy": "7", "linh": "0"}
    parts = nfc(heard).lower().replace(",", " ").replace("-", " ").replace(".", " ").split()
    digits = "".join(words.get(part, part) for part in parts)
    return digits == fingerprint(public_text).replace(" ", "")


def check_signature(data: bytes, signature_bytes: bytes, issuers: Issuers) -> tuple[str, Issuer]:
    """Whose signature stands under `data`.

    Returns:
        The key number and the issuer, whose key may be revoked or out of date: that is for the
        caller to judge.

    Raises:
        PackageRefusedError: the signature cannot be read, its key is unknown, or it does not fit.
    """
    try:
        signature = _parse_signature(signature_bytes)
    except (MinisignError, ValueError) as error:
        raise PackageRefusedError((Problem("package.signature_form"),)) from error
    key_id = signature_key_id(signature)
    issuer = issuers.find(key_id)
    if issuer is None:
        raise PackageRefusedError((Problem("package.unknown_key", {"key_id": key_id}),))
    try:
        parse_public_key(issuer.public_key).verify(data, signature)
    except (MinisignError, ValueError) as error:
        problem = Problem("package.signature_wrong", {"name": SIGNED_FILE, "issuer": issuer.name})
        raise PackageRefusedError((problem,)) from error
    return key_id, issuer


def _parse_signature(raw: bytes) -> Signature:
    """A signature, written as minisign writes it: base64 has spare bits that say nothing."""
    signature = Signature.from_bytes(raw.strip())
    if _signed_lines(bytes(signature)) != _signed_lines(raw):
        raise ValueError("not as minisign writes it")
    return signature


def _signed_lines(signature: bytes) -> list[bytes]:
    """All but the first line, which is a comment that nothing protects."""
    return [line.rstrip() for line in signature.strip().splitlines()[1:]]


class Issuers:
    """Whom this station trusts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def database(self) -> Database:
        """The station's database."""
        return self._db

    def trust(
        self,
        public_key_text: str,
        name: str,
        confirmed_by: str,
        *,
        at: datetime | None = None,
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
    ) -> Issuer:
        """Take packages signed by that key from now on.

        Args:
            public_key_text: the public key's file, or its base64 line.
            name: the issuer as people know it.
            confirmed_by: who compared the fingerprint with the issuer, over another way than
                the one the key came by.
            at: when, default now.
            valid_from: what was made before counts for nothing.
            valid_until: from then on nothing counts.

        Raises:
            InputError: not a key, no name, nobody confirmed it, or the key was revoked.
        """
        public = parse_public_key(public_key_text)
        issuer = Issuer(
            key_id=key_id_of(public),
            name=nfc(name).strip(),
            public_key=_public_text(public),
            added_at=at or SystemClock().now(),
            confirmed_by=nfc(confirmed_by).strip(),
            valid_from=valid_from,
            valid_until=valid_until,
        )
        if not issuer.name:
            raise InputError("package.no_issuer_name")
        if not issuer.confirmed_by:
            raise InputError("package.not_confirmed")
        if valid_from and valid_until and valid_until < valid_from:
            raise InputError("package.key_dates")
        with writing(self._db) as connection:
            known = store.issuer(connection, issuer.key_id)
            if known is not None and known.revoked_at is not None:
                raise InputError("package.key_revoked", key_id=issuer.key_id, issuer=known.name)
            if known is not None and known.public_key != issuer.public_key:
                raise InputError("package.key_id_taken", key_id=issuer.key_id, issuer=known.name)
            store.put_issuer(connection, issuer)
        return issuer

    def revoke(
        self, key_id: str, *, by: str = "", why: str = "", at: datetime | None = None
    ) -> Issuer:
        """Believe nothing signed by that key any more; what was imported stays.

        Raises:
            InputError: there is no such key.
        """
        with writing(self._db) as connection:
            known = store.issuer(connection, key_id.upper().strip())
            if known is None:
                raise InputError("package.no_such_key", key_id=key_id)
            reason = " · ".join(part for part in (nfc(by).strip(), nfc(why).strip()) if part)
            store.revoke(connection, known.key_id, at or SystemClock().now(), reason)
        found = self.find(known.key_id)
        assert found is not None
        return found

    def find(self, key_id: str) -> Issuer | None:
        """The issuer with that key, trusted or not any more; None when it is unknown."""
        with reading(self._db) as connection:
            return store.issuer(connection, key_id)

    def all(self) -> tuple[Issuer, ...]:
        """Everyone who was ever trusted, by name."""
        with reading(self._db) as connection:
            return tuple(store.issuers(connection))

    def trusted(self, now: datetime) -> Sequence[Issuer]:
        """Those whose key is good now."""
        return tuple(issuer for issuer in self.all() if issuer.good_at(now))

    def highest_serial(self, issuer: Issuer) -> int:
        """The highest serial imported from that issuer, under any of its keys; 0 if none."""
        with reading(self._db) as connection:
            return store.highest_serial(connection, issuer.name)

    def is_imported(self, tagmanifest_sha256: str) -> bool:
        """Whether this very package has been imported."""
        with reading(self._db) as connection:
            return store.package_by_hash(connection, tagmanifest_sha256) is not None

    def has_package_id(self, package_id: str) -> bool:
        """Whether a package of that id has been imported."""
        with reading(self._db) as connection:
            return store.has_package(connection, package_id)
