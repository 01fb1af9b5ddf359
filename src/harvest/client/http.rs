//! The client, by way of `ureq`.

use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::net::IpAddr;
use std::time::Instant;

use ureq::config::Config;
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Timeout};

use super::super::{guard, is_interrupted};
use super::{Answer, Connecting, Fault, Request};

/// Bytes of the headers of an answer.
const HEAD: usize = 64 << 10;
/// Bytes that are read at once.
const PIECE: usize = 64 << 10;
/// Addresses of one host that are tried.
const ADDRESSES: usize = 16;

/// Keeps connections to itself: one that is open was let through by the guard of its own feed.
pub(in super::super) struct Client {
    agent: Agent,
}

impl Client {
    pub(in super::super) fn new(connecting: &Connecting) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(HEAD)
            .timeout_resolve(Some(connecting.connect_timeout))
            .timeout_connect(Some(connecting.connect_timeout))
            .user_agent(connecting.user_agent.clone())
            // A proxy would connect to addresses that the guard does not see.
            .proxy(None)
            .build();
        let guarded = Guarded { inner: DefaultResolver::default(), private_host: connecting.private_host.clone() };
        Self { agent: Agent::with_parts(config, DefaultConnector::new(), guarded) }
    }

    /// Asks once, and reads the answer to its end; `tell` learns how many bytes came.
    pub(in super::super) fn get(&self, request: &Request, tell: &mut dyn FnMut(u64)) -> Result<Answer, Fault> {
        let left = request.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(too_slow());
        }
        let mut call = self.agent.get(request.address.as_str());
        for (name, value) in request.headers {
            call = call.header(name, value);
        }
        let response = call.config().timeout_global(Some(left)).build().call().map_err(failed)?;
        let mut answer = Answer { status: response.status().as_u16(), headers: headers(&response), body: Vec::new() };
        if answer.status == 200 {
            answer.body = read(response.into_body(), request, tell)?;
        }
        Ok(answer)
    }
}

/// Bytes of an answer to something sent that are read: enough to say what is wrong.
const REPLY: u64 = 4 << 10;

impl Client {
    /// Sends a body once, and reads the beginning of the answer, whatever its status.
    pub(in super::super) fn send(&self, method: &str, request: &Request, body: &[u8]) -> Result<Answer, Fault> {
        let left = request.deadline.saturating_duration_since(Instant::now());
        let mut call = ureq::http::Request::builder().method(method).uri(request.address.as_str());
        for (name, value) in request.headers {
            call = call.header(name, value);
        }
        let call = call.body(body).map_err(|error| failed(error.into()))?;
        let call = self.agent.configure_request(call).timeout_global(Some(left)).build();
        let response = self.agent.run(call).map_err(failed)?;
        let mut answer = Answer { status: response.status().as_u16(), headers: headers(&response), body: Vec::new() };
        // The status is all that counts; what is said beside it may be cut off.
        let _ = response.into_body().into_reader().take(REPLY).read_to_end(&mut answer.body);
        Ok(answer)
    }
}

fn headers(response: &Response<Body>) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8(value.to_vec()).ok();
    let headers = response.headers().iter();
    headers.filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value.as_bytes())?))).collect()
}

fn read(body: Body, request: &Request, tell: &mut dyn FnMut(u64)) -> Result<Vec<u8>, Fault> {
    // Our own limit comes first, and counts what is unpacked.
    if body.content_length().is_some_and(|length| length > request.max_bytes) {
        return Err(too_long(request));
    }
    let mut reader = body.into_with_config().limit(u64::MAX).reader();
    let (mut bytes, mut piece) = (Vec::new(), vec![0; PIECE]);
    loop {
        if is_interrupted() {
            return Err(Fault::stopped());
        }
        let count = match reader.read(&mut piece) {
            Ok(0) => return Ok(bytes),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed(error.into())),
        };
        bytes.extend_from_slice(&piece[..count]);
        tell(count as u64);
        if bytes.len() as u64 > request.max_bytes {
            return Err(too_long(request));
        }
        if Instant::now() > request.deadline {
            return Err(too_slow());
        }
    }
}

