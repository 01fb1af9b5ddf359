//! The language server: what `plenary validate` finds, as somebody types, and help with keys, codes and references.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeActionParams, CompletionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentSymbolParams,
    GotoDefinitionParams, HoverParams, InitializeParams, MessageType, PublishDiagnosticsParams,
    TextDocumentPositionParams, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::config::Asked;
use crate::diagnostic::Error;

pub mod action;
pub mod capabilities;
pub mod completion;
pub mod context;
pub mod definition;
pub mod diagnostics;
pub mod document;
pub mod hover;
pub mod position;
pub mod transport;
pub mod tree;

use diagnostics::{Engine, protocol};
use document::Document;
use position::Encoding;

/// How long no message comes before findings are computed: a burst of changes is looked at once.
const QUIET: Duration = Duration::from_millis(15);

/// Serves over standard input and output until the client ends it, and gives the exit code.
///
/// # Errors
/// When no thread can be started, or standard output cannot be written to.
pub fn run(asked: Asked) -> Result<u8, Error> {
    let (connection, writer) = transport::stdio()?;
    let code = serve(connection, asked);
    match writer.join() {
        Ok(written) => written.map(|()| code).map_err(|error| Error::io("cannot write to standard output", &error)),
        Err(_) => Err(Error::internal("the thread that writes broke down")),
    }
}

/// Serves over a connection until the client ends it, and gives the exit code: 0 after `shutdown`, else 1.
#[must_use]
pub fn serve(connection: Connection, asked: Asked) -> u8 {
    let Connection { sender, receiver } = connection;
    let mut server = Server {
        send: Box::new(move |message| {
            // A client that is gone does not read; the end of its messages ends the loop.
            let _ = sender.send(message);
        }),
        engine: Engine::new(asked),
        documents: BTreeMap::new(),
        state: State::New,
        encoding: Encoding::default(),
        pulls: false,
        refreshes: false,
    };
    loop {
        let message = if server.is_idle() {
            receiver.recv().ok()
        } else {
            match receiver.recv_timeout(QUIET) {
                Ok(message) => Some(message),
                Err(error) if error.is_timeout() => {
                    server.publish();
                    continue;
                }
                Err(_) => None,
            }
        };
        match message {
            Some(Message::Notification(note)) if note.method == "exit" => break,
            Some(message) => server.take(message),
            None => break,
        }
    }
    u8::from(server.state != State::Shutdown)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Running,
    Shutdown,
}

struct Server {
    send: Box<dyn Fn(Message)>,
    engine: Engine,
    documents: BTreeMap<Uri, Document>,
    state: State,
    encoding: Encoding,
    /// Whether the client asks for findings itself.
    pulls: bool,
    /// Whether it can be told to ask again.
    refreshes: bool,
}

/// What a request that failed is answered with.
type Refusal = (ErrorCode, String);

