"""The cases of the Library of Congress's BagIt conformance suite, by their names there.

https://github.com/LibraryOfCongress/bagit-conformance-suite, versions 0.93 to 1.0. The suite itself
is not kept here: each bag is made anew, with what its name, its manifests (the bagit.txt with
invalid whitespace has the very hash that they give) or other tools' tests of it say that it holds.
"valid" and "warning" bags are valid; "invalid", "linux-only" and "windows-only" bags are not, and
here on every system, because a package travels between systems.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Files = dict[str, bytes]

HELLO, TEXT = b"hello\n", "Bản tin, ñ và é\n".encode()
PAYLOAD: Files = {"data/bare-filename": HELLO, "data/text-file.txt": TEXT}
INFO = (
    "Bag-Software-Agent: bagit.py <http://github.com/libraryofcongress/bagit-python>\n"
    "Bagging-Date: 2016-02-26\nContact-Email: cadams@loc.gov\nContact-Name: Chris Adams\n"
)
OUTSIDE = "3e6ffc4a8a1f38a7094e15d2356d7252"
"""The hash of something that is not in the bag."""


@dataclass
class Recipe:
    """A bag, and how it differs from a good one.

    Attributes:
        algorithm: of the payload manifest and of the tag manifest.
        lines: further lines of the payload manifest.
        written: path on disk -> path as the manifest says it.
        tags: tag files that are put in, or in the place of the good ones; None leaves one out.
        after: what is spoilt when all hashes have been written.
    """

    version: str
    payload: Files = field(default_factory=lambda: dict(PAYLOAD))
    algorithm: str = "md5"
    encoding: str = "UTF-8"
    info: str = INFO
    separator: str = "  "
    lines: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str | None] = field(default_factory=dict)
    tag_manifest: bool = True
    after: Callable[[Files], object] = lambda _: None

    def files(self) -> Files:
        """The bag's files by path."""
        info = "bag-info.txt" if self.version >= "0.96" else "package-info.txt"
        declared = f"BagIt-Version: {self.version}\nTag-File-Character-Encoding: {self.encoding}\n"
        listed = [
            f"{self.digest(data)}{self.separator}{self.written.get(name, name)}"
            for name, data in self.payload.items()
        ]
        size = sum(map(len, self.payload.values()))
        texts: dict[str, str | None] = {
            info: f"{self.info}Payload-Oxum: {size}.{len(self.payload)}\n",
            f"manifest-{self.algorithm}.txt": "".join(f"{x}\n" for x in (*listed, *self.lines)),
            **self.tags,
        }
        tags = {name: text.encode(self.encoding) for name, text in texts.items() if text}
        tags.setdefault("bagit.txt", declared.encode())
        files = {**self.payload, **tags}
        if self.tag_manifest:
            lines = "".join(f"{self.digest(data)} {name}\n" for name, data in tags.items())
            files[f"tagmanifest-{self.algorithm}.txt"] = lines.encode(self.encoding)
        self.after(files)
        return files

    def digest(self, data: bytes) -> str:
        """The hash of some bytes in the bag's algorithm."""
        return hashlib.new(self.algorithm, data).hexdigest()


def minimal(version: str) -> Recipe:
    """Only what must be there."""
    return Recipe(
        version, tags={"bag-info.txt": None, "package-info.txt": None}, tag_manifest=False
    )


def twice(version: str) -> Recipe:
    """Metadata with every label twice."""
    info = INFO + "Bagging-Date: 2016-03-10\nContact-Email: jsca@loc.gov\nContact-Name: J S\n"
    return Recipe(version, info=info)


def named(names: dict[str, str], version: str = "0.97", **more: object) -> Recipe:
    """Files whose names on disk are other than in the manifest."""
    payload = {name: name.encode() for name in names}
    return Recipe(version, payload=payload, written=names, **more)  # type: ignore[arg-type]


def leaving(path: str, version: str = "0.97") -> Recipe:
    """A manifest that points out of the bag."""
    return Recipe(version, lines=(f"{OUTSIDE}  {path}",))


def fetching(path: str, url: str = "http://localhost/foo") -> Recipe:
    """A fetch.txt that would be written out of the bag."""
    return Recipe("0.97", tags={"fetch.txt": f"{url} - {path}\n"})


