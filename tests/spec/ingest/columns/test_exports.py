"""One small file as each system exports it: read without a word about its columns. The files are made here; their
columns are those that the systems' documentation and standard exports name."""

from __future__ import annotations

import pytest

FILES = {
    "Celonis": """\
_CASE_KEY;ACTIVITY_EN;EVENTTIME;_SORTING;USER_NAME;USER_TYPE
800000000006800001;Create Purchase Order Item;2026-03-02 09:00:00;10;MUELLER;Dialog
800000000006800001;Record Goods Receipt;2026-03-20 10:00:00;20;BATCH;System
""",
    "Disco": """\
Case ID,Activity,Resource,Start Timestamp,Complete Timestamp,Variant,Variant index
1,Create order,Eve,2026/03/02 09:00:00.000,2026/03/02 09:30:00.000,Variant 1,1
1,Ship order,Ben,2026/03/20 09:00:00.000,2026/03/20 10:00:00.000,Variant 1,1
""",
    "SAP Signavio": """\
Case ID,Event Name,Timestamp,Created by User,Organizational Unit
1,Create order,2026-03-02T09:00:00.000Z,EVE,Sales
1,Ship order,2026-03-20T10:00:00.000Z,BEN,Stock
""",
    "ServiceNow": """\
"number","incident_state","sys_updated_on","assigned_to","assignment_group","caller_id","made_sla"
"INC0000045","New","2026-03-02 09:00:00","","Service desk","Joe","true"
"INC0000045","Resolved","2026-03-20 10:00:00","Eve","Network","Joe","true"
""",
    "Jira": """\
Issue key,Summary,Status,Updated,Assignee,Reporter
SHOP-1,No mail,Open,2026-03-02 09:00:00,,Joe
SHOP-1,No mail,Done,2026-03-20 10:00:00,Eve,Joe
""",
    "Zendesk": """\
Ticket ID,Ticket status,Update - Timestamp,Assignee name,Ticket group,Requester ID
1,Open,2026-03-02T09:00:00,Eve,Support,901
1,Solved,2026-03-20T10:00:00,Eve,Support,901
""",
    "Salesforce": """\
"CaseNumber","Field","OldValue","NewValue","CreatedDate","CreatedBy","AccountId"
"00001026","Status","New","Working","2026-03-02T09:00:00.000+0000","Eve","001A"
"00001026","Status","Working","Closed","2026-03-20T10:00:00.000+0000","Ben","001A"
""",
}
LIVES = {
    "Celonis": ["Create Purchase Order Item", "Record Goods Receipt"],
    "Disco": ["Create order", "Ship order"],
    "SAP Signavio": ["Create order", "Ship order"],
    "ServiceNow": ["New", "Resolved"],
    "Jira": ["Open", "Done"],
    "Zendesk": ["Open", "Solved"],
    "Salesforce": ["Working", "Closed"],
}


@pytest.mark.parametrize("system", FILES)
def test_an_export_is_read_as_it_is(system, log, rows):
    read = log(FILES[system])
    assert [activity for (activity,) in rows(read.events.order_by("position"), "activity")] == LIVES[system]
    assert (read.n_cases, str(read.last_at)) == (1, "2026-03-20 10:00:00")
    assert read.quality.refused == 0
    assert ("start_at" in read.events.columns) == (system == "Disco")
