//! Which backups stay: the rendered script itself, on folders of any age.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use proptest::prelude::*;

use crate::harness::Project;

const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;

static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let project = Project::outside_git("examples/polls");
    project.djdock("init --yes --with backup").ok();
    project.read("docker/backup.sh")
});

/// A time as the script names a backup.
fn name(time: i64) -> String {
    // Howard Hinnant's days_from_civil, backwards.
    let (days, seconds) = (time.div_euclid(DAY), time.rem_euclid(DAY));
    let since = days + 719_468;
    let era = since.div_euclid(146_097);
    let day_of_era = since.rem_euclid(146_097);
    let year = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year}-{month:02}-{day:02}_{hours:02}{minutes:02}{seconds:02}")
}

/// Runs a function of the script on a folder.
fn run(folder: &Path, words: &[&str], keep: usize, weeks: usize) -> String {
    let ours = format!("folder={}\n", folder.join("backups").display());
    let script = SCRIPT.replace("folder=/data/backups\n", &ours);
    assert!(script.contains(&ours));
    let path = folder.join("backup.sh");
    fs::write(&path, script).unwrap();
    let run = Command::new("sh")
        .arg(&path)
        .args(words)
        .env("BACKUP_HOUR", "3")
        .env("BACKUP_EVERY", "24")
        .env("BACKUP_KEEP", keep.to_string())
        .env("BACKUP_WEEKS", weeks.to_string())
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    String::from_utf8(run.stdout).unwrap()
}

fn pruned(times: &BTreeSet<i64>, keep: usize, weeks: usize) -> BTreeSet<i64> {
    let folder = tempfile::tempdir().unwrap();
    let names: BTreeMap<String, i64> = times.iter().map(|time| (name(*time), *time)).collect();
    for name in names.keys() {
        let uploads = folder.path().join("backups").join(name).join("uploads");
        fs::create_dir_all(uploads).unwrap();
    }
    run(folder.path(), &["prune"], keep, weeks);
    let left = fs::read_dir(folder.path().join("backups")).unwrap();
    left.map(|entry| names[&*entry.unwrap().file_name().to_string_lossy()])
        .collect()
}

proptest! {
    // Each case starts hundreds of small programs.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_newest_stay_and_the_last_one_of_each_week_before(
        times in prop::collection::btree_set(1_700_000_000..1_700_000_000 + 9 * WEEK, 1..24),
        keep in 0_usize..6,
        weeks in 0_usize..4,
    ) {
        let left = pruned(&times, keep, weeks);
        let newest: Vec<i64> = times.iter().rev().copied().take(keep.max(1)).collect();
        prop_assert!(newest.iter().all(|time| left.contains(time)));
        let edge = newest[newest.len() - 1] / WEEK;
        let mut last_of_week = BTreeMap::new();
        for time in times.iter().filter(|time| *time / WEEK < edge) {
            last_of_week.insert(time / WEEK, *time);
        }
        let older: BTreeSet<i64> = last_of_week.into_values().rev().take(weeks).collect();
        let expected: BTreeSet<i64> = newest.into_iter().chain(older).collect();
        prop_assert_eq!(&left, &expected);
    }
}

#[test]
fn a_name_is_the_time_that_the_script_reads() {
    let folder = tempfile::tempdir().unwrap();
    for time in [0, 951_782_400, 1_709_164_799, 1_795_564_800] {
        let read = run(folder.path(), &["time_of", &name(time)], 1, 0);
        assert_eq!(read.trim(), time.to_string());
    }
    assert_eq!(name(951_782_400), "2000-02-29_000000");
    assert_eq!(run(folder.path(), &["time_of", ""], 1, 0), "0\n");
}

/// What `make restore` keeps of what it replaces is no backup by schedule, and goes when there are newer ones.
#[test]
fn what_was_replaced_is_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let names = (0..4).map(|day| format!("{}-replaced", name(1_700_000_000 + day * DAY)));
    let names: Vec<String> = names.chain([name(1_600_000_000)]).collect();
    for name in &names {
        fs::create_dir_all(folder.path().join("backups").join(name)).unwrap();
    }
    let all = run(folder.path(), &["all"], 2, 0);
    assert_eq!(all, format!("{}\n", names[4]));
    run(folder.path(), &["prune"], 2, 0);
    let left = fs::read_dir(folder.path().join("backups")).unwrap();
    let mut left: Vec<_> = left
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, [names[4].clone(), names[2].clone(), names[3].clone()]);
}
