//! The words by which names, positions and organizations are told apart. Data, in lower case.

use crate::thesaurus::fold::fold;

/// Titles before a name, without their dot.
const HONORIFICS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "drs",
    "prof",
    "professor",
    "h.e",
    "hon",
    "honourable",
    "honorable",
    "sir",
    "dame",
    "lord",
    "amb",
    "ambassador",
    "rev",
    "engr",
    "mme",
    "mlle",
    "sra",
    "srta",
    "dra",
    "excellency",
    "his",
    "her",
    "hrh",
    "the",
    "judge",
    "senator",
];

/// Titles that are names or other words unless a dot follows.
const DOTTED_HONORIFICS: &[&str] = &["m.", "sr.", "eng.", "ing.", "gen.", "col.", "h.e.", "he."];

/// What ends a name or an organization's name after a comma.
const SUFFIXES: &[&str] = &[
    "jr", "sr", "ii", "iii", "phd", "ph d", "md", "esq", "inc", "ltd", "llc", "llp", "gmbh", "ag", "sa", "s a", "plc",
    "bv",
];

/// Nouns that say what somebody is.
const POSITIONS: &[&str] = &[
    "administrator",
    "advisor",
    "adviser",
    "advocate",
    "ambassador",
    "analyst",
    "architect",
    "assistant",
    "associate",
    "attache",
    "attorney",
    "author",
    "ceo",
    "cfo",
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "chief",
    "ciso",
    "coo",
    "cofounder",
    "founder",
    "commissioner",
    "consultant",
    "coordinator",
    "counsel",
    "counsellor",
    "counselor",
    "cto",
    "dean",
    "delegate",
    "deputy",
    "developer",
    "director",
    "economist",
    "editor",
    "engineer",
    "envoy",
    "executive",
    "expert",
    "facilitator",
    "fellow",
    "governor",
    "head",
    "instructor",
    "intern",
    "journalist",
    "judge",
    "lawyer",
    "lead",
    "leader",
    "lecturer",
    "librarian",
    "manager",
    "member",
    "minister",
    "officer",
    "owner",
    "parliamentarian",
    "partner",
    "pi",
    "president",
    "principal",
    "professor",
    "rapporteur",
    "rector",
    "regulator",
    "representative",
    "researcher",
    "scholar",
    "scientist",
    "secretary",
    "senator",
    "specialist",
    "staff",
    "strategist",
    "student",
    "supervisor",
    "teacher",
    "trainer",
    "activist",
    "agronomist",
    "artist",
    "blogger",
    "entrepreneur",
    "interpreter",
    "programmer",
    "translator",
    "treasurer",
    "trustee",
    "vp",
    "volunteer",
    "writer",
    "directrice",
    "directeur",
    "professeur",
    "presidente",
    "coordinadora",
    "coordinador",
    "directora",
];

/// Positions that are written directly before the name of the unit they lead.
const HEADS: &[&str] = &[
    "head",
    "director",
    "chief",
    "chair",
    "president",
    "coordinator",
    "manager",
    "leader",
    "lead",
    "secretary",
    "dean",
];

/// What may stand before one of [`HEADS`].
const MODIFIERS: &[&str] = &[
    "acting",
    "assistant",
    "associate",
    "co",
    "deputy",
    "executive",
    "former",
    "general",
    "interim",
    "joint",
    "managing",
    "regional",
    "senior",
    "vice",
];

/// Nouns that units of organizations are called by.
const UNITS: &[&str] = &[
    "branch",
    "bureau",
    "cell",
    "center",
    "centre",
    "chair",
    "cluster",
    "department",
    "dept",
    "desk",
    "directorate",
    "division",
    "faculty",
    "group",
    "lab",
    "laboratory",
    "office",
    "programme",
    "program",
    "secretariat",
    "section",
    "sector",
    "service",
    "team",
    "unit",
];

/// Nouns that organizations are called by.
const ORGANIZATIONS: &[&str] = &[
    "academy",
    "agency",
    "alliance",
    "association",
    "authority",
    "bank",
    "board",
    "chamber",
    "coalition",
    "college",
    "commission",
    "committee",
    "community",
    "company",
    "confederation",
    "conference",
    "consortium",
    "cooperative",
    "corporation",
    "council",
    "court",
    "embassy",
    "federation",
    "forum",
    "foundation",
    "fund",
    "government",
    "hub",
    "inc",
    "initiative",
    "institut",
    "institute",
    "institution",
    "instituto",
    "union",
    "league",
    "library",
    "ltd",
    "ministry",
    "mission",
    "museum",
    "nations",
    "network",
    "observatory",
    "organisation",
    "organization",
    "parliament",
    "partnership",
    "press",
    "registry",
    "school",
    "society",
    "trust",
    "universidad",
    "universidade",
    "universita",
    "universitat",
    "universite",
    "university",
    "gmbh",
    "llc",
    "ministere",
    "ministerio",
    "fundacion",
    "fondation",
];

/// Words in a sentence that announce people.
const PEOPLE: &[&str] = &[
    "speakers",
    "speaker",
    "speaking",
    "speak",
    "panel",
    "panelists",
    "panellists",
    "participants",
    "leaders",
    "experts",
    "presenters",
    "guests",
    "moderators",
    "discussants",
    "contributors",
    "representatives",
    "interventions",
];

