//! Writing JSON objects fast: straight into one string, in the order of the calls.
//!
//! The texts of a load are its own and hold nothing that JSON escapes; a test reads all back.

/// A JSON object, or array, being written.
#[derive(Debug, Clone)]
pub(super) struct Object {
    out: String,
    close: char,
}

impl Object {
    pub(super) fn new() -> Object {
        let mut out = String::with_capacity(192);
        out.push('{');
        Object { out, close: '}' }
    }

    /// An array.
    pub(super) fn list(room: usize) -> Object {
        let mut out = String::with_capacity(room);
        out.push('[');
        Object { out, close: ']' }
    }

    fn separate(&mut self) {
        if !self.out.ends_with(['{', '[']) {
            self.out.push(',');
        }
    }

    fn key(&mut self, key: &str) {
        self.separate();
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str("\":");
    }

    pub(super) fn text(mut self, key: &str, text: &str) -> Object {
        self.key(key);
        self.quoted(text);
        self
    }

    pub(super) fn number(mut self, key: &str, number: i64) -> Object {
        self.key(key);
        self.out.push_str(&number.to_string());
        self
    }

    pub(super) fn flag(mut self, key: &str, flag: bool) -> Object {
        self.key(key);
        self.out.push_str(if flag { "true" } else { "false" });
        self
    }

    /// A member that is itself an object or an array.
    pub(super) fn part(mut self, key: &str, part: Object) -> Object {
        self.key(key);
        self.out.push_str(&part.done());
        self
    }

    /// One more text of an array.
    pub(super) fn item(&mut self, text: &str) {
        self.separate();
        self.quoted(text);
    }

    /// One more object of an array.
    pub(super) fn object(&mut self, object: Object) {
        self.separate();
        self.out.push_str(&object.done());
    }

    /// An array of texts.
    pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Object {
        let mut list = Object::list(64);
        for text in texts {
            list.item(text);
        }
        list
    }

    /// The JSON.
    pub(super) fn done(mut self) -> String {
        self.out.push(self.close);
        self.out
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        self.out.push_str(text);
        self.out.push('"');
    }
}
