"""`read` and `lexicon`: written text to spoken lines, and the words the station has settled."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.speech.lexicon import (
    Entry,
    Lexicon,
    LexiconStore,
    format_tsv,
    parse_tsv,
    shipped,
)
from broadcast_desk.speech.reading import Options, Reading
from broadcast_desk.speech.reading import read as read_text
from broadcast_desk.station.errors import SpeechError, store_error_from_os
from broadcast_desk.station.messages import say
from broadcast_desk.storage.files import write_text


@click.command()
@click.argument("file", default="-", metavar="[FILE|-]")
@click.option(
    "--mode",
    type=click.Choice(["announcer", "literal"]),
    default="announcer",
    help="Cách đọc số hiệu văn bản.",
)
@click.option(
    "--region",
    type=click.Choice(["north", "central", "south"]),
    default=None,
    help="Giọng vùng; mặc định theo cài đặt của đài.",
)
@click.option("--thousand", type=click.Choice(["nghìn", "ngàn"]), default=None)
@click.option("--zero-tens", type=click.Choice(["linh", "lẻ"]), default=None)
@click.option("--first-days", type=click.Choice(["mùng", "mồng", "-"]), default=None)
@click.option(
    "--list-marks",
    type=click.Choice(["skip", "number", "ordinal"]),
    default="skip",
    help="Đọc hay bỏ “1.”, “a)” ở đầu dòng.",
)
@json_option
@with_session
def read(session: Session, file: str, as_json: bool, **choices: Any) -> None:  # noqa: ANN401  (click's options)
    """Chữ viết thành lời đọc: mỗi dòng vào là một dòng ra."""
    text = _text_of(file)
    choices["region"] = choices["region"] or _region(session)
    chosen: dict[str, Any] = {key: value or "" for key, value in choices.items()}
    options = Options(**chosen)
    reading = read_text(text, _lexicon(session), options)
    if as_json:
        print_facts(_facts(session, reading))
        return
    click.echo(reading.text)
    for doubt in reading.doubts:
        session.tell(
            f"reading.doubt.{doubt.kind}",
            line=doubt.line + 1,
            written=doubt.written,
            guess=doubt.guess,
        )
    for written, guess in {doubt.written: doubt.guess for doubt in reading.settled}.items():
        session.tell("reading.settled", written=written, guess=guess)
    for notice in reading.notices:
        session.tell(
            notice.code,
            line=notice.line + 1,
            written=notice.written,
            source=notice.source,
            as_of=notice.as_of,
        )


def _text_of(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise store_error_from_os(error, file) from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        text = _from_bytes(data)
    return text.replace("\r\n", "\n").removesuffix("\n")


def _from_bytes(data: bytes) -> str:
    """UTF-8 with a few bytes spoilt stays UTF-8; anything else is an old eight-bit text."""
    text = data.decode("utf-8-sig", errors="replace")
    spoilt = text.count("\ufffd")
    wide = sum(letter > "\x7f" for letter in text) - spoilt
    return data.decode("latin-1") if spoilt > wide else text


def _has_station(session: Session) -> bool:
    return session.data.database.is_file()


def _lexicon(session: Session) -> Lexicon:
    """The station's lexicon where there is a station; reading alone makes no data folder."""
    return LexiconStore(session.db).lexicon() if _has_station(session) else shipped()


def _region(session: Session) -> str:
    return session.settings.region if _has_station(session) else "north"


def _facts(session: Session, reading: Reading) -> dict[str, Any]:
    return {
        "lines": list(reading.lines),
        "text": reading.text,
        "doubts": [dataclasses.asdict(doubt) for doubt in reading.doubts],
        "settled": [dataclasses.asdict(doubt) for doubt in reading.settled],
        "notices": [
            dataclasses.asdict(notice)
            | {
                "message": say(
                    notice.code,
                    session.language,
                    line=notice.line + 1,
                    written=notice.written,
                    source=notice.source,
                    as_of=notice.as_of,
                )
            }
            for notice in reading.notices
        ],
    }


@click.group()
def lexicon() -> None:
    """Từ điển cách đọc: mục của đài thắng mục có sẵn."""


