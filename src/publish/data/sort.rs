//! Sorting more lines than fit into memory: sorted runs on disk, merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};

/// Bytes that are sorted at a time.
const RUN: usize = 64 << 20;

/// Lines on their way into order.
#[derive(Debug, Default)]
pub(super) struct Lines {
    current: Vec<u8>,
    runs: Vec<File>,
}

impl Lines {
    /// Adds whole lines.
    pub(super) fn add(&mut self, lines: &[u8]) -> io::Result<()> {
        self.current.extend_from_slice(lines);
        if self.current.len() > RUN { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        let mut file = BufWriter::new(tempfile::tempfile()?);
        write_sorted(&self.current, &mut file)?;
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        self.current.clear();
        Ok(())
    }

    /// Writes all lines in the order of their bytes, each once, and gives their number.
    pub(super) fn write(mut self, out: &mut dyn Write) -> io::Result<u64> {
        if self.runs.is_empty() {
            return write_sorted(&self.current, out);
        }
        self.spill()?;
        merge(self.runs, out)
    }
}

fn write_sorted(lines: &[u8], out: &mut dyn Write) -> io::Result<u64> {
    let mut sorted: Vec<&[u8]> = lines.split_inclusive(|byte| *byte == b'\n').collect();
    sorted.sort_unstable();
    sorted.dedup();
    for line in &sorted {
        out.write_all(line)?;
    }
    Ok(sorted.len() as u64)
}

/// The next line of a run, and the run's number; the smallest line is the greatest for the heap.
type Head = Reverse<(Vec<u8>, usize)>;

fn next(at: usize, readers: &mut [BufReader<File>]) -> io::Result<Option<Head>> {
    let mut line = Vec::new();
    let read = readers[at].read_until(b'\n', &mut line)?;
    Ok((read > 0).then_some(Reverse((line, at))))
}

fn merge(runs: Vec<File>, out: &mut dyn Write) -> io::Result<u64> {
    let mut readers: Vec<BufReader<File>> = runs.into_iter().map(BufReader::new).collect();
    let mut heads = BinaryHeap::new();
    for at in 0..readers.len() {
        heads.extend(next(at, &mut readers)?);
    }
    let (mut count, mut last) = (0, Vec::new());
    while let Some(Reverse((line, at))) = heads.pop() {
        heads.extend(next(at, &mut readers)?);
        if line != last {
            out.write_all(&line)?;
            count += 1;
            last = line;
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_on_disk_give_what_memory_gives() {
        let (mut whole, mut parts) = (Lines::default(), Lines::default());
        for number in 0..200u32 {
            let line = format!("line {}\n", number * 7919 % 100);
            whole.add(line.as_bytes()).unwrap();
            parts.add(line.as_bytes()).unwrap();
            if number % 30 == 0 {
                parts.spill().unwrap();
            }
        }
        let (mut left, mut right) = (Vec::new(), Vec::new());
        assert_eq!((whole.write(&mut left).unwrap(), parts.write(&mut right).unwrap()), (100, 100));
        assert_eq!(left, right);
    }
}
