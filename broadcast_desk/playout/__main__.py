"""The engine process, as the supervisor starts it: one argument, the setup as JSON.

Standard output carries a beat a line to the supervisor; the end of standard input is its end.
"""

import sys

from broadcast_desk.playout.process import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
