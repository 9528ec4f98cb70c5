//! Runs an import in the background. Its row holds the progress and the outcome.

use std::path::{Path, PathBuf};

use countersign_shared::ids::ImportId;
use sqlx::PgPool;
use tempfile::TempDir;
use tokio::sync::watch;

use super::coco::CocoImport;
use super::{ImportError, Importer};
use crate::db;
use crate::formats::report::{Level, ReportLine};
use crate::lifecycle::Tasks;
use crate::progress::{Progress, store_periodically, to_db_count};

/// Returns the folder that holds uploads while they are imported.
#[must_use]
pub fn uploads(data_dir: &Path) -> PathBuf {
    data_dir.join("uploads")
}

/// Marks imports that the last stop interrupted as failed and deletes their uploads, at the start of the server.
///
/// # Errors
/// Returns an error if the database failed.
pub async fn recover(db: &PgPool, data_dir: &Path) -> sqlx::Result<()> {
    let failed = db::imports::fail_interrupted(&mut *db.acquire().await?).await?;
    if failed > 0 {
        tracing::warn!(imports = failed, "imports were interrupted by the last stop");
    }
    match tokio::fs::remove_dir_all(uploads(data_dir)).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, "cannot delete the uploads of an earlier run");
        }
        Ok(()) | Err(_) => {}
    }
    Ok(())
}

/// Runs the import to its end. The uploaded files are in `folder`, which is deleted afterwards.
pub async fn run(importer: Importer, tasks: Tasks, id: ImportId, import: CocoImport, folder: TempDir) {
    let (sender, progress) = watch::channel(Progress::default());
    let last = progress.clone();
    let report_progress = move |progress| {
        sender.send_replace(progress);
    };
    let work = importer.coco(import, &report_progress, tasks.stopping(), |_| {});
    let db = &importer.db;
    let store = |Progress { done, total }| async move {
        let mut connection = db.acquire().await?;
        db::imports::progress(&mut connection, id, to_db_count(done), to_db_count(total)).await
    };
    let done = tokio::select! {
        done = work => done,
        () = store_periodically(progress, store) => unreachable!("following the progress never ends"),
    };
    drop(folder);
    let (task, lines, error) = match done {
        Ok(imported) => {
            let mut lines = imported.report.into_lines();
            let message = format!("{} images with {} labels were imported", imported.items, imported.labels);
            lines.insert(0, ReportLine { level: Level::Info, file: None, annotation: None, message });
            (Some(imported.task), lines, None)
        }
        Err(failed) => {
            let error = user_message(id, &failed.error);
            (None, failed.report.into_lines(), Some(error))
        }
    };
    let finished = async {
        let mut connection = importer.db.acquire().await?;
        let Progress { done, total } = *last.borrow();
        db::imports::progress(&mut connection, id, to_db_count(done), to_db_count(total)).await?;
        db::imports::finish(&mut connection, id, task, &lines, error.as_deref()).await
    };
    if let Err(error) = finished.await {
        // The next start of the server marks it as interrupted.
        tracing::error!(import.id = %id, %error, "cannot store the outcome of import {id}");
    }
}

/// Returns the message for the person who started the import. Server faults are only logged.
fn user_message(id: ImportId, error: &ImportError) -> String {
    if error.is_internal() {
        tracing::error!(import.id = %id, %error, "import {id} failed");
        return format!(
            "The server could not store the data, so nothing was imported. The error is logged as import {id}."
        );
    }
    let mut words = error.to_string();
    if let Some(first) = words.get(..1).map(str::to_uppercase) {
        words.replace_range(..1, &first);
    }
    format!("{words}. Nothing was imported.")
}
