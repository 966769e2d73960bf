//! Times, dates and decades: readings of numbers in digits that a language's words around them give,
//! beyond those that `context` reads in every language.

use super::context::{in_word, read_time, words};
use super::key::Key;
use super::lexicon::Grammar;
use super::scan::{Number, TWELVE_HUNDRED};

/// Adds the readings of times of day, of dates with short years, and of decades.
pub(super) fn read_times(text: &[char], numbers: &mut [Number], grammar: &Grammar) {
    for number in numbers.iter_mut() {
        read_point_time(number);
        read_short_year(number);
        read_decade(text, number, grammar);
    }
    read_hours(text, numbers, grammar);
    read_slashed_years(text, numbers);
}

/// Adds the time of day that 14.30 may be.
fn read_point_time(number: &mut Number) {
    let ([hour, minutes], ['.']) = (number.groups.as_slice(), number.separators.as_slice()) else {
        return;
    };
    if hour.len() > 2 || minutes.len() != 2 || number.magnitude > 0 {
        return;
    }
    if let (Ok(h @ 0..=24), Ok(m @ 0..=59)) = (hour.parse::<u32>(), minutes.parse::<u32>()) {
        number.also(Key::Time(h % 12, m));
        if m == 0 && h > 12 {
            number.also(Key::of(u64::from(h - 12)));
        }
    }
}

/// Adds the reading of a date with two digits of its year: 03.10.24.
fn read_short_year(number: &mut Number) {
    let ([day, month, year], ['.', '.']) = (number.groups.as_slice(), number.separators.as_slice())
    else {
        return;
    };
    if let (2, Ok(day @ 1..=31), Ok(month @ 1..=12), Ok(year @ 0..=99)) = (
        year.len(),
        day.parse::<u32>(),
        month.parse::<u32>(),
        year.parse::<u32>(),
    ) {
        for century in [1_900, 2_000] {
            let keys = [
                Key::of(u64::from(day)),
                Key::Month(month),
                Key::of(u64::from(century + year)),
            ];
            number.readings.push(keys.to_vec());
        }
    }
}

/// Adds the reading of a date with two digits of its year: 03/10/24.
fn read_slashed_years(text: &[char], numbers: &mut [Number]) {
    for at in 2..numbers.len() {
        let is_slashed = |a: &Number, b: &Number| text.get(a.end..b.start) == Some(&['/']);
        let dated = is_slashed(&numbers[at - 2], &numbers[at - 1])
            && is_slashed(&numbers[at - 1], &numbers[at]);
        let year = &mut numbers[at];
        if dated
            && year.end == year.start + 2
            && let Some(short) = year.plain()
        {
            year.also(Key::of(u64::from(2_000 + short)));
            year.also(Key::of(u64::from(1_900 + short)));
        }
    }
}

/// Adds the readings of decades and centuries of years: the 1990s, the nineties, the 1700s.
fn read_decade(text: &[char], number: &mut Number, grammar: &Grammar) {
    let Some(year) = number.plain().filter(|year| year % 10 == 0 && *year > 0) else {
        return;
    };
    let names = |word: &str| {
        let word = (grammar.fold)(word);
        let is_name = |decade: &&str| match decade.strip_suffix('*') {
            Some(begin) => word.starts_with(begin),
            None => word == *decade,
        };
        grammar.decades.iter().any(is_name)
    };
    if !words_around(text, number).iter().any(|word| names(word)) {
        return;
    }
    if year >= 1_000 {
        number.also(Key::of(u64::from(year % 100)));
        if year % 100 == 0 {
            number.also(Key::of(u64::from(year / 100 + 1)));
        }
    } else if year < 100 {
        number.also(Key::of(u64::from(1_900 + year)));
    }
}

