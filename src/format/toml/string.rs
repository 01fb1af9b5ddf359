//! Where strings of TOML end.

/// The end of the string of either quote, of one line or of many, that begins at a quote. One that is never closed ends
/// with its line or the text.
pub(super) fn end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let triple = [quote; 3];
    let many = bytes[start..].starts_with(&triple);
    let mut at = start + if many { 3 } else { 1 };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 2,
            b'\n' if !many => return at,
            _ if many && bytes[at..].starts_with(&triple) => return at + closing(&bytes[at..], quote),
            _ if !many && byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Three quotes close; up to two before them belong to the string.
fn closing(bytes: &[u8], quote: u8) -> usize {
    bytes.iter().take(5).take_while(|&&byte| byte == quote).count()
}
