//! `plenary push` against stores that misbehave.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

use super::server::{Reply, Seen, Server};
use super::{DATA, common};

/// What a store has, by the address of the graph.
type Graphs = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// Takes what is put, and drops what is deleted; before that, `fault` may say something else.
fn store(fault: impl Fn(&Seen, usize) -> Option<Option<Reply>> + Send + Sync + 'static) -> (Server, Graphs) {
    let graphs = Graphs::default();
    let kept = Arc::clone(&graphs);
    let server = Server::answering(move |seen, before| {
        if let Some(reply) = fault(seen, before) {
            return reply;
        }
        let mut kept = kept.lock().expect("no thread fails while it holds this");
        match seen.method.as_str() {
            "PUT" => drop(kept.insert(seen.path.clone(), seen.body.clone())),
            "DELETE" => drop(kept.remove(&seen.path)),
            _ => return Some(Reply::status("405 Method Not Allowed", "")),
        }
        Some(Reply::status("204 No Content", ""))
    });
    (server, graphs)
}

/// A folder with the data, in which pushes run.
struct Folder(TempDir);

struct Run {
    code: Option<i32>,
    err: String,
}

impl Folder {
    fn new(nquads: &str) -> Self {
        let folder = Self(TempDir::new().expect("a folder"));
        folder.write(nquads);
        folder
    }

    fn write(&self, nquads: &str) {
        fs::write(self.0.path().join("data.nq"), nquads).expect("written");
    }

    fn push(&self, server: &Server, more: &[&str]) -> Run {
        self.push_as(server, more, &[])
    }

    fn push_as(&self, server: &Server, more: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
        command.current_dir(self.0.path()).envs(variables.iter().copied());
        for name in ["PLENARY_PUSH_TOKEN", "PLENARY_PUSH_USER", "PLENARY_PUSH_PASSWORD"] {
            if !variables.iter().any(|(set, _)| *set == name) {
                command.env_remove(name);
            }
        }
        let url = server.url("/store");
        let arguments = if more.contains(&"--update") {
            vec!["push", "data.nq"]
        } else {
            vec!["push", "data.nq", "--graph-store", &url]
        };
        let Output { status, stderr, .. } = common::run(&mut command, &[&arguments, more].concat(), b"");
        Run { code: status.code(), err: String::from_utf8(stderr).expect("text") }
    }
}

const ALL: [&str; 3] =
    ["/store?default", "/store?graph=http%3A%2F%2Fx.example%2Fg1", "/store?graph=http%3A%2F%2Fx.example%2Fg2"];

fn names(graphs: &Graphs) -> Vec<String> {
    graphs.lock().expect("the server does not fail").keys().cloned().collect()
}

#[test]
fn each_graph_is_put_in_its_place_and_not_sent_again() {
    let (server, graphs) = store(|_, _| None);
    let folder = Folder::new(DATA);
    let first = folder.push(&server, &[]);
    assert_eq!(
        (first.code, first.err.contains("3 graphs: 3 sent and confirmed, 0 unchanged")),
        (Some(0), true),
        "{}",
        first.err
    );
    assert_eq!(names(&graphs), ALL);
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.method == "PUT" && seen.headers["content-type"] == "application/n-triples"));
    let default = graphs.lock().expect("the server does not fail")[ALL[0]].clone();
    assert_eq!(String::from_utf8(default).expect("text"), "<http://x.example/a> <http://x.example/p> \"one\"@en .\n");
    let second = folder.push(&server, &[]);
    assert!(second.err.contains("0 sent and confirmed, 3 unchanged"), "{}", second.err);
    assert_eq!(server.seen().len(), 3);
    folder.write(&DATA.replace("\"two\"", "\"zwei\""));
    let third = folder.push(&server, &[]);
    assert!(third.err.contains("1 sent and confirmed, 2 unchanged"), "{}", third.err);
    assert_eq!(server.seen()[3].path, ALL[1]);
    let forced = folder.push(&server, &["--force"]);
    assert!(forced.err.contains("3 sent and confirmed"), "{}", forced.err);
}

#[test]
fn graphs_that_are_gone_are_told_and_dropped_if_asked() {
    let (server, graphs) = store(|_, _| None);
    let folder = Folder::new(DATA);
    folder.push(&server, &[]);
    let fewer: Vec<&str> = DATA.split_inclusive('\n').filter(|line| !line.contains("/g2")).collect();
    folder.write(&fewer.concat());
    let told = folder.push(&server, &[]);
    assert!(told.err.contains("1 graph of earlier runs, such as <http://x.example/g2>"), "{}", told.err);
    assert_eq!(names(&graphs), ALL);
    let pruned = folder.push(&server, &["--prune"]);
    assert!(pruned.err.contains("1 dropped"), "{}", pruned.err);
    assert_eq!(names(&graphs), ALL[..2]);
    let again = folder.push(&server, &["--prune"]);
    assert!(!again.err.contains("dropped"), "{}", again.err);
    // What cannot be read may be what the other graphs are in.
    folder.write("<http://x.example/a> <http://x.example/p> .\n");
    let broken = folder.push(&server, &["--prune"]);
    assert!(broken.code == Some(1) && broken.err.contains("nothing was dropped"), "{}", broken.err);
    assert_eq!(names(&graphs), ALL[..2]);
}

