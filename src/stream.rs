//! Streams of JSON records: NDJSON lines and the items of a JSON array, cut out in batches of bounded size.

use std::io::{self, Read};
use std::ops::Range;

/// How much is read at once. A record may be longer; then the batch grows up to the limit.
const BATCH: usize = 1 << 20;

/// How records stand in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// One record a line.
    Lines,
    /// One top-level array.
    Array,
}

/// A record that was cut out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    pub range: Range<usize>,
    /// 1-based line on which it begins.
    pub line: usize,
}

/// Some records that follow each other.
#[derive(Debug, Default)]
pub struct Batch {
    pub bytes: Vec<u8>,
    pub cuts: Vec<Cut>,
    /// Byte of the stream at which `bytes` begins.
    pub offset: u64,
    /// What is wrong between the items of an array.
    pub faults: Vec<Fault>,
}

/// A place between two items where the array is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub range: Range<usize>,
    pub line: usize,
    pub message: &'static str,
}

/// Cuts a stream into batches.
pub struct Splitter<R> {
    reader: R,
    framing: Framing,
    rest: Vec<u8>,
    line: usize,
    offset: u64,
    done: bool,
    max_record: usize,
    /// Whether an item of the array was seen.
    begun: bool,
    /// A buffer to use again: fresh memory costs more than reading into it.
    spare: Vec<u8>,
}

impl<R: Read> Splitter<R> {
    /// `head` are bytes that were read from the stream before, to find its format.
    pub fn new(head: Vec<u8>, reader: R, framing: Framing, max_record: usize) -> Self {
        Self {
            reader,
            framing,
            rest: head,
            line: 1,
            offset: 0,
            done: false,
            max_record,
            begun: false,
            spare: Vec::new(),
        }
    }

    /// Takes back the bytes of a batch that is done with.
    pub fn recycle(&mut self, bytes: Vec<u8>) {
        self.spare = bytes;
    }

    /// The next batch; none at the end.
    ///
    /// # Errors
    /// Those of the reader, and `InvalidData` for a record longer than the limit.
    pub fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        loop {
            self.fill()?;
            if self.rest.is_empty() {
                return Ok(None);
            }
            let (cuts, used, lines) = match self.framing {
                Framing::Lines => cut_lines(&self.rest, self.line, self.done),
                Framing::Array => cut_items(&self.rest, self.line, self.done),
            };
            if used == 0 {
                if self.rest.len() > self.max_record {
                    let message = format!("the record at line {} is longer than {} bytes", self.line, self.max_record);
                    return Err(io::Error::new(io::ErrorKind::InvalidData, message));
                }
                continue;
            }
            let faults = self.faults(&cuts, used);
            let mut rest = std::mem::take(&mut self.spare);
            rest.clear();
            rest.extend_from_slice(&self.rest[used..]);
            let mut bytes = std::mem::replace(&mut self.rest, rest);
            bytes.truncate(used);
            let batch = Batch { bytes, cuts, offset: self.offset, faults };
            self.offset += used as u64;
            self.line += lines;
            if batch.cuts.is_empty() && batch.faults.is_empty() && !self.rest.is_empty() {
                continue;
            }
            return Ok(Some(batch));
        }
    }

    /// Looks at what stands between the items: a bracket, single commas, a bracket.
    fn faults(&mut self, cuts: &[Cut], used: usize) -> Vec<Fault> {
        if self.framing == Framing::Lines {
            return Vec::new();
        }
        let gap = |range: Range<usize>| self.rest[range].trim_ascii();
        let mut faults = Vec::new();
        let mut end = 0;
        for cut in cuts {
            let expected: &[u8] = if self.begun { b"," } else { b"[" };
            let found = gap(end..cut.range.start);
            if found.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(found) != expected {
                let message = "one comma is expected between two items";
                faults.push(Fault { range: cut.range.start..cut.range.start + 1, line: cut.line, message });
            }
            self.begun = true;
            end = cut.range.end;
        }
        let expected: &[u8] = if self.begun { b"]" } else { b"[]" };
        let last: Vec<u8> =
            gap(end..used).iter().copied().filter(|byte| self.begun || !byte.is_ascii_whitespace()).collect();
        if self.done && used == self.rest.len() && last != expected {
            let line = self.line + memchr::memchr_iter(b'\n', &self.rest[..end]).count();
            faults.push(Fault { range: end..used, line, message: "the list is not closed with one bracket" });
        }
        faults
    }

    /// Reads until there is a batch more than there was.
    fn fill(&mut self) -> io::Result<()> {
        if self.done {
            return Ok(());
        }
        let wanted = BATCH as u64;
        let read = self.reader.by_ref().take(wanted).read_to_end(&mut self.rest)?;
        self.done = (read as u64) < wanted;
        Ok(())
    }
}

