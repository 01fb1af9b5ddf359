//! Which words of a text changed.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    Same(String),
    Old(String),
    New(String),
    /// Words that are left out, because they did not change.
    Gap,
}

/// Unchanged words that are shown beside changed ones.
const CONTEXT: usize = 4;
/// Words of a text that are compared; of longer ones nothing is shown.
const MOST: usize = 5000;

/// The changed words with a few around them; none where only spaces and line ends differ, or the texts are too long.
pub(super) fn changed(old: &str, new: &str) -> Vec<Run> {
    let old: Vec<&str> = old.split_whitespace().collect();
    let new: Vec<&str> = new.split_whitespace().collect();
    if old == new || old.len().max(new.len()) > MOST {
        return Vec::new();
    }
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut runs = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        match *op {
            DiffOp::Equal { old_index, len, .. } => {
                let same = &old[old_index..old_index + len];
                runs.extend(context(same, at == 0, at + 1 == ops.len()));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                runs.push(Run::Old(old[old_index..old_index + old_len].join(" ")));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                runs.push(Run::New(new[new_index..new_index + new_len].join(" ")));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                runs.push(Run::Old(old[old_index..old_index + old_len].join(" ")));
                runs.push(Run::New(new[new_index..new_index + new_len].join(" ")));
            }
        }
    }
    runs
}

/// The ends of unchanged words that are beside a change.
fn context(same: &[&str], is_first: bool, is_last: bool) -> Vec<Run> {
    let before = if is_first { 0 } else { CONTEXT };
    let after = if is_last { 0 } else { CONTEXT };
    if same.len() <= before + after {
        return vec![Run::Same(same.join(" "))];
    }
    let mut runs = Vec::new();
    if before > 0 {
        runs.push(Run::Same(same[..before].join(" ")));
    }
    runs.push(Run::Gap);
    if after > 0 {
        runs.push(Run::Same(same[same.len() - after..].join(" ")));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_shown() {
        let old = "a b c d e f g h small islands keep one cable";
        let new = "a b c d e f g h tiny islands keep one cable";
        let same = |text: &str| Run::Same(text.to_owned());
        let expected = [
            Run::Gap,
            same("e f g h"),
            Run::Old("small".into()),
            Run::New("tiny".into()),
            same("islands keep one cable"),
        ];
        assert_eq!(changed(old, new), expected);
        assert_eq!(changed("a  b", "a\n\nb"), []);
    }
}
