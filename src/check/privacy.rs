//! Checks of personal data in text that is published.

use super::{Run, Scope, StringAt, check};
use crate::diagnostic::Report;

check! {
    /// ## What it finds
    /// An e-mail address in a text that is published. Addresses of offices, such as `info@` or `secretariat@`, are left
    /// alone.
    ///
    /// ## Why it matters
    /// Linked data is copied and kept by others; an address that was published once cannot be called back.
    ///
    /// ## Example
    /// Bad: `"description": "Questions to jane.doe@example.org."`
    ///
    /// Good: `"private": {"email": "jane.doe@example.org"}` in the person's record, which is left out of every output.
    ///
    /// ## How to mend
    /// Take the address out of the text. Where it is needed for work on the programme, put it under `private` of the
    /// person.
    EMAIL_IN_TEXT = "privacy/email-in-text", Warning, Run::String(email_in_text)
}

check! {
    /// ## What it finds
    /// A telephone number in a text that is published: with `+` and the code of a country, or after a word such as
    /// `Tel.` or `WhatsApp`.
    ///
    /// ## Why it matters
    /// Linked data is copied and kept by others; a number that was published once cannot be called back.
    ///
    /// ## Example
    /// Bad: `"description": "Call me on +41 22 555 01 99."`
    ///
    /// Good: `"private": {"phone": "+41 22 555 01 99"}` in the person's record, which is left out of every output.
    ///
    /// ## How to mend
    /// Take the number out of the text, or put it under `private` of the person.
    PHONE_IN_TEXT = "privacy/phone-in-text", Warning, Run::String(phone_in_text)
}

fn email_in_text(scope: &Scope, string: &StringAt, report: &mut Report) {
    if !scope.is_public() || !string.is_text() {
        return;
    }
    let Some(address) = first_email(string.text) else { return };
    let finding = scope.finding(
        &EMAIL_IN_TEXT,
        scope.part(string.span, address),
        string.path,
        "this text gives an e-mail address",
    );
    report.push(finding.label("personal data").help("take it out, or put it under \"private\" of the person"));
}

/// The first e-mail address of a person in a text.
fn first_email(text: &str) -> Option<&str> {
    const OFFICES: [&str; 9] =
        ["admin", "contact", "events", "help", "info", "office", "press", "secretariat", "support"];
    let bytes = text.as_bytes();
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    // An address holds one @, so each byte is looked at twice at most.
    memchr::memchr_iter(b'@', bytes).find_map(|at| {
        let start = at - bytes[..at].iter().rev().take_while(|byte| is_local(byte)).count();
        let end = at + 1 + bytes[at + 1..].iter().take_while(|byte| is_host(byte)).count();
        let host = text[at + 1..end].trim_end_matches(['.', '-']);
        let (domain, top) = host.rsplit_once('.')?;
        let local = &text[start..at];
        let sound = !local.is_empty()
            && !domain.is_empty()
            && top.len() >= 2
            && top.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_of_people = !OFFICES.contains(&local.to_ascii_lowercase().as_str()) && !is_in_link(&text[..start]);
        (sound && is_of_people).then(|| &text[start..=at + host.len()])
    })
}

/// Whether a text ends within a link that is no mailbox: names of messages and of conference calls hold an @, too.
fn is_in_link(before: &str) -> bool {
    let link = before.rsplit(|letter: char| letter.is_whitespace() || "\"'<>()".contains(letter)).next();
    link.is_some_and(|link| link.contains("://") || link.ends_with("sip:") || link.ends_with("sips:"))
}

fn phone_in_text(scope: &Scope, string: &StringAt, report: &mut Report) {
    if !scope.is_public() || !string.is_text() {
        return;
    }
    let Some(number) = first_phone(string.text) else { return };
    let finding = scope.finding(
        &PHONE_IN_TEXT,
        scope.part(string.span, number),
        string.path,
        "this text gives a telephone number",
    );
    report.push(finding.label("personal data").help("take it out, or put it under \"private\" of the person"));
}

/// The first telephone number of a text.
fn first_phone(text: &str) -> Option<&str> {
    // Counting digits is far quicker than looking at each; most texts have no eight of them.
    if text.bytes().filter(u8::is_ascii_digit).count() < 8 {
        return None;
    }
    let is_start = |at: usize| {
        let before = text[..at].chars().next_back();
        text[at + 1..].starts_with(|next: char| next.is_ascii_digit() || next == '(')
            && !before.is_some_and(|before| before.is_alphanumeric() || before == '+')
    };
    let international = text.match_indices('+').map(|(at, _)| at).filter(|at| is_start(*at));
    let announced = announcements(text);
    international.chain(announced).find_map(|at| number_at(&text[at..]))
}

/// Where a number may begin because a word before it says that it is one.
fn announcements(text: &str) -> impl Iterator<Item = usize> {
    const WORDS: [&str; 8] = ["tel", "telephone", "phone", "mobile", "cell", "fax", "whatsapp", "téléphone"];
    let word_of = |end: usize| {
        let head = text[..end].trim_end_matches(['.', ':', ' ', '(']);
        let start = head.char_indices().rev().take(12).take_while(|(_, letter)| letter.is_alphabetic()).last();
        start.map_or("", |(at, _)| &head[at..])
    };
    let is_first_digit = |at: usize| at > 0 && b" :.(".contains(&text.as_bytes()[at - 1]);
    text.bytes()
        .enumerate()
        .filter(move |(at, byte)| byte.is_ascii_digit() && is_first_digit(*at))
        .filter(move |(at, _)| WORDS.contains(&word_of(*at).to_lowercase().as_str()))
        .map(|(at, _)| at)
}

/// The number that a text begins with: 8 to 15 digits, with the signs that people put between them.
fn number_at(text: &str) -> Option<&str> {
    let mut digits = 0;
    let mut end = 0;
    for (at, byte) in text.bytes().enumerate().take(32) {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                end = at + 1;
            }
            b'+' if at == 0 => {}
            b' ' | b'-' | b'.' | b'(' | b')' | b'/' => {}
            _ => break,
        }
    }
    // The commas of a conference call's number are pauses before its code.
    ((8..=15).contains(&digits) && !text[end..].starts_with(",,")).then(|| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_people() {
        assert_eq!(first_email("Write to jane.doe@example.org."), Some("jane.doe@example.org"));
        assert_eq!(first_email("(jane@mail.example.co.uk)"), Some("jane@mail.example.co.uk"));
        for text in [
            "info@example.org",
            "@igf on social media",
            "a@b",
            "x @ y.org",
            "né@exa\u{301}mple",
            "see https://lists.example.org/m/5821-1-jane@example.org/",
            "sip:2550@meet.example.org",
        ] {
            assert_eq!(first_email(text), None, "{text}");
        }
        assert_eq!(first_email(&"@".repeat(100_000)), None);
    }

    #[test]
    fn telephone_numbers() {
        assert_eq!(first_phone("Call +41 22 555 01 99 today"), Some("+41 22 555 01 99"));
        assert_eq!(first_phone("Tel.: (022) 555 0199"), Some("022) 555 0199"));
        for text in [
            "WSIS+20 in 2025",
            "UTC+02:00",
            "2024-05-27 2024-05-31",
            "ISBN 978-3-16-148410-0",
            "C++ 20251231",
            "+12025550123,,5550199#",
        ] {
            assert_eq!(first_phone(text), None, "{text}");
        }
    }
}
