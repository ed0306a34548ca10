//! The stylesheets of a page, as far as they hide words.
//!
//! A selector is judged by its last part (`p.note` of `main > p.note`): what its type, class and id name is known of
//! every element by itself. Where a selector asks for more (what stands around, attributes, states, media), nobody can
//! tell here whether its rule holds: a rule that hides by such a selector leaves its words unsure.

use super::style::{Hides, Style, unescaped, without_comments};
use crate::unseen::WhyUnseen;
use std::collections::BTreeMap;

/// The rules of a page, by what their selectors name first: an id, a class, a type, or nothing.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: BTreeMap<String, Vec<Rule>>,
    count: usize,
}

#[derive(Debug, Clone)]
struct Rule {
    compound: Compound,
    /// Whether the selector asks for nothing but its compound.
    certain: bool,
    order: usize,
    style: Style,
}

/// The last part of a selector.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Compound {
    kind: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
}

/// An element as selectors see it.
pub(super) struct Matched<'t> {
    pub(super) kind: &'t str,
    pub(super) id: Option<&'t str>,
    pub(super) classes: Vec<&'t str>,
}

/// At-rules whose rules hold as they stand, where nothing is asked.
const TRANSPARENT: &[&str] = &["@layer", "@media screen", "@media all", "@media"];
/// At-rules that hold no rules of elements.
const OTHERS: &[&str] =
    &["@font-face", "@keyframes", "@-webkit-keyframes", "@page", "@property", "@counter-style"];
/// Rules nest no deeper.
const DEEPEST: usize = 16;

impl Sheet {
    /// The rules of stylesheets, in the order of the page. Where none of them hides words, none is kept.
    pub(super) fn of(css: &str) -> Sheet {
        let mut sheet = Sheet::default();
        let css = without_comments(css).replace("<!--", " ").replace("-->", " ");
        sheet.read(&css, true, 0);
        let hides = sheet.rules.values().flatten().any(|rule| rule.style.hides().is_some());
        // Two rules together may place an element outside.
        let placed = css.to_ascii_lowercase().contains("absolute");
        if hides || placed || css.contains('\\') { sheet } else { Sheet::default() }
    }

    /// Whether it holds no rule that matters.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Reads rules; `certain` where nothing around them asks for a medium or a state.
    fn read(&mut self, css: &str, certain: bool, depth: usize) {
        let mut rest = css;
        while let Some(open) = rest.find(['{', ';']) {
            let (prelude, block) = rest.split_at(open);
            if block.starts_with(';') {
                // `@import …;`, `@charset …;`
                rest = block.get(1..).unwrap_or_default();
                continue;
            }
            let block = block.get(1..).unwrap_or_default();
            let end = closing(block);
            let (inside, behind) = block.split_at(end);
            rest = behind.get(1..).unwrap_or_default();
            self.rule(prelude.trim(), inside, certain, depth);
        }
    }

    fn rule(&mut self, prelude: &str, inside: &str, certain: bool, depth: usize) {
        let said = prelude.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
        if OTHERS.iter().any(|name| said.starts_with(name)) || depth >= DEEPEST {
            return;
        }
        if said.starts_with('@') {
            // What holds on paper alone is not what a page shows.
            let plain = TRANSPARENT.contains(&said.as_str()) || said.starts_with("@layer");
            if said != "@media print" {
                self.read(inside, certain && plain, depth + 1);
            }
            return;
        }
        // Rules inside a rule ask for what stands around.
        let nested = inside.contains('{');
        if nested {
            self.read(inside, false, depth + 1);
        }
        let own = if nested { inside.split('{').next().unwrap_or_default() } else { inside };
        let style = Style::of(own);
        for selector in apart(prelude) {
            let Some((compound, alone)) = compound(selector) else { continue };
            self.count += 1;
            let rule = Rule {
                certain: certain && alone,
                order: self.count,
                style: style.clone(),
                compound,
            };
            self.rules.entry(rule.compound.key()).or_default().push(rule);
        }
    }

