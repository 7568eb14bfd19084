-- A rule of automatic approval may also put the suggested airings into the timetable.
ALTER TABLE auto_approvals ADD COLUMN schedules INTEGER NOT NULL DEFAULT 0;

-- What became of the airings that a centre suggested, so that none is offered twice.
CREATE TABLE suggestion_decisions (
    code TEXT NOT NULL,              -- programme here
    on_day TEXT NOT NULL DEFAULT '', -- as suggested, '' is any day
    at TEXT NOT NULL,                -- as suggested, "HH:MM"
    slot_id TEXT NOT NULL DEFAULT '', -- the slot that was made, '' when declined
    refused TEXT NOT NULL DEFAULT '', -- message code of why the rules could not; a person still may
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at TEXT NOT NULL,
    PRIMARY KEY (code, on_day, at)
) STRICT;
