//! Budget and share over time: one bar for each budget, the part that the subsidy is of it filled.

use super::desk::Desk;
use crate::figures;
use crate::ink::{Ink, typeset};
use crate::style::Lang;
use crate::terms;
use crate::timeline::{Svg, WIDTH};
use crate::words;
use greffe_convention_state::ConventionView;
use greffe_domain::Money;
use maud::{Markup, PreEscaped, html};

/// Where the bars begin, and how much room is left behind the longest.
const LEFT: i64 = 12;
const RIGHT: i64 = 12;
/// The height of a line of words, and of a bar with the room below it.
const LINE: i64 = 16;
const BAR: i64 = 36;

/// How a picture is laid out.
#[derive(Clone, Copy)]
struct Format {
    name: &'static str,
    width: i64,
    /// Whether each part of a label has a line of its own.
    stacked: bool,
}

const BROAD: Format = Format { name: "budget-chart", width: WIDTH, stacked: false };
/// For a telephone.
const NARROW: Format = Format { name: "budget-chart-narrow", width: 366, stacked: true };

/// One bar.
struct Bar {
    /// Of what, then what it is, and the part of it.
    label: Vec<String>,
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
            // One of the two is shown, by the width of the screen; paper has the broad one.
            @for (class, format) in [("picture broad", BROAD), ("picture narrow", NARROW)] {
                figure class=(class) { (PreEscaped(picture(desk, view, format))) }
            }
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
        let amount = share.and_then(|share| share.subsidy_cents);
        let budget = step.believed.value;
        let of = format!(
            "{}, {}",
            words::instrument(lang, &step.instrument),
            figures::date(lang, &step.effective),
        );
        let budget_of = lang.pick("budget de", "budget of");
        let mut label = vec![of, format!("{budget_of} {}", cx.money(budget))];
        if let Some(amount) = amount {
            let percent = share.and_then(|s| s.computed_percent.as_deref());
            let percent = percent.map(|p| format!(" ({})", figures::percent(lang, p)));
            label.push(format!(
                "{} {}{}",
                lang.pick("dont subvention de", "of which subsidy of"),
                cx.money(amount),
                percent.unwrap_or_default(),
            ));
        }
        bars.push(Bar { label, whole: budget, part: amount });
    }
    if let Some(realised) = &view.realised_cents {
        let of = lang.pick("Dépense réalisée", "Expense realised").to_owned();
        let label = vec![of, cx.money(realised.value)];
        bars.push(Bar { label, whole: realised.value, part: None });
    }
    bars
}

/// A label in one line: `Grant, 16 March 2023: budget of €612,500, of which…`.
fn in_one(lang: Lang, label: &[String]) -> String {
    let [of, what @ ..] = label else { return String::new() };
    format!("{of}{} {}", lang.pick("\u{a0}:", ":"), what.join(", "))
}

fn picture(desk: &Desk<'_>, view: &ConventionView, format: Format) -> String {
    let cx = desk.cx;
    let bars = bars(desk, view);
    let lines = |bar: &Bar| {
        if format.stacked { bar.label.clone() } else { vec![in_one(cx.lang(), &bar.label)] }
    };
    let high = |bar: &Bar| LINE * i64::try_from(lines(bar).len()).unwrap_or_default() + BAR;
    let height = bars.iter().map(high).sum::<i64>() + LEFT;
    let title = cx.pick("Budget et part dans le temps", "Budget and share over time");
    let described: Vec<String> = bars.iter().map(|bar| in_one(cx.lang(), &bar.label)).collect();
    let about = (title, described.join(". "));
    let mut svg =
        Svg::new(format.name, cx.lang(), (format.width, height), (about.0, about.1.as_str()));
    svg.shape("rect", &[("class", &"paper"), ("width", &format.width), ("height", &height)]);
    let longest = bars.iter().map(|bar| bar.whole).max().unwrap_or(Money::ZERO);
    let room = format.width - LEFT - RIGHT;
    let mut top = 4;
    for bar in &bars {
        for line in lines(bar) {
            top += LINE;
            svg.text(LEFT, top, "start", "", &typeset(&line));
        }
        let class = if bar.part.is_some() { "hollow" } else { "hollow possible" };
        let mut draw = |class: &str, amount: Money| {
            svg.shape(
                "rect",
                &[
                    ("class", &class),
                    ("x", &LEFT),
                    ("y", &(top + 8)),
                    ("width", &length(amount, longest, room)),
                    ("height", &16),
                ],
            );
        };
        draw(class, bar.whole);
        if let Some(part) = bar.part {
            draw("mark", part.min(bar.whole));
        }
        top += BAR;
    }
    svg.finish()
}

/// How long a bar is, in whole steps; what is not above zero has none.
fn length(amount: Money, longest: Money, room: i64) -> i64 {
    let (amount, longest) = (i128::from(amount.cents().max(0)), i128::from(longest.cents().max(1)));
    i64::try_from(amount * i128::from(room) / longest).unwrap_or(room)
}
