//! How well values tell cases of two kinds apart, how they go with other values, and whether they hold
//! as probabilities. Each function names the function of scikit-learn or SciPy that it equals. All
//! lists of one call are in the same order and of the same length, and every value is a number.

use serde::Serialize;

/// Cases of neighbouring estimates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// How many sentences.
    pub sentences: usize,
    /// The mean of their estimates, 0 to 1.
    pub mean_estimate: f64,
    /// The share of them that is wrong, 0 to 1.
    pub share_wrong: f64,
}

/// The area under the ROC curve: how probably a case that is positive has a higher value than one that
/// is not, where equal values count half. It is U of Mann and Whitney divided by the number of such
/// pairs; scikit-learn's `roc_auc_score`. `None` unless there are cases of both kinds.
pub(super) fn auc(values: &[f64], positive: &[bool]) -> Option<f64> {
    let all = positive.len() as f64;
    let positives = count(positive) as f64;
    let pairs = positives * (all - positives);
    if pairs == 0.0 {
        return None;
    }
    let ranks = ranks(values);
    let of_positives = ranks.iter().zip(positive).filter(|(_, is)| **is);
    let sum: f64 = of_positives.map(|(rank, _)| rank).sum();
    Some((sum - positives * (positives + 1.0) / 2.0) / pairs)
}

/// The product-moment correlation, -1 to 1; SciPy's `pearsonr`. `None` if all values of a list are
/// equal.
pub(super) fn pearson(one: &[f64], other: &[f64]) -> Option<f64> {
    if !varies(one) || !varies(other) {
        return None;
    }
    let (one, other) = (deviations(one), deviations(other));
    let product = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let norms = product(&one, &one).sqrt() * product(&other, &other).sqrt();
    (norms > 0.0).then(|| (product(&one, &other) / norms).clamp(-1.0, 1.0))
}

/// The correlation of the ranks, -1 to 1, where equal values share the mean of their ranks; SciPy's
/// `spearmanr`. `None` if all values of a list are equal.
pub(super) fn spearman(one: &[f64], other: &[f64]) -> Option<f64> {
    pearson(&ranks(one), &ranks(other))
}

/// The mean squared difference between a probability and what is so (1) or not (0), over at least one
/// case; scikit-learn's `brier_score_loss`.
pub(super) fn brier(probabilities: &[f64], positive: &[bool]) -> f64 {
    let pairs = probabilities.iter().zip(positive);
    let squares = pairs.map(|(probability, is)| (probability - f64::from(u8::from(*is))).powi(2));
    squares.sum::<f64>() / probabilities.len() as f64
}

/// Divides cases by their probabilities, in ascending order, into `most` bins whose sizes differ by one
/// at most; into fewer if there are fewer cases. scikit-learn's `calibration_curve` with the strategy
/// "quantile" does the same where the number of cases is a multiple of the number of bins and no two
/// are equal.
pub(super) fn bins(probabilities: &[f64], positive: &[bool], most: usize) -> Vec<Bin> {
    let order = ascending(probabilities);
    let (all, number) = (order.len(), order.len().min(most));
    let bin = |index: usize| {
        let cases = &order[index * all / number..(index + 1) * all / number];
        let sum: f64 = cases.iter().map(|case| probabilities[*case]).sum();
        let wrong = cases.iter().filter(|case| positive[**case]).count();
        Bin {
            sentences: cases.len(),
            mean_estimate: sum / cases.len() as f64,
            share_wrong: wrong as f64 / cases.len() as f64,
        }
    };
    (0..number).map(bin).collect()
}

/// The expected calibration error: the mean, over the cases of at least one bin, of how far the mean
/// probability of their bin is from the share that is so (Naeini et al. 2015, with bins of equal count).
pub(super) fn calibration_error(bins: &[Bin]) -> f64 {
    let all: usize = bins.iter().map(|bin| bin.sentences).sum();
    let off = |bin: &Bin| bin.sentences as f64 * (bin.mean_estimate - bin.share_wrong).abs();
    bins.iter().map(off).sum::<f64>() / all as f64
}

/// How many are so.
fn count(positive: &[bool]) -> usize {
    positive.iter().filter(|is| **is).count()
}

/// Ranks from 1 of the least; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let order = ascending(values);
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for equal in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let rank = before as f64 + (equal.len() + 1) as f64 / 2.0;
        for case in equal {
            ranks[*case] = rank;
        }
        before += equal.len();
    }
    ranks
}

/// The places of the values in ascending order; equal values keep theirs.
fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    order
}

fn varies(values: &[f64]) -> bool {
    values.iter().any(|value| *value != values[0])
}

