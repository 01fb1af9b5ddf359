//! The site in a real browser: `browser/site.mjs` drives Chromium. `browser/README.md` says how it is set up.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::browsers::{chromium, node, without};
use super::{FORUM, HOSTILE, publish};

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
