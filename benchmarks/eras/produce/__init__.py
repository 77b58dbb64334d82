"""The producers: each sets a flow as a PDF in its own way."""
