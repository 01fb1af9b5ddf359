//! Whether the beginning of a text looks like a syntax of RDF.

/// An object or a list of JSON that says JSON-LD's keywords.
#[must_use]
pub fn looks_like_jsonld(head: &str) -> bool {
    head.trim_start().starts_with(['{', '['])
        && ["\"@context\"", "\"@graph\"", "\"@id\""].iter().any(|keyword| head.contains(keyword))
}

/// XML that names RDF's namespace.
#[must_use]
pub fn looks_like_rdfxml(head: &str) -> bool {
    head.trim_start().starts_with('<') && (head.contains("<rdf:RDF") || head.contains(":rdf=\"http://www.w3.org/1999/"))
}

/// The first line that says something.
fn first_line(head: &str) -> &str {
    head.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default()
}

/// Terms of a line statement: subject, predicate, object and what else stands before the full stop.
fn line_terms(head: &str) -> Option<usize> {
    let (subject, rest) = first_line(head).split_once([' ', '\t'])?;
    let (predicate, rest) = rest.trim_start().split_once([' ', '\t'])?;
    let is_iri = |term: &str| term.starts_with('<') && term.ends_with('>') && term.contains(':');
    if !(is_iri(subject) || subject.starts_with("_:")) || !is_iri(predicate) {
        return None;
    }
    let rest = rest.split_once(" #").map_or(rest, |(rest, _)| rest).trim().strip_suffix('.')?.trim();
    let after_literal = rest.rfind('"').map_or(rest, |quote| &rest[quote..]);
    Some(2 + after_literal.split_whitespace().count())
}

/// A first line with three terms and a full stop.
#[must_use]
pub fn looks_like_ntriples(head: &str) -> bool {
    line_terms(head) == Some(3)
}

/// A first line with four terms and a full stop.
#[must_use]
pub fn looks_like_nquads(head: &str) -> bool {
    line_terms(head) == Some(4)
}

/// A directive, or a subject with the rest of a statement.
#[must_use]
pub fn looks_like_turtle(head: &str) -> bool {
    let first = first_line(head);
    let word = first.split_whitespace().next().unwrap_or_default();
    if ["@prefix", "@base", "prefix", "base"].iter().any(|directive| word.eq_ignore_ascii_case(directive)) {
        return first.contains('<') && first.contains('>');
    }
    word.starts_with('<')
        && word.ends_with('>')
        && word.contains(':')
        && !word.starts_with("<!")
        && first.len() > word.len()
}

/// Turtle with a graph in braces.
#[must_use]
pub fn looks_like_trig(head: &str) -> bool {
    let opens = |line: &str| {
        let line = line.trim();
        line.strip_suffix('{').is_some_and(|name| !name.contains(['"', '#']) || name.trim_end().ends_with('>'))
    };
    let is_ttl =
        looks_like_turtle(head) || first_line(head).get(..5).is_some_and(|word| word.eq_ignore_ascii_case("graph"));
    is_ttl && head.lines().any(opens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntaxes_are_told_apart() {
        let triple = "# c\n<http://e.org/a> <http://e.org/p> \"x y\"@en .\n";
        assert!(looks_like_ntriples(triple) && !looks_like_nquads(triple) && looks_like_turtle(triple));
        assert!(looks_like_nquads("_:a <http://e.org/p> \"x\" <http://e.org/g> ."));
        let turtle = "@prefix ex: <http://e.org/> .\nex:a a ex:B .";
        assert!(looks_like_turtle(turtle) && !looks_like_ntriples(turtle) && !looks_like_trig(turtle));
        assert!(looks_like_trig("PREFIX ex: <http://e.org/>\nex:g {\n ex:a a ex:B }"));
        assert!(looks_like_jsonld("{\"@context\": {}}") && !looks_like_jsonld("{\"a\": 1}"));
        assert!(
            !looks_like_turtle("<!DOCTYPE html>")
                && !looks_like_turtle("<p>a: b</p>")
                && !looks_like_turtle("base = 1")
        );
    }
}
