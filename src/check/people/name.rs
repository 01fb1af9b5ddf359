//! What people write around a name: remarks after it, titles before it.

/// A key and its value.
pub(super) type Member = (&'static str, &'static str);

/// Remarks and the member of the participation that says the same.
const REMARKS: [(&str, Member); 27] = [
    ("cancelled", ("status", "cancelled")),
    ("chair", ("role", "chair")),
    ("confirmed", ("status", "confirmed")),
    ("declined", ("status", "declined")),
    ("in person", ("mode", "onsite")),
    ("in-person", ("mode", "onsite")),
    ("invited", ("status", "invited")),
    ("moderator", ("role", "moderator")),
    ("not confirmed", ("status", "tbc")),
    ("on site", ("mode", "onsite")),
    ("on-site", ("mode", "onsite")),
    ("online", ("mode", "online")),
    ("online moderator", ("role", "online-moderator")),
    ("onsite", ("mode", "onsite")),
    ("panelist", ("role", "panelist")),
    ("panellist", ("role", "panelist")),
    ("rapporteur", ("role", "rapporteur")),
    ("remote", ("mode", "online")),
    ("remotely", ("mode", "online")),
    ("speaker", ("role", "speaker")),
    ("tba", ("status", "tbc")),
    ("tbc", ("status", "tbc")),
    ("tbd", ("status", "tbc")),
    ("to be confirmed", ("status", "tbc")),
    ("unconfirmed", ("status", "tbc")),
    ("video message", ("mode", "prerecorded")),
    ("virtual", ("mode", "online")),
];

/// Titles, in small letters and without their full stop.
const TITLES: [&str; 34] = [
    "amb",
    "ambassador",
    "dame",
    "dr",
    "dra",
    "eng",
    "engr",
    "frau",
    "h.e",
    "he",
    "herr",
    "hon",
    "honorable",
    "honourable",
    "ing",
    "ir",
    "madame",
    "mademoiselle",
    "minister",
    "miss",
    "mlle",
    "mme",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "mx",
    "prof",
    "professor",
    "rev",
    "señor",
    "señora",
    "sir",
    "sra",
];

/// A name without the remark at its end, the remark with its brackets or dash, and what says the same.
pub(super) fn remark(text: &str) -> Option<(&str, &str, Member)> {
    let trimmed = text.trim_end();
    let at = match trimmed.chars().next_back()? {
        ')' => trimmed.rfind('(')?,
        ']' => trimmed.rfind('[')?,
        '*' => return None,
        _ => last_dash(trimmed)?,
    };
    let (name, remark) = (trimmed[..at].trim_end(), &trimmed[at..]);
    let words = remark.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    let found = REMARKS.binary_search_by(|(known, _)| (*known).cmp(words.as_str())).ok()?;
    (!name.is_empty()).then_some((name, remark, REMARKS[found].1))
}

/// The last dash that stands between blanks, or comma; a hyphen inside a name is neither.
fn last_dash(text: &str) -> Option<usize> {
    let separators = text.char_indices().rev().filter(|(_, letter)| matches!(letter, '-' | '–' | '—' | ',' | ':'));
    let parts = separators.map(|(at, letter)| (at, letter, text[..at].ends_with(' ')));
    parts.filter(|(_, letter, spaced)| *spaced || matches!(letter, ',' | ':')).map(|(at, ..)| at).next()
}

/// The titles that a name begins with, and the name without them.
pub(super) fn honorific(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let mut name = text;
    while let Some((_, rest)) = name.split_once([' ', '\u{a0}']).filter(|(word, _)| is_title(word)) {
        name = rest.trim_start();
    }
    let title = text[..text.len() - name.len()].trim_end();
    (!title.is_empty() && !name.is_empty()).then_some((title, name))
}

/// Whether a word is a title. Some are names, too, such as He and Ing, unless a full stop follows.
fn is_title(word: &str) -> bool {
    let lower = word.trim_end_matches(['.', ',']).to_lowercase();
    let ambiguous = matches!(lower.as_str(), "he" | "ing" | "ir" | "eng" | "hon");
    TITLES.binary_search(&lower.as_str()).is_ok() && (!ambiguous || word.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_come_off() {
        assert!(REMARKS.is_sorted() && TITLES.is_sorted());
        for (text, name, member) in [
            ("Jane Doe (TBC)", "Jane Doe", ("status", "tbc")),
            ("Jane Doe - tbd", "Jane Doe", ("status", "tbc")),
            ("Jane Doe, remote", "Jane Doe", ("mode", "online")),
            ("Anne-Marie Roe [Moderator]", "Anne-Marie Roe", ("role", "moderator")),
            ("Ørsted – to be confirmed", "Ørsted", ("status", "tbc")),
        ] {
            assert_eq!(remark(text).map(|(name, _, member)| (name, member)), Some((name, member)), "{text}");
        }
        for text in
            ["Jane Doe (she/her)", "Jean-Luc", "Union (ITU)", "(TBC)", "Online", "Smith-Online", "", "Roe - Doe"]
        {
            assert_eq!(remark(text), None, "{text}");
        }
    }

    #[test]
    fn titles_come_off() {
        for (text, title, name) in [
            ("Dr. Jane Doe", "Dr.", "Jane Doe"),
            ("H.E. Mr. Amb. John Roe", "H.E. Mr. Amb.", "John Roe"),
            ("Ms Jane Doe", "Ms", "Jane Doe"),
        ] {
            assert_eq!(honorific(text), Some((title, name)));
        }
        for text in ["HE Xiu", "Drew Barry", "M. Night", "Dr.", "Ir Doe", "Professor"] {
            assert_eq!(honorific(text), None, "{text}");
        }
    }
}
