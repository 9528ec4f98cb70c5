//! Counts what a run of the model did.

/// What a run did. A run that did nothing proves nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    pub acknowledged: usize,
    pub refused: usize,
    pub crashes: usize,
    pub unloads: usize,
    pub restarts: usize,
    pub fenced: usize,
    pub lost_answers: usize,
    pub epochs: i64,
    pub comments: usize,
    pub finished: usize,
    pub verdicts: usize,
    pub sent_back: usize,
    pub revised: usize,
    pub snapshots: usize,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.acknowledged += other.acknowledged;
        self.refused += other.refused;
        self.crashes += other.crashes;
        self.unloads += other.unloads;
        self.restarts += other.restarts;
        self.fenced += other.fenced;
        self.lost_answers += other.lost_answers;
        self.epochs += other.epochs;
        self.comments += other.comments;
        self.finished += other.finished;
        self.verdicts += other.verdicts;
        self.sent_back += other.sent_back;
        self.revised += other.revised;
        self.snapshots += other.snapshots;
    }

    pub fn assert_not_vacuous(&self) {
        let Self { acknowledged, refused, crashes, lost_answers, epochs, comments, finished, verdicts, .. } = self;
        assert!(*acknowledged > 100, "{self:?}");
        for number in [refused, crashes, lost_answers, comments, finished, verdicts] {
            assert!(*number > 0, "{self:?}");
        }
        assert!(*epochs > 20, "{self:?}");
    }
}
