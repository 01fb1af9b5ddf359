//! Linking and merging: laws that hold for generated sources, and cases of `fixtures/merge` as they are written.
//!
//! `PLENARY_WORLDS` says how many worlds are made.

mod cases;
#[path = "../common/chance.rs"]
mod chance;
#[allow(dead_code)]
#[path = "../common/mod.rs"]
mod common;
mod files;
mod generate;
mod laws;
mod ledger;
mod outputs;
mod privacy;
mod properties;
