"""The timetable as iCalendar (RFC 5545): what Google Calendar, Thunderbird and Outlook read."""
