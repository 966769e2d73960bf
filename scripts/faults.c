// The library that scripts/faults loads into mujaz with LD_PRELOAD. It makes one system call of a run fail, or
// several, or ends the process there.
//
// A filter of the kernel (seccomp) hands the system calls of the chosen family to a handler, so also those that a
// program makes without the C library are caught. The handler counts those that concern files of the work folder and
// makes the calls of the chosen numbers fail; it performs all others as they are. Two things are not system calls, or
// are made with signals blocked: the clock and the start of a thread; the functions of the C library are replaced there.
//
// The program is loaded once: before its main function, the library waits for orders on a pipe and runs each in a
// process of its own. Loading libtorch would else take most of the time.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef __x86_64__
#error "scripts/faults is for x86-64 Linux"
#endif

// The same order as FAMILIES and COUNTERS in scripts/faults.
enum family { OPEN, READ, LIST, WRITE, SYNC, RENAME, REMOVE, MKDIR, RESIZE, LOCK, STAT, CHANGE, MAP, MEMORY, THREAD, CLOCK,
  // What some actions choose from: opening a file that may be made, reading and writing more than a byte, reading an input.
  CREATE, READ_MORE, WRITE_MORE, READ_INPUT, WALL_CLOCK, STEADY_CLOCK, COUNTERS };
// The same order as ACTIONS in scripts/faults.
enum action { COUNT, FAIL, FAIL_AFTER, SHORT, TORN, KILL, KILL_AFTER, KILL_TORN, END, JUMP };

// What a run is to suffer, and what it did suffer. Python packs the first part and unpacks the second.
struct order {
  int64_t family, counter, action, error, first, last, bytes, jump;
};
struct report {
  int64_t status, injected, counts[COUNTERS];
  char hit[256];
};

static struct order order;
static struct report *report;
static char root[4096];
static size_t root_length;
static int orders, reports;
static int64_t jump_wall, jump_steady;

// The only place from which the filter lets trapped calls through.
long faults_raw(long number, long a, long b, long c, long d, long e, long f);
extern const char faults_raw_end[];
__asm__(".pushsection .text\n .globl faults_raw\n .hidden faults_raw\n .globl faults_raw_end\n .hidden faults_raw_end\n"
        "faults_raw:\n mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n mov %rcx, %rdx\n mov %r8, %r10\n mov %r9, %r8\n"
        "mov 8(%rsp), %r9\n syscall\nfaults_raw_end:\n ret\n .popsection\n");

static const struct { short number; unsigned char family; signed char path, folder, fd; } CALLS[] = {
  // The call, its family, and which arguments are a path, the folder of that path, and an open file. -1: none.
  {SYS_open, OPEN, 0, -1, -1}, {SYS_openat, OPEN, 1, 0, -1}, {SYS_creat, OPEN, 0, -1, -1},
  {SYS_read, READ, -1, -1, 0}, {SYS_pread64, READ, -1, -1, 0}, {SYS_readv, READ, -1, -1, 0}, {SYS_preadv, READ, -1, -1, 0},
  {SYS_getdents64, LIST, -1, -1, 0},
  {SYS_write, WRITE, -1, -1, 0}, {SYS_pwrite64, WRITE, -1, -1, 0}, {SYS_writev, WRITE, -1, -1, 0}, {SYS_pwritev, WRITE, -1, -1, 0},
  {SYS_fsync, SYNC, -1, -1, 0}, {SYS_fdatasync, SYNC, -1, -1, 0},
  {SYS_rename, RENAME, 1, -1, -1}, {SYS_renameat, RENAME, 3, 2, -1}, {SYS_renameat2, RENAME, 3, 2, -1},
  {SYS_link, RENAME, 1, -1, -1}, {SYS_linkat, RENAME, 3, 2, -1},
  {SYS_unlink, REMOVE, 0, -1, -1}, {SYS_unlinkat, REMOVE, 1, 0, -1}, {SYS_rmdir, REMOVE, 0, -1, -1},
  {SYS_mkdir, MKDIR, 0, -1, -1}, {SYS_mkdirat, MKDIR, 1, 0, -1},
  {SYS_ftruncate, RESIZE, -1, -1, 0}, {SYS_truncate, RESIZE, 0, -1, -1}, {SYS_fallocate, RESIZE, -1, -1, 0},
  {SYS_flock, LOCK, -1, -1, 0}, {SYS_fcntl, LOCK, -1, -1, 0},
  {SYS_stat, STAT, 0, -1, -1}, {SYS_lstat, STAT, 0, -1, -1}, {SYS_fstat, STAT, -1, -1, 0}, {SYS_newfstatat, STAT, 1, 0, -1},
  {SYS_statx, STAT, 1, 0, -1}, {SYS_access, STAT, 0, -1, -1}, {SYS_faccessat, STAT, 1, 0, -1}, {SYS_faccessat2, STAT, 1, 0, -1},
  {SYS_readlink, STAT, 0, -1, -1}, {SYS_readlinkat, STAT, 1, 0, -1},
  {SYS_fchmod, CHANGE, -1, -1, 0}, {SYS_chmod, CHANGE, 0, -1, -1}, {SYS_fchmodat, CHANGE, 1, 0, -1},
  {SYS_fchown, CHANGE, -1, -1, 0}, {SYS_utimensat, CHANGE, 1, 0, -1},
  {SYS_mmap, MAP, -1, -1, 4}, {SYS_mremap, MEMORY, -1, -1, -1},
};
enum { CALLS_KNOWN = sizeof CALLS / sizeof *CALLS };

