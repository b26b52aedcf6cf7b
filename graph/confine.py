"""Limits a worker puts on itself before it touches what others wrote: memory, network, files.

Needs no rights: seccomp by prctl(2) and Landlock on Linux (x86-64, aarch64). Elsewhere it says what
stays open; for queries the guard on their texts is then all there is, for files the limit on their
size.
"""

import ctypes
import errno
import os
import platform
import resource
import struct
import sys
import time

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
# By machine: AUDIT_ARCH number, socket(2), io_uring_setup(2).
_SYSTEM_CALLS = {
    "x86_64": (0xC000003E, 41, 425),
    "aarch64": (0xC00000B7, 198, 425),
}
_X32_BIT = 0x40000000  # the second table of system calls on x86-64
# By machine: open(2) calls with the place of their flags, and calls that are refused outright:
# openat2 and creat, changes of names, owners, rights and attributes, execve, ptrace.
_WRITING_CALLS: dict[str, tuple[dict[int, int], tuple[int, ...]]] = {
    "x86_64": (
        {2: 1, 257: 2},
        (
            *(437, 85, 76, 82, 83, 84, 86, 87, 88, 90, 91, 92, 93, 94, 133, 188, 189, 190, 197),
            *(198, 199, 258, 259, 260, 263, 264, 265, 266, 268, 280, 316, 452),
            *(59, 322, 101, 310, 311),
        ),
    ),
    "aarch64": (
        {56: 2},
        (
            *(437, 45, 33, 34, 35, 36, 37, 38, 276, 5, 6, 7, 14, 15, 16, 52, 53, 54, 55, 88, 452),
            *(221, 281, 117, 270, 271),
        ),
    ),
}
_WRITING_FLAGS = (
    os.O_ACCMODE
    | os.O_CREAT
    | os.O_TRUNC
    | getattr(os, "O_TMPFILE", 0) & ~(getattr(os, "O_DIRECTORY", 0))
)
_FIRST_ARGUMENT = 16  # bytes into seccomp_data; each argument takes eight
_JUMP_IF_ANY_BIT = 0x45
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
# landlock(7): the same numbers on every machine.
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_VERSION = 1  # flag of create: tell which version the kernel has
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# The rights of version 1, and how many there are from each later version on.
_RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15}


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
    return _install(_filter(*calls))


def limit_file_size(file_bytes: int) -> None:
    """Let no file grow beyond this by this process's hand; pipes are not counted."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))


def deny_writing() -> str | None:
    """Make every call of this process fail that opens a file for writing, or changes one by name.

    Nor can it start another program, or reach into another's memory. What is open stays open.
    None if that holds now; else the reason why it cannot be done here. See deny_network().
    """
    calls = _WRITING_CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return f"no file filter for {sys.platform} on {platform.machine()}"
    architecture = _SYSTEM_CALLS[platform.machine()][0]
    return _install(_writing_filter(architecture, *calls))


def die_with(parent: int) -> None:
    """End this process when the parent is gone; to be run in a thread of its own."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _install(steps: list[bytes]) -> str | None:
    program = b"".join(steps)
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


def deny_files(folder: str) -> str | None:
    """Let this process open nothing any more but files below `folder`, and those for reading alone.

    None if that holds now; else the reason why it cannot be done here. Files that are open stay so.
    Call it after everything is imported and before any thread starts, as deny_network().
    """
    if sys.platform != "linux" or platform.machine() not in _SYSTEM_CALLS:
        return f"no file filter for {sys.platform} on {platform.machine()}"
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)
    if version < 1:
        return f"Landlock: {os.strerror(ctypes.get_errno())}"
    rights = (1 << _RIGHTS_BY_VERSION.get(version, max(_RIGHTS_BY_VERSION.values()))) - 1
    opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    rules = libc.syscall(_LANDLOCK_CREATE, struct.pack("Q", rights), 8, 0)
    allowed = struct.pack("=Qi", _READ_FILE | _READ_DIR, opened)
    try:
        if (
            rules < 0
            or libc.syscall(_LANDLOCK_ADD, rules, _PATH_BENEATH, allowed, 0) != 0
            or libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
            or libc.syscall(_LANDLOCK_RESTRICT, rules, 0) != 0
        ):
            return f"Landlock: {os.strerror(ctypes.get_errno())}"
    finally:
        os.close(opened)
        if rules >= 0:
            os.close(rules)
    return None


def _writing_filter(
    architecture: int, opening: dict[int, int], refused: tuple[int, ...]
) -> list[bytes]:
    """The BPF program: refuse open calls whose flags write, and the calls that are never needed."""
    steps = [
        _step(_LOAD, 0, 0, 4),
        _step(_JUMP_IF_EQUAL, 1, 0, architecture),
        _step(_RETURN, 0, 0, _KILL),
        _step(_LOAD, 0, 0, 0),
    ]
    for call, place in opening.items():
        steps += [
            _step(_JUMP_IF_EQUAL, 0, 4, call),
            _step(_LOAD, 0, 0, _FIRST_ARGUMENT + 8 * place),
            _step(_JUMP_IF_ANY_BIT, 0, 1, _WRITING_FLAGS),
            _step(_RETURN, 0, 0, _REFUSE),
            _step(_RETURN, 0, 0, _ALLOW),
        ]
    for call in refused:
        steps += [_step(_JUMP_IF_EQUAL, 0, 1, call), _step(_RETURN, 0, 0, _REFUSE)]
    return [*steps, _step(_RETURN, 0, 0, _ALLOW)]


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
