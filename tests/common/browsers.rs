//! What tests in a browser need, and where they stand without it.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where a Chromium may be.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    named.into_iter().chain(usual.map(PathBuf::from)).find(|path| path.exists())
}

pub(crate) fn node() -> bool {
    let asked = Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

/// Where tests that need a program stand without it: an error in CI, a word elsewhere.
pub(crate) fn without(program: &str) {
    assert!(std::env::var_os("PLENARY_BROWSER").is_none(), "{program} is not there, and PLENARY_BROWSER asks for it");
    eprintln!("skipped: {program} is not there");
}
