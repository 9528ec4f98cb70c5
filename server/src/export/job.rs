//! An export of a dataset in the background: its row tells how far it is, its file lies in the data directory for a while.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use countersign_shared::ids::ExportId;
use sqlx::PgPool;
use tokio::sync::watch;

use super::dataset::{self, DatasetExport};
use super::{ExportError, Exported};
use crate::app::AppState;
use crate::db;
use crate::lifecycle::Tasks;
use crate::progress::{self, Progress};

/// Between two looks for files that are kept no longer.
const CLEAR_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// What an export works with.
pub struct Exporter {
    pub db: PgPool,
    pub data_dir: PathBuf,
    pub tasks: Tasks,
}

/// Where the file of an export lies once it is done.
#[must_use]
pub fn file(data_dir: &Path, id: ExportId) -> PathBuf {
    folder(data_dir).join(id.to_string())
}

fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("exports")
}

/// At the start of a server: exports that an earlier one left behind have failed.
///
/// # Errors
/// The database failed.
pub async fn recover(db: &PgPool) -> sqlx::Result<()> {
    let failed = db::export_jobs::fail_interrupted(&mut *db.acquire().await?).await?;
    if failed > 0 {
        tracing::warn!(exports = failed, "exports were cut off by the last stop");
    }
    Ok(())
}

/// Removes what is old, at the start and every day, until the server stops.
pub async fn upkeep(app: AppState) {
    let stopping = app.tasks.stopping().clone();
    let mut ticks = tokio::time::interval(CLEAR_EVERY);
    while stopping.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Err(error) = clear(&app.db, &app.config.database.data_dir).await {
            tracing::warn!(%error, "old exports cannot be removed now");
        }
    }
}

/// Rows first, then every file without one: so that what was cut off in between goes the next time.
///
/// # Errors
/// The database failed, or a file cannot be removed.
pub async fn clear(db: &PgPool, data_dir: &Path) -> anyhow::Result<()> {
    let folder = folder(data_dir);
    // Looked at before the rows are asked: a file that comes later has a row that comes later.
    let mut names = Vec::new();
    match tokio::fs::read_dir(&folder).await {
        Ok(mut entries) => {
            while let Some(entry) = entries.next_entry().await? {
                names.push(entry.file_name());
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let mut connection = db.acquire().await?;
    db::export_jobs::delete_old(&mut connection).await?;
    let kept: HashSet<String> =
        db::export_jobs::with_files(&mut connection).await?.iter().map(ToString::to_string).collect();
    for name in names {
        // What is being written is named like its export, with an ending.
        let of = name.to_string_lossy().split('.').next().unwrap_or_default().to_owned();
        if !kept.contains(&of) {
            match tokio::fs::remove_file(folder.join(name)).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                Ok(()) | Err(_) => {}
            }
        }
    }
    Ok(())
}

/// Runs the export to its end.
pub async fn run(exporter: Exporter, id: ExportId, export: DatasetExport) {
    let (sender, progress) = watch::channel(Progress::default());
    let last = progress.clone();
    let report = move |progress| {
        sender.send_replace(progress);
    };
    let (db, stopping) = (&exporter.db, exporter.tasks.stopping());
    let work = stopping.run_until_cancelled(write(&exporter, id, &export, &report));
    let store = |Progress { done, total }| async move {
        db::export_jobs::progress(&mut *db.acquire().await?, id, progress::count(done), progress::count(total)).await
    };
    let done = tokio::select! {
        done = work => done,
        () = progress::follow(progress, store) => unreachable!("it follows without end"),
    };
    let ended = match &done {
        Some(Ok(bytes)) => Ok(*bytes),
        Some(Err(error)) => {
            tracing::error!(export.id = %id, %error, "export {id} failed");
            Err(format!("The server could not write the file. It is logged as export {id}."))
        }
        None => Err("The server stopped during the export. Start it again.".to_owned()),
    };
    let at = *last.borrow();
    let finished = async {
        let mut connection = db.acquire().await?;
        db::export_jobs::progress(&mut connection, id, progress::count(at.done), progress::count(at.total)).await?;
        db::export_jobs::finish(&mut connection, id, ended.as_ref().copied().map_err(String::as_str)).await
    };
    if let Err(error) = finished.await {
        // The next start of the server marks it as interrupted.
        tracing::error!(export.id = %id, %error, "the end of export {id} could not be stored");
    }
}

/// Writes beside the target, and puts it in its place when it is whole; returns its size.
async fn write(
    exporter: &Exporter,
    id: ExportId,
    export: &DatasetExport,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<i64, ExportError> {
    let folder = folder(&exporter.data_dir);
    std::fs::create_dir_all(&folder)?;
    let file = tempfile::Builder::new().prefix(&format!("{id}.")).tempfile_in(&folder)?;
    let Exported { out, .. } = dataset::coco(&exporter.db, export, progress, file).await?;
    let target = self::file(&exporter.data_dir, id);
    let kept = tokio::task::spawn_blocking(move || {
        out.as_file().sync_all()?;
        let bytes = out.as_file().metadata()?.len();
        out.persist(target).map_err(|error| error.error)?;
        Ok::<u64, std::io::Error>(bytes)
    });
    let bytes = kept.await.map_err(std::io::Error::other)??;
    Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
}
