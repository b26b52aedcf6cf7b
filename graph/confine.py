"""Limits a query worker puts on itself before it opens the store: no network, bounded memory.

Needs no rights: seccomp by prctl(2) on Linux (x86-64, aarch64). Elsewhere it says that the network
is open, and the guard on query texts is then all there is.
"""

import ctypes
import errno
import os
import platform
import resource
import struct
import sys

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
# By machine: AUDIT_ARCH number, socket(2), io_uring_setup(2).
_SYSTEM_CALLS = {
    "x86_64": (0xC000003E, 41, 425),
    "aarch64": (0xC00000B7, 198, 425),
}
_X32_BIT = 0x40000000  # the second table of system calls on x86-64
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM


def limit_memory(memory_bytes: int) -> None:
    """Cap this process's address space (Linux only) and let it leave no core file."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def deny_network() -> str | None:
    """Make every socket(2) of this process fail with EPERM, for good.

    None if that holds now; else the reason why it cannot be done here. Call it before any thread
    starts: the filter binds the calling thread and those it starts later.
    """
    calls = _SYSTEM_CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return f"no network filter for {sys.platform} on {platform.machine()}"
    program = b"".join(_filter(*calls))
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    )
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return f"prctl(NO_NEW_PRIVS): {os.strerror(ctypes.get_errno())}"
    if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0) != 0:
        return f"prctl(SECCOMP): {os.strerror(ctypes.get_errno())}"
    return None


def _filter(architecture: int, socket: int, io_uring: int) -> list[bytes]:
    """The BPF program: refuse socket and io_uring_setup, kill calls of a foreign architecture."""
    return [
        _step(_LOAD, 0, 0, 4),  # seccomp_data.arch
        _step(_JUMP_IF_EQUAL, 1, 0, architecture),
        _step(_RETURN, 0, 0, _KILL),
        _step(_LOAD, 0, 0, 0),  # seccomp_data.nr
        _step(_JUMP_IF_AT_LEAST, 3, 0, _X32_BIT),
        _step(_JUMP_IF_EQUAL, 2, 0, socket),
        _step(_JUMP_IF_EQUAL, 1, 0, io_uring),
        _step(_RETURN, 0, 0, _ALLOW),
        _step(_RETURN, 0, 0, _REFUSE),
    ]


def _step(code: int, if_true: int, if_false: int, operand: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, operand)
