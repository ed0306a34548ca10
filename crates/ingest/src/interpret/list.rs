//! Grants in a list or table: one row, one beneficiary, one amount.
//!
//! Rows are read by [`super::rows`]; this room decides which blocks of rows are grants of the act,
//! which of several columns is the decision, and whether the rows give the total that the text
//! states. A row is sure only when all rows together do and the operative part announces them: a
//! row misread, or one too few, would not add up.

mod annexed;
mod nobody;
mod others;
pub(super) mod single;
mod twice;

use super::cells;
use super::fact::{Fact, Passages};
use super::fielded;
use super::form;
use super::grid;
use super::inline;
use super::reading::{OF_THE_BUDGET, Reading, cut, year_of_title};
use super::records;
use super::rows::{Block, Headings, Row, blocks_in_figures, spaced_blocks, without_places};
use super::sentence::{Sentence, Zone};
use super::thousands;
use crate::draft::Seems;
use crate::recognise::{Found, Identifier, Pattern, compile, identifiers, tail};
use greffe_domain::{BeneficiaryIdentified, BeneficiaryRef, Grade, Money, SubsidyGranted, slug};
use nobody::{lent, of_payments_or_funders, schedule};
use others::{
    accounts, ends_in_rates, finances, lines_of_a_budget, note, other_columns, parts_of_one, seen,
    year,
};
use std::ops::Range;
use twice::{goes_on_in_figures, once};

/// What announces that the lines behind it are grants.
static ANNOUNCED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:attribue|accorde|alloue|octroie|attribuer|accorder|allouer|octroyer|verser|fixer?|fixe",
        r"|attribu[ée]e?s?|accord[ée]e?s?|allou[ée]e?s?|apporter|approuve|vote|votée?s?|décide)\b",
        r"[^;]{0,160}?\b(?:subventions|aides|sommes|montants|dotations|participations|apports)\b|d'apporter\b",
        r"|\b(?:subventions|aides|sommes|montants|dotations|participations)\b[^;]{0,120}? (?:sont|seront|soient) (?:attribu|accord|allou|octroy|vers|vot|approuv)ée?s\b|\bsubventions (?:allou|attribu|accord)ées\b[^;]{0,120}? (?:sont|seront|soient) (?:fix|arrêt)ées\b",
        r"|\b(?:subventions|aides|fonds de concours) (?:suivante?s|ci-après|ci-dessous|qui suivent)",
        r"|\b(?:attribue|accorde|alloue|octroie|verse|attribuer|accorder|allouer|octroyer|verser|donner)\b[^;:]{0,60}? aux? (?:associations|organismes|structures|clubs|bénéficiaires) (?:suivante?s|ci-après|ci-dessous)",
        // *accepte de verser pour l'année 2031 :*, and the rows below
        r"|\b(?:attribue|accorde|alloue|octroie|verse|attribuer|accorder|allouer|octroyer|verser|donner)\b[^;:.]{0,80}:[ \n]*(?:[-–—•\n]|$)",
        r"|\b(?:approuve|approuver|adopte|adopter|arrête|arrêter|fixe|fixer|valide|valider|vote|voter|retient|retenir) (?:la|cette) (?:répartition|ventilation|liste|programmation)\b",
        r"|\b(?:approuve|approuver|adopte|adopter|arrête|arrêter|valide|valider|vote|voter|retient|retenir|soutient|soutenir) (?:le|la|les) (?:programme|projets?|actions?|dossiers?|opérations?|propositions?|demandes?) (?:d'actions? |\p{L}+ )?(?:suivante?s?|ci-après|ci-dessous)\b"
    ))
});

static ABOVE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:ci-dessus|(?:subventions|aides|sommes|montants|dotations|participations) (?:ainsi |telles que )?propos[ée]e?s|ces (?:subventions|aides|sommes|dotations|participations)|susvisée?s?|susmentionnée?s?|précitée?s?|(?:dans|selon) le tableau|(?:figurant|port[ée]e?s|d[ée]sign[ée]e?s|inscrite?s|mentionn[ée]e?s|list[ée]e?s|reprise?s) (?:au tableau|(?:dans|à|sur) (?:la colonne|la derni[èe]re colonne|la liste|le tableau))|de (?:la (?:derni[èe]re )?|l'avant-derni[èe]re )colonne|du tableau (?:sont|ci)|ci-avant|plus haut|(?:[ée]num[ée]r|list|d[ée]taill|mentionn|expos|pr[ée]sent|d[ée]crit|indiqu|propos)[ée]?e?s? (?:au|aux|dans l[ea]|dans l') ?(?:points? |paragraphes? |titre |chapitre |partie )?(?:[IVX]{1,4}|\d|rapport|expos[ée]|tableau))\b",
    )
});

