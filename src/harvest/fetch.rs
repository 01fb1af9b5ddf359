//! One try: a request, the redirects that it is sent on, and what the answer comes to.

use std::time::{Duration, Instant};

use super::client::{Answer, Client, Connecting, Request};
use super::fault::{Again, Fault};
use super::moment;
use super::polite::Hosts;
use crate::address::Address;
use crate::config::feeds::{Feed, Header, Manner};

/// What an answer said that tells later whether there is anything new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Validators {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

impl Validators {
    fn of(answer: &Answer) -> Self {
        // What cannot be sent back is of no use.
        let is_text = |value: &&str| value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        let header = |name| answer.header(name).filter(is_text).map(str::to_owned);
        Self { etag: header("etag"), last_modified: header("last-modified") }
    }

    /// The headers that ask for what is new alone.
    fn conditions(&self) -> impl Iterator<Item = (String, String)> {
        let condition = |name: &str, value: &Option<String>| Some((name.to_owned(), value.clone()?));
        let all = [condition("if-none-match", &self.etag), condition("if-modified-since", &self.last_modified)];
        all.into_iter().flatten()
    }
}

/// What a server gave before, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'k> {
    pub(super) address: &'k str,
    pub(super) validators: &'k Validators,
}

/// What came of a try that worked.
#[derive(Debug)]
pub(super) enum Got {
    /// Nothing new.
    Same(Validators),
    Content(Content),
}

/// A feed, or a page of one.
#[derive(Debug)]
pub(super) struct Content {
    /// Where it was in the end.
    pub(super) address: Address,
    pub(super) validators: Validators,
    pub(super) media_type: Option<String>,
    pub(super) date: Option<String>,
    pub(super) body: Vec<u8>,
}

/// A feed on its way.
pub(super) struct Trip<'t> {
    manner: &'t Manner,
    feed: &'t Feed,
    hosts: &'t Hosts,
    client: Client,
    headers: Vec<(String, String)>,
    tell: &'t dyn Fn(u64),
}

impl<'t> Trip<'t> {
    pub(super) fn new(
        manner: &'t Manner,
        feed: &'t Feed,
        hosts: &'t Hosts,
        tell: &'t dyn Fn(u64),
    ) -> Result<Self, Fault> {
        let client = Client::new(&Connecting {
            user_agent: manner.user_agent.clone(),
            connect_timeout: manner.connect_timeout,
            private_host: feed.allow_private.then(|| feed.url.origin().host.clone()),
        });
        let headers = feed.headers.iter().map(|(name, value)| Ok((name.clone(), said(value)?)));
        Ok(Self { manner, feed, hosts, client, headers: headers.collect::<Result<_, Fault>>()?, tell })
    }

    pub(super) fn max_bytes(&self) -> u64 {
        self.feed.max_bytes.unwrap_or(self.manner.max_bytes)
    }

    /// Asks for an address, and goes where its server sends us.
    pub(super) fn once(&self, start: &Address, known: Option<Known>) -> Result<Got, Fault> {
        let mut left = self.feed.timeout.unwrap_or(self.manner.timeout);
        let mut address = start.clone();
        for hop in 0..=self.manner.max_redirects {
            let known = known.filter(|known| known.address == address.as_str());
            let answer = self.ask(&address, known, &mut left).map_err(|fault| underway(fault, hop, &address))?;
            if !is_redirect(answer.status) {
                return taken(answer, address.clone(), known.is_some()).map_err(|fault| underway(fault, hop, &address));
            }
            address = target(&answer, &address)?;
        }
        let message = format!("it was redirected more than {} times, last to {address}", self.manner.max_redirects);
        Err(Fault::lasting(message, "look where the address leads in the end, and give that"))
    }

    /// One request, when its host has time for it. The time that it takes is taken from what is left.
    fn ask(&self, address: &Address, known: Option<Known>, left: &mut Duration) -> Result<Answer, Fault> {
        // What is meant for one is not told another.
        let own = if address.origin() == self.feed.url.origin() { self.headers.as_slice() } else { &[] };
        let conditions = known.into_iter().flat_map(|known| known.validators.conditions());
        let headers: Vec<(String, String)> = own.iter().cloned().chain(conditions).collect();
        self.hosts.visit(&address.origin().host, || {
            let begun = Instant::now();
            let (deadline, max_bytes) = (begun + *left, self.max_bytes());
            let answer = self
                .client
                .get(&Request { address, headers: &headers, deadline, max_bytes }, &mut |bytes| (self.tell)(bytes));
            *left = left.saturating_sub(begun.elapsed());
            let rest = answer.as_ref().ok().and_then(asked_wait).unwrap_or_default();
            (answer, rest.min(self.manner.max_wait))
        })?
    }
}

