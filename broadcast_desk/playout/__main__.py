"""The engine process, as the supervisor starts it: one argument, the setup as JSON.

Standard output carries a beat a line to the supervisor; the end of standard input is its end.
"""

import sys

if __name__ == "__main__":
    from broadcast_desk.playout.priority import go_first

    go_first()  # before the rest is even loaded: after a crash every moment is silence
    from broadcast_desk.playout.process import main

    sys.exit(main(sys.argv[1]))
