//! Sorts names on disk: runs that fit in memory, merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use crate::rdf::placing::EntityId;

/// Takes names of nodes, and gives the nodes in the order of their names.
pub(super) struct Names {
    budget: usize,
    size: usize,
    here: Vec<(String, EntityId)>,
    runs: Vec<File>,
}

impl Names {
    pub(super) fn new(budget: usize) -> Self {
        Self { budget, size: 0, here: Vec::new(), runs: Vec::new() }
    }

    pub(super) fn add(&mut self, name: String, entity: EntityId) -> io::Result<()> {
        self.size += name.len() + size_of::<(String, EntityId)>();
        self.here.push((name, entity));
        if self.size > self.budget {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.here.sort_unstable();
        let mut run = BufWriter::new(tempfile::tempfile()?);
        for (name, entity) in self.here.drain(..) {
            run.write_all(&(name.len() as u64).to_le_bytes())?;
            run.write_all(name.as_bytes())?;
            run.write_all(&(entity as u64).to_le_bytes())?;
        }
        let mut file = run.into_inner()?;
        file.rewind()?;
        self.runs.push(file);
        self.size = 0;
        Ok(())
    }

    /// The nodes in the order of their names.
    pub(super) fn sorted(mut self) -> io::Result<Vec<EntityId>> {
        if self.runs.is_empty() {
            self.here.sort_unstable();
            return Ok(self.here.into_iter().map(|(_, entity)| entity).collect());
        }
        self.spill()?;
        let mut runs: Vec<BufReader<File>> = self.runs.into_iter().map(BufReader::new).collect();
        let mut heap = BinaryHeap::new();
        for (number, run) in runs.iter_mut().enumerate() {
            heap.extend(next(run)?.map(|(name, entity)| Reverse((name, entity, number))));
        }
        let mut sorted = Vec::new();
        while let Some(Reverse((_, entity, number))) = heap.pop() {
            sorted.push(entity);
            heap.extend(next(&mut runs[number])?.map(|(name, entity)| Reverse((name, entity, number))));
        }
        Ok(sorted)
    }
}

/// The next name of a run.
fn next(run: &mut BufReader<File>) -> io::Result<Option<(String, EntityId)>> {
    let mut number = [0; 8];
    match run.read_exact(&mut number) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        done => done?,
    }
    let mut name = vec![0; usize::try_from(u64::from_le_bytes(number)).map_err(io::Error::other)?];
    run.read_exact(&mut name)?;
    run.read_exact(&mut number)?;
    let entity = usize::try_from(u64::from_le_bytes(number)).map_err(io::Error::other)?;
    Ok(Some((String::from_utf8(name).map_err(io::Error::other)?, entity)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_in_order() {
        for budget in [1, 100, 1 << 20] {
            let mut names = Names::new(budget);
            let mut wanted: Vec<(String, usize)> = (0..200).map(|at| (format!("n{}", at * 7919 % 211), at)).collect();
            for (name, at) in &wanted {
                names.add(name.clone(), *at).expect("it is written");
            }
            wanted.sort();
            let sorted = names.sorted().expect("it is read");
            assert_eq!(sorted, wanted.iter().map(|(_, at)| *at).collect::<Vec<_>>());
        }
    }
}
