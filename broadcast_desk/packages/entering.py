"""Entering prepared programmes into the library, and what the issuer takes back, in one go."""

from __future__ import annotations

from dataclasses import replace

from broadcast_desk.library.model import Priority, State, Version
from broadcast_desk.packages import rule_store, store
from broadcast_desk.packages.approving import approve_if_allowed
from broadcast_desk.packages.model import (
    Contents,
    ImportReport,
    Issuer,
    PackageRefusedError,
    Problem,
    Programme,
)
from broadcast_desk.packages.names import shown
from broadcast_desk.packages.preparing import Import, Ready
from broadcast_desk.station.folding import fold
from broadcast_desk.storage import writing


def enter(
    run: Import, one: Ready, contents: Contents, issuer: Issuer, report: ImportReport
) -> ImportReport:
    """Enter one programme: a new one, a new version, or a note that it is here as it is."""
    programme = one.programme
    version = one.known or _add_or_revise(run, one, contents, issuer)
    code = version.draft.code
    with writing(run.db) as connection:
        arrival = store.Arrival(
            package_id=contents.package_id,
            issuer=issuer.name,
            issuer_code=programme.draft.code,
            code=code,
            version_id=version.id,
            audio_sha256=programme.audio_sha256,
            airings=programme.airings,
            origin=programme.origin,
        )
        store.insert_arrival(connection, arrival)
        rules = tuple(rule_store.auto_approvals(connection))
    if one.known is not None:
        return replace(report, unchanged=(*report.unchanged, code))
    report = replace(report, accepted=(*report.accepted, code))
    return _approve(run, programme, version, issuer, rules, report)


def _approve(
    run: Import,
    programme: Programme,
    version: Version,
    issuer: Issuer,
    rules: tuple[rule_store.AutoApproval, ...],
    report: ImportReport,
) -> ImportReport:
    code, at = version.draft.code, run.clock.now()
    emergency = programme.draft.priority is Priority.EMERGENCY
    if emergency:
        with writing(run.db) as connection:
            store.insert_notice(connection, at, "package.notice_emergency", code=code)
        return replace(report, needs_person=(*report.needs_person, code))
    if not approve_if_allowed(run.library, rules, issuer, programme, version):
        return report
    with writing(run.db) as connection:
        store.insert_notice(
            connection, at, "package.notice_approved", code=code, issuer=issuer.name
        )
    return replace(report, approved=(*report.approved, code))


def _add_or_revise(run: Import, one: Ready, contents: Contents, issuer: Issuer) -> Version:
    origin = one.programme.origin
    draft = replace(
        one.programme.draft,
        code=one.code or _free_code(run, one.programme.draft.code, issuer),
        issuer=origin.issuer if origin else issuer.name,
        package_id=contents.package_id,
    )
    if not one.code:
        return run.library.add(draft)
    newest = run.library.newest(one.code)
    if newest.state is State.DRAFT and (newest.draft.audio or newest.draft.text.strip()):
        run.library.submit(newest.id, by=issuer.name)  # what was imported stays in the history
    return run.library.revise(one.code, draft)


def _free_code(run: Import, code: str, issuer: Issuer) -> str:
    """The issuer's own code, with the end of its key when another programme here has it."""
    if not run.library.has_code(code):
        return code
    for number in range(2, 1000):
        longer = f"{code[:50]}~{issuer.key_id[-4:]}{'' if number == 2 else f'-{number}'}"
        if not run.library.has_code(longer):
            return longer
    raise PackageRefusedError((Problem("package.code_taken", {"code": shown(code)}),))


def withdraw(run: Import, contents: Contents, issuer: Issuer, report: ImportReport) -> ImportReport:
    """Archive what the issuer takes back; only what came from it can be."""
    for withdrawal in contents.withdrawals:
        with writing(run.db) as connection:
            code = store.local_code(connection, issuer.name, withdrawal.code)
            if not code or run.library.newest(code).state is State.ARCHIVED:
                continue
            run.library.archive(code, by=issuer.name)
            store.insert_notice(
                connection,
                run.clock.now(),
                "package.notice_withdrawn",
                code=code,
                issuer=issuer.name,
                why=withdrawal.why,
            )
        report = replace(report, withdrawn=(*report.withdrawn, code))
    return report


def revoke(run: Import, contents: Contents, issuer: Issuer) -> None:
    """An issuer may declare its own other keys worthless, nobody else's."""
    for key_id in contents.revoked_keys:
        other = run.issuers.find(key_id)
        if other is None or fold(other.name) != fold(issuer.name) or other.revoked_at is not None:
            continue
        run.issuers.revoke(key_id, by=issuer.name, why=contents.package_id, at=run.clock.now())
        with writing(run.db) as connection:
            store.insert_notice(
                connection,
                run.clock.now(),
                "package.notice_revoked",
                key_id=key_id,
                issuer=issuer.name,
            )
