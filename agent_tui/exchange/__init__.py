"""Sessions as documents: to markdown, HTML and JSON, and from what other programs export.

Pure: texts and bytes in, texts and bytes out. Whoever reads and writes the files is in
`lifecycle/exchange` and `cli`.
"""
