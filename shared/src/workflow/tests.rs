//! The rules of the workflow, by example and over all sequences of commands.

use std::collections::HashSet;

use uuid::Uuid;

use super::*;
use crate::role::Role;

fn review(strict: bool, percent: u8) -> ReviewStage {
    ReviewStage { strict, percent }
}

fn workflows() -> Vec<Workflow> {
    let mut all = Vec::new();
    for acceptance in [false, true] {
        for reviews in [
            vec![],
            vec![review(true, 100)],
            vec![review(false, 30)],
            vec![review(true, 100), review(true, 100)],
            vec![review(true, 1), review(false, 50), review(true, 100)],
        ] {
            all.push(Workflow::new(reviews, acceptance).expect("valid"));
        }
    }
    all
}

fn item(n: u128) -> ItemId {
    ItemId(Uuid::from_u128(n))
}

/// A command that can change an item's stage.
#[derive(Clone, Copy, Debug)]
enum Command {
    Finish(FinishAction),
    Reject(Option<Stage>),
    Revise(Option<Stage>),
}

fn commands() -> Vec<Command> {
    let targets = || std::iter::once(None).chain(Stage::ALL.map(Some));
    FinishAction::ALL
        .map(Command::Finish)
        .into_iter()
        .chain(targets().map(Command::Reject))
        .chain(targets().map(Command::Revise))
        .collect()
}

fn apply(at: WorkflowState, workflow: &Workflow, item: ItemId, ask: Command) -> Result<WorkflowState, WorkflowError> {
    match ask {
        Command::Finish(by) => at.finish(workflow, item, by),
        Command::Reject(to) => at.reject(workflow, to),
        Command::Revise(to) => at.revise(workflow, to),
    }
}

/// Every position that a sequence of commands can reach is a step of the task, and completion can be reached from it: no
/// item is lost. Each position is explored once, which covers sequences of any length.
#[test]
fn no_sequence_of_commands_reaches_an_illegal_state_or_loses_an_item() {
    for workflow in workflows() {
        for item in (0..40).map(item) {
            let begin = WorkflowState::new(Step::Annotate);
            let mut seen = HashSet::new();
            let mut open = vec![begin];
            while let Some(at) = open.pop() {
                // The round is only a counter; three rounds cover all behaviour.
                if at.round > 3 || !seen.insert(at) {
                    continue;
                }
                assert!(workflow.steps().any(|step| step == at.step), "{at:?} is not a step of {workflow:?}");
                assert!(at.step != Step::Complete || at.back == ReturnState::Not, "{at:?}");
                let mut ways_on = 0;
                for ask in commands() {
                    let Ok(next) = apply(at, &workflow, item, ask) else { continue };
                    match ask {
                        Command::Finish(_) => {
                            ways_on += 1;
                            assert!(next.step > at.step && next.round == at.round, "{at:?} {ask:?} {next:?}");
                            assert_ne!(next.back, ReturnState::Sent);
                        }
                        Command::Reject(_) | Command::Revise(_) => {
                            assert!(next.step < at.step && next.back == ReturnState::Sent, "{at:?} {ask:?} {next:?}");
                            assert_eq!(next.round, at.round + u32::from(next.step == Step::Annotate));
                        }
                    }
                    assert_eq!(matches!(ask, Command::Revise(_)), at.step == Step::Complete, "{at:?} {ask:?}");
                    open.push(next);
                }
                assert_eq!(ways_on, usize::from(at.step != Step::Complete), "one way forward from {at:?}");
            }
            assert!(seen.iter().any(|at| at.step == Step::Complete));
        }
    }
}

/// At each stage, the stage's own role and admins can finish an item.
#[test]
fn each_stage_has_a_role_that_finishes_its_items() {
    for stage in [Stage::Annotate, Stage::Review, Stage::Acceptance] {
        let by: Vec<Role> = Role::ALL.into_iter().filter(|role| role.can_finish(stage)).collect();
        assert_eq!(by.len(), 2, "{stage:?}: its own role, and admins");
    }
    assert!(Role::ALL.into_iter().all(|role| !role.can_finish(Stage::Complete)));
    assert!(Role::ALL.into_iter().filter(|role| role.can_revise()).eq([Role::Admin, Role::Inspector]));
}

#[test]
fn a_partial_review_always_draws_the_same_share() {
    let drawn = |percent| (0..10_000).filter(|n| is_drawn(item(*n), 1, percent)).count();
    assert_eq!((drawn(100), drawn(0)), (10_000, 0));
    assert!((2_800..=3_200).contains(&drawn(30)), "{}", drawn(30));
    assert_eq!(drawn(30), drawn(30));
    let second = (0..10_000).filter(|n| is_drawn(item(*n), 1, 50) && is_drawn(item(*n), 2, 50)).count();
    assert!((2_300..=2_700).contains(&second), "each review draws independently: {second}");
}