/// The words of a matter that is about grants.
static ABOUT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subventions?|aides? (?:aux?|à)|associations?|soutien|dotations?|répartition)\b",
    )
});

/// The words before rows that tell of something past, or of something else than grants.
static ELSE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:rappel|pour mémoire|l'an(?:née)? (?:dernier|passée?|précédente?)|(?:avait|avaient|ont|on a) (?:donné|versé|attribué)|a (?:donné|versé)|anciens? (?:montants?|tarifs?|chiffres?)|anciennes? (?:subventions?|aides?|sommes?)",
        r"|recettes|charges|tarifs?|plan de financement|prévus?\b[^\n]*\bréalisés?|budgété|compte de résultat|décompte|(?:évalu|valoris)ée?s?|mises? à disposition|(?:avantages?|aides?|apports?|concours|soutiens?) en nature|apport(?:e|ent|er)\b[^.;:\n]{0,40}\ben nature|à titre (?:gracieux|gratuit)|gracieusement|d'après l'activité|budget primitif|section|pour\s+contre|abstentions?)\b"
    ))
});

/// *identiques à celles de l'an dernier*, *reconduire les montants de l'an passé*: what is decided is compared with another year, and is of this one.
static COMPARED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:par rapport (?:à|aux)|comme|que|(?:identiques?|[ée]gale?s?|sup[ée]rieure?s?|inf[ée]rieure?s?|conformes?) (?:à|aux)) (?:(?:celles?|ceux|celui|montants) (?:de )?)?l'an(?:née)? (?:dernier|derni[èe]re|pass[ée]{1,2}|précédente?)\b|\b(?:recondui\p{L}*|reconduction|renouvel\p{L}+|repren(?:d|dre|ons)|maint(?:ien|enir|enus?|enues?|ient)|conserver) [^.;\n]{0,50}?(?:de )?l'an(?:née)? (?:dernier|derni[èe]re|pass[ée]{1,2}|précédente?)\b",
    )
});

/// *a attribué les subventions suivantes*: what follows is what was decided.
static THOSE_BELOW: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subventions|aides|sommes|dotations|participations)\b[^.;]{0,30}\b(?:suivantes|ci-apr[èe]s|ci-dessous)\b",
    )
});

/// Rows that name nobody.
static NOBODY: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:pour|contre|abstentions?|votants|(?:nombre|nb) d.*|pr[ée]sents?|(?:absents?|excus[ée]s?|repr[ée]sent[ée]s?|procurations?|mandats?|en exercice|quorum|majorit[ée])\b.*|(?:délégués|membres|conseillers|élus)\b.*|pouvoirs?|bulletins?.*|suffrages?.*|(?:subventions? )?non[- ](?:affect|répart|ventil|attribu)[ée]?i?e?s?|total\p{L}*|sous-total|enveloppe (?:de l'ann[ée]e|annuelle|pr[ée]vue|vot[ée]e|globale|[àa] r[ée]partir)|solde\b.*|natures?(?: montants?)?|part annulée|(?:subvention|aide) (?:définitive|annulée|initiale)|réserve|provision|divers|enveloppe|crédits?|reste|disponible|fonctionnement|investissement|équipement|budget\b.*|dépenses?\b.*|recettes?\b.*",
        r"|(?:adopt|approuv|accept|rejet|vot)[ée]e?s?\b.*|subventions? \p{Ll}.*|(?:subventions?|montants?|exercice|années?)(?: \p{L}+){0,4}|associations?|bénéficiaires?|(?:(?:(?:premi[eè]re?|second|seconde|deuxi[èe]me|troisi[èe]me|derni[eè]re?|\d{1,2} ?(?:er|[èe]re|[èe]me|nde?|e)) )?(?:acomptes?|avances?|versements?|[ée]ch[ée]ances?|tranches?)|(?:aide|somme|subvention|montant)s? (?:demand|sollicit|propos)[ée]e?s?|(?:à|reste à|solde à|montant à) (?:re)?verser|reliquats?|trop[- ]perçu|reste|déjà (?:versé|réglé|payé|perçu)|écart|report|subvention due|montant (?:attribué|accordé|voté|initial|retenu|justifié)|dépenses (?:prévues|retenues|réalisées|justifiées|éligibles)|crédit à annuler|taux)\b.*|.*\bcrédits? (?:ouverts?|inscrits?|disponibles?|votés?)\b.*)$"
    ))
});

