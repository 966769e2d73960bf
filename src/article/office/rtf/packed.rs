//! How messages of Outlook pack Rich Text Format.

use crate::article::Refusal;

/// Unpacks Rich Text Format as messages have it (MS-OXRTFCP).
///
/// # Errors
/// Failed if it is not packed like this.
pub(in crate::article) fn unpacked(packed: &[u8]) -> Result<Vec<u8>, Refusal> {
    /// What the window holds at first.
    const KNOWN: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \
\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
    const WINDOW: usize = 4096;
    let (Some(kind), Some(mut rest)) = (packed.get(8..12), packed.get(16..)) else {
        return Err(Refusal::Failed(
            "the text of the message is cut off".to_owned(),
        ));
    };
    match kind {
        b"MELA" => return Ok(rest.to_vec()),
        b"LZFu" => {}
        _ => {
            return Err(Refusal::Failed(
                "the text of the message is packed in an unknown way".to_owned(),
            ));
        }
    }
    let mut text = KNOWN.to_vec();
    'runs: while let Some((flags, after)) = rest.split_first() {
        rest = after;
        for bit in 0..8 {
            if flags >> bit & 1 == 0 {
                let Some((byte, after)) = rest.split_first() else {
                    break 'runs;
                };
                text.push(*byte);
                rest = after;
                continue;
            }
            let Some(([high, low], after)) = rest
                .split_first_chunk::<2>()
                .map(|(pair, after)| (*pair, after))
            else {
                break 'runs;
            };
            rest = after;
            let pair = usize::from(u16::from_be_bytes([high, low]));
            let (place, length) = (pair >> 4, (pair & 15) + 2);
            // A place that is that of the next byte ends the text.
            let back = (text.len() + WINDOW - place) % WINDOW;
            if back == 0 {
                break 'runs;
            }
            let from = text
                .len()
                .checked_sub(back)
                .ok_or_else(|| Refusal::Failed("the text of the message is damaged".to_owned()))?;
            for at in from..from + length {
                text.push(text[at]);
            }
        }
    }
    Ok(text.split_off(KNOWN.len()))
}
