//! What keeps one client from being in the way of all others: bounds on bodies, on requests a second, on time.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::time::timeout;

use super::Limits;
use super::answer::Answer;
use super::fields;

/// How many seconds' worth of requests a client may send at once.
const BURST: u32 = 5;

/// How often each client asks.
pub(super) struct Clients {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Clients {
    /// With so many requests a second for each; none for no requests, which would be no server.
    pub(super) fn new(rate: u32) -> Option<Self> {
        let burst = NonZeroU32::new(rate.saturating_mul(BURST))?;
        let quota = Quota::per_second(NonZeroU32::new(rate)?).allow_burst(burst);
        Some(Self { limiter: RateLimiter::keyed(quota), clock: DefaultClock::default() })
    }

    /// Counts a request; says how long to wait where it is one too many.
    pub(super) fn refuse(&self, client: IpAddr) -> Option<Duration> {
        let early = self.limiter.check_key(&network(client)).err()?;
        Some(early.wait_time_from(self.clock.now()))
    }

    /// Forgets those who have not asked for a while.
    pub(super) fn forget(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

/// Who has one address of IPv6 has at least 2^64 of them.
fn network(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

/// The address of the client: of the connection, or the one that our own proxy saw.
pub(super) fn client(headers: &HeaderMap, peer: IpAddr, behind_proxy: bool) -> IpAddr {
    let forwarded = || {
        let value = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        // What stands before the last one, the client may have made up.
        value.rsplit(',').next()?.trim().parse().ok()
    };
    if behind_proxy { forwarded().unwrap_or(peer) } else { peer }
}

/// Where the client finds the site: by the host that it named.
pub(super) fn address(headers: &HeaderMap, behind_proxy: bool, root: &str) -> String {
    let is_host = |host: &&str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        !host.is_empty() && host.len() < 256 && host.bytes().all(is_plain)
    };
    let host = fields::value(headers, header::HOST).filter(is_host).unwrap_or("localhost");
    let scheme = fields::value(headers, "x-forwarded-proto")
        .filter(|scheme| behind_proxy && *scheme == "https")
        .unwrap_or("http");
    format!("{scheme}://{host}{root}")
}

/// An id that a client or a proxy gave to a request, if it may stand in a log.
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    let id = fields::value(headers, "x-request-id")?;
    let is_sane = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    ((1..=64).contains(&id.len()) && id.bytes().all(is_sane)).then(|| id.to_owned())
}

/// Reads a body, unless it is too long or does not come.
pub(super) async fn body(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Bytes, Answer> {
    let too_long = || {
        let detail = format!("the body is longer than {} bytes; validate larger files with the program", limits.body);
        Answer::problem(StatusCode::PAYLOAD_TOO_LARGE, detail)
    };
    let said = fields::value(headers, header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if said.is_some_and(|length| length > limits.body as u64) {
        return Err(too_long());
    }
    match timeout(limits.patience, to_bytes(body, limits.body)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_too_long(&error) => Err(too_long()),
        Ok(Err(_)) => Err(Answer::problem(StatusCode::BAD_REQUEST, "the body broke off")),
        Err(_) => {
            let seconds = limits.patience.as_secs();
            Err(Answer::problem(StatusCode::REQUEST_TIMEOUT, format!("the body did not come within {seconds} s")))
        }
    }
}

fn is_too_long(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().expect("a header"));
        headers
    }

    #[test]
    fn only_a_proxy_of_our_own_is_believed() {
        let peer: IpAddr = "127.0.0.1".parse().expect("an address");
        let headers = headers("x-forwarded-for", "203.0.113.9, 198.51.100.7");
        assert_eq!(client(&headers, peer, false), peer);
        assert_eq!(client(&headers, peer, true).to_string(), "198.51.100.7");
    }

    #[test]
    fn a_host_that_is_none_is_not_repeated() {
        assert_eq!(address(&headers("host", "x.example:8080"), false, "/sub/"), "http://x.example:8080/sub/");
        assert_eq!(address(&headers("host", "x.example/\"><script>"), false, "/"), "http://localhost/");
    }

    #[test]
    fn ids_of_requests_are_taken_if_they_are_harmless() {
        assert_eq!(request_id(&headers("x-request-id", "a-1.B_c")).as_deref(), Some("a-1.B_c"));
        assert!(request_id(&headers("x-request-id", "a b")).is_none());
        assert!(request_id(&headers("x-request-id", &"a".repeat(65))).is_none());
    }

    #[test]
    fn a_client_that_asks_too_often_is_told_to_wait() {
        let clients = Clients::new(1).expect("a rate");
        let address: IpAddr = "2001:db8::1".parse().expect("an address");
        let neighbour: IpAddr = "2001:db8::2".parse().expect("an address");
        let other: IpAddr = "2001:db8:0:1::1".parse().expect("an address");
        assert!((0..BURST).all(|_| clients.refuse(address).is_none()));
        assert!(clients.refuse(neighbour).is_some());
        assert!(clients.refuse(other).is_none());
    }
}
