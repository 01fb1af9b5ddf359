//! The forms of the services in a real browser, by keyboard alone: `browser.mjs` drives Chromium.

use std::path::Path;
use std::process::Command;

use super::browsers::{chromium, node, without};
use super::server::Server;

#[test]
fn the_forms_work_in_a_browser_by_keyboard_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = root.join("target/browser");
    let Some(chromium) = chromium() else { return without("a Chromium") };
    if !node() || !modules.join("node_modules/playwright-core").exists() {
        return without("node with the modules of tests/publish/browser");
    }
    let server = Server::start(&["--rate", "0"]);
    let output = Command::new("node")
        .arg(root.join("tests/serve/browser.mjs"))
        .arg(format!("http://127.0.0.1:{}/", server.port))
        .env("PLENARY_MODULES", &modules)
        .env("CHROMIUM", chromium)
        .output()
        .expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("all checks passed"), "{said}");
}
