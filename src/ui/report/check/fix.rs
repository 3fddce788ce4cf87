//! What to do about a finding.

use crate::check::{Role, Spot, What};
use crate::ui::shell::word;
use crate::verify::Found;

/// What to type, or to change; `env` is the file of the stack's secrets.
pub(crate) fn fix(what: &What, spot: &Spot, env: &str) -> String {
    let file = word(spot.file.as_deref().unwrap_or_default());
    let file = file.as_ref();
    of_env(what, file, env)
        .or_else(|| of_secrets(what, env))
        .or_else(|| of_ports(what, env))
        .or_else(|| of_files(what, file))
        .unwrap_or_else(|| of_tools(what))
}

fn of_env(what: &What, file: &str, env: &str) -> Option<String> {
    Some(match what {
        What::NoEnvFile => "write one, with the keys that the compose file names".to_owned(),
        What::NoFile { path } => format!("write `{path}`, or say `required: false` of it"),
        What::EnvFileBroken => "write it as KEY=value, and close its quotes".to_owned(),
        What::EnvFileGrows => {
            "name fewer variables in the value; a `$` that is one stands in single quotes"
                .to_owned()
        }
        What::EnvFileOpen { .. } => format!("`chmod 600 {file}`"),
        What::EnvFileTracked => {
            format!("`git rm --cached {file}`, commit, and change every secret that was in it")
        }
        What::EnvFileNotIgnored => format!("put a line /{file} into .gitignore"),
        What::Key { key, .. } => format!("set {key} in {env}"),
        What::NotInSample { key } => {
            format!(
                "a line `{key}=` in .env.sample; below `# secret: 32 characters` a random value is made"
            )
        }
        _ => return None,
    })
}

fn of_secrets(what: &What, env: &str) -> Option<String> {
    Some(match what {
        What::Dollar { .. } => {
            "put the value in single quotes; a database that was made with the other value keeps that one".to_owned()
        }
        What::FormerSecret { .. } => {
            "`# removed: ` before it: it is there when the service comes back, and its data knows it".to_owned()
        }
        What::SecretKeyPublished { variable, made: true }
        | What::SecretKeyWeak { variable, made: true } => format!(
            "empty it (`{variable}=`), and `djdock check --fix` makes one; everybody is logged out"
        ),
        What::SecretKeyPublished { .. } | What::SecretKeyWeak { .. } => {
            "a random one, as `openssl rand -hex 32` makes; everybody is logged out".to_owned()
        }
        What::PasswordWeak { .. } => {
            "a random one, as `openssl rand -hex 16` makes; where the data exists already, change it there too".to_owned()
        }
        What::SecretWritten { key } => {
            format!("`{key}: ${{{key}:?set it in {env}}}` here, and a new value in {env}")
        }
        What::Debug { variable, .. } => format!("set {variable} to what means no"),
        What::SettingOther { verdict } if verdict.found == Found::Published => {
            format!(
                "empty it in {env} (`SECRET_KEY=`), and `djdock check --fix` makes one; everybody is logged out"
            )
        }
        What::SettingOther { verdict } => format!(
            "let it read the environment there, as what `djdock init` writes does; if it is meant: DJDOCK_ACCEPT={} in {env}",
            verdict.name()
        ),
        What::SettingsUntold { by: Some(_), .. } => {
            "have that library read the variables that the compose file sets; prod asks Django itself at each start"
                .to_owned()
        }
        What::SettingsUntold { by: None, .. } => {
            "none where they read the environment; prod asks Django itself at each start".to_owned()
        }
        What::Accepted { .. } => "take the line out once the settings are the stack's".to_owned(),
        What::AnyHost { .. } => format!("name the hosts: ALLOWED_HOSTS=example.org in {env}"),
        What::NoTls => {
            format!(
                "once https reaches this server, here or at a proxy before it: TLS=1 in {env}, then `make run`"
            )
        }
        _ => return None,
    })
}

