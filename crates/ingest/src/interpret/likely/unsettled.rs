//! What is noted of an act that settles nothing: the sum that was asked for and refused, the budget year.

use super::super::reading::{Reading, Remark};
use super::{about, titled};
use crate::draft::{Figure, Seems};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{Event, Money};

/// Whom a body itself asks.
pub(super) static ELSEWHERE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:DETR|DSIL|FEDER|FEADER|LEADER|FNADT|ADEME|DRAC|CAF|auprès|à l'(?:État|Etat|Europe|Agence)|au (?:Département|Conseil)|à la Région|fonds (?:vert|européens?))\b",
    )
});

/// Who asks: *sollicite 500 €*, *demande une aide de 500 €*.
pub(super) static ASKS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:sollicit|demand|souhait)\p{L}* (?:[^;.€]{0,60}?\b(?:subvention|aide|participation|concours)\b[^;.€]{0,60}? (?:de|à hauteur de) |(?:une somme de |la somme de )?)$",
    )
});

/// What became of it, as a whole.
static REFUSED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:rejet[ée]e?s?|rejette|refus[ée]e?s?|refuse|n'est pas adopt[ée]e?|pas recueilli)\b",
    )
});

/// Notes as put to the vote the one sum that was asked for where the act refuses it.
pub(in super::super) fn note_refused(reading: &mut Reading<'_>) {
    let refused = !reading.adopted && reading.sentences.iter().any(|s| s.says(&REFUSED));
    let granted = reading.facts.iter().any(|fact| matches!(fact.event, Event::SubsidyGranted(_)));
    if !refused || granted {
        return;
    }
    let asked: Vec<Found<Money>> = reading
        .sentences
        .iter()
        .flat_map(|s| s.amounts.iter().filter(|sum| s.leads_to(&ASKS, sum)))
        .cloned()
        .chain(titled::sum(reading))
        .collect();
    let [sum] = asked.as_slice() else { return };
    reading.remarks.push(Remark {
        what: format!("{} was asked for and refused", sum.value),
        range: sum.range.clone(),
        code: "amount-seen",
        figure: Some(Figure::Amount(sum.value, Seems::Subsidy)),
    });
}

/// Notes the budget year of an act about a subsidy of which no fact names one: of a grant that is rejected, put off or not
/// read.
pub(in super::super) fn note_exercise(reading: &mut Reading<'_>) {
    let held = reading.facts.iter().any(|fact| match &fact.event {
        Event::SubsidyGranted(granted) => granted.exercise.is_some(),
        _ => false,
    });
    let Some(year) = reading.exercise.clone().filter(|_| !held) else { return };
    if about(reading) {
        let what = format!("the act names the budget year {}, and no fact holds it", year.value);
        reading.remarks.push(Remark {
            range: year.range,
            code: "exercise-seen",
            what,
            figure: Some(Figure::Exercise(year.value)),
        });
    }
}
