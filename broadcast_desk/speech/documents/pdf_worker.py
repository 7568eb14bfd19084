"""The process that reads a PDF: strange files may cost it time and memory, not the program.

`python -m broadcast_desk.speech.documents.pdf_worker FILE` prints the text in UTF-8. Exit status:
0 done, 3 needs a password, 4 too much in it, 5 damaged.
"""

from __future__ import annotations

import logging
import sys

MOST_PAGES = 400
MOST_CHARACTERS = 4_000_000
MEMORY_BYTES = 1024**3
PASSWORD, TOO_MUCH, DAMAGED = 3, 4, 5


def text_of(path: str) -> tuple[int, str]:
    """Exit status and text of the PDF at `path`."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return PASSWORD, ""
        if len(reader.pages) > MOST_PAGES:
            return TOO_MUCH, ""
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > MOST_CHARACTERS:
                return TOO_MUCH, ""
    except MemoryError:
        return TOO_MUCH, ""
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return DAMAGED, ""
    return 0, "\n".join(pages)


def main() -> int:
    """Print the text of the file named on the command line."""
    logging.disable(logging.CRITICAL)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    status, text = text_of(sys.argv[1])
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return status


if __name__ == "__main__":
    sys.exit(main())