#[test]
fn items_sent_back_are_always_reviewed() {
    let workflow = Workflow::new(vec![review(true, 1)], true).expect("valid");
    let skipped = (0..).map(item).find(|id| !is_drawn(*id, 1, 1)).expect("most are");
    let first = WorkflowState::new(Step::Annotate).finish(&workflow, skipped, FinishAction::Submit).expect("allowed");
    assert_eq!(first.step, Step::Acceptance);
    let back = first.reject(&workflow, None).expect("allowed");
    assert_eq!((back.step, back.round, back.back), (Step::Annotate, 2, ReturnState::Sent));
    let again = back.finish(&workflow, skipped, FinishAction::Submit).expect("allowed");
    assert_eq!((again.step, again.back), (Step::Review(1), ReturnState::Resubmitted));
}

#[test]
fn f26_f54_a_rejected_item_goes_to_an_earlier_stage_of_its_task() {
    let full = Workflow::full();
    let at = |step| WorkflowState::new(step);
    assert_eq!(at(Step::Review(1)).reject(&full, None).map(|next| next.step), Ok(Step::Annotate));
    assert_eq!(at(Step::Acceptance).reject(&full, Some(Stage::Review)).map(|next| next.step), Ok(Step::Review(1)));
    for (step, to) in [
        (Step::Review(1), Stage::Review),
        (Step::Review(1), Stage::Acceptance),
        (Step::Annotate, Stage::Annotate),
        (Step::Complete, Stage::Annotate),
    ] {
        let refused = Err(WorkflowError::NotBack { at: step.stage(), to });
        assert_eq!(at(step).reject(&full, Some(to)), refused);
    }
    let two = Workflow::from_stages(&[Stage::Annotate, Stage::Review, Stage::Review]).expect("valid");
    assert_eq!(at(Step::Review(2)).reject(&two, Some(Stage::Review)).map(|next| next.step), Ok(Step::Review(1)));
    let short = Workflow::from_stages(&[Stage::Annotate, Stage::Acceptance]).expect("valid");
    let refused = Err(WorkflowError::NotBack { at: Stage::Acceptance, to: Stage::Review });
    assert_eq!(at(Step::Acceptance).reject(&short, Some(Stage::Review)), refused);
}

#[test]
fn f31_only_complete_items_are_reopened() {
    let full = Workflow::full();
    for step in full.steps().filter(|step| *step != Step::Complete) {
        assert!(WorkflowState::new(step).revise(&full, None).is_err());
    }
    let complete = WorkflowState { step: Step::Complete, round: 2, back: ReturnState::Not };
    let revised = complete.revise(&full, Some(Stage::Acceptance)).expect("allowed");
    assert_eq!((revised.step, revised.round, revised.back), (Step::Acceptance, 2, ReturnState::Sent));
    assert_eq!(complete.revise(&full, None).map(|next| next.round), Ok(3));
}

#[test]
fn f55_a_strict_review_requires_every_label_approved() {
    let counts = |approved, rejected, pending| VerdictCounts { approved, rejected, pending };
    assert_eq!(counts(3, 0, 0).check_approval(true), Ok(()));
    assert_eq!(counts(3, 0, 2).check_approval(true), Err(NotApproved::Pending(2)));
    assert_eq!(counts(3, 0, 2).check_approval(false), Ok(()));
    for strict in [true, false] {
        assert_eq!(counts(3, 1, 2).check_approval(strict), Err(NotApproved::Rejected(1)));
        assert_eq!(counts(0, 0, 0).check_approval(strict), Ok(()));
    }
}

#[test]
fn a_workflow_is_built_from_its_stages_in_order() {
    use Stage::{Acceptance, Annotate, Complete, Review};
    for (stages, reviews, acceptance) in [
        (vec![Annotate], 0, false),
        (vec![Annotate, Review], 1, false),
        (vec![Annotate, Acceptance], 0, true),
        (vec![Annotate, Review, Review, Acceptance], 2, true),
    ] {
        let workflow = Workflow::from_stages(&stages).expect("valid");
        assert_eq!((workflow.reviews().len(), workflow.acceptance()), (reviews, acceptance));
        assert!(workflow.steps().map(Step::stage).eq(stages.into_iter().chain([Complete])));
    }
    for stages in [vec![], vec![Review], vec![Annotate, Acceptance, Review], vec![Annotate, Complete]] {
        assert_eq!(Workflow::from_stages(&stages), Err(WorkflowError::Order));
    }
    let many = vec![ReviewStage::default(); limits::MAX_REVIEWS + 1];
    assert_eq!(Workflow::new(many, true), Err(WorkflowError::TooManyReviews));
    assert_eq!(Workflow::new(vec![review(true, 0)], true), Err(WorkflowError::Percent));
    let stored = serde_json::to_value(Workflow::full()).expect("JSON");
    assert_eq!(serde_json::from_value::<Workflow>(stored).expect("read"), Workflow::full());
    let bad = serde_json::json!({ "reviews": [{ "strict": true, "percent": 101 }], "acceptance": true });
    assert!(serde_json::from_value::<Workflow>(bad).is_err());
}
