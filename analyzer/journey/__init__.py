"""The journey file: its model, reading it with line numbers, and what it says of activities and stages."""

from analyzer.journey.customers_way import given_up
from analyzer.journey.doubts import doubts
from analyzer.journey.edit import Content, content_of, edit_journey, fault_in, field_of
from analyzer.journey.load import load_journey
from analyzer.journey.model import WHOLE_JOURNEY, WHOLE_JOURNEY_NO, Activity, AttributeRule, Journey, Stage, Target
from analyzer.journey.placing import Suggestion, likeliest, with_suggestions
from analyzer.journey.save import journey_yaml, save_journey
from analyzer.journey.suggest import draft_journey
from analyzer.journey.targets import target_notes, target_text

__all__ = [
    "WHOLE_JOURNEY",
    "WHOLE_JOURNEY_NO",
    "Activity",
    "AttributeRule",
    "Content",
    "Journey",
    "Stage",
    "Suggestion",
    "Target",
    "content_of",
    "doubts",
    "draft_journey",
    "edit_journey",
    "fault_in",
    "field_of",
    "given_up",
    "journey_yaml",
    "likeliest",
    "load_journey",
    "save_journey",
    "target_notes",
    "target_text",
    "with_suggestions",
]
