//! Work of `mujaz watch` that is to take only a share of the time, however long it takes.

use std::time::{Duration, Instant};

/// Shortest time between two times.
pub(super) const BREATH: Duration = Duration::from_millis(500);

/// The share of the time for looking, and for writing the index, is one in this many.
const SHARE: u32 = 10;

/// Work that is to take only a share of the time.
#[derive(Default)]
pub(super) struct Share {
    /// The duration of the work the last time.
    pub(super) last: Duration,
    /// The time from which it may be done again.
    pub(super) again: Option<Instant>,
}

impl Share {
    /// Records that the work was done, from `begun` until now.
    pub(super) fn took(&mut self, begun: Instant) {
        let now = Instant::now();
        self.last = now - begun;
        self.again = Some(now + (self.last * (SHARE - 1)).max(BREATH));
    }

    /// Whether it may be done now.
    pub(super) fn is_due(&self) -> bool {
        self.again.is_none_or(|again| again <= Instant::now())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn work_of_a_minute_is_done_every_ten_minutes() {
        let mut share = Share::default();
        assert!(share.is_due());
        let begun = Instant::now().checked_sub(Duration::from_secs(60)).unwrap();
        share.took(begun);
        assert!(!share.is_due());
        let pause = (share.again.unwrap() - begun).as_secs();
        assert!((600..610).contains(&pause), "{pause}");
        share.took(Instant::now());
        let pause = share.again.unwrap() - Instant::now();
        assert!(pause <= BREATH, "{pause:?}");
    }
}
