//! The timeline: a picture, then the same facts as a table with their sources, and when the ledger
//! learned them.

use super::desk::Desk;
use crate::figures;
use crate::history;
use crate::ink::Ink;
use crate::timeline::{BROAD, NARROW, extent, moments, panels};
use greffe_inquiry::Timeline;
use maud::{Markup, PreEscaped, html};

/// How many rows of the picture stand together on screen and paper, under their own line of months.
const ROWS: usize = 10;

pub(super) fn section(desk: &Desk<'_>, timeline: &Timeline) -> Markup {
    let cx = desk.cx;
    let moments = moments(timeline);
    let row = |moment: &history::Moment| {
        vec![Ink::new(figures::date(cx.lang(), moment.when())), history::line(cx, moment)]
    };
    let rows: Vec<Vec<Ink>> = moments.iter().map(row).collect();
    let header = [cx.pick("Date", "Date"), cx.pick("Fait", "Fact")];
    let pictures = |format| panels(format, cx.lang(), cx.refs, timeline, ROWS);
    let caption = cx.pick(
        "Les faits de la frise, avec leur source",
        "The facts of the timeline, with their source",
    );
    html! {
        p { (extent(cx.lang(), timeline, &moments)) ". "
            (cx.pick(
                "Un disque est un jour\u{a0}; une barre, l'intervalle dans lequel le fait se place\u{a0}; une flèche, une fin qu'aucune source ne dit.",
                "A disc is a day; a bar, the span in which the fact lies; an arrow, an end that no source states.",
            )) }
        // One of the two is shown, by the width of the screen; paper has the broad one.
        @for (class, format) in [("picture broad", BROAD), ("picture narrow", NARROW)] {
            @for picture in pictures(format) { figure class=(class) { (PreEscaped(picture)) } }
        }
        div.dates { (desk.table(caption, &header, &rows)) }
        (learned(desk, timeline))
    }
}

/// The second clock.
fn learned(desk: &Desk<'_>, timeline: &Timeline) -> Markup {
    let cx = desk.cx;
    let row = |group: greffe_inquiry::Learned| {
        let size = u64::try_from(group.entries.len()).unwrap_or(u64::MAX);
        vec![
            Ink::new(group.from.to_string()),
            Ink::new(group.to.to_string()),
            Ink::new(group.by),
            Ink::new(figures::number(cx.lang(), size)),
        ]
    };
    let rows: Vec<Vec<Ink>> = timeline.learned().into_iter().map(row).collect();
    let header = [
        cx.pick("De", "From"),
        cx.pick("À", "To"),
        cx.pick("Inscrit par", "Recorded by"),
        cx.pick("Inscriptions", "Entries"),
    ];
    html! {
        h3 { (cx.pick("Quand le registre l'a appris", "When the ledger learned it")) }
        (desk.table(cx.pick("Instants d'inscription (UTC)", "Instants of recording (UTC)"),
            &header, &rows))
    }
}
