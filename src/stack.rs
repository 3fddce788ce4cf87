//! Project and Answers → Stack: what one environment consists of. Pure; it is the templates' context.

mod beyond;
mod choice;
mod error;
mod moved;
mod offered;
mod parts;
mod previous_database;
mod project;
mod project_variables;
mod service;
mod theirs;
mod tool;
mod variables;

pub use beyond::Beyond;
pub use error::StackError;
pub use moved::Moved;
pub use offered::{Offered, OfferedFile, OfferedStatements};
pub use previous_database::{PreviousDatabase, share_data};
pub use project::StackProject;
pub use project_variables::{Missing, ProjectVariables, VariableValue};
pub use service::StackService;
pub use theirs::Theirs;
pub use tool::StackTool;

use choice::{
    all, apt, base, check_requirements, files, make, networks, packages, release, server, services,
    tool,
};
use parts::render_parts;
use previous_database::previous_service;
use project::{host, hosts, stack_project, trusted_origins};
use project_variables::Adopting;
pub(crate) use project_variables::feeds_database;
use service::{options, stack_service};
use theirs::{servers, urls};
use tool::stack_tool;
use variables::variables;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::Context;

use crate::answers::{Answers, Layout};
use crate::catalog::{Base, Catalog, Mount, Optional, PackFile, Server, Service, Variable};
use crate::compose::{ENV_FILE, OWN_ENV_FILE};
use crate::environment::Environment;
use crate::inspect::{self, Project};
use crate::patch::{Package, SettingsPatch};
use crate::version;

/// The compose file of the user's own that a stack's services stand in, and what they mean to the project.
#[derive(Clone, Debug)]
pub struct Extends {
    /// Its path, from the root.
    pub path: String,
    /// The services in it that run the project.
    pub web: Vec<String>,
    /// What the added services do to the project's settings.
    pub settings: SettingsPatch,
}

/// What one environment's stack consists of: the context of every template.
#[derive(Clone, Debug, Serialize)]
pub struct Stack {
    /// The environment whose stack it is.
    pub environment: Environment,
    /// Where the two stacks stand.
    pub layout: Layout,
    /// The compose project's name.
    pub name: String,
    /// What the templates need to know of the project.
    pub project: StackProject,
    /// The Python version of the project's image, major and minor.
    pub python: String,
    /// The image that the project's own are made from.
    pub base: Base,
    /// How the project's dependencies are installed.
    pub tool: StackTool,
    /// The part of the Dockerfile that installs them, rendered.
    pub install: String,
    /// Images that no service owns, by name.
    pub images: BTreeMap<String, String>,
    /// The application server; its command rendered.
    pub server: Server,
    /// The service that provides the database.
    pub database: StackService,
    /// The database that it replaced, as long as its rows may be carried over.
    pub previous_database: Option<PreviousDatabase>,
    /// Every service, the database among them.
    pub services: Vec<StackService>,
    /// What the services provide.
    pub provides: Vec<String>,
    /// What was chosen about them, by service and key.
    pub options: BTreeMap<String, BTreeMap<String, String>>,
    /// What services put into the pack's own files, rendered, by slot.
    pub slots: BTreeMap<String, Vec<String>>,
    /// The file that its secrets stand in, from the root: `.env`, or one beside it where git tracks that.
    pub env_file: String,
    /// The environment's variables, values rendered.
    pub variables: Vec<Variable>,
    /// What `.env` may say beside them.
    pub optional: Vec<Optional>,
    /// The variable of `.env` that says to which hosts prod answers.
    pub hosts_variable: String,
    /// The variables that the project reads under names of its own.
    pub project_variables: ProjectVariables,
    /// Settings that name a server of the developer's machine of which the stack has its own.
    pub moved: Vec<Moved>,
    /// Where the project's containers reach what services provide, by capability.
    pub urls: BTreeMap<String, String>,
    /// The containers that provide something, by capability.
    pub servers: BTreeMap<String, String>,
    /// Whether its services are added to a compose file of the user's own.
    #[serde(rename = "extends")]
    pub is_extension: bool,
    /// What services of the user's own compose file provide for those that are added to it.
    pub theirs: Vec<String>,
    /// The services' containers for whose health the project's own wait.
    pub ready: Vec<String>,
    /// The services' containers that must have done their work before the project's own start.
    pub done: Vec<String>,
    /// Python packages that the stack adds to the project's.
    pub packages: Vec<Package>,
    /// Debian packages of the services and the project.
    pub apt: StackApt,
    /// Named volumes of the services.
    pub volumes: Vec<String>,
    /// Volumes that prod's own containers mount for a service.
    pub mounts: Vec<Mount>,
    /// The networks of the project's own containers.
    pub networks: Vec<&'static str>,
    /// What runs the environment's Makefile.
    pub make: String,
    /// The port on the host.
    pub port: u16,
    /// prod's host names, beside localhost.
    pub domains: Vec<String>,
    /// The hosts that prod answers to, as `ALLOWED_HOSTS` takes them: its domains, and what its settings name.
    pub hosts: Vec<String>,
    /// The host that prod answers to where one alone can be said beside those of its settings.
    pub host: String,
    /// What the browser's `Origin` header must be for a form, as `CSRF_TRUSTED_ORIGINS` takes it.
    pub trusted_origins: Vec<String>,
    /// Where each file of the pack stands in this layout and environment, by its usual path.
    pub files: BTreeMap<String, String>,
    /// The code that the project gets for its services.
    #[serde(skip)]
    pub offered: Offered,
    /// Names of variables that are the pack's, and those of its services' secrets, in this stack or another.
    pub reserved: BTreeSet<String>,
    /// What git leaves alone in a clone on every branch, as `.gitignore` says it: people's data.
    #[serde(skip)]
    pub excluded: Vec<String>,
    /// Where its services stand in a compose file of the user's own; `None` where djdock writes that.
    #[serde(skip)]
    pub extends: Option<Extends>,
}