/// Whole lines that are not blank; the last one only at the end of the stream.
fn cut_lines(bytes: &[u8], first_line: usize, at_end: bool) -> (Vec<Cut>, usize, usize) {
    let mut cuts = Vec::with_capacity(bytes.len() / 2048);
    let (mut start, mut lines) = (0, 0);
    let mut push = |range: Range<usize>, line| {
        if bytes[range.clone()].iter().any(|byte| !byte.is_ascii_whitespace()) {
            cuts.push(Cut { range, line });
        }
    };
    for end in memchr::memchr_iter(b'\n', bytes) {
        push(start..end, first_line + lines);
        start = end + 1;
        lines += 1;
    }
    if at_end && start < bytes.len() {
        push(start..bytes.len(), first_line + lines);
        start = bytes.len();
    }
    (cuts, start, lines)
}

/// Whole items of the top-level array. What stands between items (brackets, commas, blanks) is left to the item before
/// or after it, so that a broken frame shows up in the item it broke.
fn cut_items(bytes: &[u8], first_line: usize, at_end: bool) -> (Vec<Cut>, usize, usize) {
    let mut cuts = Vec::new();
    let mut state = Items { depth: 0, start: None, used: 0 };
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let Some(end) = string_end(bytes, at) else { break };
                state.begin(at);
                at = end;
                continue;
            }
            b'{' | b'[' if state.start.is_some() || bytes[at] == b'{' => {
                state.begin(at);
                state.depth += 1;
            }
            b'}' | b']' if state.start.is_some() && state.depth > 0 => {
                state.depth -= 1;
                if state.depth == 0 {
                    state.finish(at + 1, &mut cuts);
                }
            }
            b',' | b']' if state.depth == 0 => state.finish(at, &mut cuts),
            byte if !byte.is_ascii_whitespace() && byte != b'[' && byte != 0xEF && byte != 0xBB && byte != 0xBF => {
                state.begin(at);
            }
            _ => {}
        }
        at += 1;
    }
    if at_end {
        state.finish(bytes.len(), &mut cuts);
        state.used = bytes.len();
    }
    number_lines(bytes, &mut cuts, first_line);
    let lines = memchr::memchr_iter(b'\n', &bytes[..state.used]).count();
    (cuts, state.used, lines)
}

struct Items {
    depth: usize,
    start: Option<usize>,
    used: usize,
}

impl Items {
    fn begin(&mut self, at: usize) {
        self.start.get_or_insert(at);
    }

    fn finish(&mut self, end: usize, cuts: &mut Vec<Cut>) {
        if let Some(start) = self.start.take() {
            cuts.push(Cut { range: start..end, line: 0 });
            self.used = end;
            self.depth = 0;
        }
    }
}

/// The byte after the closing quote of the string that opens at `start`.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

fn number_lines(bytes: &[u8], cuts: &mut [Cut], first_line: usize) {
    let (mut at, mut line) = (0, first_line);
    for cut in cuts {
        line += memchr::memchr_iter(b'\n', &bytes[at..cut.range.start]).count();
        at = cut.range.start;
        cut.line = line;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, framing: Framing) -> Vec<(String, usize)> {
        let mut splitter = Splitter::new(Vec::new(), text.as_bytes(), framing, 1 << 20);
        let mut found = Vec::new();
        while let Some(batch) = splitter.next_batch().unwrap() {
            found.extend(
                batch
                    .cuts
                    .into_iter()
                    .map(|cut| (String::from_utf8_lossy(&batch.bytes[cut.range]).into_owned(), cut.line)),
            );
        }
        found
    }

    #[test]
    fn lines_are_records() {
        let found = all("{\"a\":1}\r\n\n{\"b\":2}", Framing::Lines);
        assert_eq!(found, [("{\"a\":1}\r".to_owned(), 1), ("{\"b\":2}".to_owned(), 3)]);
    }

    #[test]
    fn items_are_records() {
        let found = all("[\n {\"a\":\"],[\\\"\"},\n {\"b\":[1,{}]} ]\n", Framing::Array);
        assert_eq!(found, [("{\"a\":\"],[\\\"\"}".to_owned(), 2), ("{\"b\":[1,{}]}".to_owned(), 3)]);
    }

    #[test]
    fn items_that_are_no_objects_are_records_too() {
        let found = all("[1, \"x\", {}, nul", Framing::Array);
        let texts: Vec<&str> = found.iter().map(|(text, _)| text.trim()).collect();
        assert_eq!(texts, ["1", "\"x\"", "{}", "nul"]);
    }

    #[test]
    fn a_broken_frame_is_told() {
        let faults = |text: &str| {
            let mut splitter = Splitter::new(Vec::new(), text.as_bytes(), Framing::Array, 1 << 20);
            let mut count = 0;
            while let Some(batch) = splitter.next_batch().unwrap() {
                count += batch.faults.len();
            }
            count
        };
        for good in ["[]", " [ ] ", "[{}]", "[{},\n{}]\n"] {
            assert_eq!(faults(good), 0, "{good}");
        }
        for bad in ["[{} {}]", "[{},{}", "[{},]", "[{}]]", "[,{}]"] {
            assert_eq!(faults(bad), 1, "{bad}");
        }
    }

    #[test]
    fn a_record_over_the_limit_is_an_error() {
        let long = format!("\"{}\"", "x".repeat(6 << 20));
        let mut splitter = Splitter::new(Vec::new(), long.as_bytes().chain(io::repeat(b'y')), Framing::Lines, 1 << 20);
        assert!(splitter.next_batch().is_err());
    }
}
