"""`python -m broadcast_desk`: the same program as the `broadcast-desk` command."""

from broadcast_desk.cli import main

if __name__ == "__main__":
    main()