fn is_in(table: &[&str], word: &str) -> bool {
    table.contains(&word)
}

/// Whether a word stands before names as a title.
pub(super) fn is_honorific(word: &str) -> bool {
    let lower = word.to_lowercase();
    word == "HE" || is_in(DOTTED_HONORIFICS, &lower) || is_in(HONORIFICS, lower.trim_end_matches('.'))
}

/// Whether an element after a comma belongs to the one before it.
pub(super) fn is_suffix(element: &str) -> bool {
    is_in(SUFFIXES, &fold(element))
}

/// Whether an element says what somebody is, and not where.
pub(super) fn is_position(element: &str) -> bool {
    let folded = fold(element);
    let before_of = [" of ", " for ", " at ", " in "].iter().filter_map(|word| folded.split(word).next());
    let role = before_of.min_by_key(|role| role.len()).unwrap_or(&folded);
    let last = role.split(' ').next_back().unwrap_or_default();
    let first = folded.split(' ').next().unwrap_or_default();
    is_in(POSITIONS, last) || (is_in(POSITIONS, first) && !is_organization(element)) || is_in(HEADS, first)
}

/// Whether an element is called as units or organizations are.
pub(super) fn is_organization(element: &str) -> bool {
    let folded = fold(element);
    folded.split(' ').any(|word| is_in(ORGANIZATIONS, word) || is_in(UNITS, word)) || is_acronym(element)
}

/// Whether a text is one word of capitals.
pub(super) fn is_acronym(text: &str) -> bool {
    let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
    let small = text.chars().filter(|letter| letter.is_lowercase()).count();
    (2..=12).contains(&text.chars().count())
        && capitals >= 2
        && small < capitals
        && text.chars().all(|letter| letter.is_alphanumeric() || "-&./".contains(letter))
}

/// Whether a text could be a person's name: two to six words that begin with capitals, and no organization's words.
pub(super) fn is_name(text: &str) -> bool {
    const PARTICLES: &[&str] =
        &["de", "da", "do", "dos", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "y", "e"];
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_honorific(word)).collect();
    let is_name_word = |word: &&str| {
        let first = word.chars().next().unwrap_or_default();
        (first.is_alphabetic() && !first.is_lowercase()) || is_in(PARTICLES, word)
    };
    (2..=6).contains(&words.len())
        && words.iter().all(is_name_word)
        && !text.contains([':', '?', '!', '/'])
        && !is_organization(text)
}

/// Whether a sentence announces a list of people.
pub(super) fn announces_people(sentence: &str) -> bool {
    fold(sentence).split(' ').any(|word| is_in(PEOPLE, word))
}

/// Where a position ends that stands directly before the name of its unit, "Head ICT Analysis Section" or "Director of
/// the Communication Division", and where the unit's name begins.
pub(super) fn head_before_unit(element: &str) -> Option<(usize, usize)> {
    let mut words = element.split(' ').filter(|word| !word.is_empty()).peekable();
    let offset = |word: &str| word.as_ptr() as usize - element.as_ptr() as usize;
    let plain = |word: &str| fold(word);
    let mut head = words.next()?;
    while is_in(MODIFIERS, &plain(head)) && !is_in(HEADS, &plain(head)) {
        head = words.next()?;
    }
    let is_head = plain(head).split(' ').all(|word| is_in(HEADS, word) || is_in(MODIFIERS, word));
    if !is_head {
        return None;
    }
    while words.peek().is_some_and(|word| is_in(&["of", "the", "for"], &plain(word))) {
        words.next();
    }
    let unit: Vec<&str> = words.collect();
    let (first, last) = (unit.first()?, unit.last()?);
    let is_unit_of = is_in(UNITS, &plain(first)) && unit.get(1).is_some_and(|word| is_in(&["of", "for"], word));
    let names_unit = unit.len() > 1 && (is_unit_of || is_in(UNITS, &plain(last)));
    names_unit.then(|| (offset(head) + head.len(), offset(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_split_from_the_unit_it_leads() {
        let split = |text: &'static str| head_before_unit(text).map(|(end, start)| (&text[..end], &text[start..]));
        assert_eq!(split("Head ICT Analysis Section"), Some(("Head", "ICT Analysis Section")));
        assert_eq!(split("Deputy Director of the Media Division"), Some(("Deputy Director", "Media Division")));
        assert_eq!(split("Vice-President, x"), None);
        for whole in
            ["Head of Programme Management", "Head of Section", "Director", "Chair of the Board", "Project Officer"]
        {
            assert_eq!(split(whole), None, "{whole}");
        }
    }

    #[test]
    fn positions_organizations_and_names() {
        for position in
            ["Senior Researcher", "Secretary-General", "Director of Media Freedom", "Professor of Law", "CEO"]
        {
            assert!(is_position(position), "{position}");
        }
        for organization in ["Office of the Director", "University of Zurich", "UNESCO", "Media Department"] {
            assert!(is_organization(organization) && !is_position(organization), "{organization}");
        }
        assert!(is_name("Dr. Ana María de la Cruz") && is_name("Jean-Luc O'Neil"));
        assert!(!is_name("Internet Society") && !is_name("the rest of it") && !is_name("Lunch"));
    }
}