static int in_root(const char *path) {
  return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

// Writes where a file is into `to`, with what it is counted from if the path is relative. Uses no function that is not
// safe in a handler of signals.
static void path_of_fd(int fd, char *to, size_t size) {
  to[0] = 0;
  if (fd < 0) return;
  char link[32] = "/proc/self/fd/";
  int at = 14;
  char digits[12];
  int n = 0;
  do digits[n++] = '0' + fd % 10; while ((fd /= 10) > 0);
  while (n > 0) link[at++] = digits[--n];
  link[at] = 0;
  long length = faults_raw(SYS_readlink, (long)link, (long)to, size - 1, 0, 0, 0);
  to[length > 0 ? length : 0] = 0;
}

static void path_of(int folder, const char *path, char *to, size_t size) {
  size_t at = 0;
  if (path == NULL || path[0] != '/') {
    if (folder == AT_FDCWD) faults_raw(SYS_getcwd, (long)to, size, 0, 0, 0, 0);
    else path_of_fd(folder, to, size);
    at = strlen(to);
    if (path == NULL || path[0] == 0) return;
    if (at + 1 < size) to[at++] = '/';
  }
  size_t length = strnlen(path, size - at - 1);
  memcpy(to + at, path, length);
  to[at + length] = 0;
}

static void end(void) {
  faults_raw(SYS_kill, getpid(), SIGKILL, 0, 0, 0, 0);
  for (;;) faults_raw(SYS_pause, 0, 0, 0, 0, 0, 0);
}

// Counts a call; returns whether it is one that fails.
static int counts(int counter, const char *what, const char *path) {
  int64_t number = __atomic_add_fetch(&report->counts[counter], 1, __ATOMIC_RELAXED);
  if (counter != order.counter || order.action == COUNT || number < order.first || number > order.last) return 0;
  if (__atomic_add_fetch(&report->injected, 1, __ATOMIC_RELAXED) == 1) {
    size_t at = strnlen(what, 32);
    memcpy(report->hit, what, at);
    report->hit[at++] = ' ';
    size_t rest = strnlen(path, sizeof report->hit - at - 1);
    memcpy(report->hit + at, path, rest);
    report->hit[at + rest] = 0;
  }
  return 1;
}

static const char *name_of(long number) {
  switch (number) {
#define NAME(call) case SYS_##call: return #call;
    NAME(open) NAME(openat) NAME(creat) NAME(read) NAME(pread64) NAME(readv) NAME(preadv) NAME(getdents64) NAME(write) NAME(pwrite64)
    NAME(writev) NAME(pwritev) NAME(fsync) NAME(fdatasync) NAME(rename) NAME(renameat) NAME(renameat2) NAME(link) NAME(linkat)
    NAME(unlink) NAME(unlinkat) NAME(rmdir) NAME(mkdir) NAME(mkdirat) NAME(ftruncate) NAME(truncate) NAME(fallocate) NAME(flock)
    NAME(fcntl) NAME(stat) NAME(lstat) NAME(fstat) NAME(newfstatat) NAME(statx) NAME(access) NAME(faccessat) NAME(faccessat2)
    NAME(readlink) NAME(readlinkat) NAME(fchmod) NAME(chmod) NAME(fchmodat) NAME(fchown) NAME(utimensat) NAME(mmap) NAME(mremap)
#undef NAME
  }
  return "?";
}

static void trapped(int signal, siginfo_t *info, void *context) {
  (void)signal;
  greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
  long number = info->si_syscall;
  long a[6] = {r[REG_RDI], r[REG_RSI], r[REG_RDX], r[REG_R10], r[REG_R8], r[REG_R9]};
#define PERFORM() (number == SYS_fsync || number == SYS_fdatasync ? 0 : faults_raw(number, a[0], a[1], a[2], a[3], a[4], a[5]))
  int call = 0;
  while (call < CALLS_KNOWN && CALLS[call].number != number) call++;
  if (call == CALLS_KNOWN) {
    r[REG_RAX] = PERFORM();
    return;
  }
  int family = CALLS[call].family, concerned = 0;
  char path[4096] = "";
  if (number == SYS_mremap || (number == SYS_mmap && (a[3] & MAP_ANONYMOUS))) {
    family = MEMORY;
    concerned = 1;
  } else {
    if (CALLS[call].path >= 0) {
      int folder = CALLS[call].folder >= 0 ? (int)a[(int)CALLS[call].folder] : AT_FDCWD;
      path_of(folder, (const char *)a[(int)CALLS[call].path], path, sizeof path);
    } else {
      path_of_fd((int)a[(int)CALLS[call].fd], path, sizeof path);
    }
    concerned = in_root(path);
    if (number == SYS_fcntl)
      concerned = concerned && (a[1] == F_SETLK || a[1] == F_SETLKW || a[1] == F_OFD_SETLK || a[1] == F_OFD_SETLKW) &&
                  ((struct flock *)a[2])->l_type != F_UNLCK;
    if (number == SYS_flock) concerned = concerned && !(a[1] & LOCK_UN);
  }
  int64_t action = order.action;
  const char *name = name_of(number);
  int fails = 0;
  if (concerned) {
    int one = number == SYS_write || number == SYS_pwrite64 || number == SYS_read || number == SYS_pread64;
    fails |= counts(family, name, path);
    if (one && a[2] > 1) fails |= counts(family == READ ? READ_MORE : WRITE_MORE, name, path);
    // A file that ends early is another file, which only an input may become.
    if (one && family == READ && strncmp(path + root_length, "/in", 3) == 0) fails |= counts(READ_INPUT, name, path);
    if ((number == SYS_openat && (a[2] & O_CREAT)) || (number == SYS_open && (a[1] & O_CREAT))) fails |= counts(CREATE, name, path);
  }
  if (!fails) {
    r[REG_RAX] = PERFORM();
    return;
  }
  long result = -order.error;
  switch (action) {
    case FAIL_AFTER: PERFORM(); break;
    case SHORT: a[2] = (a[2] + 1) / 2; result = PERFORM(); break;
    case TORN: a[2] /= 2; PERFORM(); break;
    case KILL_AFTER: PERFORM(); end(); break;
    case KILL_TORN: a[2] /= 2; PERFORM(); end(); break;
    case KILL: end(); break;
    case END: result = 0; break;
  }
  r[REG_RAX] = result;
}

// Traps the calls of the family, or all of them where they are only counted.
static int trap(void) {
  struct sock_filter code[2 * CALLS_KNOWN + 16];
  int n = 0;
  uint64_t pass = (uint64_t)faults_raw_end;
  code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
  code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer));
  code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)pass, 0, 3);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4);
  code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(pass >> 32), 0, 1);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (int i = 0; i < CALLS_KNOWN; i++) {
    int wanted = order.action == COUNT || CALLS[i].family == order.family || (CALLS[i].number == SYS_mmap && order.family == MEMORY);
    if (!wanted && CALLS[i].family != SYNC) continue;
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)CALLS[i].number, 0, 1);
    // No fault cuts the power, so nothing has to reach the disk: a sync that is not to fail returns at once.
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, wanted ? SECCOMP_RET_TRAP : SECCOMP_RET_ERRNO | 0);
  }
  code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sigaction handler = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART};
  struct sock_fprog program = {.len = n, .filter = code};
  return sigaction(SIGSYS, &handler, NULL) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

