//! Which word of a list another one was meant to be.
//!
//! A slip of the hand changes few letters: one in seven, two in eleven. Words that only begin alike (`time`, `timeZone`)
//! are two words. Pairs of both kinds are in the tests; a new rule is measured by them.

/// Letters of the longest word that is compared: nobody slips in longer ones, and comparing them takes long.
const LONGEST: usize = 64;
/// Letters of which one may be wrong.
const FOR_A_SLIP: usize = 4;
/// Up to this many letters, another first letter makes another word: `mode`, `node`.
const SHORT: usize = 5;
/// What is put behind a word to say what kind of value it has: `startDate` for `start`.
const KINDS: [&str; 3] = ["date", "time", "datetime"];

/// The candidate that a word was most likely meant to be, if it is like any.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let like = candidates.filter_map(|candidate| Some((likeness(word, candidate)?, candidate)));
    like.max_by(|left, right| left.0.total_cmp(&right.0)).map(|(_, best)| best)
}

/// How like a candidate is to a word, up to 1; none where it cannot be meant. Case, spaces, hyphens and underscores
/// count for nothing.
#[must_use]
pub fn likeness(word: &str, candidate: &str) -> Option<f64> {
    if word.len() > LONGEST {
        return None;
    }
    let (word, candidate) = (plain(word), plain(candidate));
    let is_meant = word == candidate || is_slip(&word, &candidate) || has_kind(&word, &candidate);
    is_meant.then(|| strsim::jaro_winkler(&word, &candidate))
}

fn plain(text: &str) -> String {
    text.chars().filter(|letter| !matches!(letter, ' ' | '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// Whether a word is another one but for slips of the hand.
fn is_slip(word: &str, candidate: &str) -> bool {
    let lengths = [word, candidate].map(|text| text.chars().count());
    let (longest, difference) = (lengths[0].max(lengths[1]), lengths[0].abs_diff(lengths[1]));
    if longest < 3 || !digits(word).eq(digits(candidate)) || (difference > 1 && is_part(word, candidate)) {
        return false;
    }
    let is_sure =
        longest > SHORT || difference > 0 || has_same_start(word, candidate) || is_transposed(word, candidate);
    is_sure && strsim::damerau_levenshtein(word, candidate) <= (longest / FOR_A_SLIP).max(1)
}

/// Whether one word is the beginning or the end of the other: `unconfirmed` is not `confirmed`.
fn is_part(left: &str, right: &str) -> bool {
    let is_in = |part: &str, whole: &str| whole.starts_with(part) || whole.ends_with(part);
    is_in(left, right) || is_in(right, left)
}

fn has_same_start(left: &str, right: &str) -> bool {
    left.chars().next() == right.chars().next()
}

/// A wrong digit makes another number, which is not near.
fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_digit)
}

fn is_transposed(word: &str, candidate: &str) -> bool {
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    letters(word) == letters(candidate)
}

fn has_kind(word: &str, candidate: &str) -> bool {
    word.strip_prefix(candidate).is_some_and(|rest| KINDS.contains(&rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What people write, and the field or code that they mean.
    const MEANT: &[(&str, &str)] = &[
        ("titel", "title"),
        ("tilte", "title"),
        ("itle", "title"),
        ("Title", "title"),
        ("titles", "title"),
        ("strat", "start"),
        ("startt", "start"),
        ("startDate", "start"),
        ("start_time", "start"),
        ("startsAt", "startAt"),
        ("endDate", "end"),
        ("edn", "end"),
        ("nmae", "name"),
        ("nam", "name"),
        ("names", "name"),
        ("urll", "url"),
        ("langauges", "languages"),
        ("language", "languages"),
        ("keyword", "keywords"),
        ("key_words", "keywords"),
        ("organisers", "organizers"),
        ("organizer", "organizers"),
        ("participants", "participations"),
        ("particpations", "participations"),
        ("participation", "participations"),
        ("session_type", "sessionType"),
        ("sesionType", "sessionType"),
        ("time zone", "timeZone"),
        ("timezone", "timeZone"),
        ("descripton", "description"),
        ("abstarct", "abstract"),
        ("resource", "resources"),
        ("ressources", "resources"),
        ("afiliation", "affiliation"),
        ("stakeholdergroup", "stakeholderGroup"),
        ("stakeholderGroups", "stakeholderGroup"),
        ("attendenceMode", "attendanceMode"),
        ("relatesTo", "relatedTo"),
        ("onlineroom", "onlineRoom"),
        ("identifer", "identifier"),
        ("speker", "speaker"),
        ("Speakers", "speaker"),
        ("modarater", "moderator"),
        ("online moderator", "online-moderator"),
        ("wrkshop", "workshop"),
        ("workshopp", "workshop"),
        ("opn-forum", "open-forum"),
        ("comfirmed", "confirmed"),
        ("goverment", "government"),
        ("civil society", "civil-society"),
        ("Persn", "Person"),
        ("Sesion", "Session"),
        ("Organisation", "Organization"),
    ];

    /// Words that are no slips of each other, though they look alike.
    const OTHERS: &[(&str, &str)] = &[
        ("time", "timeZone"),
        ("date", "role"),
        ("date", "rate"),
        ("mode", "node"),
        ("code", "mode"),
        ("room", "role"),
        ("name", "sameAs"),
        ("note", "role"),
        ("notes", "notation"),
        ("page", "place"),
        ("tags", "status"),
        ("state", "status"),
        ("state", "start"),
        ("stage", "start"),
        ("type", "title"),
        ("topic", "type"),
        ("track", "abstract"),
        ("venue", "value"),
        ("session", "sessionType"),
        ("sessions", "sessionType"),
        ("part", "partOf"),
        ("parts", "participations"),
        ("part", "participations"),
        ("online", "onlineRoom"),
        ("related", "relatedTo"),
        ("desk", "description"),
        ("capital", "captioning"),
        ("caption", "captioning"),
        ("organization", "organizers"),
        ("resolution", "resources"),
        ("id", "in"),
        ("id", "end"),
        ("i", "id"),
        ("us", "url"),
        ("ends", "endorsements"),
        ("format", "form"),
        ("form", "format"),
        ("lang", "languages"),
        ("speaker", "keynote"),
        ("panel", "panelist"),
        ("host", "chair"),
        ("chair", "co-chair"),
        ("work", "workshop"),
        ("shop", "workshop"),
        ("forum", "open-forum"),
        ("open", "open-forum"),
        ("plenum", "plenary"),
        ("wsis:C12", "wsis:C1"),
        ("wsis:C12", "wsis:C11"),
        ("sdg:18", "sdg:1"),
        ("sdg:16.11", "sdg:16.1"),
        ("confirmed", "unconfirmed"),
        ("media", "medical"),
    ];

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        let far = MEANT.iter().filter(|(word, meant)| likeness(word, meant).is_none());
        let near = OTHERS.iter().filter(|(word, other)| likeness(word, other).is_some());
        assert_eq!((far.collect::<Vec<_>>(), near.collect::<Vec<_>>()), (Vec::new(), Vec::new()));
    }

    #[test]
    fn the_likest_is_the_nearest() {
        assert_eq!(nearest("spaeker", ["keynote", "speaker", "speakers"].into_iter()), Some("speaker"));
        assert_eq!(nearest("time", ["title", "timeZone"].into_iter()), None);
        assert_eq!(nearest(&"x".repeat(100), ["x"].into_iter()), None);
    }
}
