use super::Sense::{Add, AndHalf, Half, Quarter, Shift, Times};
use std::collections::BTreeSet;

use super::*;

/// What a row of words, one sense each, permits.
fn heard(senses: &[Sense], order: Order) -> Hearing {
    let mut hearing = Hearing::new(order);
    for (at, sense) in senses.iter().enumerate() {
        hearing.go_to(at * 5, at);
        hearing.hear(&[*sense]);
    }
    hearing.close();
    hearing
}

fn permits(senses: &[Sense], order: Order, values: &[&str]) -> bool {
    let keys = heard(senses, order).keys;
    let has = |value: &&str| keys.contains(&Key::Value((*value).to_owned()));
    values.iter().all(has)
}

#[test]
fn words_join_into_one_number_and_its_parts_are_none() {
    let senses = [Add(300), Add(50), Add(2), Times(1_000), Add(7)];
    assert!(permits(&senses, Order::PLAIN, &["352007", "352000"]));
    assert!(!permits(&senses, Order::PLAIN, &["352"]));
    assert!(!permits(&senses, Order::PLAIN, &["7"]));
}

#[test]
fn words_that_do_not_join_are_numbers_of_their_own() {
    assert!(permits(&[Add(20), Add(30)], Order::PLAIN, &["20", "30"]));
    let twice = [Add(2), Times(1_000_000), Add(3), Times(1_000_000)];
    assert!(permits(&twice, Order::PLAIN, &["2000000", "3000000"]));
    assert!(permits(
        &[Add(2), Add(3), Times(1_000)],
        Order::PLAIN,
        &["2000", "3000"]
    ));
}

#[test]
fn multipliers_multiply_all_that_is_smaller() {
    let thousand_million = [Add(3), Times(1_000), Times(1_000_000)];
    assert!(permits(&thousand_million, Order::PLAIN, &["3000000000"]));
    let crores = [Add(5), Times(10_000_000), Add(2), Times(100_000)];
    assert!(permits(&crores, Order::PLAIN, &["50200000"]));
}

#[test]
fn each_order_joins_what_its_language_joins() {
    let scores = Order {
        scores: true,
        ones_after_ten: true,
        ..Order::PLAIN
    };
    let ninety_seven = [Add(4), Add(20), Add(10), Add(7)];
    assert!(permits(&ninety_seven, scores, &["97"]));
    assert!(permits(
        &ninety_seven,
        Order::PLAIN,
        &["4", "20", "10", "7"]
    ));
    let ones_before_ten = Order {
        ones_before_ten: true,
        ..Order::PLAIN
    };
    assert!(permits(&[Add(4), Add(10)], ones_before_ten, &["14"]));
}

#[test]
fn halves_and_quarters_join_the_number_beside_them() {
    assert!(permits(
        &[Half, Times(1_000_000)],
        Order::PLAIN,
        &["500000"]
    ));
    assert!(permits(
        &[Add(2), AndHalf, Times(1_000)],
        Order::PLAIN,
        &["2500"]
    ));
    assert!(permits(
        &[Add(2), Times(1_000), AndHalf],
        Order::PLAIN,
        &["2500"]
    ));
    assert!(permits(
        &[Shift(50), Add(3), Times(1_000)],
        Order::PLAIN,
        &["3500"]
    ));
    assert!(permits(
        &[Shift(-25), Add(2), Times(100_000)],
        Order::PLAIN,
        &["175000"]
    ));
    let half_to = Order {
        half_to: true,
        ..Order::PLAIN
    };
    assert!(permits(&[Half, Add(8)], half_to, &["7", "30"]));
    assert!(permits(&[Quarter, Add(9)], half_to, &["8", "45"]));
}

#[test]
fn magnitudes_are_named_as_english_names_the_value() {
    let named = |senses: &[Sense]| heard(senses, Order::PLAIN).magnitudes.named;
    let lakh = [Add(50), Times(100_000)];
    assert_eq!(named(&lakh), BTreeSet::from([6]));
    assert_eq!(named(&[Add(5), Times(100_000)]), BTreeSet::from([2, 3]));
    let wan = [Add(3), Times(100_000_000)];
    assert_eq!(named(&wan), BTreeSet::from([2, 6]));
    let thousand_million = [Add(3), Times(1_000), Times(1_000_000)];
    assert_eq!(named(&thousand_million), BTreeSet::from([9]));
}

#[test]
fn words_and_digits_in_a_row_are_one_number() {
    let mut hearing = Hearing::new(Order::PLAIN);
    hearing.hear(&[Add(1)]);
    hearing.hear(&[Times(1_000_000_000)]);
    hearing.digits(0, "200000000", 7, true);
    hearing.digits(1, "5000000", 5, true);
    let sum = |value: &str| Key::Value(value.to_owned());
    assert_eq!(
        hearing.also,
        [
            (0, sum("1200000000")),
            (0, sum("1205000000")),
            (1, sum("1205000000"))
        ]
    );
}

#[test]
fn a_thousand_before_millions_in_digits_counts_them() {
    let mut hearing = Hearing::new(Order::PLAIN);
    hearing.hear(&[Times(1_000)]);
    hearing.digits(0, "500000000", 6, true);
    assert_eq!(hearing.also, [(0, Key::Value("1500000000".to_owned()))]);
    assert!(hearing.magnitudes.perhaps.contains(&9));
    let mut apart = Hearing::new(Order::PLAIN);
    apart.hear(&[Times(1_000)]);
    apart.digits(0, "500000000", 6, false);
    assert!(apart.also.is_empty());
}

#[test]
fn a_row_of_zeros_has_no_readings_without_end() {
    let mut hearing = Hearing::new(Order::PLAIN);
    for index in 0..1_000 {
        hearing.digits(index, "0", 0, true);
    }
    assert!(hearing.also.len() <= 1_000 * MOST_CHAINED);
}
