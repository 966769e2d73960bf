"""Reads ELF files, and changes a program so that systems with older C and C++ libraries run it."""

import pathlib
import re
import struct
import tempfile

from packing import output, say, stop

# The newest versions that a system of 2018 has: RHEL 8 and Debian 10 with glibc 2.28 and GCC 8. libtorch needs this glibc.
OLDEST = {"GLIBC": (2, 28), "GLIBCXX": (3, 4, 25), "CXXABI": (1, 3, 11), "GCC": (7, 0, 0)}
RPATH = "$ORIGIN/../lib"
SHIM = "libmjshim.so"

# Functions that newer C libraries offer under a new version as well, because they moved into libc.so.6 (threads, dl)
# or no longer report errors as System V did (mathematics). The old versions give the same results.
SAME = {
    "GLIBC_2.2.5": """exp exp2 log log2 pow hypot hypotf expf exp2f logf log2f powf dlopen dlsym dlclose dlerror dladdr
        pthread_create pthread_join pthread_detach pthread_once pthread_mutex_trylock pthread_mutexattr_init
        pthread_mutexattr_settype pthread_mutexattr_destroy pthread_key_create pthread_key_delete pthread_getspecific
        pthread_setspecific pthread_attr_setstacksize pthread_attr_getstack pthread_attr_getguardsize
        pthread_getattr_np pthread_rwlock_rdlock pthread_rwlock_wrlock pthread_rwlock_unlock pthread_sigmask
        pthread_kill sem_init sem_post sem_wait sem_destroy""",
    "GLIBC_2.3.4": "pthread_setaffinity_np pthread_getaffinity_np",
    "GLIBC_2.12": "pthread_setname_np pthread_getname_np",
}
SAME = {name: version for version, names in SAME.items() for name in names.split()}

# What has no old version. A small library, packed with the program, defines it.
SHIMMED = """__libc_start_main stat64 lstat64 fstat64 fstatat64 gettid __libc_single_threaded
    _ZSt28__throw_bad_array_new_lengthv
    _ZNSt7__cxx1119basic_ostringstreamIcSt11char_traitsIcESaIcEEC1Ev
    _ZNKRSt7__cxx1115basic_stringbufIcSt11char_traitsIcESaIcEE3strEv
    _ZNKSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEcvSt17basic_string_viewIcS2_EEv""".split()