impl Server {
    /// Whether every finding that the client waits for was sent.
    fn is_idle(&self) -> bool {
        self.pulls || self.documents.values().all(|document| document.findings.is_some())
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Request(request) => {
                let response = self.answer(request);
                (self.send)(response.into());
            }
            Message::Notification(note) if self.state == State::Running => {
                if let Err((_, message)) = guarded(|| self.notice(note)) {
                    self.log(message);
                }
            }
            // Before `initialize` and after `shutdown` nothing counts; the server asks nothing that is answered.
            Message::Notification(_) | Message::Response(_) => {}
        }
    }

    fn log(&self, message: String) {
        (self.send)(transport::log(MessageType::ERROR, message).into());
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let result = match self.state {
            State::New if method != "initialize" => {
                Err((ErrorCode::ServerNotInitialized, "the first request is initialize".to_owned()))
            }
            State::Shutdown => Err((ErrorCode::InvalidRequest, "the server was shut down".to_owned())),
            _ => guarded(|| self.result(&method, params)),
        };
        match result {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => {
                if matches!(code, ErrorCode::InternalError) {
                    self.log(format!("{method}: {message}"));
                }
                Response::new_err(id, code as i32, message)
            }
        }
    }

    fn result(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        match method {
            "initialize" => self.initialize(params),
            "shutdown" => {
                self.state = State::Shutdown;
                Ok(Value::Null)
            }
            "textDocument/hover" => {
                let params: HoverParams = read(params)?;
                Ok(self.at(&params.text_document_position_params, hover::hover))
            }
            "textDocument/completion" => {
                let params: CompletionParams = read(params)?;
                Ok(self.at(&params.text_document_position, completion::complete))
            }
            "textDocument/definition" => {
                let params: GotoDefinitionParams = read(params)?;
                Ok(self.at(&params.text_document_position_params, |document, at, encoding| {
                    definition::definition(document, self.documents.values(), at, encoding)
                }))
            }
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = read(params)?;
                let document = self.documents.get(&params.text_document.uri).filter(|document| document.is_ours());
                Ok(json!(document.map(|document| definition::symbols(document, self.encoding))))
            }
            "textDocument/codeAction" => self.actions(&read(params)?),
            "textDocument/diagnostic" => self.pulled(&read(params)?),
            _ => Err((ErrorCode::MethodNotFound, format!("there is no method {method}"))),
        }
    }

    fn initialize(&mut self, params: Value) -> Result<Value, Refusal> {
        if self.state != State::New {
            return Err((ErrorCode::InvalidRequest, "the server is initialized already".to_owned()));
        }
        // The protocol says "diagnostics", lsp-types "diagnostic".
        let refreshes = params.pointer("/capabilities/workspace/diagnostics/refreshSupport").and_then(Value::as_bool);
        let params: InitializeParams = read(params)?;
        let client = &params.capabilities;
        let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        self.encoding = Encoding::choose(offered);
        self.pulls = client.text_document.as_ref().is_some_and(|document| document.diagnostic.is_some());
        self.refreshes = refreshes.unwrap_or_default();
        self.state = State::Running;
        Ok(json!({
            "capabilities": capabilities::of(self.encoding, self.pulls),
            "serverInfo": {"name": "plenary", "version": env!("CARGO_PKG_VERSION")},
        }))
    }

    /// What some function knows of a place in an open text; null for a text that is not ours.
    fn at<T: serde::Serialize>(
        &self,
        place: &TextDocumentPositionParams,
        look: impl Fn(&Document, usize, Encoding) -> T,
    ) -> Value {
        let document = self.documents.get(&place.text_document.uri);
        let Some(document) = document.filter(|document| document.is_ours() || document.text().trim().len() < BEGUN)
        else {
            return Value::Null;
        };
        let at = self.encoding.offset(&document.source, place.position);
        json!(look(document, at, self.encoding))
    }

    fn actions(&mut self, params: &CodeActionParams) -> Result<Value, Refusal> {
        let Some(document) = self.documents.get_mut(&params.text_document.uri) else { return Ok(Value::Null) };
        diagnostics::of(document, &mut self.engine).map_err(internal)?;
        let findings = document.findings.as_deref().unwrap_or_default();
        Ok(json!(action::actions(document, findings, params, self.encoding)))
    }

    fn pulled(&mut self, params: &DocumentDiagnosticParams) -> Result<Value, Refusal> {
        let items = match self.documents.get_mut(&params.text_document.uri) {
            Some(document) => shown(document, &mut self.engine, self.encoding).map_err(internal)?,
            None => Vec::new(),
        };
        Ok(json!({"kind": "full", "items": items}))
    }

    fn notice(&mut self, note: Notification) -> Result<(), Refusal> {
        match note.method.as_str() {
            "textDocument/didOpen" => {
                let params: DidOpenTextDocumentParams = read(note.params)?;
                if let Some(document) = Document::open(params.text_document) {
                    self.documents.insert(document.uri.clone(), document);
                }
            }
            "textDocument/didChange" => {
                let params: DidChangeTextDocumentParams = read(note.params)?;
                if let Some(document) = self.documents.get_mut(&params.text_document.uri) {
                    document.change(params.text_document.version, params.content_changes, self.encoding);
                }
            }
            "textDocument/didSave" => {
                let params: DidSaveTextDocumentParams = read(note.params)?;
                if self.documents.get(&params.text_document.uri).is_some_and(Document::is_configuration) {
                    self.forget_findings();
                }
            }
            // Clients send this for the files that they are told to watch, such as plenary.toml.
            "workspace/didChangeWatchedFiles" => self.forget_findings(),
            "textDocument/didClose" => {
                let params: DidCloseTextDocumentParams = read(note.params)?;
                if self.documents.remove(&params.text_document.uri).is_some() && !self.pulls {
                    self.tell(PublishDiagnosticsParams::new(params.text_document.uri, Vec::new(), None));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Has all texts looked at again, by what is asked of them now.
    fn forget_findings(&mut self) {
        self.documents.values_mut().for_each(|document| document.findings = None);
        if self.pulls && self.refreshes {
            let refresh = "workspace/diagnostic/refresh";
            (self.send)(Request::new(refresh.to_owned().into(), refresh.to_owned(), Value::Null).into());
        }
    }

    fn tell(&self, params: PublishDiagnosticsParams) {
        (self.send)(Notification::new("textDocument/publishDiagnostics".to_owned(), params).into());
    }

    /// Sends the findings of every text that changed.
    fn publish(&mut self) {
        let mut told = Vec::new();
        for document in self.documents.values_mut().filter(|document| document.findings.is_none()) {
            let items = guarded(|| shown(document, &mut self.engine, self.encoding).map_err(internal));
            // A text that cannot be worked on is looked at again when it changes.
            document.findings.get_or_insert_default();
            told.push((document.uri.clone(), document.version, items));
        }
        for (uri, version, items) in told {
            match items {
                Ok(items) => self.tell(PublishDiagnosticsParams::new(uri, items, Some(version))),
                Err((_, message)) => self.log(message),
            }
        }
    }
}

/// A text shorter than this may become a record of ours, so that its first keys are completed.
const BEGUN: usize = 40;

fn shown(
    document: &mut Document,
    engine: &mut Engine,
    encoding: Encoding,
) -> Result<Vec<lsp_types::Diagnostic>, Error> {
    diagnostics::of(document, engine)?;
    let findings = document.findings.as_deref().unwrap_or_default();
    Ok(findings.iter().map(|finding| protocol(finding, document, encoding)).collect())
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

#[allow(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn internal(error: Error) -> Refusal {
    (ErrorCode::InternalError, error.to_string())
}

/// Does some work; a fault of ours in it is an answer, not the end of the server.
fn guarded<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|cause| {
        let said = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let said = said.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err((ErrorCode::InternalError, format!("a fault of plenary: {said}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_answer() {
        let result: Result<(), Refusal> = guarded(|| panic!("out of {}", "ink"));
        assert_eq!(result.unwrap_err().1, "a fault of plenary: out of ink");
    }
}