@lexicon.command("list")
@click.argument("query", default="")
@click.option("--shipped", "with_shipped", is_flag=True, help="Cả mục có sẵn của chương trình.")
@json_option
@with_session
def list_entries(session: Session, query: str, with_shipped: bool, as_json: bool) -> None:
    """Xem các mục, có thể lọc theo chữ."""
    entries = [("station", entry) for entry in LexiconStore(session.db).entries()]
    if with_shipped:
        entries += [("shipped", entry) for entry in shipped().entries]
    wanted = query.casefold()
    found = [(o, e) for o, e in entries if wanted in f"{e.written} {e.spoken}".casefold()]
    if as_json:
        print_facts([{"origin": origin} | dataclasses.asdict(entry) for origin, entry in found])
        return
    for _, entry in found:
        cues = f"  [{entry.cues}]" if entry.cues else ""
        click.echo(f"{entry.written}\t{entry.spoken}{cues}")


@lexicon.command()
@click.argument("written")
@click.argument("spoken")
@click.option("--match", type=click.Choice(["word", "pattern"]), default="word")
@click.option("--cues", default="", help="Từ bên cạnh: “<trước;>sau;gần;~cùng dòng;=chủ đề”.")
@click.option("--note", default="", help="Ghi chú.")
@json_option
@with_session
def add(session: Session, as_json: bool, **fields: Any) -> None:  # noqa: ANN401  (click's options)
    """Thêm hoặc thay một mục của đài."""
    entry = LexiconStore(session.db).add(Entry(**fields))
    if as_json:
        print_facts(dataclasses.asdict(entry))
    else:
        session.tell("lexicon.added", written=entry.written, spoken=entry.spoken)


@lexicon.command()
@click.argument("written")
@click.option("--cues", default=None, help="Chỉ mục có các từ bên cạnh này.")
@json_option
@with_session
def remove(session: Session, written: str, cues: str | None, as_json: bool) -> None:
    """Bỏ mục của đài."""
    count = LexiconStore(session.db).remove(written, cues)
    if as_json:
        print_facts({"removed": count})
    else:
        session.tell("lexicon.removed", written=written, count=count)


@lexicon.command("say")
@click.argument("word")
@click.option("--spoken", default="", help="Nghe cách đọc này thay cho cách trong từ điển.")
@click.option("--voice", default=None, help="Giọng đọc; mặc định theo thứ tự của đài.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Ghi ra tệp FLAC thay vì phát ra loa của máy này.")  # fmt: skip
@json_option
@with_session
def say_word(
    session: Session, word: str, spoken: str, voice: str | None, out: Path | None, as_json: bool
) -> None:
    """Nghe thử một từ, chỉ trên máy này, không ra loa của đài."""
    from broadcast_desk.cli.listening import hear_word  # loads sound, which reading needs not

    said = hear_word(session, word, spoken, voice, out)
    if as_json:
        print_facts({"word": word, "spoken": said.reading, "voice": said.voice, "path": out})
    else:
        click.echo(said.reading)


@lexicon.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@with_session
def import_entries(session: Session, file: Path, as_json: bool) -> None:
    """Nhập các mục từ tệp TSV: nhập hết hoặc không nhập gì."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise store_error_from_os(error, file) from error
    except UnicodeDecodeError as error:
        raise SpeechError("lexicon.not_text", path=file) from error
    entries = LexiconStore(session.db).add_all(parse_tsv(text))
    if as_json:
        print_facts({"imported": len(entries)})
    else:
        session.tell("lexicon.imported", count=len(entries), path=file)


@lexicon.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--shipped", "with_shipped", is_flag=True, help="Cả mục có sẵn của chương trình.")
@json_option
@with_session
def export_entries(session: Session, file: Path, with_shipped: bool, as_json: bool) -> None:
    """Ghi các mục ra tệp TSV để sửa hoặc gửi đài khác."""
    entries = LexiconStore(session.db).entries()
    if with_shipped:
        entries += shipped().entries
    if str(file) == "-":
        click.echo(format_tsv(entries), nl=False)
        return
    write_text(file, format_tsv(entries))
    if as_json:
        print_facts({"exported": len(entries), "path": str(file)})
    else:
        session.tell("lexicon.exported", count=len(entries), path=file)
