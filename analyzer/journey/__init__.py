"""The journey file: its model, reading it with line numbers, and what it says of activities and stages."""

from analyzer.journey.model import WHOLE_JOURNEY, WHOLE_JOURNEY_NO, Activity, Journey, Stage, Target

__all__ = ["WHOLE_JOURNEY", "WHOLE_JOURNEY_NO", "Activity", "Journey", "Stage", "Target"]