/// Reads hours and minutes with a word for the hour between them: 14 h 30.
fn read_hours(text: &[char], numbers: &mut [Number], grammar: &Grammar) {
    for at in 1..numbers.len() {
        let (left, right) = numbers.split_at_mut(at);
        let (hour, minutes) = (&mut left[at - 1], &mut right[0]);
        let between = text.get(hour.end..minutes.start).unwrap_or(&[]);
        let (Some(h @ 0..=24), Some(m @ 0..=59)) = (hour.plain(), minutes.plain()) else {
            continue;
        };
        if between.len() > 16 || hour.after > minutes.start {
            continue;
        }
        let between = (grammar.fold)(&between.iter().collect::<String>());
        let mut words = between.split([' ', '\u{a0}', '\u{202f}', '-', ',']);
        let is_hour = |word: &str| grammar.hours.iter().any(|h| word.starts_with(h));
        let Some(word) = words.find(|word| !word.is_empty()) else {
            continue;
        };
        let linked = words.all(|word| word.is_empty() || grammar.and.contains(&word));
        // "14 h 30", or "at hour 14 and 30 minutes".
        let before = || is_hour(&(grammar.fold)(&word_before(text, hour.start)));
        if linked && (is_hour(word) || (grammar.and.contains(&word) && before())) {
            read_time(hour, minutes, (h, m));
        }
    }
    for number in numbers
        .iter_mut()
        .filter(|number| number.place == number.start)
    {
        // Half past two is 14:30, and two in the afternoon is 14 h.
        let timed = matches!(
            number.readings.first().map(Vec::as_slice),
            Some([Key::Time(..)])
        );
        match number.plain() {
            Some(h @ 13..=24) if timed || is_hour(text, number, grammar) => {
                number.also(Key::of(u64::from(h - 12)));
            }
            Some(TWELVE_HUNDRED) if is_hour(text, number, grammar) => {
                number.also(Key::Time(0, 0));
            }
            _ => {}
        }
        // English has noon and midnight, and other languages name the hour in many ways.
        if matches!(number.plain(), Some(0 | 12 | 24)) {
            number.also(Key::Time(0, 0));
        }
    }
}

/// Whether the word before or after a number says that it is an hour.
fn is_hour(text: &[char], number: &Number, grammar: &Grammar) -> bool {
    let after = text.get(number.end..).unwrap_or(&[]);
    let after = after
        .iter()
        .skip_while(|&&c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'));
    let after: String = after.take_while(|&&c| in_word(c)).take(LONGEST).collect();
    [word_before(text, number.start), after].iter().any(|word| {
        let word = (grammar.fold)(word);
        grammar.hours.iter().any(|hour| word.starts_with(hour))
    })
}

/// The letters of a word that are looked at, and the characters around a number.
const LONGEST: usize = 20;

/// The word directly before a place.
fn word_before(text: &[char], at: usize) -> String {
    let before = text[..at].iter().rev();
    let word = before
        .skip_while(|&&c| matches!(c, ' ' | '\u{a0}' | '-' | '־'))
        .take_while(|&&c| in_word(c))
        .take(LONGEST);
    let mut word: Vec<char> = word.copied().collect();
    word.reverse();
    word.into_iter().collect()
}

/// The two words before a number, without signs between them, and the two after it.
fn words_around(text: &[char], number: &Number) -> Vec<String> {
    let from = number.start.saturating_sub(LONGEST);
    let before = text[from..number.start].iter().rev();
    let mut before: Vec<char> = before.take_while(|&&c| is_inside(c)).copied().collect();
    before.reverse();
    let after = text.get(number.end..).unwrap_or(&[]).iter().take(LONGEST);
    let after: Vec<char> = after.take_while(|&&c| is_inside(c)).copied().collect();
    let plain = |text: &[char]| words(text).into_iter().map(|(_, _, word)| word);
    let last_two = plain(&before).rev().take(2);
    last_two.chain(plain(&after).take(2)).collect()
}

/// Whether a character may stand between a number and the word for a decade.
fn is_inside(c: char) -> bool {
    in_word(c) || c.is_whitespace() || matches!(c, '-' | '־' | '\'' | '’' | '\u{2011}')
}