/// The value of a header.
fn said(header: &Header) -> Result<String, Fault> {
    let name = match header {
        Header::Literal(value) => return Ok(value.clone()),
        Header::Environment(name) => name,
    };
    let fault = |what: &str| {
        let message = format!("the environment variable {name}, which a header takes, {what}");
        Fault::lasting(message, format!("set {name} to the value of the header, in one line"))
    };
    let value = std::env::var(name).map_err(|_| fault("is not set"))?;
    let is_text = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if is_text { Ok(value) } else { Err(fault("cannot be one")) }
}

pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Where a redirect leads.
fn target(answer: &Answer, from: &Address) -> Result<Address, Fault> {
    let help = "look where the address leads in the end, and give that if it is meant";
    let Some(location) = answer.header("location") else {
        return Err(Fault::lasting(format!("{from} redirects (status {}) to nowhere", answer.status), help));
    };
    let target = from.follow(location);
    let target = target.map_err(|why| Fault::lasting(format!("it was redirected to an address that {why}"), help))?;
    if from.origin().is_secure && !target.origin().is_secure {
        return Err(Fault::lasting(
            format!("it was redirected from https to {target}, which anybody can change"),
            help,
        ));
    }
    Ok(target)
}

/// Says where it failed, if that is not where the feed is said to be.
fn underway(fault: Fault, hop: u32, address: &Address) -> Fault {
    if hop == 0 {
        return fault;
    }
    Fault { message: format!("redirected to {address}: {}", fault.message), ..fault }
}

/// What an answer that is no redirect comes to.
fn taken(answer: Answer, address: Address, had_conditions: bool) -> Result<Got, Fault> {
    let validators = Validators::of(&answer);
    match answer.status {
        200 => {}
        304 if had_conditions => return Ok(Got::Same(validators)),
        _ => return Err(refused(&answer)),
    }
    if let Some(encoding) = answer.header("content-encoding").filter(|name| !name.eq_ignore_ascii_case("identity")) {
        let message = format!("the answer is packed as {encoding:?}, which was not asked for");
        return Err(Fault::lasting(message, "tell the operator of the server; gzip and br are taken"));
    }
    if answer.body.is_empty() {
        return Err(Fault::lasting("the answer is empty", "look at the address; the feed may have moved"));
    }
    let header = |name| answer.header(name).map(str::to_owned);
    let media_type = answer.header("content-type").map(essence);
    let date = header("date");
    Ok(Got::Content(Content { address, validators, media_type, date, body: answer.body }))
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// What a status means that brings nothing.
fn refused(answer: &Answer) -> Fault {
    let message = match reason(answer.status) {
        "" => format!("the server says status {}", answer.status),
        reason => format!("the server says status {}, {reason}", answer.status),
    };
    let help = match answer.status {
        401 | 403 => "it wants to know who asks: give the source the headers that it asks for",
        404 | 410 => "look where the feed has moved to",
        429 => "ask less often: raise delay",
        500.. => "run it again later; if it stays, tell the operator of the server",
        _ => "look at the address",
    };
    Fault { message, help: help.to_owned(), again: again(answer) }
}

/// Whether what a status says may be over soon.
pub(super) fn again(answer: &Answer) -> Again {
    let is_passing = matches!(answer.status, 408 | 425 | 429 | 500 | 502 | 503 | 504);
    if is_passing { Again::Later(asked_wait(answer)) } else { Again::Never }
}

/// How long a server wants to be left alone.
fn asked_wait(answer: &Answer) -> Option<Duration> {
    moment::asked_wait(answer.header("retry-after"), answer.header("date"))
}

pub(super) fn reason(status: u16) -> &'static str {
    match status {
        204 => "no content",
        304 => "not modified, though nothing was known",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not found",
        406 => "not acceptable",
        408 => "request timeout",
        410 => "gone",
        429 => "too many requests",
        500 => "internal server error",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_keeps_to_https() {
        let to = |location: &str| {
            let headers = vec![("location".to_owned(), location.to_owned())];
            let answer = Answer { status: 302, headers, body: Vec::new() };
            target(&answer, &Address::parse("https://a.example/feed").unwrap())
        };
        assert_eq!(to("https://b.example/").unwrap().as_str(), "https://b.example/");
        assert_eq!(to("//b.example/").unwrap().as_str(), "https://b.example/");
        assert!(to("http://a.example/feed").unwrap_err().message.contains("from https to http://a.example/feed"));
    }

    /// A tag that no header can hold would make every later request fail.
    #[test]
    fn what_cannot_be_sent_back_is_not_kept() {
        let headers = [("etag", "\"\u{e9}\""), ("last-modified", "Fri, 14 Mar 2031 08:00:00 GMT")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let validators = Validators::of(&Answer { status: 200, headers, body: Vec::new() });
        assert_eq!((validators.etag, validators.last_modified.is_some()), (None, true));
    }
}
