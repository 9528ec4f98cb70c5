//! The seeded draw: groups, their shares, and a generator that is easy to reproduce.

use std::collections::{BTreeMap, HashMap};

use super::Method;
use crate::ids::UserId;

/// The properties of an item that the methods use.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Candidate {
    /// The user who submitted the item.
    pub annotator: Option<UserId>,
    /// The distinct classes of the item's labels.
    pub classes: Vec<String>,
    pub violations: i32,
}

impl Candidate {
    fn class_names(&self) -> impl Iterator<Item = &str> {
        self.classes.iter().map(String::as_str)
    }
}

/// Draws `count` candidates and returns their indices in the order they were drawn. The result depends on the order of the
/// slice: pass it in the order of the task. Any prefix of a random sample is itself a random sample.
#[must_use]
pub fn draw(method: Method, candidates: &[Candidate], count: usize, seed: u64) -> Vec<usize> {
    let count = count.min(candidates.len());
    let mut random = SplitMix64(seed);
    let mut all: Vec<usize> = (0..candidates.len()).collect();
    match method {
        Method::FirstN => {}
        Method::Random => random.shuffle(&mut all, count),
        Method::ByViolation => {
            random.shuffle(&mut all, candidates.len());
            // The sort is stable: candidates with equally many violations stay in shuffled order.
            all.sort_by_key(|place| std::cmp::Reverse(candidates[*place].violations));
        }
        Method::PerAnnotator => {
            return from_groups(candidates.iter().map(|candidate| candidate.annotator), count, &mut random);
        }
        Method::PerClass => return from_groups(rarest_classes(candidates).into_iter(), count, &mut random),
    }
    all.truncate(count);
    all
}

/// Draws its share from each group, then shuffles the result, so that an inspector who works in order sees every group
/// early.
fn from_groups<K: Ord>(keys: impl Iterator<Item = K>, count: usize, random: &mut SplitMix64) -> Vec<usize> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (place, key) in keys.enumerate() {
        groups.entry(key).or_default().push(place);
    }
    let sizes: Vec<usize> = groups.values().map(Vec::len).collect();
    let mut drawn = Vec::with_capacity(count);
    for (mut members, share) in groups.into_values().zip(shares(count, &sizes)) {
        random.shuffle(&mut members, share);
        drawn.extend_from_slice(&members[..share]);
    }
    random.shuffle(&mut drawn, count);
    drawn
}

/// Returns the class that each candidate counts towards: the one of its classes that the fewest candidates have, so that
/// rare classes are represented.
fn rarest_classes(candidates: &[Candidate]) -> Vec<Option<&str>> {
    let mut frequency: HashMap<&str, usize> = HashMap::new();
    for class in candidates.iter().flat_map(Candidate::class_names) {
        *frequency.entry(class).or_default() += 1;
    }
    let rarest = |candidate| Candidate::class_names(candidate).min_by_key(|class| (frequency[class], *class));
    candidates.iter().map(rarest).collect()
}

