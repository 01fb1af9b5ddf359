//! The site in a real browser: `browser/site.mjs` drives Chromium. `browser/README.md` says how it is set up.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{FORUM, HOSTILE, publish, without};

/// Where a Chromium may be.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    named.into_iter().chain(usual.map(PathBuf::from)).find(|path| path.exists())
}

fn node() -> bool {
    let asked = Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

#[test]
fn the_site_works_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = root.join("target/browser");
    let Some(chromium) = chromium() else { return without("a Chromium") };
    if !node() || !modules.join("node_modules/playwright-core").exists() {
        return without("node with the modules of tests/publish/browser");
    }
    let folder = TempDir::new().expect("a folder");
    let (forum, hostile) = (folder.path().join("forum"), folder.path().join("hostile"));
    assert_eq!(publish(FORUM, &forum, &[]).0, Some(0));
    publish(HOSTILE, &hostile, &[]);
    let output = Command::new("node")
        .arg(root.join("tests/publish/browser/site.mjs"))
        .args([&forum, &hostile])
        .env("PLENARY_MODULES", &modules)
        .env("CHROMIUM", chromium)
        .output()
        .expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("all checks passed"), "{said}");
}
