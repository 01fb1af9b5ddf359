//! From the parser's character counts to byte offsets.

/// A cursor over a text that turns character indexes into byte offsets; indexes come nearly in order, so that each step
/// is short.
#[derive(Debug)]
pub(super) struct Offsets<'s> {
    text: &'s str,
    ascii: bool,
    chars: usize,
    bytes: usize,
}

impl<'s> Offsets<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, ascii: text.is_ascii(), chars: 0, bytes: 0 }
    }

    /// The byte at which a character begins; the end of the text for all after the last.
    pub(super) fn byte(&mut self, index: usize) -> usize {
        if self.ascii {
            return index.min(self.text.len());
        }
        let (before, after) = self.text.split_at(self.bytes);
        if index >= self.chars {
            let mut steps = after.chars();
            let wanted = index - self.chars;
            let missing = wanted - steps.by_ref().take(wanted).count();
            self.bytes = self.text.len() - steps.as_str().len();
            self.chars = index - missing;
        } else {
            let mut steps = before.chars().rev();
            let passed: usize = steps.by_ref().take(self.chars - index).map(char::len_utf8).sum();
            self.bytes -= passed;
            self.chars = index;
        }
        self.bytes
    }
}
