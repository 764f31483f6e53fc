"""Words from which journeys and logs are made: far enough apart that no name is nearly another."""

import numpy as np

STAGES = [
    "Discovery", "Ordering", "Payment", "Preparation", "Packing", "Delivery",
    "Installation", "Onboarding", "Usage", "Billing", "Support", "Renewal",
]  # fmt: skip
BLIND_STAGE = "Unboxing"

VERBS = [
    "Check", "Send", "Print", "Approve", "Book", "Release", "Record", "Inspect", "Confirm", "Prepare", "Collect",
    "Review", "Publish", "Schedule", "Reserve", "Compare", "Forward", "Archive", "Measure", "Sort",
]  # fmt: skip
NOUNS = [
    "invoice", "truck", "credit limit", "label", "pallet", "contract", "voucher", "warehouse slot", "signature",
    "customs form", "photograph", "thermometer log", "delivery note", "appointment", "username", "warranty",
    "catalogue page", "quotation", "basket", "bank transfer", "recipe", "seal", "route", "driver roster", "gate pass",
    "handbook", "meter reading", "firmware", "password letter", "training video", "usage report", "tariff",
    "payment plan", "dunning letter", "ledger entry", "ticket", "diagnosis", "spare part", "workshop job", "manual",
    "renewal offer", "price list", "loyalty points", "cancellation form", "insurance", "passport copy", "blueprint",
    "survey map", "cable", "router", "antenna", "toolbox", "cold chain record", "gift wrap", "return slip",
    "stock level", "purchase request", "supplier mail", "weigh bridge", "fuel card", "parking permit", "key handover",
    "fire certificate", "site visit", "sample", "laboratory result", "prescription", "referral", "bed plan",
    "menu card", "table setting", "allergy note", "barcode", "serial plate", "battery", "charger", "helmet",
    "safety briefing", "audit trail", "tax code", "currency rate", "refund order", "escrow account", "notary file",
    "land register", "mortgage deed", "crane", "scaffold", "paint", "window frame", "door lock", "carpet", "lamp",
    "garden gate", "water pump", "filter", "valve", "compressor", "sensor", "dashboard print",
]  # fmt: skip

ATTRIBUTE_VALUES = {
    "product": ["basic", "comfort", "family", "premium", "outlet"],
    "sales_channel": ["shop", "web", "phone", "agent"],
    "region": ["north", "south", "east", "west", "centre"],
    "segment": ["private", "small firm", "large firm", "public body"],
}
MANAGERS = [f"Manager {letter}" for letter in "ABCDEFGHIJKL"]
SYSTEMS = ["ERP", "CRM", "WMS", "Portal", "Mainframe", "Spreadsheet"]
PARTNERS = ["ColdChain Ltd", "Swift Freight", "Harbour Movers", "Alpine Express"]
NIGHT_TEAM = "Night shift"
SLOW_SYSTEM = "Legacy desk"
SLOW_PARTNER = "Budget Haulage"
ODD_RESOURCE = "temp-77"

BAD_WORDS = ["slow", "rude", "waited for ages", "nobody called back", "wrong item", "too expensive", "confusing"]
GOOD_WORDS = ["quick", "friendly", "all fine", "as promised", "helpful", "easy", "would order again"]


def activity_names(rng: np.random.Generator) -> list[str]:
    """All activity names in random order; each noun is used once, so no two names are nearly the same."""
    nouns = rng.permutation(NOUNS)
    return [f"{VERBS[k % len(VERBS)]} {noun}" for k, noun in enumerate(nouns)]
