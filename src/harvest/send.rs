//! Sends bodies to one server, by the client that fetches feeds: its bounds, its further tries, its words.

use std::time::Instant;

use super::client::{Answer, Client, Connecting, Request};
use super::fault::Fault;
use super::fetch::{again, is_redirect, reason};
use super::retry;
use crate::address::Address;
use crate::config::feeds::Manner;

/// Sends to one server.
pub struct Sender {
    client: Client,
    manner: Manner,
    headers: Vec<(String, String)>,
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub struct Parcel<'p> {
    pub method: &'static str,
    pub address: &'p Address,
    pub media_type: &'static str,
    pub body: &'p [u8],
}

/// Why something was not taken, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub message: String,
    pub help: String,
}

impl Sender {
    /// A sender to the host of an address, which may be in a private network: somebody named it. The headers go with every
    /// parcel.
    #[must_use]
    pub fn new(address: &Address, manner: Manner, headers: Vec<(String, String)>) -> Self {
        let connecting = Connecting {
            user_agent: manner.user_agent.clone(),
            connect_timeout: manner.connect_timeout,
            private_host: Some(address.origin().host.clone()),
        };
        Self { client: Client::new(&connecting), manner, headers }
    }

    /// Sends until the server says that it has taken it.
    ///
    /// # Errors
    /// When it says that it will not, or was not heard of in as many tries as there are.
    pub fn send(&self, parcel: &Parcel) -> Result<(), Refusal> {
        let sent = retry::persist(&self.manner, || self.once(parcel));
        sent.map_err(|Fault { message, help, .. }| Refusal { message, help })
    }

    fn once(&self, parcel: &Parcel) -> Result<(), Fault> {
        let mut headers = self.headers.clone();
        headers.push(("content-type".to_owned(), parcel.media_type.to_owned()));
        let request = Request {
            address: parcel.address,
            headers: &headers,
            deadline: Instant::now() + self.manner.timeout,
            max_bytes: 0,
        };
        let answer = self.client.send(parcel.method, &request, parcel.body)?;
        if (200..300).contains(&answer.status) { Ok(()) } else { Err(refused(parcel, &answer)) }
    }
}

/// What a status means that takes nothing.
fn refused(parcel: &Parcel, answer: &Answer) -> Fault {
    let Answer { status, body, .. } = answer;
    let reason = match reason(*status) {
        "" => String::new(),
        reason => format!(", {reason}"),
    };
    let said = String::from_utf8_lossy(body);
    // One line of what the server says is enough, and no control characters of it.
    let said: String = said
        .trim()
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_control())
        .take(200)
        .collect();
    let said = if said.is_empty() { said } else { format!(": {said}") };
    let message = format!("{} {}: the server says status {status}{reason}{said}", parcel.method, parcel.address);
    let help = match status {
        401 | 403 => {
            "it wants to know who asks: set PLENARY_PUSH_TOKEN, or PLENARY_PUSH_USER and PLENARY_PUSH_PASSWORD"
        }
        404 | 405 | 501 => "look at the address: it is to be that of the graph store, not that of queries",
        413 => "the server takes no body of this length; raise its limit",
        429 | 500.. => "run it again later; what was confirmed is not sent again",
        status if is_redirect(*status) => "give the address that it leads to in the end",
        _ => "look at the address, and at what the server logs",
    };
    Fault { message, help: help.to_owned(), again: again(answer) }
}