// ---- what is not a system call, or is made with signals blocked

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, now);
  if (!report || (order.family != CLOCK && order.action != COUNT)) return result;
  int wall = clock == CLOCK_REALTIME, steady = clock == CLOCK_MONOTONIC;
  if (wall && counts(WALL_CLOCK, "the time of day", "")) jump_wall = order.jump;
  if (steady && counts(STEADY_CLOCK, "the steady clock", "")) jump_steady = order.jump;
  now->tv_sec += wall ? jump_wall : steady ? jump_steady : 0;
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec exact;
  int result = clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec;
  now->tv_usec = exact.tv_nsec / 1000;
  return result;
}

time_t time(time_t *to) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (to) *to = exact.tv_sec;
  return exact.tv_sec;
}

// The standard library of Rust waits with this function until a time of the steady clock, which the kernel compares
// with its own.
long syscall(long number, ...) {
  va_list list;
  va_start(list, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  struct timespec until;
  if (number == SYS_futex && (a[1] & FUTEX_CMD_MASK) == FUTEX_WAIT_BITSET && a[3] && !(a[1] & FUTEX_CLOCK_REALTIME) && jump_steady) {
    until = *(struct timespec *)a[3];
    if (until.tv_sec >= jump_steady) until.tv_sec -= jump_steady;
    a[3] = (long)&until;
  }
  register long d __asm__("r10") = a[3], e __asm__("r8") = a[4], f __asm__("r9") = a[5];
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(d), "r"(e), "r"(f) : "rcx", "r11", "memory");
  if (result < 0 && result > -4096) {
    errno = -result;
    return -1;
  }
  return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*begin)(void *), void *argument) {
  static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  if (!real) real = (int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *))dlsym(RTLD_NEXT, "pthread_create");
  if (report && counts(THREAD, "pthread_create", "")) {
    if (order.action == KILL) end();
    return (int)order.error;
  }
  return real(thread, attributes, begin, argument);
}

