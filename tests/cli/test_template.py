def test_a_station_makes_and_edits_its_template(ask, data):
    assert ask("template", "show")["tune"] == ""
    made = ask("template", "set", "--tune", "nhac-hieu-1-binh-minh", "--opening",
               "Đây là {name}.", "--ai-line", "--preset", "indoor")  # fmt: skip
    assert made["ai_line"] == "Bản tin sử dụng giọng đọc nhân tạo."
    changed = ask("template", "set", "--closing", 'Kính chào "bà con".', "--no-ai-line")
    assert (changed["opening"], changed["preset"]) == ("Đây là {name}.", "indoor")
    assert (changed["ai_line"], changed["closing"]) == ("", 'Kính chào "bà con".')
    assert ask("template", "show") == changed
    assert ask("template", "clear")["opening"] == ""


def test_the_pauses_are_edited_and_heard(ask, refused, bulletin, tmp_path):
    def spoken():
        return ask("speak", str(bulletin), "-o", str(tmp_path / "a.flac"),
                   "--voice", "espeak-vi-north")  # fmt: skip

    assert ask("template", "show")["pauses"]["item_ms"] == 700
    before = spoken()
    made = ask("template", "set", "--pause", "item", "4700", "--pause", "sentence", "640")
    assert (made["pauses"]["item_ms"], made["pauses"]["sentence_ms"]) == (4700, 600)
    assert ask("template", "set", "--closing", "Xin chào.")["pauses"] == made["pauses"]
    ask("template", "set", "--closing", "")
    after = spoken()
    for fact in ("duration_s", "estimated_s"):
        assert after[fact] >= before[fact] + 4
    assert "paragraph" in refused("template", "set", "--pause", "tea", "100", status=2)
    refused("template", "set", "--pause", "item", "99999", status=2)
    assert ask("template", "clear")["pauses"]["item_ms"] == 700


def test_bulletins_are_spoken_in_the_stations_template(ask, bulletin, tmp_path):
    ask("template", "set", "--opening", "Mời nghe tin của {name}.", "--closing", "Xin chào.")
    spoken = ask("speak", str(bulletin), "-o", str(tmp_path / "a.flac"),
                 "--voice", "espeak-vi-north")  # fmt: skip
    lines = spoken["reading"].split("\n")
    assert lines[0].startswith("Mời nghe tin của ")
    assert lines[-1] == "Xin chào."


def test_a_template_comes_from_a_file(ask, refused, tmp_path):
    file = tmp_path / "khung.toml"
    file.write_text('sting = "nhac-cat"\nopening = "Đây là {name}."\n', encoding="utf-8")
    assert ask("template", "import", str(file))["sting"] == "nhac-cat"
    file.write_text("sting = ", encoding="utf-8")
    refused("template", "import", str(file))
    assert ask("template", "show")["sting"] == "nhac-cat"


def test_a_wrong_template_is_refused_and_the_old_one_stays(ask, refused):
    ask("template", "set", "--closing", "Xin chào.")
    assert "mayor" in refused("template", "set", "--opening", "Đây là {mayor}.")
    assert "nhac-hieu-1" in refused("template", "set", "--tune", "none")
    assert ask("template", "show")["closing"] == "Xin chào."


def test_a_word_is_tested_aloud_as_the_lexicon_has_it(ask, tmp_path):
    import soundfile

    out = tmp_path / "từ.flac"
    ask("lexicon", "add", "ZXQV", "dét ích quy vê")
    said = ask("lexicon", "say", "ZXQV", "--voice", "espeak-vi-north", "-o", str(out))
    assert said["spoken"].lower() == "dét ích quy vê"
    first = soundfile.info(out).duration
    tried = ask("lexicon", "say", "ZXQV", "--spoken", "một từ dài hơn nhiều lần từ trước đó",
                "--voice", "espeak-vi-north", "-o", str(out))  # fmt: skip
    assert tried["spoken"] == "một từ dài hơn nhiều lần từ trước đó"
    assert soundfile.info(out).duration > first + 0.5
    assert ask("lexicon", "list")[0]["spoken"] == "dét ích quy vê"


def test_foreign_words_may_be_tested_too(ask, tmp_path):
    assert ask("lexicon", "say", "Kuala Lumpur", "--voice", "espeak-vi-south",
               "-o", str(tmp_path / "k.flac"))["voice"] == "espeak-vi-south"  # fmt: skip
