//! A container as the engine describes it.

use serde_json::Value;

/// What a health check of djdock's says of a page that fails.
const WRONG: &str = "unhealthy: GET";

/// A container of a compose project.
#[derive(Clone, Debug)]
pub(super) struct Container {
    pub(super) id: String,
    /// The service that it is one of.
    pub(super) service: String,
    /// `running`, `exited`, `restarting` …
    state: String,
    exit_code: i64,
    out_of_memory: bool,
    /// How often it was started anew.
    restarts: i64,
    /// `healthy`, `starting` or `unhealthy`; `None` without a health check.
    health: Option<String>,
    /// What the health check said last.
    pub(super) health_said: Option<String>,
}

impl Container {
    /// From what `docker inspect` prints of it.
    pub(super) fn of(found: &Value) -> Option<Self> {
        let state = &found["State"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let last = state["Health"]["Log"].as_array().and_then(|log| log.last());
        Some(Self {
            id: text(&found["Id"])?,
            service: text(&found["Config"]["Labels"]["com.docker.compose.service"])?,
            state: text(&state["Status"])?,
            exit_code: state["ExitCode"].as_i64().unwrap_or_default(),
            out_of_memory: state["OOMKilled"] == true,
            restarts: found["RestartCount"].as_i64().unwrap_or_default(),
            health: text(&state["Health"]["Status"]),
            health_said: last.and_then(|last| text(&last["Output"])),
        })
    }

    /// Whether it is no more.
    pub(super) fn has_ended(&self) -> bool {
        matches!(self.state.as_str(), "exited" | "dead")
    }

    /// Whether it ended with an error, ends again and again, or is called unhealthy.
    pub(super) fn has_failed(&self) -> bool {
        let is_bad = self.health.as_deref() == Some("unhealthy");
        let restarts = self.state == "restarting" || (self.restarts > 2 && !self.is_ready());
        (self.has_ended() && self.exit_code != 0) || is_bad || restarts
    }

    /// Whether it does what it is for, or has done it.
    pub(super) fn is_ready(&self) -> bool {
        match (self.state.as_str(), self.health.as_deref()) {
            ("running", health) => matches!(health, None | Some("healthy" | "none")),
            ("exited", _) => self.exit_code == 0,
            _ => false,
        }
    }

    /// Whether its server runs, and answers that it failed.
    pub(super) fn answers_wrongly(&self) -> bool {
        let said = self.health_said.as_deref().unwrap_or_default();
        !self.is_ready() && said.contains(WRONG)
    }

    /// How it ended, as a line for a signature.
    pub(super) fn end(&self) -> String {
        if self.out_of_memory {
            "djdock: exit 137: OOMKilled".to_owned()
        } else if self.has_ended() {
            format!("djdock: exit {}", self.exit_code)
        } else {
            String::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn container(state: &Value) -> Container {
        let labels = json!({"com.docker.compose.service": "web"});
        let found =
            json!({"Id": "1", "Config": {"Labels": labels}, "State": state, "RestartCount": 0});
        Container::of(&found).expect("a container")
    }

    #[test]
    fn each_state() {
        let healthy =
            container(&json!({"Status": "running", "Health": {"Status": "healthy", "Log": []}}));
        assert!(healthy.is_ready() && !healthy.has_failed());
        let done = container(&json!({"Status": "exited", "ExitCode": 0}));
        assert!(done.is_ready() && done.has_ended() && !done.has_failed());
        let failed = container(&json!({"Status": "exited", "ExitCode": 1}));
        assert!(failed.has_failed() && !failed.is_ready());
        let log = json!([{"Output": "unhealthy: GET / as localhost: 500 Internal Server Error"}]);
        let wrong =
            container(&json!({"Status": "running", "Health": {"Status": "starting", "Log": log}}));
        assert!(wrong.answers_wrongly() && !wrong.is_ready() && !wrong.has_failed());
        let killed = container(&json!({"Status": "exited", "ExitCode": 137, "OOMKilled": true}));
        assert!(killed.end().contains("137"));
    }
}
