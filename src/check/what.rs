//! What there is to find.

use std::net::IpAddr;

use super::level::Level;
use super::spot::Spot;
use crate::environment::Environment;
use crate::verify::Verdict;

/// What a container is for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Role {
    Database,
    /// A cache, a queue, a search: for other containers alone.
    Private,
    Other,
}

/// Who reaches a published port.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Reach {
    Everyone,
    /// Whoever is on this machine, and nobody else.
    Machine,
    /// Its networks have no way in.
    Nobody,
}

/// What `check` can find, as facts; the report has the words.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum What {
    /// There is no `.env`.
    NoEnvFile,
    /// A file that `env_file:` names is not there.
    NoFile { path: String },
    /// Compose refuses `.env` at this line.
    EnvFileBroken,
    /// Values of `.env` that are made of others are, from this line on, longer than a process can be given.
    EnvFileGrows,
    /// `.env` may be read by others.
    EnvFileOpen { mode: u32 },
    /// git keeps people's data (`rows`), or an environment of Python.
    KeptByGit { rows: bool },
    /// An earlier djdock was stopped while it wrote.
    Interrupted,
    /// git tracks `.env`, so that its secrets are in the history.
    EnvFileTracked,
    /// Nothing keeps `.env` out of git.
    EnvFileNotIgnored,
    /// The stack needs a key that is not set, or is empty.
    Key { key: String, empty: bool, by: Spot },
    /// `.env.sample` lacks a key that the stack needs, so `make env` does not make it.
    NotInSample { key: String },
    /// Compose expands a `$`. A key that may be part of a value has no name here.
    Dollar { key: Option<String>, breaks: bool },
    /// `SECRET_KEY` was published with the source; `made` is whether djdock makes another.
    SecretKeyPublished { variable: String, made: bool },
    /// `SECRET_KEY` is short, or of few characters.
    SecretKeyWeak { variable: String, made: bool },
    /// A password that everybody tries first.
    PasswordWeak { key: String },
    /// A secret of a service that the stack has no longer, which the project's containers get.
    FormerSecret { key: String, service: String },
    /// A secret stands in a file that git tracks.
    SecretWritten { key: String },
    /// prod runs with DEBUG; `stops` where its entrypoint refuses that.
    Debug { variable: String, stops: bool },
    /// A setting has another value than the stack relies on, or the key is one that the code publishes.
    SettingOther { verdict: Verdict },
    /// What settings will be cannot be told; `by` is the line that hands all of them to a library.
    SettingsUntold {
        environment: Option<Environment>,
        settings: Vec<String>,
        by: Option<String>,
    },
    /// Settings that the owner takes as they are.
    Accepted { settings: String },
    /// prod answers to every host name.
    AnyHost { variable: String },
    /// prod speaks plain http.
    NoTls,
    /// Another program has the port.
    PortTaken {
        service: String,
        port: String,
        key: Option<String>,
        by: Option<String>,
    },
    /// The address is none of this machine's.
    AddressElsewhere { service: String, address: IpAddr },
    /// Two services publish one port.
    PortTwice {
        service: String,
        port: String,
        other: Spot,
    },
    /// dev and prod publish one port.
    PortShared {
        port: String,
        key: Option<String>,
        other: Spot,
    },
    /// A container publishes what nobody outside needs.
    Published {
        service: String,
        port: String,
        role: Role,
        reach: Reach,
        level: Level,
    },
    /// A container that is for others alone has the machine's own network.
    HostNetwork { service: String, role: Role },
    /// A container may use Docker's socket; `own` where that is what djdock's service is for.
    Socket { service: String, own: bool },
    /// A container has rights over the whole machine: what says so in the compose file.
    Rights { service: String, by: String },
    /// A container sees a folder of the machine that is none of the project's; `system` where the machine's own files are in it.
    HostFolder {
        service: String,
        path: String,
        system: bool,
    },
    /// dev runs, and the work tree that it serves has a branch without a stack.
    OtherBranch { branch: String, dev: String },
    /// Another project or clone runs a stack of this name.
    OtherPlace { project: String, folder: String },
    /// A script has Windows line endings; `runs` where a container runs it.
    CarriageReturns { runs: bool },
    /// A container runs the file by itself, and it is not executable.
    NotExecutable { by: Spot },
    /// With this mount the image does not start.
    MountRefused {
        service: String,
        image: String,
        path: String,
        instead: String,
    },
    /// The image keeps its data where no volume is.
    DataOutside {
        service: String,
        image: String,
        path: String,
    },
    /// A tag that changes what it means.
    Unpinned {
        image: String,
        example: Option<String>,
    },
    /// A Dockerfile copies `.env`, or one of its kind, into an image.
    EnvFileCopied { file: String },
    /// Nothing keeps these files out of an image.
    NotIgnored { files: Vec<String>, ignore: String },
    /// A volume's name is read as a Windows drive.
    VolumeLetter { volume: String },
    /// `version:` is no longer read.
    ComposeVersion,
    /// The file is of the format of Compose 1.
    ComposeFirst,
    /// The file is no YAML, or none that Compose takes.
    ComposeUnreadable { message: String },
    /// A `${…}` that Compose cannot read.
    ComposeVariable,
    /// There is no compose file.
    NoComposeFile,
    /// The tool that a file is for reads another file instead, or beside.
    Shadowed { by: String, beside: bool },
    /// A variable gives both stacks one name: they share containers, networks and volumes.
    OneProject,
    /// A variable names the files that Compose reads.
    OtherFiles,
    /// A file of the other environment's stack stands here.
    ForeignFile { environment: Environment },
    /// There is no `docker`.
    NoDocker,
    /// The engine does not answer.
    EngineSilent { denied: bool },
    /// The engine is too old.
    EngineOld { found: String, needed: &'static str },
    /// There is no Compose.
    NoCompose,
    /// Compose is too old.
    ComposeOld { found: String, needed: &'static str },
    /// This clone merges stack files as git always does.
    NoMergeDriver { edited: Vec<String> },
    /// `djdock.toml` differs between the branches.
    AnswersDiffer,
    /// Rows that are to be loaded may be read by everybody on this machine.
    RowsOpen { mode: u32 },
}

impl What {
    /// Its name in scripts, and its level.
    pub(crate) fn id(&self) -> (&'static str, Level) {
        use Level::{Note, Stops, Weakens};
        let stops = |stops: bool| if stops { Stops } else { Weakens };
        match self {
            Self::NoEnvFile => ("env-missing", Stops),
            Self::NoFile { .. } => ("env-file-missing", Stops),
            Self::EnvFileBroken => ("env-unreadable", Stops),
            Self::EnvFileGrows => ("env-too-long", Stops),
            Self::EnvFileOpen { .. } => ("env-open", Weakens),
            Self::EnvFileTracked => ("env-tracked", Weakens),
            Self::EnvFileNotIgnored => ("env-not-ignored", Weakens),
            Self::Key { empty: false, .. } => ("key-missing", Stops),
            Self::Key { empty: true, .. } => ("key-empty", Stops),
            Self::NotInSample { .. } => ("key-not-in-sample", Weakens),
            Self::Dollar { breaks, .. } => ("env-dollar", stops(*breaks)),
            Self::SecretKeyPublished { .. } => ("secret-key-published", Stops),
            Self::SecretKeyWeak { .. } => ("secret-key-weak", Weakens),
            Self::PasswordWeak { .. } => ("password-weak", Weakens),
            Self::FormerSecret { .. } => ("former-secret", Weakens),
            Self::SecretWritten { .. } => ("secret-in-git", Weakens),
            Self::Debug { stops: refused, .. } => ("debugging", stops(*refused)),
            Self::SettingOther { verdict } if verdict.hinders => ("setting-other", Stops),
            // dev has nothing to lose.
            Self::SettingOther { verdict } if verdict.environment == Some(Environment::Dev) => {
                ("setting-other", Note)
            }
            Self::SettingOther { .. } => ("setting-other", Weakens),
            Self::SettingsUntold { .. } => ("settings-untold", Note),
            Self::Accepted { .. } => ("settings-accepted", Weakens),
            Self::AnyHost { .. } => ("any-host", Weakens),
            Self::NoTls => ("tls-off", Note),
            Self::PortTaken { .. } => ("port-taken", Stops),
            Self::AddressElsewhere { .. } => ("port-address", Stops),
            Self::PortTwice { .. } => ("port-twice", Stops),
            Self::PortShared { .. } => ("port-shared", Weakens),
            Self::Published { level, .. } => ("published", *level),
            Self::HostNetwork { .. } => ("host-network", Weakens),
            Self::Socket { own: true, .. } => ("docker-socket", Note),
            Self::Socket { own: false, .. } => ("docker-socket", Weakens),
            Self::Rights { .. } => ("privileged", Weakens),
            Self::HostFolder { system: true, .. } => ("host-folder", Weakens),
            Self::HostFolder { system: false, .. } => ("host-folder", Note),
            Self::OtherBranch { .. } => ("other-branch", Note),
            Self::OtherPlace { .. } => ("other-place", Stops),
            Self::CarriageReturns { runs } => ("crlf", stops(*runs)),
            Self::NotExecutable { .. } => ("not-executable", Stops),
            Self::MountRefused { .. } => ("data-mount", Stops),
            Self::DataOutside { .. } => ("data-without-volume", Weakens),
            Self::Unpinned { .. } => ("image-unpinned", Weakens),
            Self::EnvFileCopied { .. } => ("env-in-image", Weakens),
            Self::NotIgnored { .. } => ("dockerignore", Weakens),
            Self::VolumeLetter { .. } => ("volume-letter", Stops),
            Self::ComposeVersion => ("compose-version", Note),
            Self::ComposeFirst => ("compose-first", Stops),
            Self::ComposeUnreadable { .. } => ("compose-unreadable", Stops),
            Self::ComposeVariable => ("compose-variable", Stops),
            Self::NoComposeFile => ("compose-missing", Stops),
            Self::Shadowed { beside: true, .. } => ("compose-override", Note),
            Self::Shadowed { beside: false, .. } => ("compose-shadowed", Weakens),
            Self::OneProject => ("one-project", Weakens),
            Self::OtherFiles => ("compose-file", Weakens),
            Self::KeptByGit { rows: true } => ("rows-in-git", Weakens),
            Self::KeptByGit { rows: false } => ("environment-in-git", Note),
            Self::Interrupted => ("interrupted", Stops),
            Self::ForeignFile { .. } => ("foreign-file", Stops),
            Self::NoDocker => ("docker-missing", Stops),
            Self::EngineSilent { .. } => ("engine-silent", Stops),
            Self::EngineOld { .. } => ("engine-old", Stops),
            Self::NoCompose => ("compose-plugin-missing", Stops),
            Self::ComposeOld { .. } => ("compose-old", Stops),
            Self::NoMergeDriver { .. } => ("merge-driver", Weakens),
            Self::AnswersDiffer => ("answers-differ", Weakens),
            Self::RowsOpen { .. } => ("rows-open", Weakens),
        }
    }
}
