//! What a database holds: the row that web wrote, read by the database's own client.

use super::trial::Trial;

const WRITE: &str = "
from notes.models import Note
Note.objects.filter(kind='probe').delete()
Note.objects.create(kind='probe', text='C\u{f4}t\u{e9} \u{1f36b}')
";

/// What the client must print.
const TEXT: &str = "C\u{f4}t\u{e9} \u{1f36b}";

pub(super) const SELECT: &str = "SELECT text FROM notes_note WHERE kind = 'probe'";

/// `client` is a shell command in the database's container that runs an SQL statement, its last word.
pub(super) fn holds_the_rows(trial: &Trial<'_>, client: &str) {
    trial.python(WRITE);
    let printed = trial.shell("db", &format!("{client} \"{SELECT}\""));
    assert_eq!(printed, TEXT);
}

/// The same of a file in the web container.
pub(super) fn file_holds_the_rows(trial: &Trial<'_>) {
    trial.python(WRITE);
    let read = format!(
        "import sqlite3
from django.conf import settings
print(sqlite3.connect(settings.DATABASES['default']['NAME']).execute(\"{SELECT}\").fetchone()[0])"
    );
    assert_eq!(trial.python(&read), TEXT);
}
