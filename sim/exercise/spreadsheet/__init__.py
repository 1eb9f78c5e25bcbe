"""Spreadsheets: tables of texts from .xlsx and .csv, hostile until checked, and written there.

What is looked for in them is the caller's to say: a `Score`, by which the row of headers, the sign
that parts the cells and the sheet of a workbook are found.
"""
