"""Figures: from the document to an SVG or a Plotly figure. Knows no Dash.

What the report and the pages share is SVG (it prints, needs no script and stays small); what one explores in the
dashboard is Plotly.
"""
