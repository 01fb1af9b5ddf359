//! Pages of what is found elsewhere than in a check's own function: while reading, in the structural check, over the
//! whole input, by shapes, or while writing.

pub mod config;
pub mod form;
pub mod import;
pub mod input;
pub mod loss;
pub mod query;
pub mod shapes;
pub mod structure;
pub mod suppression;
