"""The two hand-written files of the sample: how the distributor sees its journey, and where the files lie."""

JOURNEY = """\
journey: A kitchen and its food supplier, from order to closed case
persona: Owner of an independent restaurant, orders between breakfast and lunch
stages:
  - name: Ordering
    goal: I know within the hour that tomorrow's food is coming
    owner: Sales
    activities:
      - {name: Place order, lane: frontstage, team: Sales, system: OMS}
      - {name: Substitute item, lane: backstage, team: Sales, system: OMS}
      - {name: Confirm order, lane: frontstage, team: Sales, system: OMS}
      - {name: Change order, lane: frontstage, team: Sales, system: OMS}
    touchpoints: [order app, sales desk]
    target: {from: Place order, to: Confirm order, within: 2h}
  - name: Payment
    goal: Paying is not my evening's work
    owner: Credit
    activities:
      - {name: Check credit, lane: backstage, team: Credit, system: ERP}
      - {name: Review account, lane: backstage, team: Credit, system: ERP}
      - {name: Place credit hold, lane: backstage, team: Credit, system: ERP}
      - {name: Demand prepayment, lane: frontstage, team: Credit, system: ERP}
      - {name: Send pro-forma invoice, lane: frontstage, team: Credit, system: ERP}
      - {name: Receive prepayment, lane: backstage, team: Credit, system: ERP}
      - {name: Waive prepayment, lane: backstage, team: Credit, system: ERP}
      - {name: Release credit hold, lane: backstage, team: Credit, system: ERP}
      - {name: Escalate credit hold, lane: backstage, team: Credit, system: ERP}
      - {name: Release order, lane: backstage, team: Credit, system: ERP}
    touchpoints: [payment portal]
    target: {from: Check credit, to: Release order, within: 4 working hours}
  - name: Picking
    goal: Everything on my list, nothing else
    owner: Warehouse
    activities:
      - {name: Print pick list, lane: backstage, team: Warehouse, system: WMS}
      - {name: Pick order, lane: backstage, team: Warehouse, system: WMS}
      - {name: Load truck, lane: backstage, team: Warehouse, system: WMS}
    touchpoints: [delivery note]
    target: {from: Print pick list, to: Load truck, within: 4h}
  - name: Delivery
    goal: The food is in my cooler before prep begins
    owner: Logistics
    moment_of_truth: true
    activities:
      - {name: Depart depot, lane: backstage, team: Logistics, system: TMS}
      - {name: Hand over goods, lane: frontstage, team: Logistics, system: TMS}
    touchpoints: [driver, delivery app]
    target: {to: Hand over goods, by: due_at}
    promise: {from: Place order, to: Hand over goods, within: 3d}
  - name: Freshness
    goal: What I unpack keeps for the days I bought it for
    owner: Food safety
    activities: []
    touchpoints: [produce box]
  - name: Invoicing
    goal: One look and the invoice can be booked
    owner: Billing
    activities:
      - {name: Send invoice, lane: frontstage, team: Billing, system: ERP}
      - {name: Dispute invoice, lane: frontstage, team: Billing, system: ERP}
      - {name: Correct invoice, lane: backstage, team: Billing, system: ERP}
      - {name: Reject dispute, lane: frontstage, team: Billing, system: ERP}
    touchpoints: [invoice]
    target: {from: Hand over goods, to: Send invoice, within: 24h}
  - name: Service
    goal: When something is wrong it is put right without a chase
    owner: Service
    activities:
      - {name: Log return, lane: frontstage, team: Service, system: CRM}
      - {name: Issue credit note, lane: backstage, team: Service, system: CRM}
      - {name: Goodwill call, lane: frontstage, team: Service, system: CRM}
      - {name: Close order, lane: support, team: Service, system: CRM}
    touchpoints: [service line]
    target: {from: Hand over goods, to: Close order, within: 7d}
attributes:
  prepayment_policy: controllable
  payment_terms: controllable
  contract: given
  segment: given
  region: given
  order_value: given
  items: given
"""

PROJECT = """\
name: Food distribution
log: {path: log.csv, columns: {case_id: order_id}}
journey: journey.yaml
signals: [{path: signals.csv, columns: {case_id: order_id}, window: 30d, silence: unknown}]
timezone: America/Chicago
case_noun: order
calendar: {days: Mon-Sat, hours: "06:00-20:00", holidays: [2026-01-01, 2026-05-25]}
"""
