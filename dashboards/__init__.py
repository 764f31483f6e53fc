"""The dashboard: pages over finished runs. It reads the document that a run left behind and computes nothing of its
own."""
