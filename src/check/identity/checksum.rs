//! The check characters of ORCID, ISNI and ROR.

/// The last character of an ORCID iD or ISNI of 16 characters without hyphens: ISO 7064 MOD 11-2.
pub(super) fn mod_11_2(id: &str) -> Option<String> {
    let total = id.get(..15)?.bytes().try_fold(0_u32, |total, byte| {
        let digit = char::from(byte).to_digit(10)?;
        Some((total + digit) * 2 % 11)
    })?;
    Some(match (12 - total) % 11 {
        10 => "X".to_owned(),
        digit => digit.to_string(),
    })
}

/// The last two digits of a ROR id: ISO 7064 MOD 97-10 over its other seven characters, read in Crockford's base 32.
/// None where a character is not of that base.
pub(super) fn mod_97_10(id: &str) -> Option<String> {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let number = id.get(..7)?.bytes().try_fold(0_usize, |number, byte| {
        let digit = DIGITS.iter().position(|&known| known == byte)?;
        Some(number * 32 + digit)
    })?;
    Some(format!("{:02}", 98 - number * 100 % 97))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_identifiers_fit() {
        for id in ["0000000218250097", "000000021694233X", "0000000121032683"] {
            assert_eq!(mod_11_2(id).as_deref(), Some(&id[15..]), "{id}");
        }
        for id in ["01ggx4157", "03vek6s52", "042nb2s44", "02crff812"] {
            assert_eq!(mod_97_10(id).as_deref(), Some(&id[7..]), "{id}");
        }
        assert_eq!(mod_97_10("0oggx4157"), None);
        assert_eq!(mod_11_2("short"), None);
    }
}
