//! A server, and a client that says exactly what it is told to.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A running server. It is ended with the test.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    folder: TempDir,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A path that the server knows of, for a command line.
fn records_moved(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("moved.tsv");
    let lines = "https://data.example.org/session/old-networks\thttps://data.example.org/session/community-networks\n\
                 https://data.example.org/person/gone\t\nhttps://data.example.org/person/elsewhere\thttps://y.example/p\n\
                 https://data.example.org/session/Old%20Networks\thttps://data.example.org/session/community-networks\n\
                 https://data.example.org/person/GONE\t\nhttps://data.example.org/person/elsewhere-é\thttps://y.example/é%20x\n";
    fs::write(&path, lines).expect("it can be written");
    path
}

impl Server {
    /// Serves the fixture, with further arguments.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::of(super::FORUM, arguments)
    }

    /// Serves an input.
    pub(crate) fn of(input: &str, arguments: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let moved = records_moved(&folder);
        let log = fs::File::create(folder.path().join("log")).expect("a file");
        let mut child = Command::new(env!("CARGO_BIN_EXE_plenary"))
            .args(["serve", input, "--listen", "127.0.0.1:0", "--isolated", "--quiet", "--moved"])
            .arg(moved)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        out.read_line(&mut line).expect("it says where it is");
        let port = line.trim().rsplit(':').next().and_then(|rest| rest.split('/').next()?.parse().ok());
        let log = || fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        let port = port.unwrap_or_else(|| panic!("no address: {line} {}", log()));
        Self { child, port, folder }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it answers");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        stream
    }

    /// Sends a request of these lines, without the last empty one, and a body.
    pub(crate) fn send(&self, lines: &[&str], body: &[u8]) -> Answer {
        let mut stream = self.connect();
        let mut head = lines.join("\r\n");
        head.push_str("\r\nHost: x.example\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).expect("it can be asked");
        // The server may refuse the body before it is there.
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Answer::read(&answer)
    }

    pub(crate) fn get(&self, path: &str, headers: &[&str]) -> Answer {
        let first = format!("GET {path} HTTP/1.1");
        self.send(&[&[first.as_str()], headers].concat(), b"")
    }

    pub(crate) fn post(&self, path: &str, media_type: &str, body: &[u8]) -> Answer {
        let first = format!("POST {path} HTTP/1.1");
        let (kind, length) = (format!("Content-Type: {media_type}"), format!("Content-Length: {}", body.len()));
        self.send(&[&first, &kind, &length], body)
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), pid.as_str()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    /// The exit code, once the server has ended.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }

    /// The lines of the log. What is wrong with inputs is told between them as by other commands.
    pub(crate) fn log(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path().join("log")).expect("a log");
        text.lines()
            .filter(|line| line.starts_with("{\"time\""))
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}")))
            .collect()
    }
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or_else(|| {
            panic!("no answer: {}", String::from_utf8_lossy(bytes));
        });
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        let mut answer = Self { status, headers: lines.filter_map(header).collect(), body: bytes[end + 4..].to_vec() };
        if answer.header("transfer-encoding") == "chunked" {
            answer.body = unchunked(&answer.body);
        }
        answer
    }

    /// The values of a header, joined; nothing where there is none.
    pub(crate) fn header(&self, name: &str) -> String {
        let values = self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        values.collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let length = usize::from_str_radix(&String::from_utf8_lossy(&rest[..end]), 16).expect("a length");
        if length == 0 {
            break;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + length]);
        rest = &rest[end + 4 + length..];
    }
    body
}

/// Waits until something holds.
pub(crate) fn until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
