//! Random texts for tests.

/// Endless texts of `length` random characters of the pool, the same in every run.
pub(super) fn random_texts(pool: &str, seed: u32, length: usize) -> impl Iterator<Item = String> {
    let pool: Vec<char> = pool.chars().collect();
    let mut state = seed;
    std::iter::repeat_with(move || {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            pool[(state >> 16) as usize % pool.len()]
        };
        std::iter::repeat_with(&mut next).take(length).collect()
    })
}
