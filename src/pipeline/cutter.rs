//! Cuts a stream into pieces that end where what is in them does.

use std::io::{self, Read};

use crate::source::{Position, count_chars};

/// What was read of a stream and not yet dealt with.
pub(super) struct Cutter {
    rest: Vec<u8>,
    /// How much is read at once.
    size: usize,
    position: Position,
    offset: u64,
}

/// Some bytes of a stream, and where they begin.
pub(super) struct Piece<'c> {
    pub(super) bytes: &'c [u8],
    pub(super) position: Position,
    pub(super) offset: u64,
    pub(super) is_last: bool,
}

/// Where the last line ends.
pub(super) fn lines(bytes: &[u8]) -> Option<usize> {
    memchr::memrchr(b'\n', bytes).map(|at| at + 1)
}

impl Cutter {
    /// Begins with what was read already.
    pub(super) fn new(head: Vec<u8>, size: usize) -> Self {
        Self { rest: head, size, position: Position { line: 1, column: 1 }, offset: 0 }
    }

    /// The next piece, as long as `cut` says; where it does not know, twice as much is read. [`Self::advance`] goes past it.
    pub(super) fn next(
        &mut self,
        reader: &mut dyn Read,
        limit: usize,
        cut: impl Fn(&[u8]) -> Option<usize>,
    ) -> io::Result<Piece<'_>> {
        let mut wanted = self.size;
        let (end, is_last) = loop {
            let missing = wanted.saturating_sub(self.rest.len());
            let read = Read::take(&mut *reader, missing as u64).read_to_end(&mut self.rest)?;
            if read < missing {
                break (self.rest.len(), true);
            }
            match cut(&self.rest) {
                Some(end) => break (end, false),
                None if self.rest.len() > limit => {
                    let message = format!("what begins on line {} is longer than {limit} bytes", self.position.line);
                    return Err(io::Error::new(io::ErrorKind::InvalidData, message));
                }
                None => wanted = self.rest.len() * 2,
            }
        };
        Ok(Piece { bytes: &self.rest[..end], position: self.position, offset: self.offset, is_last })
    }

    pub(super) fn advance(&mut self, size: usize) {
        let passed = &self.rest[..size];
        // A line ends as in a source: with LF, CRLF or a lone CR.
        let ends = memchr::memchr2_iter(b'\n', b'\r', passed);
        let (lines, begin) = ends
            .filter(|&at| passed[at] == b'\n' || self.rest.get(at + 1) != Some(&b'\n'))
            .fold((0, 0), |(lines, _), at| (lines + 1, at + 1));
        let Position { line, column } = self.position;
        let before = if lines == 0 { column } else { 1 };
        self.position = Position { line: line + lines, column: before + count_chars(&passed[begin..]) };
        self.offset += size as u64;
        self.rest.drain(..size);
    }
}
