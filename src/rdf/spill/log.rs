//! A temporary file that is written at its end and read anywhere.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize};

/// Bytes that are written at once.
const BLOCK: usize = 256 << 10;
/// Bytes that are read at once: what follows is often asked for next.
const AHEAD: usize = 16 << 10;

/// Where something stands in a log, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pointer {
    pub(super) at: u64,
    pub(super) length: u32,
}

/// The file has no name, so that nothing of it stays whatever happens.
pub(super) struct Log {
    file: File,
    /// The end of what is in the file; behind it comes what is still to be written.
    end: u64,
    unwritten: Vec<u8>,
    /// What was read last, and where that begins.
    block: Vec<u8>,
    block_at: u64,
}

impl Log {
    pub(super) fn new() -> io::Result<Self> {
        let file = tempfile::tempfile()?;
        Ok(Self { file, end: 0, unwritten: Vec::new(), block: Vec::new(), block_at: 0 })
    }

    /// Adds what `write` writes.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<Pointer> {
        let start = self.unwritten.len();
        write(&mut self.unwritten)?;
        let length = u32::try_from(self.unwritten.len() - start).map_err(io::Error::other)?;
        let pointer = Pointer { at: self.end + start as u64, length };
        if self.unwritten.len() >= BLOCK {
            self.flush()?;
        }
        Ok(pointer)
    }

    /// Where the next thing will stand.
    pub(super) fn end(&self) -> u64 {
        self.end + self.unwritten.len() as u64
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&self.unwritten)?;
        self.end += self.unwritten.len() as u64;
        self.unwritten.clear();
        Ok(())
    }

    /// Some bytes; what follows them is at hand then, too.
    pub(super) fn read(&mut self, at: u64, length: usize) -> io::Result<&[u8]> {
        if !self.unwritten.is_empty() {
            self.flush()?;
        }
        let held = self.block_at..self.block_at + self.block.len() as u64;
        if !(held.contains(&at) && at + length as u64 <= held.end) {
            self.block.clear();
            self.block_at = at;
            self.file.seek(SeekFrom::Start(at))?;
            Read::take(&mut self.file, length.max(AHEAD) as u64).read_to_end(&mut self.block)?;
        }
        let start = usize::try_from(at - self.block_at).map_err(io::Error::other)?;
        self.block.get(start..start + length).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}