/// Adds the grants of a list; whether there was one.
pub(crate) fn read(reading: &mut Reading<'_>) -> bool {
    if !reading.adopted || (reading.avenant.is_some() && !beside_an_avenant(reading)) {
        return false;
    }
    let announced = reading.in_zones(&[Zone::Articles]).into_iter().find_map(|at| {
        let sentence = reading.sentence(at).filter(|s| s.says(&ANNOUNCED))?;
        Some(sentence.range())
    });
    let titled = reading.setting.title.as_deref().is_some_and(|title| ABOUT.is_match(title));
    // Behind the decision stand the tables of votes.
    let several = reading.setting.several;
    let told = reading.sentences.iter().filter(|s| several || s.zone != Zone::After);
    let ends = told.map(|s| s.range().end);
    let (Some(start), Some(end)) = (reading.sentences.first().map(|s| s.at), ends.max()) else {
        return false;
    };
    // *Les subventions ci-dessus*: the table stands before the words that decide it.
    let above = announced.as_ref().is_some_and(|said| ABOVE.is_match(reading.words(said)));
    let whole = above || reading.setting.several;
    let start = announced.as_ref().filter(|_| !whole).map_or(start, |a| a.start);
    let mut list = List { announced, above, titled, annexed: false };
    if list.read(reading, &(start..end)) {
        return true;
    }
    list.annexed = true;
    let mut found = false;
    for annex in annexed::stretches(reading) {
        found |= list.read(reading, &annex);
    }
    found
}

/// Whether an act that approves an avenant grants by a list, too: *d'attribuer les aides aux bénéficiaires désignés en annexe*,
/// *les subventions du tableau ci-dessus sont attribuées*.
fn beside_an_avenant(reading: &Reading<'_>) -> bool {
    let lists = |at: usize| {
        let sentence = reading.sentence(at)?;
        let own = !sentence.text.to_lowercase().contains("avenant");
        let elsewhere = || annexed::says(sentence) || sentence.says(&ABOVE);
        (own && sentence.says(&ANNOUNCED) && elsewhere()).then_some(())
    };
    reading.in_zones(&[Zone::Articles]).into_iter().any(|at| lists(at).is_some())
}

/// What is known of a list before its rows are read.
struct List {
    /// The words that announce it.
    announced: Option<Range<usize>>,
    /// Whether they say that it stands above them.
    above: bool,
    /// Whether the title is about grants.
    titled: bool,
    /// Whether it is annexed behind the foot, and the act says so.
    annexed: bool,
}

impl List {
    /// Adds the grants of the rows in a stretch; whether there were any.
    fn read(&self, reading: &mut Reading<'_>, stretch: &Range<usize>) -> bool {
        let mut found = false;
        let mut kept = Vec::new();
        let mut told = inline::blocks(reading.folded, stretch, self.titled);
        told.extend(records::block(reading.rows, stretch));
        told.extend(spaced_blocks(reading.rows, stretch));
        told.extend(cells::blocks(reading.rows, stretch));
        told.extend(fielded::blocks(reading.rows, stretch));
        told.extend(grid::blocks(reading.cells, reading.printed, stretch));
        let alone = blocks_in_figures(reading.rows, stretch);
        for mut block in beside(alone, &told).into_iter().chain(told) {
            thousands::told_above(reading, &mut block);
            if accounts(&block) {
                let sums = block.rows.iter().flat_map(|row| row.sums.clone());
                let sums = sums.filter(|sum| year(reading.rows, sum).is_none()).collect();
                note(reading, sums, Seems::Other, "stands in the accounts of whoever asks");
                continue;
            }
            without_places(&mut block.rows);
            let near = self.near(&block);
            if !self.of_grants(reading, &block) {
                in_euros(reading, &block);
                continue;
            }
            block.annexed = self.annexed;
            kept.push((block, near));
        }
        once(&mut kept);
        for (block, near) in kept {
            found |= grants(reading, &block, self.announced.as_ref().filter(|_| near));
        }
        found
    }

