"""Where I/O lives: everything that touches a disk, a socket or another process."""
