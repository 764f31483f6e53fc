"""Real logs as they are, with moods drawn over them: which visits are unhappy is known, and what raises it.

The logs keep what logs have: columns that change within a case, missing markers, loops, equal times, open cases, values
that go together. Only the signals are made. Needs the folder `../shared/data`; without it these sorts are left out.
"""
