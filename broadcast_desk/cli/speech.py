"""`speak`: a bulletin's text to mastered audio."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import click

from broadcast_desk.audio import tunes
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.speech import documents
from broadcast_desk.speech import template as templates
from broadcast_desk.speech.arrangement import arranged, frame_of
from broadcast_desk.speech.duration import programme_s
from broadcast_desk.speech.lexicon import Lexicon, LexiconStore, shipped
from broadcast_desk.speech.pace import Paces
from broadcast_desk.speech.reading import Options, read
from broadcast_desk.speech.rendering import Rendered, render
from broadcast_desk.speech.template import Template
from broadcast_desk.speech.voices import available, voice_named
from broadcast_desk.speech.work_folder import work_folder
from broadcast_desk.station.messages import say
from broadcast_desk.storage.files import whole_file


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Tệp FLAC sẽ ghi.")  # fmt: skip
@click.option("--estimate", is_flag=True, help="Chỉ ước lượng độ dài, chưa đọc.")
@click.option("--voice", help="Giọng đọc; mặc định theo thứ tự của đài.")
@click.option("--rate", default=1.0, show_default=True, help="Tốc độ đọc, từ 0.5 đến 2.0.")
@click.option("--tune", help="Nhạc hiệu mở đầu.")
@click.option("--opening", is_flag=True, help="Mở đầu bằng lời xưng tên đài.")
@click.option("--template", "template_file", type=click.Path(path_type=Path),
              help="Khung chương trình (TOML) thay cho khung của đài.")  # fmt: skip
@click.option("--force", is_flag=True, help="Vẫn đọc dù lời không phải tiếng Việt.")
@json_option
@with_session
def speak(
    session: Session,
    file: str,
    out: Path | None,
    estimate: bool,
    voice: str | None,
    rate: float,
    tune: str | None,
    opening: bool,
    template_file: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Đọc bản tin thành tệp âm thanh đã chuẩn âm lượng."""
    if out is None and not estimate:
        raise click.UsageError(say("speech.out_missing", session.language))
    text = text_given(session, file)
    if tune is not None:
        tunes.path(tune)
    template = templates.from_file(template_file) if template_file else None
    settings = session.settings
    lexicon = shipped().with_station(LexiconStore(session.db).entries())
    if out is None or estimate:
        frame = frame_of(settings, template, tune, opening=opening)
        _tell_estimate(session, text, frame, lexicon, voice, rate, as_json)
        return
    with work_folder(session.data) as work:
        rendered = render(
            text,
            settings=settings,
            data=session.data,
            lexicon=lexicon,
            work=work,
            voice=voice,
            rate=rate,
            tune=tune,
            opening=opening,
            template=template,
            force=force,
        )
        with whole_file(out) as temporary:
            shutil.copyfile(rendered.mastered.path, temporary)
    _tell(session, rendered, out, as_json)


def _tell_estimate(
    session: Session,
    text: str,
    frame: Template,
    lexicon: Lexicon,
    voice: str | None,
    rate: float,
    as_json: bool,
) -> None:
    data, settings = session.data, session.settings
    chosen = voice_named(voice, data, settings) if voice else available(data, settings)[0]
    said = read(text, lexicon, Options(region=settings.region))
    whole = arranged(text, said, frame, settings, lexicon)
    seconds = programme_s(whole, chosen.name, rate, Paces(data).of(chosen.name))
    if as_json:
        print_facts({"estimated_s": round(seconds, 1), "voice": chosen.name})
        return
    duration = _minutes(seconds)
    click.echo(say("speech.estimated", session.language, duration=duration, voice=chosen.name))


def _minutes(seconds: float) -> str:
    whole, rest = divmod(round(seconds), 60)
    return f"{whole}:{rest:02}"


def text_given(session: Session, file: str | Path) -> str:
    """The text of a document, or of standard input ("-"); says so if it had to be converted.

    Raises:
        SpeechError: as `documents.document_of`.
    """
    if file == "-":
        most = documents.MOST_TEXT_BYTES
        found = documents.document_in(sys.stdin.buffer.read(most + 1), "stdin")
    else:
        found = documents.document_of(Path(file))
    if found.encoding:
        session.tell("speech.document_encoding", encoding=found.encoding)
    return found.text


def tell_fallback(session: Session, rendered: Rendered) -> None:
    """Say, if so, that another voice than the station's first choice spoke, and why."""
    if rendered.fallback_from:
        session.tell(rendered.fallback_code, **rendered.fallback_params)
        session.tell("speech.fallback", wanted=rendered.fallback_from, voice=rendered.voice)


def _tell(session: Session, rendered: Rendered, out: Path, as_json: bool) -> None:
    loudness = rendered.mastered.loudness
    duration_s = rendered.mastered.duration_samples / 48_000
    tell_fallback(session, rendered)
    if rendered.doubts:
        session.tell("speech.doubts", count=len(rendered.doubts))
    if as_json:
        print_facts(
            {
                "path": out,
                "duration_s": round(duration_s, 3),
                "estimated_s": round(rendered.estimated_s, 1),
                "voice": rendered.voice,
                "fallback_from": rendered.fallback_from,
                "fallback_code": rendered.fallback_code,
                "loudness_lufs": round(loudness.integrated_lufs, 2),
                "true_peak_dbtp": round(loudness.true_peak_dbtp, 2),
                "reading": rendered.reading,
                "ai_mark": rendered.ai_mark,
                "doubts": [asdict(doubt) for doubt in rendered.doubts],
                "notices": [asdict(notice) for notice in rendered.notices],
            }
        )
        return
    click.echo(
        say(
            "speech.rendered",
            session.language,
            path=out,
            duration=_minutes(duration_s),
            voice=rendered.voice,
            lufs=f"{loudness.integrated_lufs:.1f}",
            peak=f"{loudness.true_peak_dbtp:.1f}",
        )
    )