#[test]
fn a_run_that_stopped_goes_on_where_it_was() {
    // The last graph is refused until somebody mends the store.
    let (server, graphs) = store(|seen, before| {
        (seen.path == ALL[2] && before == 0).then(|| Some(Reply::new("507 Insufficient Storage", "", "no room left\n")))
    });
    let folder = Folder::new(DATA);
    let first = folder.push(&server, &[]);
    assert_eq!(first.code, Some(3), "{}", first.err);
    for word in ["<http://x.example/g2>", "507", "no room left", "2 of 3 graphs are confirmed"] {
        assert!(first.err.contains(word), "{word}: {}", first.err);
    }
    assert_eq!(names(&graphs), ALL[..2]);
    let second = folder.push(&server, &[]);
    assert!(second.err.contains("1 sent and confirmed, 2 unchanged"), "{}", second.err);
    assert_eq!(server.seen().len(), 4);
}

#[test]
fn what_may_be_over_soon_is_tried_again() {
    let (server, graphs) = store(|seen, before| {
        Some(match (seen.path.as_str(), before) {
            (path, 0) if path == ALL[0] => Some(Reply::status("503 Service Unavailable", "Retry-After: 0\r\n")),
            // The connection is reset.
            (path, 0) if path == ALL[1] => None,
            (path, 0) if path == ALL[2] => Some(Reply::status("429 Too Many Requests", "")),
            _ => return None,
        })
    });
    let done = Folder::new(DATA).push(&server, &["--retries", "1"]);
    assert_eq!((done.code, names(&graphs)), (Some(0), ALL.map(str::to_owned).to_vec()), "{}", done.err);
    assert_eq!(server.seen().len(), 6);
}

#[test]
fn what_will_not_change_is_not_tried_again() {
    for (status, word) in [
        ("401 Unauthorized", "PLENARY_PUSH_TOKEN"),
        ("405 Method Not Allowed", "graph store"),
        ("307 Temporary Redirect", "leads to"),
    ] {
        let (server, _) = store(move |_, _| Some(Some(Reply::status(status, "Location: http://127.0.0.1:1/\r\n"))));
        let done = Folder::new(DATA).push(&server, &[]);
        assert_eq!((done.code, server.seen().len()), (Some(3), 1), "{}", done.err);
        assert!(done.err.contains(word), "{word}: {}", done.err);
    }
}

#[test]
fn a_store_that_does_not_answer_is_given_up() {
    let (server, _) = store(|_, _| Some(Some(Reply::Hang(b"HTTP/1.1 2".to_vec()))));
    let done = Folder::new(DATA).push(&server, &["--timeout", "0.3", "--retries", "0"]);
    assert!(done.code == Some(3) && done.err.contains("timeout"), "{}", done.err);
}

#[test]
fn credentials_come_from_the_environment() {
    let (server, _) = store(|_, _| None);
    Folder::new(DATA).push_as(&server, &[], &[("PLENARY_PUSH_TOKEN", "abc")]);
    assert!(server.seen().iter().all(|seen| seen.headers["authorization"] == "Bearer abc"));
    let (server, _) = store(|_, _| None);
    Folder::new(DATA).push_as(
        &server,
        &[],
        &[("PLENARY_PUSH_USER", "Aladdin"), ("PLENARY_PUSH_PASSWORD", "open sesame")],
    );
    assert!(server.seen().iter().all(|seen| seen.headers["authorization"] == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    let (server, _) = store(|_, _| None);
    let half = Folder::new(DATA).push_as(&server, &[], &[("PLENARY_PUSH_USER", "Aladdin")]);
    assert_eq!((half.code, server.seen().len()), (Some(2), 0), "{}", half.err);
}

#[test]
fn an_update_is_one_request_for_each_graph() {
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&bodies);
    let server = Server::answering(move |seen, _| {
        let body = String::from_utf8(seen.body.clone()).expect("text");
        kept.lock().expect("no thread fails while it holds this").push((seen.headers["content-type"].clone(), body));
        Some(Reply::status("204 No Content", ""))
    });
    let url = server.url("/update");
    let done = Folder::new(DATA).push(&server, &["--update", &url]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let bodies = bodies.lock().expect("the server does not fail").clone();
    assert_eq!(bodies.len(), 3);
    assert!(bodies.iter().all(|(media_type, _)| media_type == "application/sparql-update"));
    assert_eq!(
        bodies[0].1,
        "DROP SILENT DEFAULT;\nINSERT DATA {\n<http://x.example/a> <http://x.example/p> \"one\"@en .\n}\n"
    );
    assert!(
        bodies[1]
            .1
            .starts_with("DROP SILENT GRAPH <http://x.example/g1>;\nINSERT DATA {\nGRAPH <http://x.example/g1> {\n")
    );
}

#[test]
fn a_graph_without_an_iri_goes_nowhere() {
    let (server, _) = store(|_, _| None);
    let done = Folder::new("<a:s> <a:p> <a:o> _:g .\n").push(&server, &[]);
    assert!(done.code == Some(2) && done.err.contains("_:g"), "{}", done.err);
    assert!(server.seen().is_empty());
}
