"""Counts kept per unit and per ancestor, so that a figure of six thousand units is read in a moment.

A root that says what it is counted by (``Root.rolled``) leaves a change beside each step that alters
a count, in the same transaction. The worker folds changes into the counts, moves them when the tree
changes, and every night compares them with a recount. A reader adds the changes that wait, so that a
count is right at once; it is no source: the records are.
"""
