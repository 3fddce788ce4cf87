//! The computer that djdock runs on.

use std::fs;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::limited::{Answer, run};
use super::{Container, Docker, Machine, PortState};

/// How long a knock at a port may take.
const KNOCK: Duration = Duration::from_millis(300);

/// The computer that djdock runs on, asked through its own commands.
pub(crate) struct ThisMachine;

impl Machine for ThisMachine {
    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn docker(&self) -> Docker {
        match run("docker", &["version", "--format", "{{.Server.Version}}"]) {
            Answer::NoCommand => Docker::Absent,
            Answer::Printed(version) => Docker::Answers(version),
            Answer::Failed(said) => Docker::Silent {
                denied: said.contains("permission denied"),
            },
        }
    }

    fn compose(&self) -> Option<String> {
        let commands: [(&str, &[&str]); 2] = [
            ("docker", &["compose", "version", "--short"]),
            ("docker-compose", &["version", "--short"]),
        ];
        let mut versions =
            commands
                .iter()
                .filter_map(|(program, arguments)| match run(program, arguments) {
                    Answer::Printed(version) => Some(version.trim_start_matches('v').to_owned()),
                    _ => None,
                });
        versions.next()
    }

    fn containers(&self) -> Vec<Container> {
        let format = "{{.Names}}\t{{.Label \"com.docker.compose.project\"}}\t{{.Ports}}";
        match run("docker", &["ps", "--format", format]) {
            Answer::Printed(text) => text.lines().filter_map(container).collect(),
            _ => Vec::new(),
        }
    }

    fn volumes(&self, project: &str) -> Option<bool> {
        let label = format!("label=com.docker.compose.project={project}");
        match run("docker", &["volume", "ls", "--quiet", "--filter", &label]) {
            Answer::Printed(names) => Some(!names.is_empty()),
            _ => None,
        }
    }

    fn other_places(&self, project: &str, root: &Path) -> Vec<String> {
        let label = format!("label=com.docker.compose.project={project}");
        let format = "{{.Label \"com.docker.compose.project.working_dir\"}}";
        let arguments = ["ps", "--all", "--filter", &label, "--format", format];
        let Answer::Printed(text) = run("docker", &arguments) else {
            return Vec::new();
        };
        let own = home(root);
        let is_other = |folder: &&str| {
            let folder = Path::new(folder);
            !folder.as_os_str().is_empty() && !is_gone(folder) && home(folder) != own
        };
        let mut folders: Vec<String> = text.lines().filter(is_other).map(str::to_owned).collect();
        folders.sort();
        folders.dedup();
        folders
    }

    fn port(&self, address: Option<IpAddr>, port: u16, udp: bool) -> PortState {
        if is_remote(self) {
            return PortState::Unknown;
        }
        let any = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let socket = SocketAddr::new(address.unwrap_or(any), port);
        let bound = if udp {
            UdpSocket::bind(socket).map(drop)
        } else {
            TcpListener::bind(socket).map(drop)
        };
        match bound.map_err(|error| error.kind()) {
            Ok(()) => PortState::Free,
            Err(ErrorKind::AddrInUse) => PortState::Taken,
            Err(ErrorKind::AddrNotAvailable) => PortState::Elsewhere,
            // Below 1024 only root may listen. Whether somebody does can be heard.
            Err(ErrorKind::PermissionDenied) if !udp => knock(address, port),
            Err(_) => PortState::Unknown,
        }
    }
}

/// What all work trees of one repository have in common; without git, the folder itself. `docker/env.sh` asks the same.
/// libgit2 is not asked: it tells nothing of another user's repository.
fn home(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    // A compose file may stand below the repository's root.
    let root = folder.ancestors().find(|above| above.join(".git").exists());
    let folder = root.unwrap_or(&folder);
    let git = folder.join(".git");
    let own = match fs::read_to_string(&git) {
        Ok(text) => folder.join(text.strip_prefix("gitdir: ")?.trim_end()),
        Err(_) if git.is_dir() => git,
        Err(_) => folder.to_owned(),
    };
    let common = fs::read_to_string(own.join("commondir"));
    let common = common.map_or(own.clone(), |path| own.join(path.trim_end()));
    common.canonicalize().ok()
}

/// Whether a folder is no more; one that may not be looked into is.
fn is_gone(folder: &Path) -> bool {
    match fs::metadata(folder) {
        Ok(_) => false,
        Err(error) => matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
    }
}

/// Whether the engine runs on another machine, whose ports nobody knows here.
fn is_remote(machine: &dyn Machine) -> bool {
    let host = machine.variable("DOCKER_HOST").unwrap_or_default();
    ["tcp://", "ssh://", "http"]
        .iter()
        .any(|scheme| host.starts_with(scheme))
}

fn knock(address: Option<IpAddr>, port: u16) -> PortState {
    let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    match TcpStream::connect_timeout(&SocketAddr::new(address, port), KNOCK) {
        Ok(_) => PortState::Taken,
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => PortState::Free,
        Err(_) => PortState::Unknown,
    }
}

/// A line of `docker ps`: name, project, and `0.0.0.0:80->80/tcp, 127.0.0.1:8000-8001->90-91/tcp`.
fn container(line: &str) -> Option<Container> {
    let mut columns = line.split('\t');
    let (name, project) = (columns.next()?.to_owned(), columns.next()?.to_owned());
    let published = columns.next().unwrap_or_default().split(", ");
    let ranges = published.filter_map(|port| {
        let (host, inside) = port.split_once("->")?;
        let (_, range) = host.rsplit_once(':')?;
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let udp = inside.ends_with("/udp");
        let (first, last): (u16, u16) = (first.parse().ok()?, last.parse().ok()?);
        Some((first..=last).map(move |port| (port, udp)))
    });
    let ports = ranges.flatten().collect();
    Some(Container {
        name,
        project,
        ports,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_docker_lists_is_read() {
        let line = "shop-nginx-1\tshop\t0.0.0.0:80->80/tcp, :::80->80/tcp, 127.0.0.1:53-54->53-54/udp, 9000/tcp";
        let container = container(line).unwrap();
        assert_eq!(
            (container.name.as_str(), container.project.as_str()),
            ("shop-nginx-1", "shop")
        );
        assert_eq!(
            container.ports,
            [(80, false), (80, false), (53, true), (54, true)]
        );
    }

    #[test]
    fn a_port_that_somebody_listens_on_is_taken() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let local = Some(IpAddr::from([127, 0, 0, 1]));
        assert_eq!(ThisMachine.port(local, port, false), PortState::Taken);
        assert_eq!(ThisMachine.port(None, port, false), PortState::Taken);
        assert_eq!(knock(local, port), PortState::Taken);
        drop(listener);
        assert_eq!(ThisMachine.port(local, port, false), PortState::Free);
        let elsewhere = Some(IpAddr::from([192, 0, 2, 1]));
        assert_eq!(
            ThisMachine.port(elsewhere, port, false),
            PortState::Elsewhere
        );
    }
}
