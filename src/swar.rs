//! Scanning text eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Length of the prefix without quotation mark, backslash or control character: what JSON, N-Triples and Turtle write
/// as it is.
#[inline]
#[must_use]
pub fn plain_prefix(bytes: &[u8]) -> usize {
    let zero_byte = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let mut at = 0;
    while let Some(chunk) = bytes.get(at..at + 8) {
        let word = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let special =
            control | zero_byte(word ^ (ONES * u64::from(b'"'))) | zero_byte(word ^ (ONES * u64::from(b'\\')));
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at + bytes[at..].iter().take_while(|&&byte| byte >= 0x20 && byte != b'"' && byte != b'\\').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_looking_at_each_byte() {
        let special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
        for byte in 0..=255_u8 {
            for at in 0..20 {
                let mut bytes = vec![b'a'; 20];
                bytes[at] = byte;
                let expected = bytes.iter().position(special).unwrap_or(20);
                assert_eq!(plain_prefix(&bytes), expected, "{byte} at {at}");
            }
        }
    }
}
