//! What is known of single words of organizations.

pub(in crate::link) use super::parse::camel;
use super::tables::{COUNTRY, FORMS, GENERIC, LEGAL, LINKING};

/// The form that stands for all forms of a word.
pub(in crate::link) fn form(word: &str) -> &str {
    GENERIC.get(word).copied().unwrap_or(word)
}

/// The letters that the forms of a word begin with, in all languages.
pub(in crate::link) fn first_letters(word: &str) -> impl Iterator<Item = u8> {
    let forms = FORMS.get(word).into_iter().flatten();
    word.bytes().take(1).chain(forms.filter_map(|form| form.bytes().next()))
}

/// Whether a word only links others.
pub(in crate::link) fn is_linking(word: &str) -> bool {
    LINKING.contains(word)
}

/// Whether a word is a legal form.
pub(in crate::link) fn is_legal(word: &str) -> bool {
    LEGAL.iter().any(|(form, _)| form.len() == 1 && form[0] == word)
}

/// Whether many organizations have the word.
pub(in crate::link) fn is_generic(word: &str) -> bool {
    GENERIC.contains_key(word)
}

/// The names of countries that addresses use, each with its code of ISO 3166.
pub(in crate::link) fn country_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRY.iter().copied()
}
