"""What is kept between nights: every run with its three files, its figures and its findings.

Rows lie in SQLite beside the project file, or in PostgreSQL where the project says so; the files of a run lie in
`.alignment/runs/<run>/`. A run is visible only once all of it is kept.
"""

from analyzer.catalog.actions import ActionChangedError, add_action, change_action, list_actions, remove_action
from analyzer.catalog.audit import NOBODY, AuditEntry, changes, record
from analyzer.catalog.comments import (
    Comment,
    CommentChangedError,
    add_comment,
    comments_on,
    count_comments,
    edit_comment,
    find_comment,
    remove_comment,
)
from analyzer.catalog.copying import read_rows, write_rows
from analyzer.catalog.deliveries import (
    CHOICES,
    AskedDelivery,
    Choice,
    Delivery,
    WaitingAlarm,
    ask_deliveries,
    deliveries,
    keep_try,
    keep_waiting_alarms,
    subscribe,
    subscriptions,
    told_last,
    waiting_alarms,
    waiting_deliveries,
)
from analyzer.catalog.field_notes import add_notes, list_notes, remove_note, vote
from analyzer.catalog.finding_marks import end_quiet, finding_marks, mark_finding, unmark_finding
from analyzer.catalog.first_seen import first_seen
from analyzer.catalog.hypotheses import add_hypothesis, answer_hypothesis, list_hypotheses
from analyzer.catalog.job_work import (
    claim_job,
    end_job,
    ending_job,
    give_back,
    keep_alive,
    keep_progress,
    revive_jobs,
    waiting_jobs,
)
from analyzer.catalog.jobs import Job, add_job, cancel_job, find_job, list_jobs
from analyzer.catalog.katas import begin_cycle, end_cycle, find_kata, save_kata
from analyzer.catalog.keep import Within, keep_run, new_run_id, run_to_be, tables_folder
from analyzer.catalog.lock import project_lock
from analyzer.catalog.mention_mails import take_mention_mails
from analyzer.catalog.model import Catalog, Finding, Run
from analyzer.catalog.opening import check_whole, database_file, open_catalog, open_to_read
from analyzer.catalog.reading import find_run, findings, findings_of, last_findings, latest, nights, runs
from analyzer.catalog.reopening import reopen_actions
from analyzer.catalog.saved_filters import list_filters, remove_filter, save_filter
from analyzer.catalog.schedule import ask_when_due, asked_just_now, take_moment
from analyzer.catalog.scrubbing import scrub_texts
from analyzer.catalog.sessions import begin_session, count_sessions, end_session, end_sessions_of, goes_on
from analyzer.catalog.users import (
    User,
    add_user,
    change_password,
    check_new,
    external_mark,
    find_user,
    has_users,
    known_user,
    list_users,
    password_hash,
    remove_user,
)
from analyzer.catalog.wrong_passwords import begin_try, forget_tries, take_back_try

__all__ = [
    "CHOICES",
    "NOBODY",
    "ActionChangedError",
    "AskedDelivery",
    "AuditEntry",
    "Catalog",
    "Choice",
    "Comment",
    "CommentChangedError",
    "Delivery",
    "Finding",
    "Job",
    "Run",
    "User",
    "WaitingAlarm",
    "Within",
    "add_action",
    "add_comment",
    "add_hypothesis",
    "add_job",
    "add_notes",
    "add_user",
    "answer_hypothesis",
    "ask_deliveries",
    "ask_when_due",
    "asked_just_now",
    "begin_cycle",
    "begin_session",
    "begin_try",
    "cancel_job",
    "change_action",
    "change_password",
    "changes",
    "check_new",
    "check_whole",
    "claim_job",
    "comments_on",
    "count_comments",
    "count_sessions",
    "database_file",
    "deliveries",
    "edit_comment",
    "end_cycle",
    "end_job",
    "end_quiet",
    "end_session",
    "end_sessions_of",
    "ending_job",
    "external_mark",
    "find_comment",
    "find_job",
    "find_kata",
    "find_run",
    "find_user",
    "finding_marks",
    "findings",
    "findings_of",
    "first_seen",
    "forget_tries",
    "give_back",
    "goes_on",
    "has_users",
    "keep_alive",
    "keep_progress",
    "keep_run",
    "keep_try",
    "keep_waiting_alarms",
    "known_user",
    "last_findings",
    "latest",
    "list_actions",
    "list_filters",
    "list_hypotheses",
    "list_jobs",
    "list_notes",
    "list_users",
    "mark_finding",
    "new_run_id",
    "nights",
    "open_catalog",
    "open_to_read",
    "password_hash",
    "project_lock",
    "read_rows",
    "record",
    "remove_action",
    "remove_comment",
    "remove_filter",
    "remove_note",
    "remove_user",
    "reopen_actions",
    "revive_jobs",
    "run_to_be",
    "runs",
    "save_filter",
    "save_kata",
    "scrub_texts",
    "subscribe",
    "subscriptions",
    "tables_folder",
    "take_back_try",
    "take_mention_mails",
    "take_moment",
    "told_last",
    "unmark_finding",
    "vote",
    "waiting_alarms",
    "waiting_deliveries",
    "waiting_jobs",
    "write_rows",
]
