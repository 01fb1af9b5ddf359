//! What is wrong with a query (`plenary query`).

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A text that is no query of SPARQL 1.1, where it stops being one; prefixes that are not declared are told with the line
    /// that declares them.
    ///
    /// ## Why it matters
    /// Nothing is asked, and there is no answer.
    ///
    /// ## Example
    /// Bad: `SELECT ?name { ?session schema:name ?name }`
    ///
    /// Good: `PREFIX schema: <http://schema.org/> SELECT ?name { ?session schema:name ?name }`
    ///
    /// ## How to mend
    /// Correct the query at the place that is shown.
    SYNTAX = "query/syntax", Error, Run::Always
}