    /// Whether words of decision lead to a block.
    fn near(&self, block: &Block) -> bool {
        self.announced.as_ref().is_some_and(|said| self.above || said.start <= block.lead.end)
    }

    /// Whether a block may be one of grants, by the words before it and its headings.
    fn of_grants(&self, reading: &Reading<'_>, block: &Block) -> bool {
        // What the sentence before tells of is another matter.
        let lead = reading.words(&block.lead);
        let lead = lead.rfind(". ").and_then(|stop| lead.get(stop + 2..)).unwrap_or(lead);
        // A line that ends with a colon leads to the rows by itself.
        let last = lead.trim_end().rsplit('\n').next().unwrap_or(lead);
        let lead = if last.ends_with(':') && last.len() > 24 { last } else { lead };
        // What heads the columns says what they are, whatever was told above it.
        let heads = reading.rows.get(block.lead.clone()).unwrap_or_default().trim_end();
        let heads = heads.rsplit('\n').next().filter(|line| line.contains('\t'));
        let lead = heads.unwrap_or(lead);
        // The words before the rows of a sentence say that something is granted.
        let about = block.recorded || block.in_a_sentence || ABOUT.is_match(lead);
        // So does the heading of the column, where another heads those who receive.
        let about = about || (block.headings == Headings::Decision && block.receivers.is_some());
        // *L'an dernier on avait donné 500 € en tout.*: it tells its own sum, and leads to no rows.
        let tells_its_own = lead.trim_end().ends_with('.') && lead.contains('€');
        if over_the_rows(reading, block).any(lines_of_a_budget) {
            return false;
        }
        let right_over = over_the_rows(reading, block).next().unwrap_or_default();
        if parts_of_one(lead) || ends_in_rates(reading, block, right_over) {
            return false;
        }
        if over_the_rows(reading, block).any(of_payments_or_funders) {
            return false;
        }
        let else_where = ELSE.is_match(&COMPARED.replace_all(lead, ""))
            && !tells_its_own
            && !block.recorded
            && !matches!(block.headings, Headings::Decision | Headings::Doubtful)
            && !THOSE_BELOW.is_match(lead);
        !finances(block)
            && !else_where
            && (self.near(block) || self.titled || about || self.annexed)
    }
}

/// So far, in bytes, the headings of columns reach up.
const HEADS: usize = 400;

/// The lines in columns that stand right over the rows of a block.
fn over_the_rows<'r>(reading: &'r Reading<'_>, block: &Block) -> impl Iterator<Item = &'r str> {
    let first = block.rows.first().and_then(|row| row.name.first());
    let first = first.map_or(block.lead.end, |name| name.range.start);
    let words = tail(reading.rows.get(..first).unwrap_or_default(), HEADS);
    words.lines().rev().take(4).filter(|line| line.contains('\t'))
}

/// Notes the figures of a table that grants nothing and says above its columns that they are euros.
fn in_euros(reading: &mut Reading<'_>, block: &Block) {
    static UNIT: Pattern =
        Pattern::new(|| compile(r"(?i)\((?:en |montants? en )?(?:euros|€)\)|\ben (?:euros|€)"));
    if !UNIT.is_match(reading.words(&block.lead)) {
        return;
    }
    let bare = |sum: &Found<Money>| {
        let said = reading.rows.get(sum.range.clone()).unwrap_or_default();
        year(reading.rows, sum).is_none() && !said.contains(['€', 'e', 'E'])
    };
    let sums = block.rows.iter().flat_map(|row| &row.sums).filter(|sum| bare(sum));
    let sums: Vec<Found<Money>> = sums.cloned().collect();
    note(reading, sums, Seems::Other, "stands in a table in euros and is nobody's grant");
}

/// The blocks of rows without what a sentence tells as rows of its own.
fn beside(blocks: Vec<Block>, told: &[Block]) -> Vec<Block> {
    let mut lines: Vec<&Range<usize>> =
        told.iter().flat_map(|block| &block.rows).map(|row| &row.line).collect();
    lines.sort_by_key(|line| line.start);
    let inside = |row: &Row| {
        let behind = lines.partition_point(|line| line.start < row.line.end);
        let last = behind.checked_sub(1).and_then(|at| lines.get(at));
        last.is_some_and(|line| row.line.start < line.end)
    };
    let own = |mut block: Block| {
        block.rows.retain(|row| !inside(row));
        (!block.rows.is_empty()).then_some(block)
    };
    blocks.into_iter().filter_map(own).collect()
}

