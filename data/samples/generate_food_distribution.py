"""Writes the sample `food_distribution` anew, byte for byte the same each time.

Usage: python data/samples/generate_food_distribution.py [FOLDER]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generator import files, record, settings_text
from generator.comments import write_comments
from generator.customers import draw_customers
from generator.events import draw_events
from generator.orders import draw_orders
from generator.signals import draw_signals, goodwill_calls


def generate(folder: Path) -> None:
    """Writes log, signals, journey, project, expected.json and README into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    customers = draw_customers()
    orders = draw_orders(customers)
    signals = draw_signals(orders, customers)
    orders["goodwill_s"] = goodwill_calls(orders, signals)
    files.write_log(draw_events(orders), folder / "log.csv")
    files.write_signals(signals, write_comments(signals, orders), folder / "signals.csv")
    (folder / "journey.yaml").write_bytes(settings_text.JOURNEY.encode("utf-8"))
    (folder / "project.yaml").write_bytes(settings_text.PROJECT.encode("utf-8"))
    record.write_record(folder)


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent / "food_distribution")