fn too_long(request: &Request) -> Fault {
    let message = format!("the answer is longer than {} bytes when it is unpacked", request.max_bytes);
    Fault::lasting(message, "raise max-bytes if the feed is that long")
}

fn too_slow() -> Fault {
    Fault::passing("it took longer than the timeout", "raise timeout if the server is that slow")
}

/// What an error of the crate means for people.
fn failed(error: ureq::Error) -> Fault {
    match error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => Fault::passing(
            "the host was not reached within the timeout",
            "raise connect-timeout, or look at the address",
        ),
        ureq::Error::Timeout(_) => too_slow(),
        ureq::Error::HostNotFound => no_host("it has no address"),
        ureq::Error::ConnectionFailed => refused("no address of the host takes connections"),
        ureq::Error::Decompress(kind, inner) => broken(&format!("the {kind} data are damaged: {inner}")),
        ureq::Error::Io(inner) => failed_io(&inner),
        ureq::Error::LargeResponseHeader(_, most) => {
            Fault::lasting(format!("the headers of the answer are longer than {most} bytes"), "tell its operator")
        }
        ureq::Error::Rustls(inner) => insecure(&inner),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            Fault::lasting(format!("it cannot be asked for: {error}"), "look at the address")
        }
        ureq::Error::Protocol(inner) => {
            let message = format!("the answer is not what HTTP asks for: {inner}");
            Fault::lasting(message, "look at the address and its port; else tell the operator of the server")
        }
        ureq::Error::Other(inner) => match inner.downcast::<Unreached>() {
            Ok(unreached) => unreached.fault(),
            Err(inner) => broken(&inner.to_string()),
        },
        other => broken(&other.to_string()),
    }
}

fn failed_io(error: &io::Error) -> Fault {
    match error.kind() {
        ErrorKind::UnexpectedEof => broken("the answer ends before its end"),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            broken("the server closed the connection")
        }
        ErrorKind::ConnectionRefused => refused("the host takes no connections there"),
        ErrorKind::TimedOut | ErrorKind::WouldBlock => too_slow(),
        // What TLS makes of an answer.
        ErrorKind::InvalidData => insecure(error),
        _ => broken(&error.to_string()),
    }
}

fn broken(what: &str) -> Fault {
    Fault::passing(what, "run it again; if it stays, tell the operator of the server")
}

fn insecure(why: impl fmt::Display) -> Fault {
    Fault::lasting(format!("no secure connection: {why}"), "look at the certificate of the host, and at the port")
}

fn refused(what: &str) -> Fault {
    Fault::passing(what, "look at the address and its port")
}

fn no_host(why: &str) -> Fault {
    Fault::passing(format!("the host was not found: {why}"), "look at the name of the host")
}

/// Looks names up, and passes on only addresses that may be connected to.
#[derive(Debug)]
struct Guarded {
    inner: DefaultResolver,
    private_host: Option<String>,
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let all = self.inner.resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(inner) => Unreached::Unknown(inner.to_string()).into(),
            other => other,
        })?;
        let is_host = |known: &String| uri.host().is_some_and(|host| host.eq_ignore_ascii_case(known));
        if self.private_host.as_ref().is_some_and(is_host) {
            return Ok(all);
        }
        let mut public = self.empty();
        for address in all.iter().filter(|address| guard::is_public(address.ip())).take(ADDRESSES) {
            public.push(*address);
        }
        match all.first() {
            Some(first) if public.is_empty() => Err(Unreached::Private(first.ip()).into()),
            _ => Ok(public),
        }
    }
}

/// Why no address of a host is connected to.
#[derive(Debug)]
enum Unreached {
    /// All of them are private, such as this one.
    Private(IpAddr),
    Unknown(String),
}

impl Unreached {
    fn fault(&self) -> Fault {
        match self {
            Self::Private(address) => Fault::lasting(
                format!("its host has the address {address}, which only this machine or its network reaches"),
                "set allow-private = true for a source whose own host is meant to be there",
            ),
            Self::Unknown(why) => no_host(why),
        }
    }
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fault().message)
    }
}

impl std::error::Error for Unreached {}

impl From<Unreached> for ureq::Error {
    fn from(unreached: Unreached) -> Self {
        Self::Other(Box::new(unreached))
    }
}