/// The rows of a block that are grants, with the amount that was decided.
fn grants(reading: &mut Reading<'_>, block: &Block, announced: Option<&Range<usize>>) -> bool {
    let mut starts: Vec<usize> = block.rows.iter().map(|row| row.line.start).collect();
    starts.sort_unstable();
    let rows: Vec<(&Row, Found<Money>)> = block
        .rows
        .iter()
        .filter(|row| {
            let nobody = |name: &str| NOBODY.is_match(name) || lent(name);
            !row.name.first().is_some_and(|name| nobody(&name.value))
        })
        .filter(|row| !row.sums.iter().all(|sum| year(reading.rows, sum).is_some()))
        .filter(|row| !row.sums.last().is_some_and(|sum| is_dash(reading.rows, sum)))
        .filter(|row| !refused(reading, &starts, row))
        // The decision is the last column: what was asked for and other years stand before it.
        .filter_map(|row| Some((row, row.sums.last()?.clone())))
        .collect();
    let parts = block.headings == Headings::Parts;
    for row in block.rows.iter().filter(|_| parts) {
        let name = row.full_name();
        let doubt = "the table gives parts of a grant, and no column says what is granted";
        receives(reading, row, name, row.siret.clone(), Some(doubt.to_owned()));
    }
    for (sum, seems) in &block.others {
        note(reading, vec![sum.clone()], *seems, "stands in a column beside that of the decision");
    }
    if rows.len() < 2 || counts(reading, &rows) || schedule(block) {
        return false;
    }
    in_kind_alone(reading, block);
    seen(reading, block, &rows);
    other_columns(reading, block, &rows);
    let sum = rows.iter().try_fold(Money::ZERO, |sum, (_, one)| sum.checked_add(one.value));
    let elsewhere = block.rows.iter().filter(|row| !rows.iter().any(|(r, _)| r.line == row.line));
    let mut totals: Vec<Money> =
        elsewhere.flat_map(|row| row.sums.iter().map(|s| s.value)).collect();
    totals.extend(block.totals.iter().map(|total| total.value));
    totals.extend(stated_totals(reading));
    let adds_up = sum.is_some_and(|sum| totals.contains(&sum));
    if let (false, Some(total)) = (adds_up, block.totals.last()) {
        let read = sum.map_or_else(String::new, |sum| sum.to_string());
        let what = format!("the rows come to {read}, the text states a total of {}", total.value);
        reading.remark(total.range.clone(), "total-differs", what);
    }
    let guessed = if reading.exercise.is_none() { exercise(reading, block, &rows) } else { None };
    let columns = rows.iter().any(|(row, _)| row.sums.len() > 1);
    // *Voté 2031* over the decision, and an other year somewhere in the act.
    let told = matches!(block.headings, Headings::Decision | Headings::Doubtful);
    let headed = block.year.clone().filter(|_| told);
    let other_year = headed.as_ref().is_some_and(|headed| {
        reading.exercise.as_ref().is_some_and(|stated| stated.value != headed.value)
    });
    let doubt = match (adds_up, &reading.exercise) {
        _ if reading.setting.doubt.is_some() => reading.setting.doubt.clone(),
        (false, _) => {
            Some("the rows of the list do not add up to a total that the text states".to_owned())
        }
        _ if other_year => Some(
            "the heading of the column names another budget year than the act does elsewhere"
                .to_owned(),
        ),
        _ if announced.is_none() => {
            Some("no words of decision announce this list of amounts".to_owned())
        }
        _ if rows.iter().any(|(row, _)| goes_on_in_figures(reading.rows, row)) => {
            Some("a figure stands alone below a row; the name above it may go on there".to_owned())
        }
        _ if block.annexed => Some(annexed::DOUBT.to_owned()),
        _ if block.headings == Headings::Dashed => Some(
            "a dash parts who receives and what for in each row; check which is which".to_owned(),
        ),
        _ if block.in_a_sentence => {
            Some("the grants stand in one sentence; check who receives which".to_owned())
        }
        _ if block.headings == Headings::Doubtful => Some(
            "the table has several columns; the one whose heading says what was decided is taken"
                .to_owned(),
        ),
        _ if columns => Some("the rows have several columns; the last is taken".to_owned()),
        (_, None) => Some("the text names no budget year (exercice) for these grants".to_owned()),
        _ if reading.of_the_budget => Some(OF_THE_BUDGET.to_owned()),
        _ => None,
    };
    let given = form::of_rows(reading, announced, &block.lead);
    let given = given.or_else(|| form::of_heads(reading, block));
    let given = given.or_else(|| form::of_lead(reading, block));
    for (row, sum) in rows {
        let year = headed.clone().or_else(|| reading.exercise.clone());
        let year = year.or_else(|| guessed.clone());
        let fits = row.name.first().is_some_and(|name| form::may_be_one(&name.value));
        let given = given.as_ref().filter(|_| fits && row.form.is_none());
        let titled = given.is_some_and(|(_, titled)| *titled);
        let doubt = doubt.clone().or_else(|| titled.then(|| form::OF_THE_TITLE.to_owned()));
        let own = row.form.clone().or_else(|| row.name.first().and_then(form::of_name));
        let form = own.or_else(|| given.map(|(form, _)| form.clone()));
        add(reading, row, (sum, year), form, doubt.as_deref());
    }
    true
}

