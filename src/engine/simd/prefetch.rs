//! Prefetching memory into the processor's caches.

/// Bytes of a cache line, the least that a processor fetches.
const CACHE_LINE: usize = 64;

/// Asks the processor to fetch the values into its caches; does nothing on processors other than
/// x86-64.
#[inline(always)]
pub(crate) fn prefetch<T>(values: &[T]) {
    #[cfg(target_arch = "x86_64")]
    for line in (0..size_of_val(values)).step_by(CACHE_LINE) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let start = values.as_ptr().cast::<i8>();
        // SAFETY: a prefetch is a hint that neither faults nor changes memory, whatever the
        // address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(start.wrapping_add(line)) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = values;
}
