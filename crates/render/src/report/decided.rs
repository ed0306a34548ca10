//! Who decided: one table for each deliberation.

use super::desk::Desk;
use crate::act;
use crate::dossier::Dossier;
use crate::ink::clean;
use greffe_audit_trail::Trail;
use maud::{Markup, html};

pub(super) fn section(desk: &Desk<'_>, trail: &Trail) -> Markup {
    let cx = desk.cx;
    let dossiers = Dossier::all(trail);
    html! {
        @if dossiers.is_empty() {
            p.doubt { (cx.pick(
                "Le registre ne tient le texte d'aucun des actes qui décident.",
                "The ledger holds the text of none of the acts that decide.",
            )) }
        }
        @for dossier in &dossiers {
            h3 { (clean(&act::reference(dossier))) }
            @if let Some(title) = act::title(cx, dossier) { p { (desk.ink(&title)) } }
            (desk.pairs(cx.pick("La délibération", "The deliberation"), &act::pairs(cx, dossier)))
        }
    }
}