def spoiling(name: str, data: bytes) -> Callable[[Files], object]:
    """Write something else where the good bag had something."""
    return lambda files: files.__setitem__(name, data)


def without(name: str) -> Callable[[Files], object]:
    """Take a file away after everything was hashed."""
    return lambda files: files.pop(name)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


SETX = "Windows\\System32\\setx.exe"
EMPTY_SHA512 = hashlib.sha512(b"").hexdigest()

CASES: dict[str, Recipe] = {
    **{f"v{v}/valid/basic-bag": Recipe(v) for v in ("0.93", "0.94", "0.95", "0.96", "0.97")},
    **{
        f"v{v}/valid/duplicate-metadata-entries": twice(v)
        for v in ("0.93", "0.94", "0.95", "0.96", "0.97")
    },
    "v0.95/valid/basic-bag-md5": Recipe("0.95", separator=" "),
    "v0.96/valid/bag-with-encoded-names": named(
        {name: name for name in ("data/%7Etest1.txt", "data/%test2.txt", "data/dir1/~test3.txt")},
        "0.96",
    ),
    "v0.96/valid/bag-with-escapable-characters": named(
        {"data/test file with spaces.txt": "data/test file with spaces.txt"}, "0.96"
    ),
    **{
        f"v0.97/valid/basic-bag-{name}": Recipe("0.97", algorithm=name, separator=" ")
        for name in ("sha1", "sha224", "sha256", "sha384", "sha512")
    },
    "v0.97/valid/minimal-bag": minimal("0.97"),
    "v0.97/valid/bag-in-a-bag": Recipe(
        "0.97", payload={f"data/bag/{name}": data for name, data in Recipe("0.97").files().items()}
    ),
    "v0.97/valid/bag-with-encoded-names": named(
        {
            "data/%7Etest1.txt": "data/%7Etest1.txt",
            "data/%test2.txt": "data/%test2.txt",
            "data/dir1/~test3.txt": "data/dir1/~test3.txt",
            "data/dòng\nhai.txt": "data/dòng%0Ahai.txt",
            "data/a\rb.txt": "data/a%0Db.txt",
        }
    ),
    "v0.97/valid/bag-with-escapable-characters": named(
        {"data/test file with spaces.txt": "data/test file with spaces.txt"}
    ),
    "v0.97/valid/bag-with-leading-dot-slash-in-manifest": named(
        {"data/bare-filename": "./data/bare-filename", "data/a/b.txt": "./data/a/b.txt"}
    ),
    "v0.97/valid/bag-with-space": named({"data/one  two.txt": "data/one  two.txt"}),
    "v0.97/valid/holey-bag": Recipe(
        "0.97", tags={"fetch.txt": "http://localhost/data/bare-filename 6 data/bare-filename\n"}
    ),
    "v0.97/valid/local-fetch": Recipe(
        "0.97",
        payload={"data/.keep": b""},
        tags={"fetch.txt": "file:///home/a/source/sachiel.png 42000 sachiel.png\n"},
    ),
    "v0.97/valid/ISO-8859-1-encoded-tag-files": Recipe(
        "0.97", encoding="ISO-8859-1", info=INFO + "Contact-Name: Núñez\n"
    ),
    "v0.97/valid/UTF-16-encoded-tag-files": Recipe(
        "0.97", encoding="UTF-16BE", info=INFO + "Contact-Name: Bà Lan\n"
    ),
    "v0.97/valid/uncommon-metadata-separators": Recipe(
        "0.97", info="A :b\nB:\tc\nC:d\nD : e\n\tf\n"
    ),
    "v0.97/warning/duplicate-file-with-different-case": Recipe(
        "0.97",
        payload={"data/hello.txt": HELLO},
        lines=(f"{hashlib.md5(HELLO).hexdigest()}  data/HELLO.txt",),
    ),
    "v0.97/warning/filename-normalization": named(
        {nfd("data/Núñez"): "data/Núñez"}, algorithm="sha512"
    ),
    "v0.97/warning/made-with-md5sum-tools": Recipe(
        "0.97", payload={"data/hello.txt": HELLO}, separator=" *"
    ),
    "v0.97/warning/relative-path": named({"data/hello.txt": "data/../data/hello.txt"}),
    "v0.97/warning/same-filename-listed-twice-with-different-normalization": Recipe(
        "0.97",
        payload={"data/Núñez": b""},
        algorithm="sha512",
        lines=(f"{EMPTY_SHA512}  {nfd('data/Núñez')}",),
    ),
    "v0.97/warning/same-filename-listed-twice-with-the-same-hash": Recipe(
        "0.97",
        payload={"data/hello.txt": HELLO},
        lines=(f"{hashlib.md5(HELLO).hexdigest()}  data/hello.txt",),
    ),
    "v0.97/warning/special-system-files": Recipe(
        "0.97", payload={"data/.DS_Store": b"x", "data/Thumbs.db": b"y", "data/desktop.ini": b"z"}
    ),
    "v0.97/darwin-only/precomposed-character-in-filename": named(
        {nfd("data/contrôle.txt"): "data/contrôle.txt"}
    ),
    "v0.97/invalid/baginfo-missing-encoding": Recipe(
        "0.97", tags={"bagit.txt": "BagIt-Version: 0.97\n"}
    ),
    "v0.97/invalid/bagit-with-invalid-whitespace": Recipe(
        "0.97", tags={"bagit.txt": "BagIt-Version : 0.97\nTag-File-Character-Encoding : UTF-8\n"}
    ),
    "v0.97/invalid/bom-in-bagit.txt": Recipe(
        "0.97",
        tags={"bagit.txt": "\ufeffBagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"},
    ),
    "v0.97/invalid/corrupt-data-file": Recipe(
        "0.97", after=spoiling("data/bare-filename", b"hallo\n")
    ),
    "v0.97/invalid/corrupt-tag-file": Recipe(
        "0.97", after=spoiling("bag-info.txt", b"Contact-Name: X\n")
    ),
    "v0.97/invalid/extra-file-in-bag": Recipe("0.97", after=spoiling("data/bar", b"")),
    "v0.97/invalid/invalid-version-number": Recipe(
        "0.97", tags={"bagit.txt": "BagIt-Version: .97\nTag-File-Character-Encoding: UTF-8\n"}
    ),
    "v0.97/invalid/missing-baginfo": Recipe("0.97", after=without("bag-info.txt")),
    "v0.97/invalid/missing-bagit.txt": Recipe("0.97", after=without("bagit.txt")),
    "v0.97/invalid/out-of-scope-file-paths-using-dot-notation": leaving("../../../README.md"),
    "v0.97/invalid/out-of-scope-file-paths-using-dot-notation-for-fetch": fetching(
        "../../../README.md"
    ),
    "v0.97/invalid/same-filename-listed-twice-with-different-hashes": Recipe(
        "0.97", lines=(f"{OUTSIDE}  data/bare-filename",)
    ),
    **{
        f"v0.97/linux-only/out-of-scope-file-paths-using-{kind}{ending}": make(path)
        for kind, path in (
            ("absolute-path", "/tmp/foo"),
            ("shortcut", "~/foo"),
            ("shortcut-username", "~root/foo"),
        )
        for ending, make in (("", leaving), ("-for-fetch", fetching))
    },
    **{
        f"v0.97/windows-only/out-of-scope-file-paths-using-{kind}{ending}": make(path)
        for kind, path in (
            ("absolute-path", f"C:\\{SETX}"),
            ("shortcut", f"%HomeDrive%\\{SETX}"),
            ("unc", f"\\\\?\\UNC\\server\\{SETX}"),
        )
        for ending, make in (("", leaving), ("-for-fetch", fetching))
    },
    "v1.0/valid/basicBag": Recipe("1.0", algorithm="sha512", separator=" "),
    "v1.0/invalid/bagit-with-invalid-whitespace": Recipe(
        "1.0",
        algorithm="sha512",
        tags={"bagit.txt": "BagIt-Version : 1.0\nTag-File-Character-Encoding : UTF-8\n"},
    ),
    "v1.0/invalid/missing-from-manifest": Recipe(
        "1.0", algorithm="sha512", after=spoiling("data/missingFromManifest.txt", b"x")
    ),
    "v1.0/invalid/same-filename-listed-twice-with-different-hashes": Recipe(
        "1.0", algorithm="sha256", lines=(f"{'0' * 64}  data/bare-filename",)
    ),
}


def expected(name: str) -> str:
    """What the suite says of a case, by the folder that it lies in."""
    folder = name.split("/")[1]
    return "valid" if folder in ("valid", "warning", "darwin-only") else "invalid"
