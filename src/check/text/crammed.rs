//! Lists in one string, where the field takes one thing.

use crate::check::{Run, Scope, StringAt, check};
use crate::diagnostic::Report;

check! {
    /// ## What it finds
    /// Several keywords in one string, or several people in the name of one: "privacy; security; trust",
    /// "A. Smith, B. Jones and C. Lee".
    ///
    /// ## Why it matters
    /// To a program it is one keyword that nobody else has, or one person of a strange name. Counts and links are lost.
    ///
    /// ## Example
    /// Bad: `"keywords": ["privacy; security; trust"]`
    ///
    /// Good: `"keywords": ["privacy", "security", "trust"]`
    ///
    /// ## How to mend
    /// Write each as an item of the list, and each person as a participation of their own.
    CRAMMED_LIST = "text/crammed-list", Warning, Run::String(crammed_list)
}

fn crammed_list(scope: &Scope, string: &StringAt, report: &mut Report) {
    let (what, items) = match string.field.name.as_str() {
        "keywords" => ("keywords", keywords(string.text)),
        "name" if scope.class.name == "Person" => ("people", people(string.text)),
        _ => return,
    };
    if items.len() < 2 {
        return;
    }
    let message = format!("there are {} {what} in one text", items.len());
    let shown: Vec<String> = items.iter().take(3).map(|item| format!("\"{item}\"")).collect();
    let more = if items.len() > 3 { ", ..." } else { "" };
    let help = match what {
        "keywords" => format!("write each as an item of its own: {}{more}", shown.join(", ")),
        _ => format!("write a participation for each: {}{more}", shown.join(", ")),
    };
    report.push(scope.finding(&CRAMMED_LIST, string.span, string.path, message).label("a list").help(help));
}

fn parts<'t>(text: &'t str, separators: &[char]) -> Vec<&'t str> {
    text.split(separators).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The keywords of a text: those between semicolons, bars or line ends, else between two commas or more.
fn keywords(text: &str) -> Vec<&str> {
    let strong = parts(text, &[';', '|', '\n', '؛', '；']);
    if strong.len() > 1 {
        return strong;
    }
    let weak = parts(text, &[',', '،', '，', '、']);
    let short = weak.iter().all(|part| part.split_whitespace().count() <= 4);
    // "Peace, justice and strong institutions" is one title with a comma; two commas may still be.
    let is_phrase = weak.last().is_some_and(|last| last.contains(" and ") || last.starts_with("and "));
    if weak.len() > 2 && short && !is_phrase { weak } else { Vec::new() }
}

/// The people of a name. A comma alone parts a family name from a given one, or a name from a title after it.
pub(in crate::check) fn people(text: &str) -> Vec<&str> {
    if !text.contains([';', ',', '&', '/']) && !text.contains(" and ") {
        return Vec::new();
    }
    let several = |items: &[&str]| items.len() > 1 && items.iter().all(|item| is_full_name(item));
    let strong = parts(text, &[';', '\n']);
    if several(&strong) {
        return strong;
    }
    let joined: Vec<&str> = text
        .split([',', '&', '/'])
        .flat_map(|part| part.split(" and "))
        .map(|part| part.trim().trim_start_matches("and ").trim())
        .filter(|part| !part.is_empty())
        .collect();
    if several(&joined) { joined } else { Vec::new() }
}

/// Whether a text is like the name of a person: two words or more that begin with capitals.
fn is_full_name(text: &str) -> bool {
    let words = || text.split_whitespace();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    (2..=5).contains(&words().count()) && words().next().is_some_and(capital) && words().last().is_some_and(capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_in_one_text() {
        assert_eq!(keywords("privacy; security; trust"), ["privacy", "security", "trust"]);
        assert_eq!(keywords("privacy, security, trust").len(), 3);
        for text in ["Peace, justice and strong institutions", "access, use", "digital divide", "AI; "] {
            assert!(keywords(text).len() < 2, "{text}");
        }
    }

    #[test]
    fn people_in_one_name() {
        assert_eq!(people("A. Smith, B. Jones and C. Lee"), ["A. Smith", "B. Jones", "C. Lee"]);
        assert_eq!(people("Jane Doe & John Roe").len(), 2);
        assert_eq!(people("Jane Doe; John Roe").len(), 2);
        for text in
            ["Doe, Jane", "Jane Doe", "Martin Luther King, Jr.", "Jane Doe, PhD", "Alexander and Co", "Sandy Anderson"]
        {
            assert!(people(text).is_empty(), "{text}");
        }
    }
}