    /// The style that an element has by rules that surely hold and by its own attribute, and, where one that may hold
    /// hides it, or shows what those hide, that its words are unsure.
    pub(super) fn style(&self, element: &Matched<'_>, own: &Style) -> (Style, Option<Hides>) {
        let mut holding: Vec<&Rule> = Vec::new();
        let mut may_hold: Vec<&Rule> = Vec::new();
        let id = element.id.map(|id| format!("#{id}"));
        let classes = element.classes.iter().map(|class| format!(".{class}"));
        let keys = id.into_iter().chain(classes).chain([element.kind.to_owned(), String::new()]);
        for rule in keys.filter_map(|key| self.rules.get(&key)).flatten() {
            if !rule.compound.matches(element) {
                continue;
            }
            let rules = if rule.certain { &mut holding } else { &mut may_hold };
            rules.push(rule);
        }
        holding.sort_by_key(|rule| (rule.compound.weight(), rule.order));
        let mut style = Style::default();
        for rule in holding {
            style.cover(&rule.style);
        }
        style.cover(own);
        let hides = style.hides();
        let otherwise = may_hold.iter().find_map(|rule| match hides {
            None => rule.style.hides(),
            Some(hides) => {
                let mut shown = style.clone();
                shown.cover(&rule.style);
                shown.hides().is_none().then_some(hides)
            }
        });
        (style, otherwise.map(|hides| Hides { why: WhyUnseen::Unsure, ..hides }))
    }
}

impl Compound {
    /// Under what its rules are found.
    fn key(&self) -> String {
        match (&self.id, self.classes.first(), &self.kind) {
            (Some(id), ..) => format!("#{id}"),
            (None, Some(class), _) => format!(".{class}"),
            (None, None, Some(kind)) => kind.clone(),
            (None, None, None) => String::new(),
        }
    }

    /// How much it outweighs others (Selectors, specificity).
    fn weight(&self) -> (usize, usize, usize) {
        (usize::from(self.id.is_some()), self.classes.len(), usize::from(self.kind.is_some()))
    }

    fn matches(&self, element: &Matched<'_>) -> bool {
        self.kind.as_deref().is_none_or(|kind| kind == element.kind)
            && self.id.as_deref().is_none_or(|id| element.id == Some(id))
            && self.classes.iter().all(|class| element.classes.contains(&class.as_str()))
    }
}

/// Where the block that is open ends; strings may hold braces.
fn closing(css: &str) -> usize {
    let mut depth = 0usize;
    let mut quoted: Option<char> = None;
    let mut escaped = false;
    for (at, c) in css.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (quoted, c) {
            (_, '\\') => escaped = true,
            (Some(mark), c) if c == mark || c == '\n' => quoted = None,
            (None, '"' | '\'') => quoted = Some(c),
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return at,
            (None, '}') => depth -= 1,
            _ => {}
        }
    }
    css.len()
}

/// The selectors of a list; commas in brackets part none.
fn apart(list: &str) -> Vec<&str> {
    let mut depth = 0usize;
    list.split(|c| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    })
    .map(str::trim)
    .filter(|selector| !selector.is_empty())
    .collect()
}

/// The last compound of a selector, and whether it is all of it; none for what is no element (`::before`).
fn compound(selector: &str) -> Option<(Compound, bool)> {
    if selector.contains("::") || selector.ends_with(":before") || selector.ends_with(":after") {
        return None;
    }
    let mut depth = 0usize;
    let begins = marks(selector).into_iter().rev().find(|(_, c)| {
        match c {
            ')' | ']' => depth += 1,
            '(' | '[' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ' ' | '>' | '+' | '~' | '\n' | '\t')
    });
    let begins = begins.map(|(at, _)| at);
    let last = begins.map_or(selector, |at| selector.get(at + 1..).unwrap_or_default());
    let asks = marks(last).into_iter().find(|(_, c)| matches!(c, ':' | '[' | '&'));
    let asks = asks.map(|(at, _)| at);
    let plain = last.get(..asks.unwrap_or(last.len())).unwrap_or_default();
    let alone = begins.is_none() && asks.is_none();
    let mut found = Compound::default();
    let mut rest = plain;
    while !rest.is_empty() {
        let mark = rest.chars().next().filter(|c| matches!(c, '.' | '#'));
        let body = mark.map_or(rest, |_| rest.get(1..).unwrap_or_default());
        let end = name_ends(body);
        let (name, more) = body.split_at(end);
        let name = unescaped(name);
        match mark {
            Some('.') => found.classes.push(name),
            Some(_) => found.id = Some(name),
            None if name == "*" => {}
            None => found.kind = Some(name.to_ascii_lowercase()),
        }
        rest = more;
        if end == 0 && mark.is_none() {
            break;
        }
    }
    Some((found, alone))
}

