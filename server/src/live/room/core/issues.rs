//! Issue commands: opening, commenting, resolving, deleting.

use std::collections::BTreeSet;

use countersign_shared::ids::UserId;
use countersign_shared::issue::{Comment, Issue, IssueError, IssueState, Resolved, check_target};
use countersign_shared::limits;
use countersign_shared::notification::NotificationKind;
use countersign_shared::workflow::Stage;
use serde_json::json;

use super::commands::{QueuedCommand, require, validate_text};
use super::{Core, Now};
use crate::document::ServerChange;
use crate::live::room::command::{CommandError, CommentDraft, IssueDraft, Outcome};
use crate::live::room::operation::{AuditNote, NotificationDraft, Operation};

impl Core {
    pub(super) fn prepare_add_issue(
        &mut self,
        queued: &QueuedCommand,
        draft: &IssueDraft,
        now: Now,
    ) -> Result<Operation, CommandError> {
        let IssueDraft { kind, anchor, frames, tags, comment } = draft;
        require(queued.by.roles.can_comment())?;
        self.check_can_comment()?;
        kind.check_opening(self.stage(), self.item.bounds.frames).map_err(|error| invalid_issue("kind", &error))?;
        check_target(*kind, *anchor, *frames, self.item.bounds).map_err(|error| match error {
            IssueError::MissingFrames | IssueError::UnexpectedFrames | IssueError::InvalidFrames => {
                invalid_issue("frames", &error)
            }
            error => invalid_issue("anchor", &error),
        })?;
        let tags = self.validate_tags(tags)?;
        let comment = new_comment(queued, "text", comment, now)?;
        let issues = self.document.issues().map_err(|_| CommandError::Internal)?;
        let opened_by_users = issues.values().filter(|issue| issue.kind.is_opened_by_users()).count();
        if opened_by_users >= limits::MAX_ISSUES_PER_ITEM {
            return Err(CommandError::Conflict("this item has the maximum number of issues"));
        }
        let id = queued.new_id.to_string();
        let notices = mention_notifications(&comment, &id);
        let issue = Issue { anchor: *anchor, frames: *frames, tags, ..Issue::open(*kind, now.wall, vec![comment]) };
        self.set_outcome(Outcome::Issue(id.clone()));
        self.prepare_review_write(queued, &ServerChange::AddIssue { id, issue }, None, notices, now)
    }

    pub(super) fn prepare_add_comment(
        &mut self,
        queued: &QueuedCommand,
        id: &str,
        comment: &CommentDraft,
        now: Now,
    ) -> Result<Operation, CommandError> {
        require(queued.by.roles.can_comment())?;
        self.check_can_comment()?;
        let comment = new_comment(queued, "text", comment, now)?;
        let issue = self.issue(id)?;
        if issue.comments.len() >= limits::MAX_COMMENTS_PER_ISSUE {
            return Err(CommandError::Conflict("this issue has the maximum number of comments"));
        }
        let mut notices = mention_notifications(&comment, id);
        if let Some(author) = issue.by.filter(|author| notices.iter().all(|notice| notice.user != *author)) {
            notices.push(notification(author, NotificationKind::Answered, id, &comment.text));
        }
        self.set_outcome(Outcome::Comment(comment.id.clone()));
        self.prepare_review_write(
            queued,
            &ServerChange::AddComment { issue_id: id.to_owned(), comment },
            None,
            notices,
            now,
        )
    }

    pub(super) fn prepare_set_issue_state(
        &mut self,
        queued: &QueuedCommand,
        id: &str,
        state: IssueState,
        now: Now,
    ) -> Result<Operation, CommandError> {
        require(queued.by.roles.can_comment())?;
        self.check_not_closed()?;
        let issue = self.issue(id)?;
        if !issue.kind.is_resolved_by_users() {
            return Err(CommandError::Conflict("this issue is resolved automatically once the requirement is met"));
        }
        if issue.state == state {
            // The user who resolved it first stays named.
            return Ok(Operation::Write(Box::new(self.transaction(Some(&queued.by)))));
        }
        let (resolved, notices) = match (state, issue.by) {
            (IssueState::Open, _) => (None, Vec::new()),
            (IssueState::Resolved, author) => {
                let words = issue.comments.first().map_or("", |first| first.text.as_str());
                let resolved_notification =
                    author.map(|author| notification(author, NotificationKind::Resolved, id, words));
                (Some(resolved_by(queued, now)), resolved_notification.into_iter().collect())
            }
        };
        let change = ServerChange::SetIssueState { issue_id: id.to_owned(), resolved };
        self.prepare_review_write(queued, &change, None, notices, now)
    }

