"""As-run facts, hash chain, statistics, reports (docx, xlsx, pdf)."""