SHIM_SOURCE = r"""
#include <fcntl.h>
#include <gnu/libc-version.h>
#include <link.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <new>
#include <sstream>
#include <string>
#include <string_view>

namespace {
using Main = int (*)(int, char**, char**);
using Init = void (*)(int, char**, char**);

// Up to glibc 2.33 the start-up code that is linked into a program runs its constructors; from 2.34 on the C library
// does, and the start-up code of a program that was linked there does not.
void construct(int argc, char** argv, char** envp) {
  struct Arguments { int argc; char** argv; char** envp; } arguments{argc, argv, envp};
  dl_iterate_phdr([](dl_phdr_info* info, size_t, void* data) {
    const auto* a = static_cast<const Arguments*>(data);
    const ElfW(Dyn)* entry = nullptr;
    for (int i = 0; i < info->dlpi_phnum; ++i)
      if (info->dlpi_phdr[i].p_type == PT_DYNAMIC)
        entry = reinterpret_cast<const ElfW(Dyn)*>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
    ElfW(Addr) init = 0, array = 0;
    size_t bytes = 0;
    for (; entry && entry->d_tag != DT_NULL; ++entry) {
      if (entry->d_tag == DT_INIT) init = info->dlpi_addr + entry->d_un.d_ptr;
      if (entry->d_tag == DT_INIT_ARRAY) array = info->dlpi_addr + entry->d_un.d_ptr;
      if (entry->d_tag == DT_INIT_ARRAYSZ) bytes = entry->d_un.d_val;
    }
    if (init) reinterpret_cast<void (*)()>(init)();
    for (size_t i = 0; i < bytes / sizeof(Init); ++i)
      reinterpret_cast<const Init*>(array)[i](a->argc, a->argv, a->envp);
    return 1;  // The first object is the program; the loader has run the constructors of the others.
  }, &arguments);
}

// "2.31" is before 2.34. The C library's own conversions have new versions, too.
bool constructs_nothing(const char* version) {
  if (version[0] != '2' || version[1] != '.') return false;
  int minor = 0;
  for (const char* at = version + 2; *at >= '0' && *at <= '9'; ++at) minor = minor * 10 + (*at - '0');
  return minor < 34;
}
}  // namespace

extern "C" {
int libc_start(Main, int, char**, Init, void (*)(), void (*)(), void*);
__asm__(".symver libc_start, __libc_start_main@GLIBC_2.2.5");
int shim_start(Main, int, char**, Init, void (*)(), void (*)(), void*) __asm__("__libc_start_main");
int shim_start(Main main, int argc, char** argv, Init init, void (*fini)(), void (*loader_fini)(), void* stack) {
  if (!init && constructs_nothing(gnu_get_libc_version())) init = construct;
  return libc_start(main, argc, argv, init, fini, loader_fini, stack);
}

// On x86-64 the C library's struct stat is the kernel's.
int shim_fstatat(int, const char*, struct stat*, int) __asm__("fstatat64");
int shim_stat(const char*, struct stat*) __asm__("stat64");
int shim_lstat(const char*, struct stat*) __asm__("lstat64");
int shim_fstat(int, struct stat*) __asm__("fstat64");
pid_t shim_gettid() __asm__("gettid");
int shim_fstatat(int folder, const char* path, struct stat* out, int flags) {
  return static_cast<int>(syscall(SYS_newfstatat, folder, path, out, flags));
}
int shim_stat(const char* path, struct stat* out) { return shim_fstatat(AT_FDCWD, path, out, 0); }
int shim_lstat(const char* path, struct stat* out) { return shim_fstatat(AT_FDCWD, path, out, AT_SYMLINK_NOFOLLOW); }
int shim_fstat(int file, struct stat* out) { return static_cast<int>(syscall(SYS_fstat, file, out)); }
pid_t shim_gettid() { return static_cast<pid_t>(syscall(SYS_gettid)); }

// Zero is always right: it makes libstdc++ count references with atomic instructions.
extern const char shim_single_threaded __asm__("__libc_single_threaded");
const char shim_single_threaded = 0;
}

void std::__throw_bad_array_new_length() { throw std::bad_array_new_length(); }
template std::__cxx11::basic_ostringstream<char>::basic_ostringstream();
template std::string std::__cxx11::basic_stringbuf<char>::str() const&;
template std::string::operator std::string_view() const noexcept;
"""


