//! People as feeds name them: with jobs that change, namesakes, other scripts' spellings, initials, slips, and much left out.

use plenary::link::role::Role;

use crate::chance::Chance;
use crate::names::{FORMS, HONORIFICS, ORIGINS, Origin, PLACES, POSITIONS, SYLLABLES, TOPICS};
use crate::slips::{happens, plain, slip};
use crate::{FEEDS, Mentions};

/// How often a person is named on the average.
const EACH: usize = 4;

struct Person {
    origin: &'static Origin,
    given: usize,
    family: String,
    /// One after the other, a job each.
    jobs: Vec<(usize, &'static str)>,
    country: &'static str,
}

/// So many mentions.
pub(crate) fn mentions(count: usize) -> Mentions {
    let mut chance = Chance(20_310_503);
    let people: Vec<Person> = (0..count / EACH).map(|_| person(&mut chance, count)).collect();
    let row = |_| {
        // Some are named often: the chance of each is not the same.
        let one = chance.below(people.len());
        let of = one.min(chance.below(people.len()));
        let feed = chance.below(FEEDS);
        (values(&people[of], feed, &mut chance), feed, of)
    };
    let fields = &[
        ("name", Role::Person),
        ("affiliation", Role::Organization),
        ("position", Role::Text),
        ("country", Role::Code),
    ];
    Mentions { fields, rows: (0..count).map(row).collect() }
}

fn person(chance: &mut Chance, count: usize) -> Person {
    let origin = &ORIGINS[chance.below(ORIGINS.len())];
    let organizations = (count / 25).max(50);
    let jobs = 1 + chance.below(3) * chance.below(2);
    let job = |chance: &mut Chance| (chance.below(organizations), *chance_of(POSITIONS, chance));
    Person {
        origin,
        given: chance.below(origin.given.len()),
        family: family(origin, chance),
        jobs: (0..jobs).map(|_| job(chance)).collect(),
        country: if happens(chance, 80) { origin.country } else { ORIGINS[chance.below(ORIGINS.len())].country },
    }
}

/// A family name: a beginning, often a syllable more, an ending.
fn family(origin: &Origin, chance: &mut Chance) -> String {
    let (start, end) = (chance.pick(origin.family), chance.pick(origin.endings));
    let has_syllables = !end.is_empty() && end.chars().all(char::is_lowercase);
    let middle = if has_syllables && happens(chance, 70) { chance.pick(SYLLABLES) } else { "" };
    format!("{start}{middle}{end}")
}

fn chance_of<'t>(from: &'t [&'static str], chance: &mut Chance) -> &'t &'static str {
    &from[chance.below(from.len())]
}

/// A mention of a person by a feed; feeds are of years, so that the later ones know later jobs.
fn values(person: &Person, feed: usize, chance: &mut Chance) -> Vec<String> {
    let job = person.jobs[(feed * person.jobs.len() / FEEDS).min(person.jobs.len() - 1)];
    let affiliation = if happens(chance, 85) { organization(job.0, chance) } else { String::new() };
    let position = if happens(chance, 50) { job.1.to_owned() } else { String::new() };
    let country = if happens(chance, 65) { person.country.to_owned() } else { String::new() };
    vec![name(person, chance), affiliation, position, country]
}

fn name(person: &Person, chance: &mut Chance) -> String {
    let forms = person.origin.given[person.given];
    let given = if happens(chance, 75) { forms[0] } else { forms[chance.below(forms.len())] };
    let mut family = person.family.clone();
    if let Some((from, to)) = person.origin.spellings.get(chance.below(12)) {
        family = family.replace(from, to);
    }
    let given =
        if happens(chance, 7) { format!("{}.", given.chars().take(1).collect::<String>()) } else { given.to_owned() };
    let mut name = match chance.below(20) {
        0 | 1 => format!("{family}, {given}"),
        2 => format!("{} {given}", family.to_uppercase()),
        3 => format!("{given} {}", family.to_uppercase()),
        _ if person.origin.is_turned && happens(chance, 60) => format!("{family} {given}"),
        _ => format!("{given} {family}"),
    };
    if happens(chance, 30) {
        name = plain(&name);
    }
    if happens(chance, 5) {
        name = slip(&name, chance);
    }
    match chance.below(10) {
        0 => format!("{} {name}", chance.pick(HONORIFICS)),
        1 if happens(chance, 30) => format!("{name} (TBC)"),
        _ => name,
    }
}

/// The name of an organization: in another form, as an acronym, with a unit or with a slip.
fn organization(number: usize, chance: &mut Chance) -> String {
    let (form, other) = FORMS[number % FORMS.len()];
    let place = PLACES[number / FORMS.len() % PLACES.len()];
    let topic = TOPICS[number / FORMS.len() / PLACES.len() % TOPICS.len()];
    let written = |form: &str| form.replace("{p}", place).replace("{t}", topic);
    let name = if happens(chance, 80) { written(form) } else { written(other) };
    match chance.below(20) {
        0 | 1 if form.contains("{t}") => acronym(&written(form)),
        2 => format!("Department of {}, {name}", chance.pick(TOPICS)),
        3 => name.replace("University", "Univ.").replace("International", "Intl").replace("Institute", "Inst."),
        4 => slip(&name, chance),
        _ => name,
    }
}

fn acronym(name: &str) -> String {
    let words = name.split(' ').filter(|word| !["of", "for", "on", "in", "and", "the"].contains(word));
    words.filter_map(|word| word.chars().next()).collect()
}
