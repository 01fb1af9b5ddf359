//! One line of JSON for each request, on standard error.
//!
//! A thread of its own writes: whoever reads the log slowly does not slow requests down; what does not fit is counted
//! and told with the next line.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use jiff::Timestamp;
use serde_json::{Value, json};

/// Lines that wait to be written.
const WAITING: usize = 4096;

/// Where lines go.
pub(super) struct Log {
    lines: SyncSender<String>,
    lost: AtomicU64,
}

impl Log {
    pub(super) fn start() -> Self {
        let (lines, waiting) = sync_channel::<String>(WAITING);
        thread::spawn(move || {
            for line in waiting {
                // Nobody can be told that the log cannot be written.
                let _ = writeln!(std::io::stderr().lock(), "{line}");
            }
        });
        Self { lines, lost: AtomicU64::new(0) }
    }

    /// Writes what happened, with the time.
    pub(super) fn write(&self, event: &str, mut about: Value) {
        let mut line = json!({"time": Timestamp::now().to_string(), "event": event});
        if let (Some(line), Some(about)) = (line.as_object_mut(), about.as_object_mut()) {
            line.append(about);
            let lost = self.lost.swap(0, Ordering::Relaxed);
            if lost > 0 {
                line.insert("lines_lost".to_owned(), lost.into());
            }
        }
        if self.lines.try_send(line.to_string()).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}
