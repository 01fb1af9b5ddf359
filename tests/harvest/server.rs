//! A server that answers as it is told to, and remembers what it was asked.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A request that came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    #[allow(dead_code)] // all feeds are asked for by GET
    pub(crate) method: String,
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: HashMap<String, String>,
    #[allow(dead_code)] // as the method
    pub(crate) body: Vec<u8>,
    /// When it came, and when the answer was through.
    pub(crate) times: (Instant, Instant),
}

/// What is sent back.
pub(crate) enum Reply {
    /// All of it, and the end.
    Bytes(Vec<u8>),
    /// The beginning, and then nothing.
    Hang(Vec<u8>),
    /// The beginning, and then a piece again and again, with a rest between two.
    Drip(Vec<u8>, Vec<u8>, Duration),
}

impl Reply {
    pub(crate) fn new(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
        Self::Bytes([head.as_bytes(), body].concat())
    }

    pub(crate) fn ok(body: impl AsRef<[u8]>) -> Self {
        Self::new("200 OK", "", body)
    }

    pub(crate) fn status(status: &str, headers: &str) -> Self {
        Self::new(status, headers, "")
    }

    pub(crate) fn redirect(status: &str, to: &str) -> Self {
        Self::status(status, &format!("Location: {to}\r\n"))
    }
}

/// A server on a port of its own; it ends with the test.
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

type Answer = dyn Fn(&Seen, usize) -> Option<Reply> + Send + Sync;

impl Server {
    /// Answers by the request, and how many of the same path came before; with nothing it resets the connection.
    pub(crate) fn answering(answer: impl Fn(&Seen, usize) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let server = Self { address: listener.local_addr().expect("an address"), seen: Arc::default() };
        let (seen, answer): (_, Arc<Answer>) = (Arc::clone(&server.seen), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &seen, &*answer));
            }
        });
        server
    }

    /// The same answers whatever came before.
    pub(crate) fn always(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        Self::answering(move |seen, _| Some(answer(&seen.path)))
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no test fails while it holds this").clone()
    }

    /// The requests for a path so far.
    pub(crate) fn seen_of(&self, path: &str) -> Vec<Seen> {
        self.seen().into_iter().filter(|seen| seen.path == path).collect()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Seen>>, answer: &Answer) {
    let Some(request) = read(&mut stream) else { return };
    let at = {
        let mut log = log.lock().expect("no thread fails while it holds this");
        log.push(request.clone());
        log.len() - 1
    };
    let before = log.lock().expect("the same")[..at].iter().filter(|seen| seen.path == request.path).count();
    if let Some(reply) = answer(&request, before) {
        // Whoever asked may be gone.
        let _ = send(&mut stream, &reply);
        log.lock().expect("the same")[at].times.1 = Instant::now();
        let _ = stream.shutdown(Shutdown::Write);
        // What is left unread would reset the connection before the answer is through.
        let _ = stream.read_to_end(&mut Vec::new());
    }
}

fn send(stream: &mut TcpStream, reply: &Reply) -> std::io::Result<()> {
    const LONG: Duration = Duration::from_secs(20);
    match reply {
        Reply::Bytes(bytes) => stream.write_all(bytes),
        Reply::Hang(bytes) => {
            stream.write_all(bytes)?;
            thread::sleep(LONG);
            Ok(())
        }
        Reply::Drip(begin, piece, rest) => {
            stream.write_all(begin)?;
            let begun = Instant::now();
            while begun.elapsed() < LONG {
                stream.write_all(piece)?;
                thread::sleep(*rest);
            }
            Ok(())
        }
    }
}

/// Reads a request; the head of one without a body but for its last byte: a connection that is closed before that is read is
/// reset.
fn read(stream: &mut TcpStream) -> Option<Seen> {
    let now = Instant::now();
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r") {
        stream.read_exact(&mut byte).ok()?;
        text.push(byte[0]);
    }
    let text = String::from_utf8(text).ok()?;
    let mut lines = text.lines();
    let mut words = lines.next()?.split(' ').map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers: HashMap<String, String> =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; if length > 0 { length + 1 } else { 0 }];
    stream.read_exact(&mut body).ok()?;
    let body = body.split_off(length.min(1));
    Some(Seen { method, path, headers, body, times: (now, now) })
}
