"""Which column plays which role, by its name: letter case, spaces, underscores and hyphens aside."""

from __future__ import annotations

import re

_CASE = """
    case:concept:name case_id case_key case case_number case_no case_nr case_identifier trace_id trace
    process_instance_id process_instance instance_id order_id order_key order_number order_no order ticket_id
    ticket_number ticket_no ticket incident_id incident_number incident request_id request_number application_id
    claim_id claim_number shipment_id delivery_id contract_id patient_id admission_id issue_key issue_id order_item_id
    sales_order_id purchase_order_id call_id call_number call_no conversation_id chat_id booking_id booking_number
    booking_no reservation_id parcel_id loan_id loan_number work_order_id work_order_number service_request_id
    claim_no request_no order_nr ticket_nr contract_number encounter_id vbeln ebeln belnr aufnr banfn"""
_CUSTOMER = """
    customer_id case:customer_id customer case:customer customer_key customer_number customer_no client_id client
    client_number consumer_id account_id buyer_id member_id guest_id citizen_id caller_id caller requester_id requester
    requester_name reporter_id reporter contact_id contact contact_name requested_for opened_for kunnr kunag"""

_LOG = {
    "case_id": _CASE + " number id",
    "activity": """
        concept:name activity activity_name activity_en activity_key activity_id event event_name event_type task
        task_name step step_name process_step action operation event_class milestone to_status new_status
        status_to status_name ticket_status case_status issue_status incident_state incident_status status state
        tcode transaction_code new_value to_string""",
    "timestamp": """
        time:timestamp timestamp complete_timestamp completion_timestamp end_timestamp event_timestamp event_time
        event_date_time event_datetime event_date time_complete complete_time completion_time completed_at complete
        completed end_time end_date ended_at finished_at end finish date_time datetime occurred_at happened_at
        recorded_at changed_at update_timestamp created_at time date at when change_date change_timestamp
        transition_date edit_date sys_updated_on sys_updated_at updated_at updated_date updated_time updated_on updated
        last_modified_date last_modified created_date created_time created_on sys_created_on sys_created_at created
        udate erdat""",
    "start_timestamp": """
        time:start start_timestamp time:start_timestamp start_time time_start start_date started_at start begin_time
        begin""",
    "resource": """
        org:resource resource resource_name user user_name user_id employee employee_id agent agent_name worker
        operator originator performer performed_by executed_by assigned_to assigned_to_name assignee assignee_name
        ticket_assignee case_owner owner_name owner author edited_by changed_by updated_by sys_updated_by updater_name
        created_by created_by_user actor clerk username ernam""",
    "team": """
        team team_name org:group org:role assignment_group assigned_group assigned_team agent_group support_group
        ticket_group resolver_group owner_group group_name group queue queue_name department department_name org_unit
        organizational_unit role user_type ekgrp vkgrp purchasing_group sales_group""",
    "system": "system system_name source_system it_system",
    "partner": "partner",
    "cost": "cost costs cost:total total_cost cost:amount event_cost",
    "customer_id": _CUSTOMER,
    "lifecycle": "lifecycle:transition lifecycle lifecycle_transition transition event_lifecycle",
}
_SIGNALS = {
    "case_id": _CASE + " number external_reference external_data_reference",  # not `id`, which may be the signal's own
    "customer_id": _CUSTOMER,
    "timestamp": """
        timestamp time:timestamp answered_at response_time responded_at response_date recorded_date submitted_at
        submission_date review_date survey_date answer_timestamp review_answer_timestamp review_creation_date said_at
        received_at date_time datetime created_at event_time time date at when""",
    "kind": "kind signal signal_kind signal_type type feedback_type survey_type survey metric",
    "score": """
        score rating stars review_score answer value points grade nps_score csat_score ces_score nps csat ces""",
    "stage": "stage journey_stage stage_name",
    "touchpoint": "touchpoint touch_point",
    "comment": """
        comment comments text verbatim review_comment_message review_comment feedback message remark reason
        free_text""",
    "channel": "channel source_channel medium",
}

ALIASES = {role: tuple(names.split()) for role, names in _LOG.items()}
SIGNAL_ALIASES = {role: tuple(names.split()) for role, names in _SIGNALS.items()}


def plain(name: str) -> str:
    """A name without letter case, spaces, underscores and hyphens: what two spellings of one column have in common."""
    return re.sub(r"[\s_\-]+", "", name.strip().casefold())


def detect(names: tuple[str, ...], aliases: dict[str, tuple[str, ...]], given: dict[str, str]) -> dict[str, str]:
    """Role → column. What was given goes first, then the first alias that fits; each column plays one role.

    Of columns alike the first in the file wins. A log that knows only starts has them as its times.
    """
    found = dict(given)
    taken = set(given.values())
    for role, known in aliases.items():
        if role in found:
            continue
        column = next((n for alias in known for n in names if n not in taken and plain(n) == plain(alias)), None)
        if column is not None:
            found[role] = column
            taken.add(column)
    if "timestamp" not in found and "start_timestamp" in found:
        found["timestamp"] = found.pop("start_timestamp")
    return found
