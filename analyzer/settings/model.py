"""The settings of a project as types. Reading them from a file is `project.py`; nothing here touches a disk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from typing import Literal

from analyzer.settings.rule import Rule
from analyzer.settings.same_database import same_database
from analyzer.settings.scale import Scale

ROLES = (
    "case_id",
    "activity",
    "timestamp",
    "start_timestamp",
    "resource",
    "team",
    "system",
    "partner",
    "cost",
    "customer_id",
    "lifecycle",
)
SIGNAL_ROLES = ("case_id", "customer_id", "timestamp", "kind", "score", "stage", "touchpoint", "comment", "channel")
KINDS = ("nps", "csat", "ces", "review", "complaint", "contact", "praise", "comment")

Silence = Literal["good", "unknown"]
Watched = Literal["again", "activity"]
Tls = Literal["starttls", "ssl", "none"]
Shape = Literal["json", "slack", "teams"]


@dataclass(frozen=True)
class Place:
    """Where a value stands, for messages: a file and, where known, its line."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


@dataclass(frozen=True)
class Via:
    """A table that says which cases what a source calls its case belongs to: from its column `source` to `target`."""

    path: str  # a file; none where there is a table
    source: str  # its key is `from`
    target: str  # its key is `to`
    place: Place = field(default=Place("the command line"), compare=False)
    table: str | None = None  # of the database in which the source lies


@dataclass(frozen=True)
class LogSource:
    """The event log: a file or a glob (`path`), or a table or the rows of a query behind an Ibis URL.

    Several logs of one journey: the first has the others in `more`.
    """

    path: str | None = None
    url: str | None = None
    table: str | None = None
    query: str | None = None
    since: str | None = None  # of a warehouse: the column that says when a row was written or last changed
    columns: dict[str, str] = field(default_factory=dict)  # role -> column
    max_refused: float = 0.01  # share of rows that may be refused
    day_first: bool | None = None  # settles the order of day and month where the file does not
    decimal: str | None = None  # "," or "."; settles it where the file does not
    sheet: str | None = None  # of an Excel workbook; its first one where none is named
    stamps: dict[str, str] = field(default_factory=dict)  # a row a case: activity -> the column of its times
    case: str | None = None  # of an object-centric log: the object type that is the case
    others: tuple[str, ...] = ()  # its key is `with`: further types whose events count in the cases they belong to
    name: str | None = None  # what people call it, where there are several
    timezone: str | None = None  # the zone of its times that name none; else the project's
    via: Via | None = None
    more: tuple[LogSource, ...] = ()
    shared_columns: bool = False  # the columns were given for log and signals alike: see SignalSource
    place: Place = field(default=Place("the command line"), compare=False)

    @property
    def all(self) -> tuple[LogSource, ...]:
        """Every source of the journey, this one first."""
        return (replace(self, more=()), *self.more)

    @property
    def is_joined(self) -> bool:
        """Whether its rows are read source by source: there are several, or one with a clock or a case of its own."""
        return bool(self.more) or self.via is not None or self.timezone is not None

    @property
    def called(self) -> str:
        """Its name, for messages."""
        return self.name or self.path or self.table or "query"


@dataclass(frozen=True)
class SurveyQuestion:
    """One column of a file of answers with one row a respondent: what it asks, and about what."""

    kind: str
    about: str | None = None  # the stage that it asks about
    stage: str | None = None  # the stage that an answer states; one of both at most
    comment: str | None = None  # the column with the words that go with it
    scale: Scale | None = None


@dataclass(frozen=True)
class SignalSource:
    """One file of customer signals, or a table or query of a warehouse, and what it lacks or scales differently."""

    path: str = ""  # none where there is a url
    columns: dict[str, str] = field(default_factory=dict)
    kind: str | None = None  # where the file has no column `kind`
    about: str | None = None  # the stage that the source asks about; "journey" for the whole
    window_s: float | None = None  # how long after a case a signal of its customer is linked to it
    scale: Scale | None = None
    contact: Literal["bad", "neutral"] = "bad"
    silence: Silence | None = None
    questions: dict[str, SurveyQuestion] = field(default_factory=dict)  # column -> what it asks: a signal each
    stage: str | None = None  # the stage that all its signals state
    day_first: bool | None = None
    max_refused: float = 0.01
    shared_columns: bool = (
        False  # the columns were given for log and signals alike: one that this file lacks is passed over
    )
    url: str | None = None
    table: str | None = None
    query: str | None = None
    since: str | None = None  # of a warehouse: the column that says when a row was written or last changed
    place: Place = field(default=Place("the command line"), compare=False)

    @property
    def called(self) -> str:
        """Its name, for messages."""
        if self.table or self.query:
            return f"table {self.table}" if self.table else "query"
        return self.path


@dataclass(frozen=True)
class BehaviourSource:
    """What customers do, taken from the log as a signal about a stage (`journey`: the whole).

    again: the same customer opens another case within `within_s` after one ended. activity: one of `activities`
    happened, each of them the customer's own verdict.
    """

    behaviour: Watched
    stage: str
    within_s: float | None = None
    activities: tuple[str, ...] = ()
    place: Place = field(default=Place("the command line"), compare=False)


@dataclass(frozen=True)
class Calendar:
    """Working time, for targets `within: 8 working hours`."""

    weekdays: tuple[int, ...]  # Monday 0
    opens: time
    closes: time
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True)
class Thresholds:
    """When a mismatch is supported; every default is the method's (docs/method.md)."""

    driver_share: float = 0.10
    driver_q: float = 0.01
    driver_low: float = 1.2  # lower limit of the adjusted risk ratio
    silent_bad_share: float = 0.20
    silent_margin: float = 0.05
    shared_bad_share: float = 0.05
    shared_risk_ratio: float = 1.5
    promise_share: float = 0.05
    blind_spot_share: float = 0.01
    invisible_share: float = 0.05
    early_surveys: int = 20
    early_share: float = 0.20
    reaction_share: float = 0.80
    conformance_share: float = 0.05


