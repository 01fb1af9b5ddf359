//! The orders in which a few things can stand.

/// Puts the items in the next order by size; false when all were there, and the items are in the first order again.
pub(super) fn next<T: Ord>(items: &mut [T]) -> bool {
    let Some(pivot) = items.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        items.reverse();
        return false;
    };
    let greater = items.iter().rposition(|item| *item > items[pivot]).unwrap_or(pivot);
    items.swap(pivot, greater);
    items[pivot + 1..].reverse();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_comes_once() {
        let (mut items, mut orders) = (vec![1, 2, 3, 3], vec![]);
        loop {
            orders.push(items.clone());
            if !next(&mut items) {
                break;
            }
        }
        assert_eq!((orders.len(), items), (12, vec![1, 2, 3, 3]));
        orders.dedup();
        assert_eq!(orders.len(), 12);
    }
}
