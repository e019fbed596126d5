"""Writes what stands in a document or a workbook as the bytes of a file; the libraries are met here only."""
