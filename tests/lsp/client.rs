//! A client that speaks to the program over standard input and output, as editors do.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The server as a child process.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    next: i64,
}

impl Client {
    /// Starts the server, without a word to it.
    pub(crate) fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
        let mut child =
            command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("there is an output"));
        Self { child, input, output, next: 0 }
    }

    /// Starts the server and initializes it with a client's capabilities.
    pub(crate) fn initialized(capabilities: &Value) -> (Self, Value) {
        let mut client = Self::start();
        let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities});
        let answer = client.request("initialize", &params);
        client.notify("initialized", &json!({}));
        (client, answer["result"].clone())
    }

    /// Sends bytes as they are.
    pub(crate) fn raw(&mut self, text: &str) {
        let input = self.input.as_mut().expect("the input is open");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        input.flush().expect("the server reads");
    }

    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        self.raw(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// Sends a request and gives the whole answer to it; notifications before it are passed over.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.raw(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        self.until(|message| message["id"] == id)
    }

    /// The parameters of the next notification of a method.
    pub(crate) fn told(&mut self, method: &str) -> Value {
        self.until(|message| message["method"] == method)["params"].clone()
    }

    fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.read().expect("the server answers");
            if fits(&message) {
                return message;
            }
        }
    }

    fn read(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).expect("the server writes text") == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some((_, value)) => length = value.parse().expect("a length"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("the whole message");
        Some(serde_json::from_slice(&body).expect("JSON"))
    }

    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", &json!({"textDocument": document}));
    }

    /// Changes a range of a document.
    pub(crate) fn change(&mut self, uri: &str, version: i32, range: &Value, text: &str) {
        let changes = json!([{"range": range, "text": text}]);
        let params = json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes});
        self.notify("textDocument/didChange", &params);
    }

    /// The findings that come next.
    pub(crate) fn findings(&mut self) -> Value {
        self.told("textDocument/publishDiagnostics")
    }

    /// The result of a request about a place.
    pub(crate) fn at(&mut self, method: &str, uri: &str, line: u32, character: u32) -> Value {
        let position = json!({"line": line, "character": character});
        let params = json!({"textDocument": {"uri": uri}, "position": position});
        self.request(method, &params)["result"].clone()
    }

    /// Says nothing more, and gives the exit code.
    pub(crate) fn end(&mut self) -> Option<i32> {
        self.input = None;
        self.child.wait().expect("the server ends").code()
    }

    /// Shuts the server down as the protocol has it, and gives the exit code.
    pub(crate) fn shut_down(&mut self) -> Option<i32> {
        assert!(self.request("shutdown", &Value::Null)["result"].is_null());
        self.notify("exit", &Value::Null);
        self.child.wait().expect("the server ends").code()
    }
}

/// `0:1-0:5`.
pub(crate) fn range(range: &Value) -> String {
    let place = |place: &Value| format!("{}:{}", place["line"], place["character"]);
    format!("{}-{}", place(&range["start"]), place(&range["end"]))
}

/// `range severity id` of each finding.
pub(crate) fn lines(published: &Value) -> Vec<String> {
    let diagnostics = published["diagnostics"].as_array().expect("a list");
    let line = |finding: &Value| {
        assert_eq!(finding["source"], "plenary");
        format!("{} {} {}", range(&finding["range"]), finding["severity"], finding["code"].as_str().unwrap())
    };
    diagnostics.iter().map(line).collect()
}

/// A text with the edits of a code action in it; columns count UTF-16 units.
pub(crate) fn edited(text: &str, action: &Value) -> String {
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().expect("edits");
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        let (start, end) = (offset(&text, &edit["range"]["start"]), offset(&text, &edit["range"]["end"]));
        text.replace_range(start..end, edit["newText"].as_str().expect("a text"));
    }
    text
}

fn offset(text: &str, place: &Value) -> usize {
    let number = |key: &str| usize::try_from(place[key].as_u64().expect("a number")).expect("a small one");
    let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
    let mut left = number("character");
    for (at, letter) in text[start..].char_indices() {
        if left == 0 {
            return start + at;
        }
        left -= letter.len_utf16();
    }
    text.len()
}
