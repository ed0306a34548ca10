//! Budget and share over time: one bar for each budget, the part that the subsidy is of it filled.

use super::desk::Desk;
use crate::figures;
use crate::ink::{Ink, typeset};
use crate::terms;
use crate::timeline::{Svg, WIDTH};
use crate::words;
use greffe_convention_state::ConventionView;
use greffe_domain::{Instrument, Money};
use maud::{Markup, PreEscaped, html};

/// The bars: where they begin, how long the longest is, and the height of a row.
const LEFT: i64 = 12;
const LONGEST: i64 = 736;
const ROW: i64 = 52;

/// One bar.
struct Bar {
    label: String,
    whole: Money,
    part: Option<Money>,
}

pub(super) fn section(desk: &Desk<'_>, view: &ConventionView) -> Markup {
    let cx = desk.cx;
    let rows = table(desk, view);
    let header = [
        cx.pick("Instrument", "Instrument"),
        cx.pick("Date d'effet", "Effective"),
        cx.pick("Budget", "Budget"),
        cx.pick("Subvention", "Subsidy"),
        cx.pick("Part dite", "Share stated"),
        cx.pick("Part calculée", "Share computed"),
    ];
    html! {
        @if rows.is_empty() {
            p.doubt { (cx.pick("Aucune source ne dit de budget.", "No source states a budget.")) }
        } @else {
            figure.picture { div.wide tabindex="0" role="group"
                aria-label=(cx.pick("Budget et part", "Budget and share")) {
                (PreEscaped(picture(desk, view)))
            } }
            (desk.table(cx.pick("Budget, subvention et part, par instrument",
                "Budget, subsidy and share, by instrument"), &header, &rows))
        }
    }
}

fn table(desk: &Desk<'_>, view: &ConventionView) -> Vec<Vec<Ink>> {
    let cx = desk.cx;
    let row = |step: &greffe_domain::Step<Money>| {
        let cells = terms::column(cx, view, &step.instrument);
        let cell = |fr: &str, en: &str| {
            let label = cx.lang().pick(fr, en);
            let found = cells.iter().find(|(l, _)| l == label).map(|(_, ink)| ink.clone());
            found.unwrap_or_default()
        };
        vec![
            Ink::new(words::instrument(cx.lang(), &step.instrument)),
            Ink::new(figures::date(cx.lang(), &step.effective)),
            cell("Budget", "Budget"),
            cell("Subvention", "Subsidy"),
            cell("Part dite", "Share stated"),
            Ink::join(", ", [cell("Part calculée", "Computed"), cell("Concordance", "Agreement")]),
        ]
    };
    view.budget_cents.steps.iter().map(row).collect()
}

/// The budgets in order, then the expense realised where a source states it.
fn bars(desk: &Desk<'_>, view: &ConventionView) -> Vec<Bar> {
    let cx = desk.cx;
    let lang = cx.lang();
    let mut bars: Vec<Bar> = Vec::new();
    for step in &view.budget_cents.steps {
        let share = view.shares.iter().find(|s| s.instrument == step.instrument);
        let amount = amount(view, &step.instrument);
        let budget = step.believed.value;
        let mut label = format!(
            "{}, {}{} {} {}",
            words::instrument(lang, &step.instrument),
            figures::date(lang, &step.effective),
            lang.pick("\u{a0}:", ":"),
            lang.pick("budget de", "budget of"),
            cx.money(budget),
        );
        if let Some(amount) = amount {
            let percent = share.and_then(|s| s.computed_percent.as_deref());
            let percent = percent.map(|p| format!(" ({})", figures::percent(lang, p)));
            label = format!(
                "{label}, {} {}{}",
                lang.pick("dont subvention de", "of which subsidy of"),
                cx.money(amount),
                percent.unwrap_or_default(),
            );
        }
        bars.push(Bar { label, whole: budget, part: amount });
    }
    if let Some(realised) = &view.realised_cents {
        let label = format!(
            "{}{} {}",
            lang.pick("Dépense réalisée", "Expense realised"),
            lang.pick("\u{a0}:", ":"),
            cx.money(realised.value)
        );
        bars.push(Bar { label, whole: realised.value, part: None });
    }
    bars
}

/// The subsidy in force by an instrument: its own, or the last one before it.
fn amount(view: &ConventionView, instrument: &Instrument) -> Option<Money> {
    let own = view.subsidy_cents.by(instrument).map(|s| s.value);
    let before = view.subsidy_cents.steps.iter().rev().find(|s| s.instrument <= *instrument);
    own.or_else(|| before.map(|s| s.believed.value))
}

fn picture(desk: &Desk<'_>, view: &ConventionView) -> String {
    let cx = desk.cx;
    let bars = bars(desk, view);
    let rows = i64::try_from(bars.len()).unwrap_or_default();
    let height = rows * ROW + 12;
    let title = cx.pick("Budget et part dans le temps", "Budget and share over time");
    let described: Vec<&str> = bars.iter().map(|bar| bar.label.as_str()).collect();
    let mut svg =
        Svg::new("budget-chart", cx.lang(), (WIDTH, height), (title, &described.join(". ")));
    svg.shape("rect", &[("class", &"paper"), ("width", &WIDTH), ("height", &height)]);
    let longest = bars.iter().map(|bar| bar.whole).max().unwrap_or(Money::ZERO);
    for (at, bar) in (0i64..).zip(&bars) {
        let top = at * ROW + 8;
        svg.text(LEFT, top + 12, "start", "", &typeset(&bar.label));
        let class = if bar.part.is_some() { "hollow" } else { "hollow possible" };
        let mut draw = |class: &str, amount: Money| {
            svg.shape(
                "rect",
                &[
                    ("class", &class),
                    ("x", &LEFT),
                    ("y", &(top + 20)),
                    ("width", &length(amount, longest)),
                    ("height", &16),
                ],
            );
        };
        draw(class, bar.whole);
        if let Some(part) = bar.part {
            draw("mark", part.min(bar.whole));
        }
    }
    svg.finish()
}

/// How long a bar is, in whole steps; what is not above zero has none.
fn length(amount: Money, longest: Money) -> i64 {
    let (amount, longest) = (i128::from(amount.cents().max(0)), i128::from(longest.cents().max(1)));
    i64::try_from(amount * i128::from(LONGEST) / longest).unwrap_or(LONGEST)
}
