//! Sockets: who may connect, how long a connection may be idle, and how the server stops.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::application::{Peer, router};
use super::service::Service;
use super::{Options, Source, reload};
use crate::diagnostic::Error;

/// How long requests that are running may take when the server is told to stop.
const GRACE: Duration = Duration::from_secs(30);

/// Bytes of the header of a request.
const HEAD: usize = 64 << 10;

/// What a connection over the bound is told.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// Serves until a signal.
pub(super) fn run(source: Arc<dyn Source>, options: Options) -> Result<(), Error> {
    let service = Arc::new(Service::new(source, options)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::io("cannot start the server", &error))?;
    let done = runtime.block_on(serve(&service));
    // Work that nobody waits for any more does not keep the process.
    runtime.shutdown_background();
    done
}

async fn serve(service: &Arc<Service>) -> Result<(), Error> {
    let stop = signals()?;
    let asked = service.options.listen;
    let listener = TcpListener::bind(asked).await;
    let listener = listener.map_err(|error| Error::io(format!("cannot listen on {asked}"), &error))?;
    let at = listener.local_addr().map_err(|error| Error::io("cannot tell the address", &error))?;
    tell(at, service)?;
    tokio::spawn(reload::on_hangup(Arc::clone(service)));
    tokio::spawn(reload::forget(Arc::clone(service)));
    if service.options.watch {
        tokio::spawn(reload::on_change(Arc::clone(service)));
    }
    let running = GracefulShutdown::new();
    tokio::select! {
        () = accept(&listener, service, &running) => {}
        () = stop => {}
    }
    service.stop();
    drop(listener);
    service.log.write("stop", json!({"connections": running.count()}));
    let _ = timeout(GRACE, running.shutdown()).await;
    Ok(())
}

/// Says where the server is, for people and for programs that start it.
fn tell(at: SocketAddr, service: &Service) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    let said = writeln!(out, "http://{at}{}", service.root).and_then(|()| out.flush());
    said.map_err(|error| Error::io("cannot write to standard output", &error))
}

/// Takes connections as long as there is room for them.
async fn accept(listener: &TcpListener, service: &Arc<Service>, running: &GracefulShutdown) {
    let router = router(service);
    let room = Arc::new(Semaphore::new(service.options.limits.connections));
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of file descriptors, most likely: some will be free in a moment.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        match Arc::clone(&room).try_acquire_owned() {
            Ok(place) => {
                let connection = running.watcher();
                let (router, service) = (router.clone(), Arc::clone(service));
                tokio::spawn(async move {
                    service.metrics.connections.inc();
                    converse(stream, peer, router, &service, connection).await;
                    service.metrics.connections.dec();
                    drop(place);
                });
            }
            Err(_) => {
                service.metrics.refused("connections");
                tokio::spawn(refuse(stream));
            }
        }
    }
}

/// Answers the requests of one connection.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    service: &Service,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let patience = service.options.limits.patience;
    // Small answers go out at once.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(patience));
    let answer = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), answer);
    // A client that goes away or sends no HTTP is no fault of ours.
    let _ = watcher.watch(connection).await;
}

async fn refuse(mut stream: TcpStream) {
    let _ = timeout(Duration::from_secs(1), stream.write_all(FULL)).await;
}

/// Waits until the process is told to stop.
#[cfg(unix)]
fn signals() -> Result<impl Future<Output = ()>, Error> {
    use tokio::signal::unix::{SignalKind, signal};
    let doing = |error| Error::io("cannot wait for signals", &error);
    let mut terminate = signal(SignalKind::terminate()).map_err(doing)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(doing)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Waits until the process is told to stop.
#[cfg(not(unix))]
fn signals() -> Result<impl Future<Output = ()>, Error> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
