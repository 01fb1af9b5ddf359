//! Authorities: registers of organizations, such as ROR, in which strings are looked up.
//!
//! A register is read once into an [`Authority`]: its words, what they say, and an index of names by their rarest word. A
//! string of an affiliation is read into words (`text`), names that stand in it are found (`align`), weighed by
//! what their words say, by place and by what stands beside them (`weigh`), and those that exclude each other are chosen from
//! ([`resolve()`]). Every weight follows from the register itself; none is fitted to labelled strings.

mod align;
pub mod country;
mod geography;
mod index;
pub mod read;
mod resolve;
mod table;
mod text;
mod weigh;

use serde::{Deserialize, Serialize};

pub use index::Authority;
pub use resolve::{Match, Query, resolve};
pub use table::read as read_table;

/// A record of a register: an organization by its identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entity {
    /// The identifier as an IRI.
    pub iri: String,
    /// The names, the one to show first.
    pub names: Vec<(NameKind, String)>,
    pub places: Vec<Place>,
    /// Hosts of its web pages, without `www.`.
    pub domains: Vec<String>,
    /// IRIs of organizations that it is part of.
    pub parents: Vec<String>,
}

/// What a name is to an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NameKind {
    /// A name of its own, in some language.
    Label,
    /// A name that it is or was known by as well.
    Alias,
    Acronym,
    /// A name of its medical school, which is a part of it.
    School,
}

/// Where an organization is.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    pub city: String,
    /// The name of the state or province.
    pub region: String,
    /// The code of the state or province within its country, such as `MA`.
    pub region_code: String,
    /// The country by ISO 3166, such as `US`; empty where it is not known.
    pub country: String,
    pub country_name: String,
}

/// The weight over which an organization is taken for the one that a string names, in thousandths of bits.
pub const THRESHOLD: i64 = 4_000;

impl Entity {
    /// The name to show; the identifier where there is none.
    #[must_use]
    pub fn label(&self) -> &str {
        self.names.first().map_or(&self.iri, |(_, name)| name)
    }
}
