//! How long work takes, for the benchmarks.

#![allow(dead_code, unreachable_pub)]

use std::time::{Duration, Instant};

/// How often each piece of work is done.
pub const RUNS: usize = 5;

/// The time that work took in the middle one of its runs.
pub fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}
