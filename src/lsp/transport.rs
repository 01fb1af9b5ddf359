//! Messages over standard input and output.
//!
//! The reader of `lsp_server` ends at a message that is no JSON. Here the client is told, and the next message is read.

use std::io::{self, BufRead, ErrorKind, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, Message, Notification};
use lsp_types::{LogMessageParams, MessageType};

use crate::diagnostic::Error;

/// A connection whose other end is standard input and output, and the thread that writes.
///
/// # Errors
/// When no thread can be started.
pub fn stdio() -> Result<(Connection, JoinHandle<io::Result<()>>), Error> {
    let (server, client) = Connection::memory();
    let Connection { sender, receiver } = client;
    let complaints = server.sender.clone();
    let fault = |error: io::Error| Error::internal(format!("cannot start a thread: {error}"));
    let read = move || {
        let complain = |error: &io::Error| {
            let _ = complaints.send(log(MessageType::ERROR, format!("a message could not be read: {error}")).into());
        };
        read_all(&mut io::stdin().lock(), |message| sender.send(message).is_ok(), complain);
    };
    thread::Builder::new().name("lsp reader".to_owned()).spawn(read).map_err(fault)?;
    let write = move || {
        let mut out = io::stdout().lock();
        receiver.into_iter().try_for_each(|message: Message| message.write(&mut out))?;
        out.flush()
    };
    let writer = thread::Builder::new().name("lsp writer".to_owned()).spawn(write).map_err(fault)?;
    Ok((server, writer))
}

/// Reads to the end or to the client's `exit`, past messages that are none.
fn read_all(input: &mut impl BufRead, mut take: impl FnMut(Message) -> bool, complain: impl Fn(&io::Error)) {
    loop {
        match Message::read(input) {
            Ok(Some(message)) => {
                let is_exit = matches!(&message, Message::Notification(note) if note.method == "exit");
                if !take(message) || is_exit {
                    return;
                }
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => complain(&error),
            Ok(None) | Err(_) => return,
        }
    }
}

/// A line for the client's log.
#[must_use]
pub fn log(typ: MessageType, message: String) -> Notification {
    Notification::new("window/logMessage".to_owned(), LogMessageParams { typ, message })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_message_that_is_none_is_passed_over() {
        let frame = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let good = r#"{"jsonrpc":"2.0","method":"a"}"#;
        let text = frame("{nonsense") + &frame(good) + "Nonsense\r\n" + &frame(good);
        let (faults, mut methods) = (Cell::new(0), Vec::new());
        let take = |message| {
            methods.push(message);
            true
        };
        read_all(&mut text.as_bytes(), take, |_| faults.set(faults.get() + 1));
        assert_eq!((faults.get(), methods.len()), (2, 2));
    }
}
