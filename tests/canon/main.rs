//! RDF as it is, canonical form and hashes, and output that changes no more than the data.

#[path = "../common/chance.rs"]
mod chance;
#[path = "../common/mod.rs"]
mod common;
mod dataset;
mod hash;
mod pass;
mod stable;