// ---- the server

typedef int (*main_function)(int, char **, char **);
static main_function real_main;

static int take(void *to, size_t size) {
  for (size_t got = 0; got < size;) {
    ssize_t n = read(orders, (char *)to + got, size - got);
    if (n <= 0) return 0;
    got += n;
  }
  return 1;
}

// Narrows the address space to what is taken already and so many bytes more.
static void narrow(int64_t bytes) {
  FILE *file = fopen("/proc/self/statm", "r");
  long pages = 0;
  if (file && fscanf(file, "%ld", &pages) == 1) {
    rlim_t most = (rlim_t)pages * sysconf(_SC_PAGESIZE) + bytes;
    setrlimit(RLIMIT_AS, &(struct rlimit){most, most});
  }
  if (file) fclose(file);
}

static int serve(int argc, char **argv, char **environment) {
  if (!getenv("FAULTS_ROOT")) return real_main(argc, argv, environment);
  snprintf(root, sizeof root, "%s", getenv("FAULTS_ROOT"));
  root_length = strlen(root);
  orders = atoi(getenv("FAULTS_ORDERS"));
  reports = atoi(getenv("FAULTS_REPORTS"));
  struct report *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return 1;
  for (;;) {
    // An order: its numbers, the length of its words, and the words, each with a zero at its end: the folder to run
    // in, the file for messages, and the arguments.
    int64_t length;
    static char words[1 << 16];
    if (!take(&order, sizeof order) || !take(&length, sizeof length) || length > (int64_t)sizeof words || !take(words, length)) return 0;
    memset(shared, 0, sizeof *shared);
    pid_t child = fork();
    if (child == 0) {
      char *arguments[256], *folder = words, *messages = words + strlen(words) + 1;
      int n = 0;
      for (char *word = messages + strlen(messages) + 1; word < words + length && n < 255; word += strlen(word) + 1) arguments[n++] = word;
      arguments[n] = NULL;
      close(orders);
      close(reports);
      int file = open(messages, O_WRONLY | O_CREAT | O_TRUNC, 0666);
      if (file < 0 || dup2(file, 1) < 0 || dup2(file, 2) < 0 || chdir(folder)) _exit(125);
      if (file > 2) close(file);
      unsetenv("LD_PRELOAD");
      unsetenv("FAULTS_ROOT");
      unsetenv("FAULTS_ORDERS");
      unsetenv("FAULTS_REPORTS");
      setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
      if (order.bytes) narrow(order.bytes);
      report = shared;
      if (trap()) _exit(126);
      // Without the end of libtorch, which takes as long as a run. The standard library of Rust has flushed its output.
      _exit(real_main(n, arguments, environ));
    }
    int status;
    int64_t id = child;
    if (write(reports, &id, sizeof id) != sizeof id) return 1;
    while (waitpid(child, &status, 0) < 0) if (errno != EINTR) return 1;
    shared->status = status;
    if (write(reports, shared, sizeof *shared) != sizeof *shared) return 1;
  }
}

int __libc_start_main(main_function main, int argc, char **argv, void (*init)(void), void (*fini)(void), void (*rtld)(void), void *stack) {
  int (*real)(main_function, int, char **, void (*)(void), void (*)(void), void (*)(void), void *) = dlsym(RTLD_NEXT, "__libc_start_main");
  real_main = main;
  return real(serve, argc, argv, init, fini, rtld, stack);
}
