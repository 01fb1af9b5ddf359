//! Reloads: on SIGHUP, and by itself when the inputs change.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::service::Service;

/// How often inputs are looked at.
const LOOK: Duration = Duration::from_secs(1);

/// How often clients are forgotten that no longer ask.
const FORGET: Duration = Duration::from_secs(60);

/// Reloads each time that the process gets SIGHUP.
#[cfg(unix)]
pub(super) async fn on_hangup(service: Arc<Service>) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut hangup) = signal(SignalKind::hangup()) else { return };
    while hangup.recv().await.is_some() {
        reload(&service, "SIGHUP").await;
    }
}

/// There is no such signal here.
#[cfg(not(unix))]
pub(super) async fn on_hangup(_: Arc<Service>) {}

/// Reloads when the inputs are not what they were, once they have been left alone for a moment.
pub(super) async fn on_change(service: Arc<Service>) {
    let mut loaded = fingerprint(&service).await;
    let mut last = loaded;
    loop {
        sleep(LOOK).await;
        let now = fingerprint(&service).await;
        if now != loaded && now == last {
            reload(&service, "a change").await;
            loaded = now;
        }
        last = now;
    }
}

/// Keeps the list of clients short.
pub(super) async fn forget(service: Arc<Service>) {
    loop {
        sleep(FORGET).await;
        service.clients.iter().for_each(super::guard::Clients::forget);
    }
}

async fn fingerprint(service: &Arc<Service>) -> u64 {
    let service = Arc::clone(service);
    spawn_blocking(move || service.fingerprint()).await.unwrap_or_default()
}

async fn reload(service: &Arc<Service>, why: &str) {
    let shared = Arc::clone(service);
    let done = spawn_blocking(move || shared.reload()).await;
    let fault = match done {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some("this is a fault of plenary".to_owned()),
    };
    service.log.write("reload", json!({"why": why, "failed": fault}));
}