/// Those to whom a table gives something in kind and no money: they receive, too.
fn in_kind_alone(reading: &mut Reading<'_>, block: &Block) {
    let given = |row: &Row| {
        let own = |(sum, seems): &(Found<Money>, Seems)| {
            *seems == Seems::InKind && row.line.contains(&sum.range.start)
        };
        row.sums.is_empty() && block.others.iter().any(own)
    };
    for row in block.rows.iter().filter(|row| given(row)) {
        let name = row.full_name();
        let doubt = "the table gives this body something in kind, and no money";
        receives(reading, row, name, row.siret.clone(), Some(doubt.to_owned()));
    }
}

/// Whether the words between a row and the next one, of all that begin at `starts`, say that it was refused or put off.
fn refused(reading: &Reading<'_>, starts: &[usize], row: &Row) -> bool {
    static REFUSED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[^€]{0,160}\b(?:refus[ée]e?s?|rejet[ée]e?s?|ajourn[ée]e?s?|renvoy[ée]e?s?|non retenue?s?)\b",
        )
    });
    let Some(sum) = row.sums.last() else { return false };
    let next = starts.get(starts.partition_point(|at| *at <= row.line.start)).copied();
    let end = next.unwrap_or(row.line.end).max(row.line.end);
    reading.rows.get(sum.range.end..end).is_some_and(|behind| REFUSED.is_match(behind))
}

/// Whether a dash stands where a figure was due: nothing was decided.
fn is_dash(rows: &str, sum: &Found<Money>) -> bool {
    let said = rows.get(sum.range.clone()).unwrap_or_default();
    sum.value == Money::ZERO && !said.chars().any(|c| c.is_ascii_digit())
}

/// Whether the figures of some rows count something: numbers below a hundred, none of which has a unit.
fn counts(reading: &Reading<'_>, rows: &[(&Row, Found<Money>)]) -> bool {
    rows.iter().all(|(_, sum)| {
        let figure = reading.rows.get(sum.range.clone()).unwrap_or_default().trim();
        figure.len() < 3 && figure.chars().all(|c| c.is_ascii_digit())
    })
}

/// The budget year of a table that no sentence names: the last in its head, else that of the title.
fn exercise(
    reading: &Reading<'_>,
    block: &Block,
    rows: &[(&Row, Found<Money>)],
) -> Option<Found<i32>> {
    static YEAR: Pattern = Pattern::new(|| compile(r"\b(?P<year>(?:19|20)\d\d)\b"));
    if block.year.is_some() {
        return block.year.clone();
    }
    let nobody = block.rows.iter().filter(|row| !rows.iter().any(|(r, _)| r.line == row.line));
    let head = nobody.flat_map(|row| &row.sums);
    let mut head =
        head.filter_map(|sum| Some(Found::new(sum.range.clone(), year(reading.rows, sum)?)));
    let title = || year_of_title(reading);
    // *voté 2031* over the column of the decision
    let column = || {
        let lead = reading.rows.get(block.lead.clone())?.trim_end();
        let last = lead.rsplit('\n').next()?;
        let cell = last.rsplit('\t').next().filter(|_| last.contains('\t'))?;
        let found = YEAR.find_iter(cell).last()?;
        let from = block.lead.start + lead.len() - cell.len() + found.start();
        Some(Found::new(from..from + found.len(), found.as_str().parse().ok()?))
    };
    head.next_back().or_else(column).or_else(title)
}