@dataclass(frozen=True)
class Email:
    """Where the digest is mailed. `tls`: starttls (upgrade after connecting), ssl (from the first byte), none."""

    host: str
    sender: str  # the key `from`
    to: tuple[str, ...]  # who hears of everything
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: Tls = "starttls"
    to_some: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (owner or stage, who hears of what is theirs)


@dataclass(frozen=True)
class Webhook:
    """An address that takes the digest by POST, and the shape that it wants it in."""

    url: str = field(repr=False)  # it may hold a token
    shape: Shape = "json"


@dataclass(frozen=True)
class Report:
    """Where a night's outputs go and to whom."""

    folder: str = "reports"
    email: Email | None = None
    webhooks: tuple[Webhook, ...] = ()
    always: bool = False  # a digest also for a night without news
    pdf: bool = False  # the digest of a mail as a PDF too
    url: str | None = None  # where people open the dashboard, for links; without a slash at its end


@dataclass(frozen=True)
class Alerts:
    """Which findings alarm, and how old their data must be."""

    on: tuple[str, ...] = ("new", "worse")
    settle_s: float = 0.0


@dataclass(frozen=True)
class IdentityProvider:
    """An OpenID Connect provider that says who somebody is. `claim` holds the name of the user in the project."""

    issuer: str  # its address; `/.well-known/openid-configuration` lies below it
    client_id: str
    client_secret: str
    claim: str = "preferred_username"
    label: str = "your company account"  # what the button says


@dataclass(frozen=True)
class TrustedProxy:
    """A proxy that has asked who somebody is, and says so in a header of every request."""

    header: str
    addresses: tuple[str, ...] = ("127.0.0.1", "::1")  # from which the header is believed


@dataclass(frozen=True)
class SignIn:
    """Ways to sign in besides a password."""

    oidc: IdentityProvider | None = None
    proxy: TrustedProxy | None = None


@dataclass(frozen=True)
class Retention:
    """How long documents, kept tables and uploads stay; None: as long as nobody takes them away."""

    nights: int | None = None  # so many of the newest nights
    days: int | None = None


@dataclass(frozen=True)
class Worth:
    """What an unhappy customer costs, as the people of the project put it."""

    amount: float
    currency: str  # three letters, or a sign


@dataclass(frozen=True)
class Settings:
    """Everything an analysis needs to know before it reads the first event."""

    log: LogSource
    journey: str
    signals: tuple[SignalSource, ...] = ()
    behaviours: tuple[BehaviourSource, ...] = ()  # of the list `signals` in the project file
    name: str = "Process alignment"
    timezone: str = "UTC"
    case_noun: str = "case"
    calendar: Calendar | None = None
    engine: str = "duckdb"
    state_schema: str | None = None  # of the engine's database: where intermediate tables lie
    catalog: str | None = None
    thresholds: Thresholds = Thresholds()
    folder: Path = Path()  # what relative paths are relative to
    project: Path | None = None  # the project file, where there is one
    discovery_budget_s: float = 1.0
    report: Report = Report()
    rules: tuple[Rule, ...] = ()
    alerts: Alerts = Alerts()
    schedule: time | None = None  # in the project's time zone
    upload_quota_gb: int = 50  # of all files that people uploaded, together
    job_limit_s: float = 12 * 3600.0  # how long a job may run
    stale_after_s: float | None = None
    sign_in: SignIn = SignIn()
    retention: Retention = Retention()
    metrics: bool = False  # whether the server answers /metrics
    missing: tuple[str, ...] = ()  # further words for a missing value, in every column
    worth: Worth | None = None
    notes: str | None = None  # what people should know of the data; for people only
    journey_place: Place = field(default=Place("the command line"), compare=False)
    secrets: dict[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )  # environment variables taken: name -> value
    stand_ins: dict[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )  # files that stand for what was given as no file: path -> what messages call it

    def resolve(self, path: str) -> Path:
        """A path of the project, relative ones from the folder of its file."""
        given = Path(path).expanduser()
        return given if given.is_absolute() else self.folder / given

    def masked(self, text: str) -> str:
        """A text with the values of environment variables as the project file writes them: `${NAME}`, and with the
        names of what was given as no file.

        Values of one to three letters are masked only where they stand alone.
        """
        for path, name in self.stand_ins.items():
            text = text.replace(path, name)
        name_of = {value: name for name, value in sorted(self.secrets.items(), reverse=True) if value.strip()}
        if not name_of:
            return text
        longest_first = sorted(name_of, key=lambda value: (-len(value), value))
        found = "|".join(re.escape(v) if len(v) > 3 else rf"(?<!\w){re.escape(v)}(?!\w)" for v in longest_first)
        return re.sub(found, lambda match: f"${{{name_of[match[0]]}}}", text)

    @property
    def is_in_place(self) -> bool:
        """Whether the log is a table or a query of the very database that the analysis runs in; or several, where that
        is DuckDB or PostgreSQL. One with a row a case (`stamps`) is unfolded on this machine."""
        if any(one.stamps for one in self.log.all):
            return False
        if self.log.is_joined and self.engine.partition("://")[0] not in ("duckdb", "postgresql", "postgres"):
            return False
        return all(one.url is not None and same_database(one.url, self.engine) for one in self.log.all)

    @property
    def home(self) -> Path:
        """Where the catalog, the cache and the runs lie."""
        return self.folder / ".alignment"