/// Debian packages by image stage, sorted.
#[derive(Clone, Debug, Serialize)]
pub struct StackApt {
    /// Needed to build Python packages.
    pub build: Vec<String>,
    /// Needed to run them.
    pub runtime: Vec<String>,
    /// Both, for an image of one stage.
    pub all: Vec<String>,
}

/// Decides an environment's stack.
pub fn resolve(
    project: &Project,
    answers: &Answers,
    catalog: &Catalog,
    environment: Environment,
) -> Result<Stack, StackError> {
    let env_file = env_file(project);
    let stack = resolve_with(project, answers, catalog, environment, env_file, None)?;
    check_application(&stack)?;
    Ok(stack)
}

/// The file that the secrets of a project's stack stand in, from the root.
pub(crate) fn env_file(project: &Project) -> &'static str {
    if project.tracks_env {
        OWN_ENV_FILE
    } else {
        ENV_FILE
    }
}

/// Resolves the services alone, where a compose file of the user's own runs the project: nothing is asked of the
/// project that djdock's server would need.
pub fn resolve_services(
    project: &Project,
    answers: &Answers,
    catalog: &Catalog,
    environment: Environment,
    env_file: &str,
    theirs: &[Theirs],
) -> Result<Stack, StackError> {
    // Such a file is run without a word about where the variables stand.
    let theirs = Some(theirs);
    resolve_with(project, answers, catalog, environment, env_file, theirs)
}

