"""The roles of columns as the systems that people export from name them. The columns are those of the systems' own
tables and standard exports; the guide has the same table."""

from __future__ import annotations

import re

import pytest

from analyzer.ingest.columns.roles import ALIASES, SIGNAL_ALIASES, detect
from tests.conftest import ROOT

EXPORTS = {
    "ServiceNow": (
        "number, incident_state, sys_updated_on, assigned_to, assignment_group, caller_id, priority, made_sla",
        "case_id number, activity incident_state, timestamp sys_updated_on, resource assigned_to, "
        "team assignment_group, customer_id caller_id",
    ),
    "ServiceNow, as labelled": (
        "Number, State, Updated, Assigned to, Assignment group, Caller, Priority",
        "case_id Number, activity State, timestamp Updated, resource Assigned to, team Assignment group, "
        "customer_id Caller",
    ),
    "Jira": (
        "Issue key, Summary, Status, Updated, Assignee, Reporter, Priority",
        "case_id Issue key, activity Status, timestamp Updated, resource Assignee, customer_id Reporter",
    ),
    "Zendesk": (
        "Ticket ID, Ticket status, Update - Timestamp, Assignee name, Ticket group, Requester ID",
        "case_id Ticket ID, activity Ticket status, timestamp Update - Timestamp, resource Assignee name, "
        "team Ticket group, customer_id Requester ID",
    ),
    "Salesforce": (
        "CaseNumber, NewValue, CreatedDate, CreatedBy, AccountId, Field, OldValue",
        "case_id CaseNumber, activity NewValue, timestamp CreatedDate, resource CreatedBy, customer_id AccountId",
    ),
    "SAP": (
        "VBELN, TCODE, UDATE, USERNAME, VKGRP, KUNNR, NETWR",
        "case_id VBELN, activity TCODE, timestamp UDATE, resource USERNAME, team VKGRP, customer_id KUNNR",
    ),
    "Celonis": (
        "_CASE_KEY, ACTIVITY_EN, EVENTTIME, USER_NAME, USER_TYPE, _SORTING",
        "case_id _CASE_KEY, activity ACTIVITY_EN, timestamp EVENTTIME, resource USER_NAME, team USER_TYPE",
    ),
    "Signavio": (
        "Case ID, Event name, Timestamp, Created by user, Organizational unit, City",
        "case_id Case ID, activity Event name, timestamp Timestamp, resource Created by user, team Organizational unit",
    ),
    "Freshdesk": (
        "Ticket ID, Status, Updated time, Agent, Agent Group, Contact ID",
        "case_id Ticket ID, activity Status, timestamp Updated time, resource Agent, team Agent Group, "
        "customer_id Contact ID",
    ),
}


def roles_of(text: str) -> dict[str, str]:
    return dict(found.split(" ", 1) for found in text.split(", "))


@pytest.mark.parametrize("system", EXPORTS)
def test_an_export_needs_no_columns_option(system: str):
    names, wanted = EXPORTS[system]
    assert detect(tuple(names.split(", ")), ALIASES, {}) == roles_of(wanted)


@pytest.mark.parametrize("system", EXPORTS)
def test_the_guide_says_so(system: str):
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    name = re.split(",", system)[0]
    row = next(line for line in guide.splitlines() if line.startswith(f"| {name} "))
    for column in roles_of(EXPORTS[system][1]).values():
        assert f"`{column}`" in row, column


def test_number_names_the_case_in_logs_and_in_signals_but_after_every_other_name():
    assert detect(("number", "kind", "said_at"), SIGNAL_ALIASES, {})["case_id"] == "number"
    assert detect(("number", "order_id", "kind"), SIGNAL_ALIASES, {})["case_id"] == "order_id"
    assert detect(("number", "ticket_id"), ALIASES, {})["case_id"] == "ticket_id"


def test_what_is_written_beside_the_events_own_time_is_no_time_of_the_event():
    names = ("case_id", "activity", "created_at", "updated_at", "timestamp")
    assert detect(names, ALIASES, {})["timestamp"] == "timestamp"


def test_a_partner_goes_by_that_name_only():
    assert ALIASES["partner"] == ("partner",)
