//! Signals that end the program. This file owns which they are.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Returns a flag that the first Ctrl-C (or SIGTERM, or the end of the terminal) sets; the second
/// ends the process at once.
pub(super) fn stop_on_interrupt() -> std::io::Result<Arc<AtomicBool>> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        // Under nohup a run is to outlive its terminal.
        if signal == SIGHUP && is_ignored(signal) {
            continue;
        }
        signal_hook::flag::register_conditional_shutdown(signal, 130, stop.clone())?;
        signal_hook::flag::register(signal, stop.clone())?;
    }
    Ok(stop)
}

/// Has a file that reaches the limit on the size of files (`ulimit -f`) be an error of the file, as a
/// full disk is, and not the end of the process.
pub(super) fn outlive_size_limit() {
    let reached = Arc::new(AtomicBool::new(false));
    // Without it, the process ends there without a word.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, reached);
}

/// Ends the process with 130 at the first Ctrl-C, for a command that has nothing to save.
pub(super) fn end_on_interrupt() -> std::io::Result<()> {
    let at_once = Arc::new(AtomicBool::new(true));
    signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGINT, 130, at_once)?;
    Ok(())
}

/// Whether whoever started the program had it ignore a signal.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let mask = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}