/// Divides `count` among groups of these sizes in proportion, by the largest-remainder (Hamilton) method, so that the
/// shares add up. Then each group gets at least one, if possible, from the largest shares. `count` is at most the sum.
fn shares(count: usize, sizes: &[usize]) -> Vec<usize> {
    let total: usize = sizes.iter().sum();
    if total == 0 {
        return vec![0; sizes.len()];
    }
    let exact = |size: usize| (count as u64 * size as u64 / total as u64, count as u64 * size as u64 % total as u64);
    let mut shares: Vec<usize> = sizes.iter().map(|size| exact(*size).0 as usize).collect();
    let left = count - shares.iter().sum::<usize>();
    let mut by_remainder: Vec<usize> = (0..sizes.len()).collect();
    by_remainder.sort_by_key(|group| std::cmp::Reverse(exact(sizes[*group]).1));
    for group in &by_remainder[..left] {
        shares[*group] += 1;
    }
    let mut without: Vec<usize> = (0..sizes.len()).filter(|group| shares[*group] == 0 && sizes[*group] > 0).collect();
    without.sort_by_key(|group| std::cmp::Reverse(sizes[*group]));
    for group in without {
        let richest = (0..sizes.len()).rev().max_by_key(|group| shares[*group]).expect("a group");
        if shares[richest] < 2 {
            break;
        }
        shares[richest] -= 1;
        shares[group] = 1;
    }
    shares
}

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): a complete generator in
/// four lines that any language can express, so that a sample can be drawn again without this program.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a uniformly distributed number below `bound` (Lemire, "Fast random integer generation in an interval", 2019).
    fn below(&mut self, bound: u64) -> u64 {
        let unfair = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.next()) * u128::from(bound);
            if product as u64 >= unfair {
                return (product >> 64) as u64;
            }
        }
    }

    /// Shuffles from the front (Fisher–Yates), so that the first `count` places are a random sample in random order.
    fn shuffle(&mut self, places: &mut [usize], count: usize) {
        for at in 0..count.min(places.len()) {
            let from = at + self.below((places.len() - at) as u64) as usize;
            places.swap(at, from);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::*;

    fn by(annotator: u128) -> Candidate {
        Candidate { annotator: Some(UserId(Uuid::from_u128(annotator))), ..Candidate::default() }
    }

    fn with(classes: &[&str]) -> Candidate {
        Candidate { classes: classes.iter().map(|class| (*class).to_owned()).collect(), ..Candidate::default() }
    }

    #[test]
    fn f15_the_generator_gives_the_published_numbers() {
        let mut random = SplitMix64(1_234_567);
        let first: Vec<u64> = (0..5).map(|_| random.next()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        );
    }

    #[test]
    fn f15_every_method_draws_distinct_items_reproducibly() {
        let candidates: Vec<Candidate> = (0..200)
            .map(|number| Candidate { violations: number % 7, ..by(u128::from(number.unsigned_abs() % 3)) })
            .collect();
        for method in Method::ALL {
            for count in [0, 1, 2, 50, 199, 200, 500] {
                let drawn = draw(method, &candidates, count, 42);
                let different: BTreeSet<_> = drawn.iter().collect();
                assert_eq!((drawn.len(), different.len()), (count.min(200), count.min(200)), "{method:?} {count}");
                assert_eq!(drawn, draw(method, &candidates, count, 42), "{method:?}");
            }
            let other = draw(method, &candidates, 50, 43);
            assert_eq!(other == draw(method, &candidates, 50, 42), method == Method::FirstN, "{method:?}");
            assert_eq!(draw(method, &[], 5, 1), Vec::<usize>::new());
        }
    }

    #[test]
    fn f15_a_random_draw_is_fair() {
        let candidates = vec![Candidate::default(); 10];
        let mut drawn = [0_u32; 10];
        for seed in 0..10_000 {
            for place in draw(Method::Random, &candidates, 3, seed) {
                drawn[place] += 1;
            }
        }
        // 3,000 each, with a standard deviation of 46.
        assert!(drawn.iter().all(|count| (2_800..3_200).contains(count)), "{drawn:?}");
    }

    #[test]
    fn f15_violations_come_first_and_ties_are_drawn_by_the_seed() {
        let candidates: Vec<Candidate> = [0, 3, 0, 1, 3, 0, 0, 0]
            .into_iter()
            .map(|violations| Candidate { violations, ..Candidate::default() })
            .collect();
        let mut seen = BTreeSet::new();
        for seed in 0..100 {
            let drawn = draw(Method::ByViolation, &candidates, 4, seed);
            assert_eq!(BTreeSet::from([drawn[0], drawn[1]]), BTreeSet::from([1, 4]));
            assert_eq!(drawn[2], 3);
            seen.insert(drawn[3]);
        }
        assert_eq!(seen, BTreeSet::from([0, 2, 5, 6, 7]));
        assert_eq!(draw(Method::FirstN, &candidates, 3, 9), [0, 1, 2]);
    }

    #[test]
    fn f15_shares_are_proportional_and_no_group_is_left_out() {
        for (count, sizes, expected) in [
            (10, vec![90, 10], vec![9, 1]),
            (10, vec![50, 30, 20], vec![5, 3, 2]),
            (10, vec![5, 5, 5], vec![4, 3, 3]),
            // Hamilton alone gives 10, 0, 0.
            (10, vec![1_000, 1, 1], vec![8, 1, 1]),
            // Too few for all groups: the largest have one each.
            (2, vec![1, 100, 50, 2], vec![0, 1, 1, 0]),
            (1, vec![5, 5], vec![1, 0]),
            (7, vec![4, 2, 1], vec![4, 2, 1]),
            (0, vec![4, 2], vec![0, 0]),
            (0, vec![], vec![]),
        ] {
            assert_eq!(shares(count, &sizes), expected, "{count} over {sizes:?}");
        }
        // For any groups: the shares add up, no share exceeds its group, and no share is zero unless `count` is too small.
        let mut random = SplitMix64(7);
        for _ in 0..2_000 {
            let sizes: Vec<usize> = (0..=random.below(12)).map(|_| 1 + random.below(60) as usize).collect();
            let count = random.below(sizes.iter().sum::<usize>() as u64 + 1) as usize;
            let shares = shares(count, &sizes);
            assert_eq!(shares.iter().sum::<usize>(), count, "{sizes:?}");
            assert!(shares.iter().zip(&sizes).all(|(share, size)| share <= size), "{count} {sizes:?} {shares:?}");
            assert!(count < sizes.len() || !shares.contains(&0), "{count} {sizes:?} {shares:?}");
            assert!(count > sizes.len() || shares.iter().all(|share| *share < 2), "{count} {sizes:?} {shares:?}");
        }
    }

    #[test]
    fn f15_annotators_are_represented_by_their_share() {
        let candidates: Vec<Candidate> =
            (0..100).map(|number| if number < 90 { by(1) } else { by(2) }).chain([Candidate::default()]).collect();
        let drawn = draw(Method::PerAnnotator, &candidates, 12, 5);
        let of = |wanted: Option<UserId>| drawn.iter().filter(|place| candidates[**place].annotator == wanted).count();
        assert_eq!((of(by(1).annotator), of(by(2).annotator), of(None)), (10, 1, 1));
    }

    #[test]
    fn f15_an_item_counts_for_the_rarest_of_its_classes() {
        let candidates = [with(&["car", "person"]), with(&["car"]), with(&["car", "dog"]), with(&[]), with(&["car"])];
        assert_eq!(rarest_classes(&candidates), [Some("person"), Some("car"), Some("dog"), None, Some("car")]);
        for seed in 0..20 {
            let drawn: BTreeSet<usize> = draw(Method::PerClass, &candidates, 4, seed).into_iter().collect();
            assert!(drawn.is_superset(&BTreeSet::from([0, 2, 3])), "{drawn:?}");
        }
    }
}
