"""Papers of a workshop: a small model of a document, and how it is written as Markdown and as HTML."""