class Elf:
    """The dynamic section of a 64-bit ELF file, and the versions of the symbols that it takes from others."""

    NEEDED, STRTAB, SYMTAB, STRSZ, SONAME, OWN_RPATH, RUNPATH = 1, 5, 6, 10, 14, 15, 29
    VERSYM, VERNEED, VERNEEDNUM, VERDEF, VERDEFNUM, GNU_HASH = 0x6FFFFFF0, 0x6FFFFFFE, 0x6FFFFFFF, 0x6FFFFFFC, 0x6FFFFFFD, 0x6FFFFEF5

    def __init__(self, path):
        self.path = path
        self.data = bytearray(path.read_bytes())
        offset, = struct.unpack_from("<Q", self.data, 32)
        size, count = struct.unpack_from("<HH", self.data, 54)
        headers = [struct.unpack_from("<IIQQQQQQ", self.data, offset + size * i) for i in range(count)]
        self.loads = [(h[3], h[2], h[5]) for h in headers if h[0] == 1]
        at = next(h[2] for h in headers if h[0] == 2)
        self.dynamic = []  # (offset of the entry, tag, value)
        while struct.unpack_from("<Q", self.data, at)[0] != 0:
            self.dynamic.append((at, *struct.unpack_from("<QQ", self.data, at)))
            at += 16
        self.strings = self.offset(self.value(self.STRTAB))

    def value(self, tag):
        return next((value for _, found, value in self.dynamic if found == tag), None)

    def offset(self, address):
        return next(address - start + offset for start, offset, size in self.loads if start <= address < start + size)

    def string(self, index):
        start = self.strings + index
        return self.data[start : self.data.index(0, start)].decode()

    def needed(self):
        return [self.string(value) for _, tag, value in self.dynamic if tag == self.NEEDED]

    def versions(self):
        """Index of a version: (file, name, offset of its entry, offset of what links to the entry, of its file)."""
        found, at = {}, self.value(self.VERNEED)
        at = at and self.offset(at)
        for _ in range(self.value(self.VERNEEDNUM) or 0):
            _, count, file, first, following = struct.unpack_from("<HHIII", self.data, at)
            entry = at + first
            for _ in range(count):
                _, _, index, name, after = struct.unpack_from("<IHHII", self.data, entry)
                found[index & 0x7FFF] = (self.string(file), self.string(name), entry, at)
                entry += after
            at += following
        return found

    def symbols(self):
        """(index, name, version's index) of each symbol that is taken from another file."""
        # Symbols without a definition stand before those that are hashed, or have section 0.
        count = self.count()
        symbols, versions = self.offset(self.value(self.SYMTAB)), self.offset(self.value(self.VERSYM))
        for index in range(1, count):
            name, _, _, section = struct.unpack_from("<IBBH", self.data, symbols + 24 * index)
            if section == 0:
                yield index, self.string(name), struct.unpack_from("<H", self.data, versions + 2 * index)[0] & 0x7FFF

    def count(self):
        """Number of dynamic symbols, from the hash table, since stripped files may have no section headers."""
        table = self.offset(self.value(self.GNU_HASH))
        buckets, first, bloom = struct.unpack_from("<III", self.data, table)
        start = table + 16 + 8 * bloom
        last = max(struct.unpack_from(f"<{buckets}I", self.data, start), default=0)
        if last < first:
            return first
        chain = start + 4 * buckets
        while not struct.unpack_from("<I", self.data, chain + 4 * (last - first))[0] & 1:
            last += 1
        return last + 1

    def drop_version(self, index):
        """Takes a version that no symbol needs any more out of the list."""
        _, _, entry, file = self.versions()[index]
        after, = struct.unpack_from("<I", self.data, entry + 12)
        count, = struct.unpack_from("<H", self.data, file + 2)
        if count == 1:
            stop(f"{self.path.name} needs nothing but new versions of a library; that cannot be lowered", 1)
        first, = struct.unpack_from("<I", self.data, file + 8)
        if file + first == entry:
            struct.pack_into("<I", self.data, file + 8, first + after)
        else:
            before = file + first
            while before + struct.unpack_from("<I", self.data, before + 12)[0] != entry:
                before += struct.unpack_from("<I", self.data, before + 12)[0]
            step, = struct.unpack_from("<I", self.data, before + 12)
            struct.pack_into("<I", self.data, before + 12, step + after if after else 0)
        struct.pack_into("<H", self.data, file + 2, count - 1)

    def set_rpath(self, new):
        """Writes a search path over a longer one. Returns where its rest lies in the string table, and how long it is."""
        value = self.value(self.RUNPATH)
        value = self.value(self.OWN_RPATH) if value is None else value
        if value is None:
            return 0, 0
        old = self.string(value)
        if len(old) < len(new):
            stop(f"the search path of {self.path.name} is {old}, which is too short to hold {new}", 1)
        inside = range(value + 1, value + len(old) + 1)
        used = [v for _, tag, v in self.dynamic if tag in (self.NEEDED, self.SONAME)]
        used += [struct.unpack_from("<I", self.data, self.offset(self.value(self.SYMTAB)) + 24 * i)[0] for i in range(self.count())]
        for _, _, entry, file in self.versions().values():
            used += [struct.unpack_from("<I", self.data, entry + 8)[0], struct.unpack_from("<I", self.data, file + 4)[0]]
        if any(index in inside for index in used):
            stop(f"the search path of {self.path.name} shares its text with a name", 1)
        start = self.strings + value
        self.data[start : start + len(old)] = new.encode().ljust(len(old), b"\0")
        return value + len(new) + 1, len(old) - len(new)

    def load_first(self, library, place, room):
        """Makes the file load a library before all others, in place of the loader itself, which is always there."""
        name = library.encode() + b"\0"
        entries = [(at, value) for at, tag, value in self.dynamic if tag == self.NEEDED]
        rest = [value for _, value in entries if not self.string(value).startswith("ld-linux")]
        if len(rest) == len(entries) or room < len(name):
            stop(f"there is no room in {self.path.name} for the name of {library}: build with LIBTORCH at a longer path", 1)
        self.data[self.strings + place : self.strings + place + len(name)] = name
        for (at, _), value in zip(entries, [place, *rest]):
            struct.pack_into("<Q", self.data, at + 8, value)

    def write(self):
        self.path.write_bytes(self.data)


