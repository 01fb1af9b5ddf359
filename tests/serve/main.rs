//! `plenary serve`: a real server of this machine, asked over loopback.
#![cfg(feature = "serve")]

#[path = "../common/browsers.rs"]
mod browsers;

mod browser;
mod limits;
mod minted;
mod operation;
mod reconciliation;
mod server;
mod services;
mod site;

const FORUM: &str = "fixtures/publish/forum.yaml";
