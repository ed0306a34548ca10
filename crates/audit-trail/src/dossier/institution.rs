//! What sort of institution and organ decides, from the names that acts give them. The sort
//! chooses the law: a rule says nothing of a body that its text does not reach.

use greffe_domain::slug;

/// What sort of institution decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstitutionKind {
    /// A métropole: an EPCI with rules of its own for the budget.
    Metropole,
    /// Another grouping of communes with its own taxes (*communauté*).
    Community,
    /// A commune.
    Commune,
    /// A département or a région: the rules of communes do not reach it.
    DepartmentOrRegion,
    /// It cannot be told from its name.
    Other,
}

/// What sort of organ decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganKind {
    /// The bureau of an EPCI, or a standing committee: it decides by delegation.
    Bureau,
    /// The deliberative assembly itself.
    Council,
    /// Neither can be told from its name.
    Other,
}

impl InstitutionKind {
    /// The sort of an institution, from the name that the act gives it.
    #[must_use]
    pub fn of(institution: &str) -> InstitutionKind {
        let key = slug(institution);
        let is = |words: &[&str]| key.split('-').any(|part| words.contains(&part));
        if key.contains("metropole") {
            InstitutionKind::Metropole
        } else if is(&["communaute", "agglomeration"]) {
            InstitutionKind::Community
        } else if is(&["departement", "departemental", "region", "regional"]) {
            InstitutionKind::DepartmentOrRegion
        } else if is(&["commune", "ville", "mairie", "municipal"]) {
            InstitutionKind::Commune
        } else {
            InstitutionKind::Other
        }
    }

    /// Whether it is an EPCI with its own taxes.
    #[must_use]
    pub const fn is_epci(self) -> bool {
        matches!(self, InstitutionKind::Metropole | InstitutionKind::Community)
    }
}

impl OrganKind {
    /// The sort of an organ, from the name that the act gives it.
    #[must_use]
    pub fn of(organ: &str) -> OrganKind {
        let key = slug(organ);
        let is = |word: &str| key.split('-').any(|part| part == word);
        if is("bureau") || (is("commission") && is("permanente")) {
            OrganKind::Bureau
        } else if is("conseil") || is("assemblee") || is("comite") {
            OrganKind::Council
        } else {
            OrganKind::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_sort() {
        for (name, kind) in [
            ("Métropole de Vauclaire", InstitutionKind::Metropole),
            ("Communauté de communes du Pays de Serlonne", InstitutionKind::Community),
            ("Ville de Brumeval", InstitutionKind::Commune),
            ("Département des Hautes-Rives", InstitutionKind::DepartmentOrRegion),
            ("Agence des Rives", InstitutionKind::Other),
        ] {
            assert_eq!(InstitutionKind::of(name), kind, "{name}");
        }
        assert_eq!(OrganKind::of("Bureau de la Métropole"), OrganKind::Bureau);
        assert_eq!(OrganKind::of("Commission permanente"), OrganKind::Bureau);
        assert_eq!(OrganKind::of("Conseil communautaire"), OrganKind::Council);
        assert_eq!(OrganKind::of("Présidente"), OrganKind::Other);
    }
}