/// Where a name ends; an escaped mark ends none.
fn name_ends(body: &str) -> usize {
    let end = marks(body).into_iter().find(|(_, c)| matches!(c, '.' | '#'));
    end.map_or(body.len(), |(at, _)| at)
}

/// The characters of a selector that no escape holds, with their places: the blank behind `\61 ` is one of the escape.
fn marks(selector: &str) -> Vec<(usize, char)> {
    let mut out = Vec::new();
    let mut rest = selector.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c != '\\' {
            out.push((at, c));
            continue;
        }
        let mut digits = 0;
        while rest.next_if(|(_, c)| c.is_ascii_hexdigit() && digits < 6).is_some() {
            digits += 1;
        }
        if digits == 0 {
            rest.next();
        } else {
            rest.next_if(|(_, c)| c.is_ascii_whitespace());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(
        css: &str,
        kind: &str,
        id: Option<&str>,
        class: &str,
    ) -> (Option<WhyUnseen>, Option<WhyUnseen>) {
        let element = Matched { kind, id, classes: class.split_whitespace().collect() };
        let (style, maybe) = Sheet::of(css).style(&element, &Style::default());
        let surely = style.hides().filter(|_| maybe.is_none());
        (surely.map(|hides| hides.why), maybe.map(|hides| hides.why))
    }

    #[test]
    fn rules_hide_what_their_selectors_name() {
        let hidden = (Some(WhyUnseen::Hidden), None);
        let unsure = (None, Some(WhyUnseen::Unsure));
        for (css, told) in [
            (".a{display:none}", hidden),
            ("p.a , h1{display:none}", hidden),
            ("#i{display:none}", hidden),
            ("*{display:none}", hidden),
            ("p{color:red}.b{x:'}'}.a{display:none}", hidden),
            (".a{dis\\70lay:none}", hidden),
            (".\\61{display:none}", hidden),
            ("@media screen{.a{display:none}}", hidden),
            ("@charset \"utf-8\";<!-- .a{/* } */display:none} -->", hidden),
            (".a{display:none}.c{display:block}", hidden),
            (".\\61 {display:none}", hidden),
            (".a{display:none}@media (min-width:1px){.b{display:block}}", unsure),
            (".a{display:none}main .a{display:inline}", unsure),
            (".a{display:none}main .a{color:red}", hidden),
            ("main .a{display:none}", unsure),
            ("div > p{display:none}", unsure),
            (".a:hover{display:none}", unsure),
            ("p[title='x']{display:none}", unsure),
            ("@media (min-width:1px){.a{display:none}}", unsure),
            ("main{.a{display:none}}", unsure),
            (".c{display:none}", (None, None)),
            (".a{display:none}p.a{display:block}", (None, None)),
            ("p{display:none}.a{display:block}", (None, None)),
            ("@media print{.a{display:none}}", (None, None)),
            (".a::before{display:none}", (None, None)),
            ("p.c{display:none} main .c{display:none}", (None, None)),
            (".a{color:red", (None, None)),
        ] {
            assert_eq!(judged(css, "p", Some("i"), "a b"), told, "{css}");
        }
        let colon = judged(".a\\:b{display:none}", "p", None, "a:b");
        assert_eq!(colon, hidden);
        let placed = ".a{position:absolute}.b{left:-9999px}";
        assert_eq!(judged(placed, "p", None, "a b"), (Some(WhyUnseen::Outside), None));
    }
}
