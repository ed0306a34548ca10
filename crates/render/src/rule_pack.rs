//! What a rule pack changed, beside the findings it changed.

use crate::figures;
use crate::ink::Ink;
use crate::layout::Sheet;
use crate::style::{Lang, Style};
use greffe_audit_trail::{BUREAU_FOLLOWS_COUNCIL, RulePack, Setting};
use greffe_domain::Day;

/// What a rule pack changed, as a page says it: the regulation, the file, its hash, the rules left
/// out with their reasons, the parameters with the law's value beside the local one.
#[must_use]
pub fn rule_pack(style: Style, pack: &RulePack, file: &str, hash: &str) -> String {
    let lang = style.lang;
    let mut sheet = Sheet::new(style);
    sheet.heading(lang.pick("Règles locales", "Local rules"));
    let title = pack.title();
    sheet.text(2, &Ink::new(lang.pick(format!("« {title} »"), format!("\u{ab} {title} \u{bb}"))));
    sheet.text(2, &Ink::new(format!("{file}, blake3 {hash}")));
    for (sign, words) in lines(lang, pack) {
        sheet.hung(4, sign, &Ink::new(words));
    }
    sheet.finish()
}

/// Each thing that a pack changes, with the sign of what became of it.
pub(crate) fn lines(lang: Lang, pack: &RulePack) -> Vec<(&'static str, String)> {
    let apart = pack.bureau_apart().map(|reason| {
        let said = lang.pick(
            format!("{BUREAU_FOLLOWS_COUNCIL} : hypothèse écartée ; {reason}"),
            format!("{BUREAU_FOLLOWS_COUNCIL}: assumption set aside; {reason}"),
        );
        ("− ", said)
    });
    let settings = pack.settings().map(|(rule, setting)| match setting {
        Setting::Disabled { reason } => (
            "− ",
            lang.pick(
                format!("{rule} : non appliquée ; {reason}"),
                format!("{rule}: not applied; {reason}"),
            ),
        ),
        Setting::Local { parameter, value, from, until, reason } => {
            let (name, law) = (parameter.name, parameter.law);
            let span = days(lang, *from, *until);
            let said = lang.pick(
                format!("{rule} : {name} = {value} (loi : {law}){span} ; {reason}"),
                format!("{rule}: {name} = {value} (law: {law}){span}; {reason}"),
            );
            ("± ", said)
        }
    });
    apart.into_iter().chain(settings).collect()
}

/// Between which days a local rule holds, where it has such days.
fn days(lang: Lang, from: Option<Day>, until: Option<Day>) -> String {
    let words = |fr: &str, en: &str, day: Day| {
        format!(", {} {}", lang.pick(fr, en), figures::day(lang, day))
    };
    let from = from.map(|day| words("depuis le", "since", day)).unwrap_or_default();
    let until = until.map(|day| words("jusqu'au", "until", day)).unwrap_or_default();
    format!("{from}{until}")
}
