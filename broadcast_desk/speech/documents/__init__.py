"""Text out of office files: .docx, .odt, .pdf with text, .txt; headings and lists become lines.

Only what a reader of the paper sees is taken: macros, embedded objects, pictures, comments,
footnotes, hidden and deleted passages are not looked at. XML is read by defusedxml within a size
limit, PDF in a child process.
"""

from broadcast_desk.speech.documents.opening import (
    MOST_TEXT_BYTES,
    SUFFIXES,
    Document,
    document_in,
    document_of,
    text_of,
)

__all__ = ["MOST_TEXT_BYTES", "SUFFIXES", "Document", "document_in", "document_of", "text_of"]