fn resolve_with(
    project: &Project,
    answers: &Answers,
    catalog: &Catalog,
    environment: Environment,
    env_file: &str,
    extended: Option<&[Theirs]>,
) -> Result<Stack, StackError> {
    let theirs = extended.unwrap_or_default();
    let services = services(answers, catalog)?;
    let (project, offered) = offered::offered(project, answers, &services, catalog)?;
    let project = &project;
    check_requirements(&services, project, answers)?;
    let releases = services
        .iter()
        .map(|service| release(service, project))
        .collect::<Result<Vec<_>, _>>()?;
    let former = previous_service(answers, catalog)?;
    let (mut installed, mut installed_releases) = (services.clone(), releases.clone());
    if let Some(former) = former {
        installed.push(former);
        installed_releases.push(release(former, project)?);
    }
    let server = server(answers, catalog)?;
    let stack_services: Vec<StackService> = services
        .iter()
        .zip(&releases)
        .map(|(service, release)| stack_service(service, release, answers))
        .collect();
    let here = in_environment(&services, environment);
    let database = stack_services[0].clone();
    let tool = tool(project, catalog)?;
    let files = files(answers, catalog, tool, environment);
    let mut stack = Stack {
        environment,
        layout: answers.layout,
        name: answers.name.clone(),
        project: stack_project(project, answers, &services, environment),
        python: answers.python.clone(),
        base: base(catalog, &answers.python)?,
        tool: stack_tool(tool, &answers.python),
        install: String::new(),
        images: catalog.manifest.images.clone(),
        server: server.clone(),
        database,
        previous_database: None,
        networks: networks(&stack_services, &here),
        options: options(&stack_services),
        services: stack_services,
        env_file: env_file.to_owned(),
        variables: variables(project, &services, &offered, catalog, env_file),
        optional: all(&services, |service| &service.manifest.optional),
        hosts_variable: HOSTS.to_owned(),
        project_variables: ProjectVariables::default(),
        moved: moved::moved(project, &services, catalog, environment)?,
        provides: all(&services, |service| &service.manifest.provides),
        slots: BTreeMap::new(),
        urls: urls(&services, theirs),
        servers: servers(&services, theirs),
        theirs: theirs::provided(&services, theirs),
        is_extension: extended.is_some(),
        ready: all(&here, |service| &service.manifest.ready),
        done: all(&here, |service| &service.manifest.done),
        volumes: all(&here, |service| &service.manifest.volumes),
        mounts: all(&here, |service| &service.manifest.mounts),
        make: make(&files),
        packages: packages(
            project,
            answers,
            catalog,
            &installed,
            &installed_releases,
            server,
        ),
        apt: apt(project, &installed_releases, catalog),
        port: match environment {
            Environment::Dev => answers.dev_port,
            Environment::Prod => answers.prod_port,
        },
        domains: answers.domain.clone(),
        hosts: hosts(project, answers),
        host: host(project, answers),
        trusted_origins: trusted_origins(project, answers),
        files,
        offered,
        reserved: catalog.reserved_names(),
        excluded: catalog.manifest.excluded.clone(),
        extends: None,
    };
    stack.drop_variables(catalog)?;
    stack.project_variables = Adopting {
        project,
        catalog,
        services: &services,
        variables: &stack.variables,
        environment,
        context: &Context::from_serialize(&stack)?,
    }
    .project_variables()?;
    stack.hosts_variable = hosts_variable(project, &stack.project_variables);
    stack.settle_variables();
    if let Some(former) = former {
        stack.keep_previous_database(former, project, answers, catalog)?;
    }
    render_parts(&mut stack, &services, tool, catalog)?;
    Ok(stack)
}

/// The services that have containers in an environment.
fn in_environment<'run>(
    services: &[&'run Service],
    environment: Environment,
) -> Vec<&'run Service> {
    let services = services.iter().copied();
    services
        .filter(|service| service.is_in(environment))
        .collect()
}

/// The setting that says to which hosts Django answers, and the variable that the pack has for it.
const HOSTS: &str = "ALLOWED_HOSTS";

/// The project's own variable for the hosts, where the stack gives it its value; else the pack's.
fn hosts_variable(project: &Project, given: &ProjectVariables) -> String {
    let feeds = |variable: &&inspect::Variable| variable.settings.iter().any(|it| it == HOSTS);
    let is_given = |variable: &&inspect::Variable| {
        let mut values = given.values.iter();
        values.any(|value| value.name == variable.name)
    };
    let own = project.environment.iter().filter(feeds).find(is_given);
    own.map_or_else(|| HOSTS.to_owned(), |variable| variable.name.clone())
}

/// The paths of a pack's files in a layout.
#[must_use]
pub fn file_path(file: &PackFile, layout: Layout) -> &str {
    match (layout, &file.single) {
        (Layout::Single, Some(single)) => single,
        _ => &file.path,
    }
}

/// The first Django with ASGI.
const ASGI: &str = "3.0";

fn check_application(stack: &Stack) -> Result<(), StackError> {
    let server = &stack.server;
    let django = &stack.project.django;
    let is_old = !django.is_empty() && version::compare(django, ASGI).is_lt();
    let (application, setting) = if server.asgi {
        (&stack.project.asgi, "ASGI_APPLICATION")
    } else {
        (&stack.project.wsgi, "WSGI_APPLICATION")
    };
    let can_without = server.without_application && !(server.asgi && is_old);
    if application.is_empty() && !can_without {
        let server = server.name.clone();
        return Err(StackError::NoApplication { server, setting });
    }
    Ok(())
}
