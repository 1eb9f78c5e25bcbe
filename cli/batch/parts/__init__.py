"""Parts of a batch's report: each says something, in words, tables and charts."""