/// Totals that a sentence states: *des subventions dont le total s'élève à …*.
fn stated_totals(reading: &Reading<'_>) -> Vec<Money> {
    static TOTAL: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:total|totale|montant global|ensemble|somme de|d'un montant de)\b")
    });
    let told = |s: &&Sentence<'_>| s.says(&TOTAL);
    let sentences = reading.sentences.iter().filter(told);
    sentences.flat_map(|s| s.amounts.iter().map(|amount| amount.value)).collect()
}

/// Adds the grant of a row, and the number that identifies who receives it.
pub(super) fn add(
    reading: &mut Reading<'_>,
    row: &Row,
    (sum, year): (Found<Money>, Option<Found<i32>>),
    form: Option<Found<String>>,
    doubt: Option<&str>,
) {
    let name = row.full_name();
    let stated = year.as_ref().map(|year| year.value);
    let dated = stated.or_else(|| reading.setting.act_date.year());
    let year_part = dated.map_or_else(|| "sans-exercice".to_owned(), |year| year.to_string());
    let path =
        format!("convention/{}/{year_part}/{}", reading.setting.institution, cut(&slug(&name)));
    let Ok(stream) = path.parse() else { return };
    let told = form.is_none().then(|| reading.forms.form_of(reading.folded, &name)).flatten();
    let doubt =
        doubt.or_else(|| told.as_ref().is_some_and(|(_, next)| *next).then_some(form::OF_THE_NEXT));
    let form = form.or_else(|| told.map(|(form, _)| form));
    let mut passages = Passages::of(row.line.clone());
    passages.field(sum.range, "/amount_cents");
    for part in &row.name {
        passages.field(part.range.clone(), "/beneficiary/name");
    }
    let legal_form = passages.value(form, "/beneficiary/legal_form");
    let event = SubsidyGranted {
        amount_cents: sum.value,
        beneficiary: BeneficiaryRef { name: name.clone(), legal_form },
        exercise: passages.value(year, "/exercise"),
        purpose: passages.value(row.object.clone(), "/purpose"),
        assignment: None,
        budget_cents: None,
        share: None,
        in_kind: None,
        act: reading.setting.act.clone(),
    };
    let effective = reading.decided();
    let doubt = doubt.map(str::to_owned);
    reading.facts.push(Fact {
        stream,
        event: event.into(),
        effective,
        grade: Grade::Act,
        passages,
        causes: Vec::new(),
        doubt: doubt.clone(),
    });
    identified(reading, row, name, doubt);
}

/// The registration number that stands in a row. Its check digit tells it from a coincidence;
/// where that fails the number is kept as written, for a person to look at.
fn identified(reading: &mut Reading<'_>, row: &Row, name: String, doubt: Option<String>) {
    let Some(siret) = row.siret.clone() else { return };
    let said = format!("SIRET {}", siret.value);
    let sound = matches!(identifiers(&said).first().map(|f| &f.value), Some(Identifier::Siret(_)));
    let doubt = doubt
        .or_else(|| (!sound).then(|| "the check digit of this SIRET does not hold".to_owned()));
    receives(reading, row, name, Some(siret), doubt);
}

/// Who receives by a row, with the number by which he is registered.
fn receives(
    reading: &mut Reading<'_>,
    row: &Row,
    name: String,
    siret: Option<Found<String>>,
    doubt: Option<String>,
) {
    let mut passages = Passages::of(row.line.clone());
    for part in &row.name {
        passages.field(part.range.clone(), "/name");
    }
    let event = BeneficiaryIdentified {
        name,
        legal_form: passages.value(row.form.clone(), "/legal_form"),
        siren: None,
        siret: passages.value(siret, "/siret"),
        rna: None,
        seat: None,
        representative: None,
    };
    reading.identify(event, passages, doubt);
}
