//! Standard output that is closed from the start, as by `>&-` in a shell. The standard library opens the
//! null device in its place before `main`, where results would be lost without an error. This file owns
//! noticing that before it happens, and that writing fails then, as it does where nobody reads.

use std::ffi::c_int;
use std::io;
use std::os::fd::AsRawFd;
use std::sync::atomic::{AtomicBool, Ordering};

/// The descriptor of standard output.
const STDOUT: c_int = 1;
/// The command of `fcntl` that reads the flags of a descriptor. It fails only if that is not open.
const F_GETFD: c_int = 1;

static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Called when the program is loaded, before the standard library begins.
#[used]
#[cfg_attr(target_os = "linux", unsafe(link_section = ".init_array"))]
static AT_LOAD: extern "C" fn() = look;

unsafe extern "C" {
    fn fcntl(descriptor: c_int, command: c_int, ...) -> c_int;
    fn dup2(from: c_int, to: c_int) -> c_int;
}

extern "C" fn look() {
    // SAFETY: fcntl takes any number for a descriptor, and this command neither needs an argument nor
    // changes anything.
    let flags = unsafe { fcntl(STDOUT, F_GETFD) };
    WAS_CLOSED.store(flags == -1, Ordering::Relaxed);
}

/// Has writing to standard output fail if that was closed when the program began: it becomes a pipe that
/// nobody reads.
///
/// # Errors
/// The error of the system if it cannot be replaced.
pub(super) fn refuse_results() -> io::Result<()> {
    if !WAS_CLOSED.load(Ordering::Relaxed) {
        return Ok(());
    }
    let (reader, writer) = io::pipe()?;
    drop(reader);
    // SAFETY: both descriptors are open; what the other one stood for until now is the null device, which
    // nothing but standard output uses.
    match unsafe { dup2(writer.as_raw_fd(), STDOUT) } {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}
