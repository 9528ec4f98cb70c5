//! The only definition of how a filter selects items, for lists, neighbours, samples and bulk actions.

/// A query over the task's items that match the filter: `$select`, FROM and WHERE, then `$tail`. Each use is checked
/// separately. Parameters 1 to 23 belong to the filter; those of `$tail` start at 24. Other tables are read once per query
/// (`IN`) instead of once per item, and only if the filter needs them.
macro_rules! select_matching {
    ($select:tt, $tail:tt, $task:expr, $reader:expr, $filter:expr $(, $arg:expr)*) => {
        sqlx::query!(
            $select + " FROM items i WHERE i.task_id = $1 AND ($2::text IS NULL OR i.stage = $2)
                AND ($3::smallint IS NULL OR i.review_pass = $3)
                AND ($4::text IS NULL OR $4 = CASE WHEN i.stage = 'complete' THEN 'complete'
                    WHEN i.resubmitted THEN 'resubmitted' WHEN i.returned_at IS NOT NULL THEN 'sent_back'
                    WHEN i.begun THEN 'in_progress' ELSE 'waiting' END)
                AND ($5::text IS NULL OR strpos(i.folded_name, (SELECT lower($5))) > 0)
                AND (NOT $6::bool OR i.open_issues > 0) AND (NOT $7::bool OR i.comment_count > 0)
                AND (NOT $8::bool OR i.rejections > 0) AND (NOT $9::bool OR i.revisions > 0)
                AND (NOT $10::bool OR i.skips > 0) AND (NOT $11::bool OR i.violations > 0)
                AND ($12::uuid IS NULL OR i.submitted_by = $12) AND ($13::uuid IS NULL OR i.reviewed_by = $13)
                AND (NOT $14::bool OR i.assignee_id IS NULL) AND ($15::uuid IS NULL OR i.assignee_id = $15)
                AND ($16::uuid IS NULL OR i.returned_by = $16)
                AND ($17::bool IS NULL OR $17 = (i.id IN (SELECT l.item_id FROM item_locks l
                    WHERE l.user_id IS NOT NULL AND l.expires_at > now())))
                AND ($18::uuid IS NULL OR i.id IN (SELECT l.item_id FROM item_locks l
                    WHERE l.user_id = $18 AND l.expires_at > now()))
                AND ($19::bool IS NULL OR $19 = ((i.id, i.stage_since) IN (SELECT o.item_id, o.stage_since
                    FROM item_openings o WHERE o.user_id = $20)))
                AND ($21::smallint IS NULL OR i.priority = $21) AND ($22::text IS NULL OR i.class_counts ? $22)
                AND ($23::uuid IS NULL OR i.id IN (SELECT s.item_id FROM sample_items s WHERE s.sample_id = $23)) " + $tail,
            $task.0,
            $filter.stage.map(Stage::as_str),
            $filter.review_pass.map(i16::from),
            $filter.status.map(Status::as_str),
            $filter.q.as_deref().filter(|text| !text.is_empty()),
            requires_activity($filter, Activity::OpenIssues),
            requires_activity($filter, Activity::Comments),
            requires_activity($filter, Activity::Rejected),
            requires_activity($filter, Activity::Revised),
            requires_activity($filter, Activity::Skipped),
            requires_activity($filter, Activity::Violations),
            $filter.annotator.map(|user| user.0),
            $filter.reviewer.map(|user| user.0),
            $filter.assignee == Some(Assignee::Nobody),
            assigned_to($filter),
            $filter.returned_by.map(|user| user.0),
            $filter.locked,
            $filter.locked_by.map(|user| user.0),
            $filter.opened,
            $reader.0,
            $filter.priority,
            $filter.class,
            $filter.sample.map(|sample| sample.0)
            $(, $arg)*
        )
    };
}

use countersign_shared::item_filter::{Activity, Assignee, ItemFilter};
use uuid::Uuid;

pub(super) use select_matching;

pub(super) fn requires_activity(filter: &ItemFilter, activity: Activity) -> bool {
    filter.has.as_ref().is_some_and(|wanted| wanted.contains(activity))
}

pub(super) fn assigned_to(filter: &ItemFilter) -> Option<Uuid> {
    match filter.assignee {
        Some(Assignee::Person(user)) => Some(user.0),
        Some(Assignee::Nobody) | None => None,
    }
}
