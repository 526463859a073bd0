"""What the web app shows: one answer a page, cut to the reader, in the reader's words (docs/interface.md).

No rule lives here: what may be done, and why not, is asked of the rooms that decide about a save.
"""