fn of_ports(what: &What, env: &str) -> Option<String> {
    Some(match what {
        What::PortTaken { key: Some(key), .. } | What::PortShared { key: Some(key), .. } => {
            format!("another port: {key}=… in {env}")
        }
        What::PortTaken { .. } | What::PortShared { .. } | What::PortTwice { .. } => {
            "publish another port".to_owned()
        }
        What::AddressElsewhere { .. } => {
            "publish it on 127.0.0.1, or without an address".to_owned()
        }
        What::Published {
            service,
            role: Role::Database | Role::Private,
            ..
        } => {
            let service = word(service);
            format!("take its `ports:` out; `docker compose exec {service} …` reaches it")
        }
        What::Socket { own: true, .. } => {
            "none, if that is meant: it is what this service works with".to_owned()
        }
        What::Rights { .. } => "take it out, or name the one capability that is needed".to_owned(),
        What::HostFolder { system: true, .. } => {
            "mount the one file that is needed, read-only (`:ro`)".to_owned()
        }
        What::HostFolder { .. } => "none, if that is meant".to_owned(),
        What::OtherBranch { dev, .. } => {
            format!("`git switch {}`, and the stack's is back", word(dev))
        }
        What::OtherPlace { .. } => {
            "`make env PLACE=new` gives the stacks of this place names of their own".to_owned()
        }
        What::Socket { .. } => {
            "take the mount out, or put a proxy before it that allows what is needed".to_owned()
        }
        What::HostNetwork { .. } => "take `network_mode:` out, and name its networks".to_owned(),
        What::Published { .. } => "127.0.0.1: before the port, or no `ports:` at all".to_owned(),
        _ => return None,
    })
}

fn of_files(what: &What, file: &str) -> Option<String> {
    Some(match what {
        What::CarriageReturns { .. } => {
            format!(
                "`sed -i 's/\\r$//' {file}`; a line `*.sh text eol=lf` in .gitattributes keeps it so"
            )
        }
        What::NotExecutable { .. } => format!("`chmod +x {file}`, commit"),
        What::MountRefused { instead, .. } => {
            format!(
                "mount the volume on {instead}; data of an older release must be dumped before, and loaded after"
            )
        }
        What::DataOutside { path, .. } => format!("mount a named volume on {path}"),
        What::Unpinned {
            example: Some(example),
            ..
        } => format!("name the release, as in {example}"),
        What::Unpinned { example: None, .. } => "name the release in its tag".to_owned(),
        What::EnvFileCopied { .. } => {
            "take it out: containers get their variables when they start".to_owned()
        }
        What::NotIgnored { files, ignore } => format!("in {ignore}: {}", files.join(", ")),
        What::VolumeLetter { .. } => "give the volume a longer name".to_owned(),
        What::ComposeVersion => "take the line out".to_owned(),
        What::ComposeFirst => "put the services below `services:`".to_owned(),
        What::ComposeUnreadable { .. } => "`docker compose config` says the same".to_owned(),
        What::ComposeVariable => "a $ that is meant as one is written $$".to_owned(),
        What::NoComposeFile => format!(
            "bring it back: `git log --diff-filter=D -- {file}` names the commit that deleted it"
        ),
        What::Shadowed { by, beside: true } => {
            format!("none, if that is meant; {by} was checked too")
        }
        What::Shadowed { by, beside: false } => {
            format!("rename {by}, or bring what it says into this file")
        }
        What::OneProject | What::OtherFiles => "take the variable out".to_owned(),
        What::KeptByGit { rows: true } => format!(
            "`git rm --cached {file}`, a line for it in .gitignore, commit; what was in it stays in the history"
        ),
        What::KeptByGit { rows: false } => {
            format!("`git rm -r --cached {file}`, a line for it in .gitignore, commit")
        }
        What::Interrupted => "`djdock update` finishes it first".to_owned(),
        What::ForeignFile { .. } => "`djdock update` brings the right one back".to_owned(),
        What::AnswersDiffer => {
            "`djdock update` takes the side that was edited; where both were, make them equal"
                .to_owned()
        }
        What::RowsOpen { .. } => format!("`chmod o-r {file}`; once prod has loaded it, delete it"),
        _ => return None,
    })
}

fn of_tools(what: &What) -> String {
    match what {
        What::NoDocker => "install Docker Engine 25 or newer, with its Compose plugin",
        What::EngineSilent { denied: true } => "`sudo usermod -aG docker $USER`, and log in again",
        What::EngineSilent { denied: false } => {
            "start it: `sudo systemctl start docker`, or Docker Desktop"
        }
        What::EngineOld { .. } => "install a newer Docker Engine",
        What::NoCompose => "install the package docker-compose-plugin",
        What::ComposeOld { .. } => "install a newer docker-compose-plugin",
        What::NoMergeDriver { .. } => "`djdock update`",
        _ => "",
    }
    .to_owned()
}
