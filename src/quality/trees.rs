//! Gradient-boosted decision trees: how they are stored and evaluated. `scripts/checker/trees.py`
//! fits them.

use serde::Deserialize;

/// Trees whose values add up to the logarithm of the odds of a label.
#[derive(Debug, Deserialize)]
pub(super) struct Forest {
    bias: f64,
    trees: Vec<Vec<Node>>,
}

/// The number of a feature, its threshold, and the place of the right child; the left one is the
/// next node. A leaf has no feature, and its value instead of the threshold.
#[derive(Debug, Deserialize)]
struct Node(i32, f64, usize);

impl Forest {
    /// The logarithm of the odds of the label by these features.
    pub(super) fn odds(&self, features: &[f64]) -> f64 {
        let values = self.trees.iter().map(|tree| value(tree, features));
        self.bias + values.sum::<f64>()
    }
}

fn value(tree: &[Node], features: &[f64]) -> f64 {
    let mut at = 0;
    loop {
        let Node(feature, value, right) = &tree[at];
        let Ok(feature) = usize::try_from(*feature) else {
            return *value;
        };
        at = if features[feature] < *value {
            at + 1
        } else {
            *right
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_goes_left_below_the_threshold_and_the_leaves_add_up() {
        let text = r#"{"bias": 0.5, "trees": [
            [[1, 2.0, 2], [-1, -0.5, 0], [0, 7.0, 4], [-1, 1.0, 0], [-1, 3.0, 0]],
            [[-1, 0.25, 0]]
        ]}"#;
        let forest: Forest = serde_json::from_str(text).unwrap();
        for (features, expected) in [([9.0, 1.9], 0.25), ([6.9, 2.0], 1.75), ([7.0, 2.0], 3.75)] {
            assert_eq!(forest.odds(&features), expected, "{features:?}");
        }
    }
}
