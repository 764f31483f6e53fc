"""The event table: what happened, once for each case that it belongs to."""

from analyzer.tables.schema import Column, Declaration

NEIGHBOURS = ("next_", "before_")  # how the columns begin that tell of the events beside one in its case

EVENTS = Declaration(
    "events",
    "one counted event of one case; ordered by case_id, position",
    (
        Column("case_id", "string", "the case"),
        Column("position", "int64", "place in the case: by time, then by place in the file; 0 is the first"),
        Column("activity", "string", "what was done"),
        Column("at", "timestamp(6)", "when it was complete", "UTC"),
        Column("start_at", "timestamp(6)", "when it was started", "UTC", optional=True),
        Column("next_activity", "string", "the activity of the case's next event; null at its last"),
        Column("next_at", "timestamp(6)", "the time of the case's next event; null at its last", "UTC"),
        Column(
            "before_at", "timestamp(6)", "the time of the case's event before; null at its first", "UTC", optional=True
        ),
        Column("next_resource", "string", "who did the case's next event; null at its last", optional=True),
        Column("next_team", "string", "which team did the case's next event; null at its last", optional=True),
        Column("event", "int64", "the event itself: its row among all rows of the log; several cases may share one"),
        Column("source", "int16", "which source told of it: its number in the log's `sources`"),
        Column("resource", "string", "who did it", optional=True),
        Column("team", "string", "which team did it", optional=True),
        Column("system", "string", "in which system", optional=True),
        Column("partner", "string", "which outside partner did it", optional=True),
        Column("cost", "float64", "what it cost", "the log's currency", optional=True),
    ),
    prefixes=("event:",),
)
