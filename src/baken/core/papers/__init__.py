"""Papers: documents of headings, texts, lists and tables, written alike as PDF and as DOCX.

A room says what stands in a paper (``blocks``); an organisation says in a layout of its own in which order,
under which words and in which dress (``layouts``). A layout only says; nothing in it is carried out.
"""
