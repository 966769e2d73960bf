//! Longest common subsequences. The time grows with the product of the two lengths.

/// The length of a longest common subsequence; the memory is that of one row.
pub(super) fn length(a: &[u32], b: &[u32]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        // The value to the upper left of the current cell.
        let mut corner = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y {
                corner + 1
            } else {
                above.max(row[j])
            };
            corner = above;
        }
    }
    row[b.len()]
}

/// Marks the positions in `a` of a longest common subsequence, the same one that rouge-score
/// chooses.
pub(super) fn mark(a: &[u32], b: &[u32], marks: &mut [bool]) {
    let width = b.len() + 1;
    let mut table = vec![0_u32; (a.len() + 1) * width];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let (above, left) = (table[i * width + j + 1], table[(i + 1) * width + j]);
            table[(i + 1) * width + j + 1] = if x == y {
                table[i * width + j] + 1
            } else {
                above.max(left)
            };
        }
    }
    let (mut i, mut j) = (a.len(), b.len());
    while i > 0 && j > 0 {
        if a[i - 1] == b[j - 1] {
            (i, j) = (i - 1, j - 1);
            marks[i] = true;
        } else if table[i * width + j - 1] > table[(i - 1) * width + j] {
            j -= 1;
        } else {
            i -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_that_of_the_longest() {
        assert_eq!(length(&[1, 2, 3, 4], &[2, 4, 1, 3]), 2);
        assert_eq!(length(&[1, 2, 3], &[1, 2, 3]), 3);
        assert_eq!(length(&[], &[1]), 0);
    }

    #[test]
    fn of_equals_the_one_that_ends_first_in_the_reference_is_marked() {
        let mut marks = [false; 2];
        mark(&[1, 2], &[2, 1], &mut marks);
        assert_eq!(marks, [true, false]);
    }
}
