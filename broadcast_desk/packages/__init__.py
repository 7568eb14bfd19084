"""The centre's packages: format, signature, import, build, inbox."""
