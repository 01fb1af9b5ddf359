//! YAML as some parsers take it and the standard does not: lists and objects in brackets that go on over lines which are
//! indented too little, or with tabs.

/// The text with each such list or object on one line, byte for byte in its place; none where there is nothing to mend.
pub(super) fn mended(text: &str) -> Option<(String, usize)> {
    let mut pen = Pen::new();
    let bytes: Vec<u8> = text.bytes().enumerate().map(|(at, byte)| pen.byte(at, byte)).collect();
    let first = pen.first?;
    String::from_utf8(bytes).ok().map(|text| (text, first))
}

/// The last bracket that no other one closes.
pub(super) fn unclosed(text: &str) -> Option<usize> {
    let mut pen = Pen::new();
    for (at, byte) in text.bytes().enumerate() {
        pen.byte(at, byte);
    }
    pen.open.last().map(|(at, _)| *at)
}

/// What is known of the text so far.
struct Pen {
    /// Brackets that are open, each with what closes it.
    open: Vec<(usize, u8)>,
    /// The quote that a string began with.
    quote: Option<u8>,
    /// The last byte, and the last one that is no blank.
    last: u8,
    before: u8,
    in_comment: bool,
    /// Where the first byte was changed.
    first: Option<usize>,
}

impl Pen {
    fn new() -> Self {
        Self { open: Vec::new(), quote: None, last: b'\n', before: b'\n', in_comment: false, first: None }
    }

    /// The byte to write in place of one that is read.
    fn byte(&mut self, at: usize, byte: u8) -> u8 {
        let written = self.written(at, byte);
        self.last = byte;
        written
    }

    fn written(&mut self, at: usize, byte: u8) -> u8 {
        let is_inside = !self.open.is_empty();
        if matches!(byte, b'\n' | b'\r') {
            self.in_comment = false;
        } else if self.in_comment {
            return if is_inside { b' ' } else { byte };
        }
        if is_inside && matches!(byte, b'\n' | b'\r' | b'\t') {
            self.first.get_or_insert(at);
            return b' ';
        }
        self.token(at, byte);
        if self.in_comment && is_inside {
            return b' ';
        }
        if !matches!(byte, b' ' | b'\t') {
            self.before = byte;
        }
        byte
    }

    /// Follows brackets and strings where they can begin and end.
    fn token(&mut self, at: usize, byte: u8) {
        if let Some(quote) = self.quote {
            // A backslash takes the meaning from a quote; two of the other kind end a string and begin the next.
            if byte == quote && !(quote == b'"' && self.before == b'\\') {
                self.quote = None;
            }
            return;
        }
        let is_start = matches!(self.before, b':' | b'-' | b',' | b'[' | b'{' | b'\n' | b'\r' | b'\'' | b'"');
        match byte {
            b'"' | b'\'' if is_start => self.quote = Some(byte),
            b'[' if is_start => self.open.push((at, b']')),
            b'{' if is_start => self.open.push((at, b'}')),
            b']' | b'}' => {
                self.open.pop_if(|(_, closing)| *closing == byte);
            }
            b'#' if self.last.is_ascii_whitespace() => self.in_comment = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_brackets_comes_on_one_line_and_nothing_moves() {
        let text = "- days: [\n  {\n\tat: '8:30'\n  } # first\n]\n- note: it's [kept]\n";
        let (mended, first) = mended(text).unwrap();
        assert_eq!(mended, "- days: [   {  at: '8:30'   }         ]\n- note: it's [kept]\n");
        assert_eq!((mended.len(), first), (text.len(), 9));
    }

    #[test]
    fn the_bracket_that_nothing_closes_is_found() {
        assert_eq!(unclosed("a: [b, c\nd: [e]\n"), Some(3));
        assert_eq!(unclosed("a: {b: [c}\n"), Some(7));
        assert_eq!(unclosed("a: [b, '[', it's [c]\n]\n"), None);
    }

    #[test]
    fn what_has_no_brackets_over_lines_is_left_alone() {
        assert_eq!(mended("a: [1, 2]\nb: \"[\n\"\nc: |\n\ttext\n"), None);
    }
}
