"""Say in one message when the port is taken, before anything long begins."""

import socket
import sys


def main(given: str) -> int:
    """0 when a server can listen on the port of this machine, else 2."""
    if not given.isdigit() or not 0 < int(given) < 65536:
        return refuse(f"PORT={given}", "give a number, for example: make demo PORT=8051")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(given)))
        except OSError as error:
            return refuse(
                f"port {given}: {error.strerror}", "stop what listens there, or take another: make demo PORT=8051"
            )
    return 0


def refuse(found: str, do: str) -> int:
    """The message in its four parts."""
    message = f"Expected: a free port for the dashboard\nFound:    {found}\nWhere:    127.0.0.1\nDo:       {do}\n"
    sys.stderr.write(message)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
