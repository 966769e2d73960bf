//! Names of books, feeds and entries that are the same whenever they are made of the same content.

/// The hash in the form of a UUID, version 8 (RFC 9562): bits of one's own choice.
pub fn uuid(hash: &blake3::Hash) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    let bits = u128::from_be_bytes(bytes);
    let bits = (bits & !(0xF << 76)) | (8 << 76);
    let bits = (bits & !(0b11 << 62)) | (0b10 << 62);
    let hex = format!("{bits:032x}");
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_becomes_a_uuid_of_version_8() {
        let hash = blake3::Hash::from_bytes([0xFF; 32]);
        assert_eq!(uuid(&hash), "ffffffff-ffff-8fff-bfff-ffffffffffff");
        let hash = blake3::Hash::from_bytes([0; 32]);
        assert_eq!(uuid(&hash), "00000000-0000-8000-8000-000000000000");
    }
}
