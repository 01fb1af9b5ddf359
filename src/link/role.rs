//! What a field of a record is for: its role decides how values are made comparable, blocked and compared.

/// The role of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The whole name of a person.
    Person,
    /// The given name alone.
    Given,
    /// The family name alone.
    Family,
    /// A title, or any text whose words matter.
    Text,
    /// An organization, with or without its units and address.
    Organization,
    /// A list of people in one text, such as the authors of a paper.
    Authors,
    /// Where something was published or held: a journal, a series, a conference.
    Venue,
    /// A day, or a year.
    Date,
    /// A number that counts or orders: of a house, a volume, pages.
    Number,
    /// A street, a suburb, a city, a country.
    Place,
    /// A postal code.
    Postcode,
    /// A number or string that is meant for one thing alone: a telephone, an identifier.
    Id,
    /// One of few values: a state, a sex, a type.
    Code,
}

impl Role {
    /// Every role, with the name that a mapping gives it.
    pub const NAMES: [(&'static str, Role); 13] = [
        ("person", Role::Person),
        ("given", Role::Given),
        ("family", Role::Family),
        ("text", Role::Text),
        ("organization", Role::Organization),
        ("authors", Role::Authors),
        ("venue", Role::Venue),
        ("date", Role::Date),
        ("number", Role::Number),
        ("place", Role::Place),
        ("postcode", Role::Postcode),
        ("id", Role::Id),
        ("code", Role::Code),
    ];

    /// Whether values are names of people, which many bear: two that are equal are so by chance, whatever the other fields say.
    pub(super) fn is_borne_by_many(self) -> bool {
        matches!(self, Role::Person | Role::Given | Role::Family)
    }

    /// Whether values say by themselves what a record is of, where there is no other field.
    pub(super) fn tells_alone(self) -> bool {
        matches!(self, Role::Person | Role::Text | Role::Authors | Role::Venue | Role::Place | Role::Id)
    }

    /// The role of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }

    /// The name of the role in mappings and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }
}
