"""The README of the sample; the braces are filled with what was measured in the files."""

README = """\
# Food distribution: on time, and yet

An invented food distributor with {log[customers]:,} customers (restaurants, cafes, hotels, schools, hospitals), {log[orders]:,} orders from
1 January to 30 June 2026 and {signals[total]:,} customer signals. The company is proud of its punctual trucks. Its customers
name delivery as their great aggravation, and what sets the unhappy deliveries apart lies in another stage: what is demanded of them in *Payment*.
No person, company or address in it is real: mail addresses end in example.com, phone numbers are 555 numbers.

| file | what |
|---|---|
| `log.csv` | {log[rows]:,} rows, one an event; local time of America/Chicago; case column `order_id` |
| `signals.csv` | one row a signal: NPS, CSAT, CES, complaints, contacts, praise |
| `journey.yaml`, `project.yaml` | the planned journey with targets, a promise and owners; where the files lie |
| `expected.json` | what an analysis must find, what must stand first, what it must not report; the sizes below |

Everything in this folder, this page included, is written by code, and again byte for byte the same by

    python data/samples/generate_food_distribution.py

The rates stand in `data/samples/generator/plan.py`. The numbers on this page are not those rates: they are counted in the written files. Of six
seeds the one was taken in which nothing unplanned stands out by luck.

## What is planted

| kind | stage | what |
|---|---|---|
| hidden friction | Delivery | on time, but unhappy after `Demand prepayment` (first in rank) or `Place credit hold`, both in Payment, both before the truck leaves. Customers state Delivery. |
| hidden friction | Invoicing | invoice sent in time, but unhappy where `segment` is Healthcare (purchase order numbers, cost centres), or after `Dispute invoice` |
| shared failure | Ordering | no confirmation within two hours: missed, and felt |
| silent defect | Picking | four hours from pick list to truck: missed often, and no customer minds |
| blind spot | Freshness | {freshness[orders]:,} orders ({freshness[share_of_orders]:.1%}) speak of it; the log has no event for it |

Of all orders {log[demand_prepayment]:.1%} are asked for prepayment, {log[place_credit_hold]:.1%} get a credit hold and {log[dispute_invoice]:.1%} end in an invoice dispute.
`prepayment_policy` is what the company can change: under `strict` prepayment is demanded far more often, and that is all it does.

### The stages
Visits are judged by the journey's targets and rated by signals whose stage is stated or follows from the touchpoint. The four counts are company verdict first.

| stage | judged | on target | rated | good, good | good, bad | bad, good | bad, bad | unhappy if on target | unhappy if off target |
|---|---|---|---|---|---|---|---|---|---|
{stage_lines}

Nobody is asked about Payment, and nobody names it. Service has ordinary dissatisfaction without a cause; its target, like Invoicing's and Delivery's, is missed too seldom to
be a finding.

### The drivers
Among rated visits that met the target. *Pooled* is the Mantel–Haenszel risk ratio over the other planted drivers of the stage; *share* is the raw population attributable share.

| stage | driver | visits | unhappy with | without | risk ratio | pooled | share |
|---|---|---|---|---|---|---|---|
{driver_lines}

`Dispute invoice` in Delivery is real but weak: it stays under the tenth of the unhappy that makes a finding.

## What must not be reported
Decoys go along with a cause, or stand out by luck; *pooled* is over the causes (for `contract` over the segment), and near 1.

| stage | decoy | visits | unhappy with | without | risk ratio | pooled | share |
|---|---|---|---|---|---|---|---|
{decoy_lines}

- `Goodwill call` is a reaction: {goodwill_calls[after_bad_signal]:.1%} of its {goodwill_calls[calls]:,} occurrences follow a bad signal of their order.
- `Receive prepayment`, `Waive prepayment`, `Release credit hold`, `Escalate credit hold`, `Correct invoice` and `Reject dispute` follow a cause and add nothing of their own. The time from credit check to release is the same with
  and without a demand or a hold.
- The delivery promise (three days) fails in {delivery_promise_failed:.2%} of the deliveries: no broken promise.
- No stage is lived out of order, skipped or returned to; every stage has its owner; no survey was sent before its stage had ended.

## Dirt
{log[duplicates]} exact duplicate rows, {log[rows_without_activity]} rows without an activity, some sixty rows out of place in the file, {log[open_orders]} orders still open when the log ends.
{signals[without_order]} signals carry no order but only a customer, {signals[no_stage_no_touchpoint]} neither stage nor touchpoint. Who answers a survey does not depend on mood; complaints come on top.
"""
