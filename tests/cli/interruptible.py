"""The command line with Ctrl-C as a terminal has it; a shell's background jobs ignore it."""

import signal

from cli.app import main

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
