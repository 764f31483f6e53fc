"""What is planted in the sample and how strongly. Every rate that matters stands here and nowhere else.

A risk is the chance that a visit goes badly in the customer's eyes: `BASE`, multiplied by every cause that is present.
"""

import datetime as dt

SEED = 13  # one of seven tried: the one in which nothing unplanned stands out by luck
ORDERS = 7600
CUSTOMERS = 1150
FIRST_DAY = dt.date(2026, 1, 1)
LAST_DAY = dt.date(2026, 6, 30)
HOLIDAYS = (dt.date(2026, 1, 1), dt.date(2026, 5, 25))
WEEKDAY_WEIGHTS = (1.1, 1.0, 1.0, 1.1, 1.2, 0.6, 0.0)  # Monday to Sunday

SEGMENTS = {"Restaurant": 0.52, "Cafe": 0.15, "Healthcare": 0.13, "Hotel": 0.12, "School": 0.08}
REGIONS = {"North": 0.30, "South": 0.25, "West": 0.25, "Lakeside": 0.20}
CARRIERS = {"North": "Coldhop Freight", "South": "Nineridge Haulage", "West": "Tallgrass Reefer", "Lakeside": ""}
STRICT = {"South": 0.45}  # share of customers under the strict prepayment policy
STRICT_ELSEWHERE = 0.24
TERMS = ("Net 7", "Net 14", "Net 30")
TERMS_STRICT = (0.60, 0.30, 0.10)
TERMS_STANDARD = (0.12, 0.43, 0.45)
GROUP_CONTRACT = {"Healthcare": 0.65}
GROUP_CONTRACT_ELSEWHERE = 0.08

# how often an activity happens, of all orders unless the name says otherwise
DEMAND_PREPAYMENT = {"strict": 0.31, "standard": 0.05}
CREDIT_HOLD = {"strict": 0.100, "standard": 0.060}
PRO_FORMA_IF_PREPAID = 0.70
PRO_FORMA_ELSE = 0.03
PREPAYMENT_RECEIVED = 0.82  # else it is waived
HOLD_RELEASED = 0.75  # else it is escalated
REVIEW_ACCOUNT = 0.22
DISPUTE_INVOICE = 0.075
DISPUTE_CORRECTED = 0.75  # else it is rejected
SUBSTITUTE_ITEM = 0.12
CHANGE_ORDER = 0.08
RETURN_GOODS = 0.07

# how often the company misses its own target
CONFIRM_LATE = 0.10
LOAD_LATE = 0.31
DELIVER_LATE = 0.03
INVOICE_LATE = 0.05
CLOSE_LATE = 0.04

# the customer's side: risk of a bad visit
BASE = {"Ordering": 0.075, "Picking": 0.110, "Delivery": 0.068, "Invoicing": 0.072, "Service": 0.090}
CAUSES = {
    "Ordering": {"confirm_late": 4.2},
    "Picking": {},
    "Delivery": {"demand_prepayment": 5.8, "credit_hold": 4.6, "dispute_invoice": 1.6, "deliver_late": 5.0},
    "Invoicing": {"healthcare": 4.0, "dispute_invoice": 4.2},
    "Service": {},
}
RISK_CEILING = 0.60
TEMPER = 0.20  # a customer's own factor on every risk lies between 1 - TEMPER and 1 + TEMPER
NEUTRAL = 0.12  # of the visits that did not go badly

# who speaks, whatever the mood was
ANSWERED = {"Ordering": 0.36, "Picking": 0.42, "Delivery": 0.46, "Invoicing": 0.42, "Service": 0.36}
SPEAKS_UP_IF_BAD = {"Ordering": 0.03, "Picking": 0.04, "Delivery": 0.09, "Invoicing": 0.05, "Service": 0.03}
PRAISE_IF_GOOD = 0.006
COMMENT_IF_BAD = 0.62
COMMENT_ELSE = 0.14
FRESHNESS_CONTACT = 0.024
RELATIONSHIP_SURVEY = 0.45  # of the customers, once, without order and stage
GOODWILL_AFTER_BAD = 0.30
GOODWILL_ELSE = 0.0015
SPANISH = 0.07
TYPO = 0.05

# dirt
DUPLICATE_ROWS = 4
ROWS_WITHOUT_ACTIVITY = 6
DISPLACED_ROWS = 60
