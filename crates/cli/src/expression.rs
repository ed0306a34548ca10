//! Expressions on the command line: read, refused with the place at fault, and what they could not
//! be told. An amount held against a bare number is pointed out, since amounts count in cents.

use crate::context::Context;
use crate::failure::Failure;
use crate::output;
use greffe::inquiry::{Answer, BareAmount, Expression, ExpressionError, Scope, Tally};
use greffe_render::Lang;
use std::collections::BTreeMap;

/// The longest expression that is shown again with a mark under the place at fault.
const SHOWN: usize = 72;

/// Reads the expression of an option.
pub fn parse(
    option: &str,
    scope: Scope,
    text: &str,
    context: &Context,
) -> Result<Expression, Failure> {
    let expression = Expression::parse(scope, text).map_err(|error| {
        let (fr, en) = (french(&error), error.to_string());
        let place = mark(text, error.place());
        Failure::usage(
            "bad-expression",
            format!("{option} : {fr}{place}"),
            format!("{option}: {en}{place}"),
        )
    })?;
    for bare in expression.bare_amounts() {
        output::note(&in_cents(&bare, context));
    }
    Ok(expression)
}

/// What a bare number beside an amount means, and how euros are written.
fn in_cents(bare: &BareAmount, context: &Context) -> String {
    let BareAmount { name, cents } = bare;
    let (number, amount) = (cents.cents(), greffe_render::money(context.lang, *cents));
    match context.lang {
        Lang::Fr => format!(
            "{name} compte en centimes : {number} vaut {amount} ; pour {number} euros, écrire \
             euros({number})"
        ),
        Lang::En => format!(
            "{name} counts in cents: {number} is {amount}; for {number} euros write euros({number})"
        ),
    }
}

/// An expression that turned out to be no question.
pub fn no_question(error: &ExpressionError) -> Failure {
    Failure::usage("bad-expression", french(error), error.to_string())
}

/// The things of which an expression is true, as `ask` asks it; what could not be told is said.
pub fn true_of<T>(
    things: Vec<T>,
    context: &Context,
    ask: impl Fn(&T) -> Result<Answer, ExpressionError>,
) -> Result<Vec<T>, Failure> {
    let mut untold = Tally::default();
    let mut chosen = Vec::new();
    for thing in things {
        if untold.count(ask(&thing).map_err(|e| no_question(&e))?) {
            chosen.push(thing);
        }
    }
    say_untold(&untold, context);
    Ok(chosen)
}

/// Says on standard error what could not be told, and therefore counted as no.
pub fn say_untold(tally: &Tally, context: &Context) {
    let mut said: BTreeMap<String, u64> = BTreeMap::new();
    for (why, times) in tally.iter() {
        *said.entry(greffe_render::untold(context.lang, why)).or_default() += times;
    }
    for (why, times) in said {
        let counted = context
            .say("fois sans réponse, comptée comme non :", "without an answer, counted as no:");
        output::note(&format!("{times} {counted} {why}"));
    }
}

/// The expression again, with a mark under the character at fault.
fn mark(text: &str, place: Option<usize>) -> String {
    let short = text.chars().count() <= SHOWN && !text.contains('\n');
    match place.filter(|_| short) {
        Some(place) => format!("\n  {text}\n  {}^", " ".repeat(place)),
        None => String::new(),
    }
}

fn french(error: &ExpressionError) -> String {
    let at = |at: &usize| format!("caractère {}", at + 1);
    match error {
        ExpressionError::Empty => {
            "l'expression est vide : poser une question, comme `subsidy > euros(50000)`".to_owned()
        }
        ExpressionError::TooLong { bytes, limit } => {
            format!("l'expression a {bytes} octets, pour {limit} au plus : demander moins à la fois")
        }
        ExpressionError::TooDeep { limit, depth } => format!(
            "l'expression est trop imbriquée : {limit} parenthèses et {depth} opérateurs l'un dans \
             l'autre au plus"
        ),
        ExpressionError::Syntax { at: place, found: Some(found) } => {
            format!("{} : `{found}` n'a pas sa place ici", at(place))
        }
        ExpressionError::Syntax { at: place, found: None } => {
            format!("{} : l'expression s'arrête trop tôt", at(place))
        }
        ExpressionError::UnknownVariable { at: place, name, nearest, known } => {
            let meant = nearest.map(|name| format!(", peut-être `{name}`")).unwrap_or_default();
            format!("{} : il n'y a pas de variable `{name}` ici{meant} ; il y a {known}", at(place))
        }
        ExpressionError::NoFindings { at: place } => format!(
            "{} : `findings` s'emploie dans `bisect --when` ; `audit --where` interroge chaque constat, par `rule`, \
             `outcome` et `severity`",
            at(place)
        ),
        ExpressionError::UnknownFunction { at: place, name, known } => {
            format!("{} : il n'y a pas de fonction `{name}` ; il y a {known}", at(place))
        }
        ExpressionError::BadCall { at: place, name, form } => {
            let form = form.replace(" or ", " ou ");
            format!("{} : `{name}` ne s'appelle pas ainsi ; écrire {form}", at(place))
        }
        ExpressionError::NoValue { why } => format!(
            "{} dans l'expression elle-même, quoi qu'on interroge : l'écrire autrement",
            greffe_render::untold(Lang::Fr, why)
        ),
        ExpressionError::NoPattern { pattern, why } => {
            format!("`{pattern}` n'est pas une expression régulière lisible : {why}")
        }
        ExpressionError::TooManySteps { limit } => format!(
            "l'expression demande plus de {limit} pas sur un seul sujet : des boucles l'une dans \
             l'autre se multiplient ; en écrire moins, ou sur une liste plus courte (`filter`)"
        ),
        ExpressionError::NotWhole => {
            "les nombres sont entiers ici, les montants en centimes : écrire `euros(\"1234,50\")` ou \
             123450"
                .to_owned()
        }
        ExpressionError::NoTypes => {
            "l'expression construit une valeur d'un type, ce qui n'a pas de sens ici".to_owned()
        }
        ExpressionError::NotAQuestion { found } => {
            let found = match found.as_str() {
                "a text" => "un texte",
                "a list" => "une liste",
                "an object" => "un objet",
                "a value" => "une valeur",
                whole => whole,
            };
            format!("l'expression donne {found}, ni vrai ni faux : la comparer à quelque chose")
        }
        _ => "l'expression ne peut être lue".to_owned(),
    }
}
