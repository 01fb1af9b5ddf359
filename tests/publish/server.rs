//! The rules for nginx, asked of a real one.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::browsers::without;
use super::{FORUM, publish, shown};

/// An nginx that is stopped at the end.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_there() -> bool {
    let asked = Command::new("nginx").arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

/// Serves `root`, in which the site is at `/sub/`, by the rules of the site.
fn serve(root: &Path, work: &Path) -> Server {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
    let rules = shown(&root.join("sub/data/rules"));
    let (root, work) = (shown(root), shown(work));
    let configuration = format!(
        "daemon off;\nmaster_process off;\npid {work}/pid;\nerror_log {work}/error.log;\nevents {{}}\nhttp {{\n\
         access_log off;\nclient_body_temp_path {work}/a;\nproxy_temp_path {work}/b;\nfastcgi_temp_path {work}/c;\n\
         uwsgi_temp_path {work}/d;\nscgi_temp_path {work}/e;\ninclude {rules}/nginx-http.conf;\n\
         server {{ listen 127.0.0.1:{port}; root {root}; include {rules}/nginx-server.conf; }}\n}}\n"
    );
    let file = format!("{work}/nginx.conf");
    fs::write(&file, configuration).expect("it can be written");
    let log = format!("{work}/error.log");
    let mut command = Command::new("nginx");
    command.args(["-e", &log, "-p", &work, "-c", &file]).stdout(Stdio::null());
    let child = command.spawn().expect("nginx starts");
    let server = Server { child, port };
    let end = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let log = || fs::read_to_string(format!("{work}/error.log")).unwrap_or_default();
        assert!(Instant::now() < end, "nginx does not answer: {}", log());
        std::thread::sleep(Duration::from_millis(20));
    }
    server
}

impl Server {
    /// The answer to a request, in lower case.
    fn ask(&self, path: &str, accept: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it answers");
        let request = format!("GET {path} HTTP/1.0\r\nHost: x.example\r\nAccept: {accept}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it can be asked");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).to_lowercase()
    }
}

#[test]
fn nginx_gives_each_asker_what_they_accept() {
    if !is_there() {
        return without("nginx");
    }
    let (root, work) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let address = "https://data.example.org/sub/";
    let text = fs::read_to_string(FORUM).expect("the fixture").replace("https://data.example.org/", address);
    let input = work.path().join("forum.yaml");
    fs::write(&input, text).expect("it can be written");
    let (code, said) = publish(&shown(&input), &root.path().join("sub"), &["--address", address]);
    assert_eq!(code, Some(0), "{said}");
    let server = serve(root.path(), work.path());
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let path = "/sub/session/community-networks";
    for (accept, ending, media_type) in [
        ("text/turtle", "ttl", "text/turtle"),
        ("application/ld+json", "jsonld", "application/ld+json"),
        ("application/n-triples", "nt", "application/n-triples"),
        ("text/turtle, text/html;q=0.5", "ttl", "text/turtle"),
        ("text/html", "html", "text/html"),
        (browser, "html", "text/html"),
        ("*/*", "html", "text/html"),
    ] {
        let answer = server.ask(path, accept);
        assert!(answer.starts_with("http/1.1 303"), "{accept}: {answer}");
        assert!(answer.contains(&format!("location: {path}.{ending}\r\n")), "{accept}: {answer}");
        assert!(answer.contains("vary: accept"), "{accept}: {answer}");
        let answer = server.ask(&format!("{path}.{ending}"), accept);
        assert!(answer.starts_with("http/1.1 200"), "{accept}: {answer}");
        assert!(answer.contains(&format!("content-type: {media_type}\r\n")), "{accept}: {answer}");
    }
    assert!(server.ask("/sub/session/none", "text/turtle").starts_with("http/1.1 404"));
    assert!(server.ask("/sub/", browser).starts_with("http/1.1 200"));
    assert!(server.ask("/sub/.well-known/void", "*/*").contains("content-type: text/turtle"));
    assert!(!server.ask("/sub/x%0d%0aset-cookie:%20a=b", "text/html").contains("\r\nset-cookie"));
}