def number(version):
    """GLIBC_2.28 as ("GLIBC", (2, 28)); None for names without a number."""
    match = re.fullmatch(r"([A-Z]+)_([0-9.]+)", version)
    return match and (match[1], tuple(map(int, match[2].split("."))))


def too_new(version):
    parsed = number(version)
    return bool(parsed) and parsed[1] > OLDEST.get(parsed[0], (99,))


def lower(program, folder):
    """Lets a program that was linked on a newer system run with glibc 2.28. Returns whether it needs the library SHIM,
    which is then put into the folder."""
    elf = Elf(program)
    versions = elf.versions()
    names = {name: index for index, (_, name, _, _) in versions.items()}
    table = elf.offset(elf.value(Elf.VERSYM))
    shim = False
    for index, name, version in elf.symbols():
        if version not in versions or not too_new(versions[version][1]):
            continue
        file = versions[version][0]
        if name in SHIMMED:
            shim, instead = True, 1  # without a version: the first library that has the name
        elif name in SAME:
            same_file = [i for i, (f, v, _, _) in versions.items() if f == file and v == SAME[name]]
            instead = (same_file or [names.get(SAME[name], 1)])[0]
        else:
            continue
        struct.pack_into("<H", elf.data, table + 2 * index, instead)
    used = {version for _, _, version in elf.symbols()}
    for index, (_, name, _, _) in versions.items():
        if too_new(name) and index not in used:
            elf.drop_version(index)
    place, room = elf.set_rpath(RPATH)
    if shim:
        elf.load_first(SHIM, place, room)
        make_shim(folder / SHIM)
        say(f"{SHIM} and older versions of functions that moved take the place of what is newer than glibc 2.28")
    elf.write()
    for needs, symbol in sorted((versions[v][1], n) for _, n, v in elf.symbols() if v in versions and too_new(versions[v][1])):
        say(f"warning: the program needs {needs} because of {symbol}; SAME and SHIMMED in scripts/packing/elf.py do not have it")
    return shim


def make_shim(library):
    with tempfile.TemporaryDirectory() as work:
        source, exports, made = (pathlib.Path(work, name) for name in ("shim.cc", "shim.map", SHIM))
        source.write_text(SHIM_SOURCE)
        exports.write_text("MUJAZ_1 {\n  global: " + "; ".join(SHIMMED) + ";\n  local: *;\n};\n")
        output("c++", "-std=c++20", "-O2", "-fPIC", "-shared", "-o", made, source, "-Wl,--as-needed", "-Wl,--build-id=none",
               f"-Wl,-soname,{SHIM}", f"-Wl,--version-script={exports}")
        output("strip", "--strip-unneeded", "-o", library, made)


def libraries(program, libtorch):
    """The libraries of libtorch that the program needs, with those that they need; and what the system must have."""
    found, system, waiting = {}, set(), [program]
    while waiting:
        for name in Elf(waiting.pop()).needed():
            path = libtorch / "lib" / name
            if name in found or name in system:
                continue
            if path.is_file():
                found[name] = path
                waiting.append(path)
            else:
                system.add(name)
    return found, sorted(system)


def requirements(files):
    """The highest version of each kind that ELF files need, and which files need it."""
    highest = {}
    for path in files:
        for _, name, _, _ in Elf(path).versions().values():
            kind, version = number(name) or (None, ())
            if kind and version >= highest.get(kind, ((), []))[0]:
                same = highest[kind][1] if kind in highest and highest[kind][0] == version else []
                highest[kind] = (version, [*same, path.name])
    return {kind: (".".join(map(str, version)), ", ".join(dict.fromkeys(names))) for kind, (version, names) in highest.items()}
