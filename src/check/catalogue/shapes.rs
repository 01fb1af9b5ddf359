//! What SHACL shapes find in RDF (`validate --only shapes`, `--shapes FILE`), and in files of shapes.

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A node of RDF that has too few or too many values of a property, or several texts in one language.
    ///
    /// ## Why it matters
    /// Who reads the data relies on the number: a session has a title, and begins once.
    ///
    /// ## Example
    /// Bad: a `pl:Session` without `schema:name`, or with two values of `schema:startDate`
    ///
    /// Good: `<https://data.example.org/s1> a pl:Session ; schema:name "Opening"@en .`
    ///
    /// ## How to mend
    /// Add what is missing, or keep the value that counts. The severity is the one that the shape says.
    CARDINALITY = "shapes/cardinality", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A property that a closed shape (`sh:closed true`) does not list.
    ///
    /// ## Why it matters
    /// Whoever closes a shape wants nothing else there: the property may be misspelt, or not be meant for others.
    /// plenary's own shapes are open; this is found with `--shapes FILE` only.
    ///
    /// ## Example
    /// Bad: `schema:nmae "Opening"` where the closed shape lists `schema:name`
    ///
    /// Good: `schema:name "Opening"`
    ///
    /// ## How to mend
    /// Correct the property, take the statement away, or add the property to the shape or to `sh:ignoredProperties`.
    CLOSED = "shapes/closed", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A file of shapes (`--shapes FILE`) that is not SHACL: a value of the wrong sort, a reference to a shape that is
    /// not there, shapes that lead back to themselves.
    ///
    /// ## Why it matters
    /// What the author of the shapes wanted cannot be known, so nothing is judged by them (exit code 2).
    ///
    /// ## Example
    /// Bad: `sh:minCount "one"`, `sh:node ex:Missing`
    ///
    /// Good: `sh:minCount 1`
    ///
    /// ## How to mend
    /// Correct the shapes at the place that the finding names.
    MALFORMED = "shapes/malformed", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// RDF in which no node is one that the shapes are for, so that there was nothing to judge.
    ///
    /// ## Why it matters
    /// "No findings" would look like praise. The finding lists the types that are there and those that the shapes are
    /// for.
    ///
    /// ## Example
    /// Bad: `<#s1> a schema:Event` (the shapes are for `pl:Session`)
    ///
    /// Good: `<#s1> a pl:Session`
    ///
    /// ## How to mend
    /// Nothing, if the data is about something else. Otherwise give nodes a type that the shapes are for, or judge
    /// with the shapes that are meant (`--shapes FILE`).
    NO_TARGET = "shapes/no-target", Note, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A value of RDF that is of the wrong sort: a literal where an IRI belongs, another datatype, a lexical form that
    /// the datatype does not have, a class or a language that is not the one asked for.
    ///
    /// ## Why it matters
    /// The statement means something else than it seems to: a date that is a plain string is found by no query for
    /// dates.
    ///
    /// ## Example
    /// Bad: `schema:startDate "2025-13-01T09:00:00Z"^^xsd:dateTime`
    ///
    /// Good: `schema:startDate "2025-12-01T09:00:00Z"^^xsd:dateTime`
    ///
    /// ## How to mend
    /// Write the value with the datatype, or as the sort of term, that the finding names. The severity is the one that
    /// the shape says.
    TYPE = "shapes/type", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A file of shapes (`--shapes FILE`) that asks for something that plenary does not check: SPARQL, JavaScript,
    /// rules, components of one's own.
    ///
    /// ## Why it matters
    /// Data would pass that the shapes refuse, so nothing is judged by them (exit code 2). plenary checks all of SHACL
    /// Core.
    ///
    /// ## Example
    /// Bad: `sh:sparql [ sh:select "..." ]`
    ///
    /// Good: `sh:property [ sh:path schema:endDate ; sh:lessThan ex:deadline ]`
    ///
    /// ## How to mend
    /// Say the same with SHACL Core if it can be said, or judge with a file without it, and with another processor.
    UNKNOWN_COMPONENT = "shapes/unknown-component", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A value of RDF that a shape does not take: no code of the list, not in the form asked for, out of range, or not
    /// in the right relation to another value.
    ///
    /// ## Why it matters
    /// Programs that read the data know the codes and forms of the model, and nothing else.
    ///
    /// ## Example
    /// Bad: `pl:role <https://w3id.org/plenary/role/speeker>`
    ///
    /// Good: `pl:role <https://w3id.org/plenary/role/speaker>`
    ///
    /// ## How to mend
    /// Write a value that the shape takes; the help says which is meant where one is close. The severity is the one
    /// that the shape says.
    VALUE = "shapes/value", Error, Run::Elsewhere
}
