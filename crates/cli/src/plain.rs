//! What readers of JSON and of numbers say of a value, in words that name no type of the program: whoever corrects a
//! file, or types a command, knows whole numbers and objects, no `i32`.

/// What stands behind *expected*, by its name in the program, and in words.
const EXPECTED: &[(&str, &str)] = &[
    ("i8", "a whole number"),
    ("i16", "a whole number"),
    ("i32", "a whole number"),
    ("i64", "a whole number"),
    ("u8", "a whole number without a sign"),
    ("u16", "a whole number without a sign"),
    ("u32", "a whole number without a sign"),
    ("u64", "a whole number without a sign"),
    ("usize", "a whole number without a sign"),
    ("a boolean", "true or false"),
    ("a string", "a text in quotation marks"),
    ("a sequence", "a list in brackets"),
    ("a map", "an object in braces"),
];

/// A sentence of a library, where it may quote the reader of JSON.
pub fn words(sentence: &str) -> String {
    let Some(at) = ["invalid type: ", "invalid value: ", "invalid length "]
        .iter()
        .filter_map(|lead| sentence.find(lead))
        .min()
    else {
        return sentence.to_owned();
    };
    let (before, told) = sentence.split_at(at);
    let Some((found, expected)) = told.split_once(", expected ") else {
        return sentence.to_owned();
    };
    let found = found.replace("floating point `", "number `").replace("integer `", "number `");
    let found = found.replace("string \"", "text \"").replace("boolean `", "value `");
    format!("{before}{found}, expected {}", would_do(expected))
}

fn would_do(expected: &str) -> String {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
    for (name, words) in EXPECTED {
        if let Some(rest) = expected.strip_prefix(name).filter(|rest| ends(rest)) {
            return format!("{words}{rest}");
        }
    }
    if let Some(rest) = expected.strip_prefix("a tuple of size ") {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (size, rest) = rest.split_at(end);
        return format!("a list of {size} numbers{rest}");
    }
    match expected.strip_prefix("struct ") {
        Some(rest) => {
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let (name, rest) = rest.split_at(end);
            format!("an object in braces ({name}){rest}")
        }
        None => expected.to_owned(),
    }
}

/// Why a typed number does not do, where it is the parser of numbers that says so.
pub const NUMBERS: &[(&str, &str, &str)] = &[
    ("invalid digit found in string", "a whole number is expected", "un nombre entier est attendu"),
    ("cannot parse integer from empty string", "a number is expected", "un nombre est attendu"),
    (
        "number too large to fit in target type",
        "the number is too large",
        "ce nombre est trop grand",
    ),
    (
        "number too small to fit in target type",
        "the number is too small",
        "ce nombre est trop petit",
    ),
];

/// A refused command line in English, as the parser of arguments prints it.
pub fn command_line(refused: &str) -> String {
    NUMBERS.iter().fold(refused.to_owned(), |text, (parser, en, _)| text.replace(parser, en))
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_type_of_the_program_is_named() {
        for (said, words) in [
            (
                "event 3: invalid type: string \"2023\", expected i32; see",
                "event 3: invalid type: text \"2023\", expected a whole number; see",
            ),
            (
                "invalid value: integer `-1`, expected u32 at line 3 column 4",
                "invalid value: number `-1`, expected a whole number without a sign at line 3 column 4",
            ),
            (
                "invalid type: map, expected struct StatedShare; `greffe schema`",
                "invalid type: map, expected an object in braces (StatedShare); `greffe schema`",
            ),
            (
                "invalid length 1, expected a tuple of size 2 at line 1 column 2",
                "invalid length 1, expected a list of 2 numbers at line 1 column 2",
            ),
            ("unknown field `i32`, expected `a`", "unknown field `i32`, expected `a`"),
        ] {
            assert_eq!(super::words(said), words);
        }
    }
}
