//! How deep a TOML text nests, from its brackets and dotted keys, before anything is built.

use super::string;

/// Where the text first nests deeper than `limit` levels, if it does.
pub(super) fn first_deeper_than(text: &str, limit: usize) -> Option<usize> {
    let mut scan =
        Scan { bytes: text.as_bytes(), at: 0, header: 0, open: Vec::new(), line: Level::default(), depth: 0 };
    while let Some(&byte) = scan.bytes.get(scan.at) {
        let at = scan.at;
        scan.step(byte);
        if scan.depth + scan.header > limit {
            return Some(at);
        }
    }
    None
}

/// Keys and values between two commas of a bracket, or on a line outside of brackets.
#[derive(Default, Clone, Copy)]
struct Level {
    /// Dots of the key that is being read, or whose value is.
    dots: usize,
    /// Past the `=`, or in a list: dots are those of numbers.
    in_value: bool,
    list: bool,
}

struct Scan<'s> {
    bytes: &'s [u8],
    at: usize,
    /// Levels of the table whose header came last.
    header: usize,
    /// The levels around `line`, outermost first.
    open: Vec<Level>,
    line: Level,
    /// Brackets that are open and dots of the keys around.
    depth: usize,
}

impl Scan<'_> {
    fn step(&mut self, byte: u8) {
        match byte {
            b'"' | b'\'' => return self.string(),
            b'#' => return self.comment(),
            b'[' if self.open.is_empty() && !self.line.in_value => return self.header_line(),
            b'[' => self.enter(true),
            b'{' => self.enter(false),
            b']' | b'}' => self.leave(),
            b'=' => self.line.in_value = true,
            b',' => self.next(),
            b'\n' if self.open.is_empty() => self.next(),
            b'.' if !self.line.in_value => {
                self.line.dots += 1;
                self.depth += 1;
            }
            _ => {}
        }
        self.at += 1;
    }

    fn enter(&mut self, list: bool) {
        self.open.push(self.line);
        self.line = Level { dots: 0, in_value: list, list };
        self.depth += 1;
    }

    fn leave(&mut self) {
        if let Some(outer) = self.open.pop() {
            self.depth -= 1 + self.line.dots;
            self.line = outer;
        }
    }

    /// After a comma or a line end a new key begins.
    fn next(&mut self) {
        self.depth -= self.line.dots;
        self.line = Level { dots: 0, in_value: self.line.list, list: self.line.list };
    }

    /// Brackets and dots of a header, to the end of its line; a quoted key may hold dots.
    fn header_line(&mut self) {
        self.header = 0;
        while let Some(&byte) = self.bytes.get(self.at).filter(|&&byte| byte != b'\n' && byte != b'#') {
            match byte {
                b'"' | b'\'' => self.string(),
                _ => {
                    self.header += usize::from(byte == b'[' || byte == b'.');
                    self.at += 1;
                }
            }
        }
    }

    fn comment(&mut self) {
        self.at = memchr::memchr(b'\n', &self.bytes[self.at..]).map_or(self.bytes.len(), |end| self.at + end);
    }

    fn string(&mut self) {
        self.at = string::end(self.bytes, self.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_headers_and_dots_add_up() {
        assert_eq!(first_deeper_than("[a.b]\nc.d = [{ e.f = 1.5 }]\n", 6), None);
        assert_eq!(first_deeper_than("[a.b]\nc.d = [{ e.f = 1.5 }]\n", 5), Some(16));
        assert_eq!(first_deeper_than("a = [1.5, 2.5]\nb = [[1], [2]]\n", 2), None);
    }

    #[test]
    fn strings_and_comments_do_not_nest() {
        let text = "a = \"[[[[\\\"[[\" # [[[[\nb = '''\n[[[''''\nc = \"\"\"[[\n[[\\\"\"\"\"\"\n";
        assert_eq!(first_deeper_than(text, 0), None);
    }
}