fn deviations(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| value - mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIED: [f64; 12] = [
        0.02, 0.5, 0.5, 0.91, 0.1, 0.1, 0.1, 0.73, 0.33, 0.02, 0.64, 0.5,
    ];
    const CHRF: [f64; 12] = [
        71.5, 38.0, 62.25, 12.5, 55.0, 39.75, 80.0, 33.0, 62.25, 90.5, 41.0, 28.5,
    ];
    const DISTINCT: [f64; 20] = [
        0.01, 0.93, 0.04, 0.62, 0.08, 0.11, 0.57, 0.15, 0.19, 0.88, 0.22, 0.26, 0.71, 0.31, 0.35,
        0.42, 0.47, 0.79, 0.83, 0.52,
    ];
    const POSITIVE: [u8; 20] = [0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1];

    fn low() -> Vec<bool> {
        CHRF.iter().map(|chrf| *chrf < 40.0).collect()
    }

    fn positive() -> Vec<bool> {
        POSITIVE.iter().map(|is| *is == 1).collect()
    }

    #[track_caller]
    fn equal(ours: f64, theirs: f64) {
        assert!((ours - theirs).abs() < 1e-12, "{ours}, not {theirs}");
    }

    #[test]
    fn equal_values_share_the_mean_of_their_ranks() {
        // scipy.stats.rankdata(TIED), SciPy 1.17.1.
        assert_eq!(
            ranks(&TIED),
            [
                1.5, 8.0, 8.0, 12.0, 4.0, 4.0, 4.0, 11.0, 6.0, 1.5, 10.0, 8.0
            ]
        );
    }

    #[test]
    fn the_area_under_the_curve_is_that_of_scikit_learn() {
        // sklearn.metrics.roc_auc_score(CHRF < 40, TIED) and (POSITIVE, DISTINCT), scikit-learn 1.9.1.
        equal(auc(&TIED, &low()).unwrap(), 0.8);
        equal(
            auc(&DISTINCT, &positive()).unwrap(),
            0.818_181_818_181_818_1,
        );
        // By hand: of the pairs (1, 1), (1, 2), (3, 1), (3, 2), two are right and one is equal.
        let of = [1.0, 3.0, 1.0, 2.0];
        equal(auc(&of, &[true, true, false, false]).unwrap(), 2.5 / 4.0);
    }

    #[test]
    fn there_is_no_area_for_cases_of_one_kind() {
        assert_eq!(auc(&[0.1, 0.2], &[true, true]), None);
        assert_eq!(auc(&[0.1, 0.2], &[false, false]), None);
        assert_eq!(auc(&[], &[]), None);
    }

    #[test]
    fn correlations_are_those_of_scipy() {
        // scipy.stats.pearsonr(TIED, CHRF) and spearmanr(TIED, CHRF), SciPy 1.17.1.
        equal(pearson(&TIED, &CHRF).unwrap(), -0.789_849_606_139_947_5);
        equal(spearman(&TIED, &CHRF).unwrap(), -0.782_997_483_532_637_8);
        let line: Vec<f64> = TIED.iter().map(|x| 3.0 - 2.0 * x).collect();
        equal(pearson(&TIED, &line).unwrap(), -1.0);
    }

    #[test]
    fn values_that_are_all_equal_have_no_correlation() {
        // Their mean is not 0.1 exactly, so their deviations are not 0.
        assert_eq!(pearson(&[0.1; 12], &CHRF), None);
        assert_eq!(spearman(&CHRF, &[0.1; 12]), None);
        assert_eq!(pearson(&[0.1], &[40.0]), None);
        assert_eq!(pearson(&[], &[]), None);
    }

    #[test]
    fn the_brier_score_is_that_of_scikit_learn() {
        // sklearn.metrics.brier_score_loss(CHRF < 40, TIED) and (POSITIVE, DISTINCT).
        equal(brier(&TIED, &low()), 0.181_691_666_666_666_67);
        equal(brier(&DISTINCT, &positive()), 0.174_34);
    }

    #[test]
    fn calibration_is_that_of_scikit_learn() {
        // sklearn.calibration.calibration_curve(POSITIVE, DISTINCT, n_bins=10, strategy="quantile").
        let shares = [0.0, 0.5, 0.0, 0.0, 0.5, 0.5, 0.5, 1.0, 0.5, 1.0];
        let means = [
            0.025, 0.095, 0.17, 0.24, 0.33, 0.445, 0.545, 0.665, 0.81, 0.905,
        ];
        let bins = bins(&DISTINCT, &positive(), 10);
        assert_eq!(bins.len(), 10);
        for ((bin, mean), share) in bins.iter().zip(means).zip(shares) {
            assert_eq!(bin.sentences, 2);
            equal(bin.mean_estimate, mean);
            equal(bin.share_wrong, share);
        }
        // The mean of the absolute differences of both curves, as all bins have the same size.
        equal(calibration_error(&bins), 0.185);
    }

    #[test]
    fn bins_differ_by_one_case_and_weigh_by_their_cases() {
        let sizes = |cases: usize| -> Vec<usize> {
            let bins = bins(&vec![0.5; cases], &vec![true; cases], 10);
            bins.iter().map(|bin| bin.sentences).collect()
        };
        assert_eq!(sizes(23), [2, 2, 2, 3, 2, 2, 3, 2, 2, 3]);
        assert_eq!(sizes(3), [1, 1, 1]);
        assert!(sizes(0).is_empty());
        let bins = bins(&[0.9, 0.2, 0.4], &[true, false, false], 2);
        assert_eq!(bins[0].sentences, 1);
        // 0.2 in one case, and 0.65 - 0.5 in two.
        equal(calibration_error(&bins), (0.2 + 2.0 * 0.15) / 3.0);
    }
}