    pub(super) fn prepare_delete_issue(
        &mut self,
        queued: &QueuedCommand,
        id: &str,
        now: Now,
    ) -> Result<Operation, CommandError> {
        let by = &queued.by;
        let issue = self.issue(id)?;
        let own = issue.by == Some(by.user);
        require((own && by.roles.can_comment()) || by.roles.can_manage())?;
        self.check_not_closed()?;
        if !issue.kind.is_opened_by_users() {
            return Err(CommandError::Conflict("this issue is part of the item's record, so it can only be resolved"));
        }
        let note = (!own).then(|| AuditNote {
            action: "issue.delete",
            subject: issue.by,
            detail: json!({ "issue": id, "comments": issue.comments.len() }),
        });
        self.prepare_review_write(queued, &ServerChange::DeleteIssue { issue_id: id.to_owned() }, note, Vec::new(), now)
    }

    fn issue(&self, id: &str) -> Result<Issue, CommandError> {
        let mut issues = self.document.issues().map_err(|_| CommandError::Internal)?;
        issues.remove(id).ok_or(CommandError::UnknownIssue)
    }

    fn check_not_closed(&self) -> Result<(), CommandError> {
        let state = self.settings.state;
        if state.accepts_comments() { Ok(()) } else { Err(CommandError::NotOpen(state)) }
    }

    /// Checks that users can comment. A closed task accepts no comments. Where several users annotate the same item
    /// without seeing each other's work, nobody comments while they do.
    fn check_can_comment(&self) -> Result<(), CommandError> {
        self.check_not_closed()?;
        if self.settings.consensus && self.stage() == Stage::Annotate {
            return Err(CommandError::Conflict("annotators of this task work without comments"));
        }
        Ok(())
    }

    /// Checks that the tags are tags of the task, and removes duplicates.
    pub(super) fn validate_tags(&self, tags: &[String]) -> Result<Vec<String>, CommandError> {
        let invalid = |reason: String| Err(CommandError::Invalid { field: "tags", reason });
        if tags.len() > limits::MAX_TAGS_PER_ISSUE {
            return invalid(format!("an issue can have at most {} tags", limits::MAX_TAGS_PER_ISSUE));
        }
        if let Some(unknown) = tags.iter().find(|tag| self.settings.tags.iter().all(|known| known.id != **tag)) {
            return invalid(format!("the task has no issue tag {unknown:?}"));
        }
        let mut seen = BTreeSet::new();
        Ok(tags.iter().filter(|tag| seen.insert(*tag)).cloned().collect())
    }
}

pub(super) fn resolved_by(queued: &QueuedCommand, now: Now) -> Resolved {
    Resolved { by: Some(queued.by.user), by_name: queued.by.person.name.clone(), at: now.wall }
}

/// Builds a comment. `field` names the text in errors.
pub(super) fn new_comment(
    queued: &QueuedCommand,
    field: &'static str,
    draft: &CommentDraft,
    now: Now,
) -> Result<Comment, CommandError> {
    if draft.mentions.len() > limits::MAX_MENTIONS {
        let reason = format!("a comment can mention at most {} people", limits::MAX_MENTIONS);
        return Err(CommandError::Invalid { field: "mentions", reason });
    }
    Ok(Comment {
        id: queued.new_id.to_string(),
        text: validate_text(field, &draft.text, limits::MAX_COMMENT_CHARS)?,
        mentions: draft.mentions.clone(),
        by: queued.by.user,
        by_name: queued.by.person.name.clone(),
        at: now.wall,
    })
}

/// Returns a notification for each user whom a comment mentions.
pub(super) fn mention_notifications(comment: &Comment, issue: &str) -> Vec<NotificationDraft> {
    let named = comment.mentions.iter();
    named.map(|mention| notification(mention.id, NotificationKind::Mentioned, issue, &comment.text)).collect()
}

/// Builds a notification. The query that stores it leaves out users who cannot see the item and those who acted
/// themselves.
fn notification(user: UserId, kind: NotificationKind, issue: &str, text: &str) -> NotificationDraft {
    NotificationDraft { user, kind, issue: Some(issue.to_owned()), excerpt: excerpt(text) }
}

pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(limits::NOTIFICATION_EXCERPT_CHARS).collect()
}

fn invalid_issue(field: &'static str, error: &IssueError) -> CommandError {
    CommandError::Invalid { field, reason: error.to_string() }
}
