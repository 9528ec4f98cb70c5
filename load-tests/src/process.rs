//! CPU time and memory of a server process and its database, read from /proc.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

/// The processes of a server under test.
#[derive(Clone, Debug)]
pub struct Processes {
    pub server: u32,
    /// The data directory of its Postgres cluster.
    pub database: Option<PathBuf>,
}

/// CPU time since the processes started.
#[derive(Clone, Copy, Default, Debug)]
pub struct Cpu {
    pub server_micros: u64,
    pub database_micros: u64,
}

impl std::ops::Sub for Cpu {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            server_micros: self.server_micros.saturating_sub(earlier.server_micros),
            database_micros: self.database_micros.saturating_sub(earlier.database_micros),
        }
    }
}

#[derive(Clone, Copy, Default, Debug, Serialize)]
pub struct Memory {
    pub server_pss_kib: u64,
    pub server_rss_kib: u64,
    pub server_peak_rss_kib: u64,
    pub database_pss_kib: u64,
}

impl Processes {
    #[must_use]
    pub fn cpu(&self) -> Cpu {
        // The postmaster's count includes the backends that have ended.
        let database = self.database_pids().iter().enumerate().map(|(i, pid)| cpu_micros(*pid, i == 0)).sum();
        Cpu { server_micros: cpu_micros(self.server, false), database_micros: database }
    }

    #[must_use]
    pub fn memory(&self) -> Memory {
        Memory {
            server_pss_kib: pss_kib(self.server),
            server_rss_kib: field_kib(self.server, "status", "VmRSS:"),
            server_peak_rss_kib: field_kib(self.server, "status", "VmHWM:"),
            database_pss_kib: self.database_pids().iter().map(|pid| pss_kib(*pid)).sum(),
        }
    }

    /// Resets the server's peak memory to its current memory.
    pub fn reset_peak(&self) {
        let _ = fs::write(format!("/proc/{}/clear_refs", self.server), "5");
    }

    /// Returns the process ids of the postmaster and its children.
    fn database_pids(&self) -> Vec<u32> {
        let Some(dir) = &self.database else { return Vec::new() };
        let Ok(text) = fs::read_to_string(dir.join("postmaster.pid")) else { return Vec::new() };
        let Some(postmaster) = text.lines().next().and_then(|line| line.trim().parse::<u32>().ok()) else {
            return Vec::new();
        };
        let mut pids = vec![postmaster];
        for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
            if let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok())
                && stat(pid).is_some_and(|fields| fields[1] == u64::from(postmaster))
            {
                pids.push(pid);
            }
        }
        pids
    }
}

/// Returns the first folder at or below `dir` that holds a running Postgres cluster.
#[must_use]
pub fn find_cluster(dir: &Path) -> Option<PathBuf> {
    if dir.join("postmaster.pid").exists() {
        return Some(dir.to_owned());
    }
    let folders = fs::read_dir(dir).ok()?.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    folders.into_iter().find_map(|path| if path.ends_with("base") { None } else { find_cluster(&path) })
}

/// Returns the numbers of /proc/PID/stat, with the state (read as 0) at index 0: the parent is at 1, user and system ticks
/// are at 11 and 12, those of ended children at 13 and 14.
fn stat(pid: u32) -> Option<Vec<u64>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields = text.rsplit_once(')')?.1;
    Some(fields.split_whitespace().map(|field| field.parse().unwrap_or(0)).collect())
}

fn cpu_micros(pid: u32, with_children: bool) -> u64 {
    let Some(fields) = stat(pid) else { return 0 };
    let ticks: u64 = fields[11..if with_children { 15 } else { 13 }].iter().sum();
    ticks * 1_000_000 / rustix::param::clock_ticks_per_second()
}

fn pss_kib(pid: u32) -> u64 {
    field_kib(pid, "smaps_rollup", "Pss:")
}

fn field_kib(pid: u32, file: &str, field: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_of_this_process() {
        let own = Processes { server: std::process::id(), database: None };
        let memory = own.memory();
        assert!(memory.server_rss_kib > 100 && memory.server_pss_kib > 100, "{memory:?}");
        assert_eq!(own.cpu().database_micros, 0);
    }
}
