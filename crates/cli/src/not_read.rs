//! What of a document was not read, said beside its draft.

use crate::context::Context;
use crate::output;
use greffe::{DraftDocument, Unseen, WhyUnseen};
use greffe_render::Lang;

/// Says what of a document was not read: pages that show a picture, words that nobody sees.
pub fn say(document: &DraftDocument, context: &Context) {
    textless(document, context);
    for unseen in &document.unseen {
        let said = match context.lang {
            Lang::Fr => french(unseen),
            Lang::En => english(unseen),
        };
        output::note(&format!("{} : {said}", document.name));
    }
}

/// Says which pages of a document show a picture and no text: what they say was not read.
fn textless(document: &DraftDocument, context: &Context) {
    if document.textless_pages.is_empty() {
        return;
    }
    let pages: Vec<String> = document.textless_pages.iter().map(u32::to_string).collect();
    let said = match (pages.len(), context.lang) {
        (1, Lang::Fr) => "une page sans texte, qui montre une image et n'a pas été lue :",
        (1, Lang::En) => "a page without text, which shows a picture and was not read:",
        (_, Lang::Fr) => "des pages sans texte, qui montrent une image et n'ont pas été lues :",
        (_, Lang::En) => "pages without text, which show a picture and were not read:",
    };
    output::note(&format!("{} : {said} {}", document.name, pages.join(", ")));
}

fn english(unseen: &Unseen) -> String {
    let count = characters(Lang::En, unseen);
    let why = match unseen.why {
        WhyUnseen::Struck => "struck out or deleted",
        WhyUnseen::Tiny => "in letters too small to be seen",
        WhyUnseen::Pale => "transparent, or white on white",
        WhyUnseen::Outside => "placed outside the page or cut off",
        WhyUnseen::Unsure => {
            return format!(
                "{count} that a reader may not see: kept in the text; compare with the document"
            );
        }
        WhyUnseen::Hidden => "hidden",
        _ => "for a reason that is not known here",
    };
    format!("{count} that a reader does not see ({why}): left out of the text")
}

fn french(unseen: &Unseen) -> String {
    let count = characters(Lang::Fr, unseen);
    let why = match unseen.why {
        WhyUnseen::Struck => "texte barré ou supprimé",
        WhyUnseen::Tiny => "lettres trop petites",
        WhyUnseen::Pale => "texte transparent, ou blanc sur blanc",
        WhyUnseen::Outside => "hors de la page, ou coupé",
        WhyUnseen::Unsure => {
            return format!(
                "{count} qu'un lecteur ne voit peut-être pas : dans le texte lu ; comparer avec le document"
            );
        }
        WhyUnseen::Hidden => "texte masqué",
        _ => "pour une raison qui n'est pas connue ici",
    };
    format!("{count} qu'un lecteur ne voit pas ({why}) : hors du texte lu")
}

fn characters(lang: Lang, unseen: &Unseen) -> String {
    let (fr, en) = (("caractère", "caractères"), ("character", "characters"));
    greffe_render::count(lang, unseen.characters, fr, en)
}
