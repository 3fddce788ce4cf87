//! Laws of spellings: what is followed is what evaluating with a variable set leaves.

use super::{Evaluations, Sources, Way, spellings, spellings_of};
use crate::inspect::project::Project;
use crate::inspect::{Hints, Uses, inspect};
use crate::tree::MemoryTree;

const MANAGE: &str = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n\
    from django.core.management import execute_from_command_line\n";

/// Forms in which settings are read, each with its own variables: `{n}` is a number. None reads a list of the
/// environment's under two names and adds to it under one: what is added does not reach the other.
const FORMS: [&str; 55] = [
    "S{n} = os.environ.get('A{n}')\n",
    "S{n} = os.environ['A{n}']\n",
    "S{n} = os.getenv('A{n}', os.getenv('B{n}'))\n",
    "S{n} = f\"redis://{os.getenv('A{n}')}:{os.getenv('B{n}')}/0\"\n",
    "if os.getenv('A{n}'):\n    S{n} = os.getenv('B{n}')\n",
    "if os.getenv('B{n}') == 'x':\n    S{n} = os.getenv('A{n}')\nelse:\n    S{n} = os.getenv('C{n}', 'd')\n",
    "if os.getenv('A{n}') not in (None, 'dev', 'prod'):\n    raise ValueError('A{n}')\nS{n} = os.getenv('A{n}')\n",
    "S{n} = flag('A{n}')\n",
    "DEBUG = flag('A{n}')\n",
    "DEBUG = os.getenv('A{n}') == 'True'\n",
    "DEBUG = os.getenv('A{n}', '').lower() in ('1', 'yes') and os.getenv('B{n}') == 'on'\n",
    "DEBUG = bool(os.getenv('A{n}') or os.getenv('B{n}'))\n",
    "EMAIL_USE_TLS = bool(int(os.getenv('A{n}', '0')))\n",
    "SESSION_COOKIE_SECURE = not DEBUG\n",
    "CSRF_COOKIE_SECURE = True if os.getenv('A{n}') else SESSION_COOKIE_SECURE\n",
    "ALLOWED_HOSTS = os.getenv('A{n}', '').split(',')\n",
    "ALLOWED_HOSTS += os.getenv('A{n}', '').split()\n",
    "if os.getenv('A{n}'):\n    ALLOWED_HOSTS = [os.getenv('A{n}')]\n",
    "D{n} = {'default': {'NAME': os.getenv('A{n}', 'x'), 'HOST': os.getenv('B{n}'), 'P': [os.getenv('C{n}')]}}\n",
    "if flag('A{n}'):\n    D{n} = {'default': {'NAME': os.getenv('B{n}')}}\nelse:\n    D{n} = {'default': {'NAME': os.getenv('C{n}')}}\n",
    "try:\n    S{n} = int(os.environ['A{n}'])\nexcept ValueError:\n    S{n} = os.getenv('B{n}')\n",
    "L{n} = [os.getenv('A{n}', ''), os.getenv('B{n}', '').lower()]\nL{n} += [os.getenv('C{n}', 'c')]\n",
    "for name in ('A{n}', 'B{n}'):\n    if name in os.environ:\n        S{n} = os.environ[name]\n",
    "S{n} = choose('A{n}', 'B{n}')\n",
    "ALLOWED_HOSTS = [host.strip() for host in os.getenv('A{n}', '').split(',') if host]\n",
    "H{n}, P{n} = os.getenv('A{n}', 'a:b').split(':')\nS{n} = [os.getenv('B{n}'), H{n}]\n",
    "L{n} = ['l']\nD{n} = {'l': L{n}, 'a': os.getenv('A{n}')}\nL{n}.append(os.getenv('B{n}'))\n",
    "L{n} = [os.getenv('A{n}')]\nM{n} = L{n}\nM{n}.append('m')\nN{n} = {'l': L{n}, 'b': os.getenv('B{n}')}\n",
    "os.environ.setdefault('A{n}', 'x')\nS{n} = os.getenv('A{n}')\nT{n} = [S{n}, os.getenv('B{n}')]\n",
    "os.environ['A{n}'] = 'x'\nS{n} = [os.getenv('A{n}'), os.getenv('B{n}')]\ndel os.environ['A{n}']\nT{n} = os.getenv('A{n}')\n",
    "M{n} = os.getenv('A{n}', 'dev')\nDEBUG = M{n} == 'dev'\nS{n} = f'{M{n}}-{DEBUG}'\n",
    "class C{n}:\n    X = os.getenv('A{n}')\n    Y = os.getenv('B{n}') == 'True'\nS{n} = C{n}.X\nDEBUG = C{n}.Y\n",
    "class O{n}:\n    def __init__(self):\n        self.x = os.getenv('A{n}')\no{n} = O{n}()\no{n}.y = os.getenv('B{n}')\nS{n} = o{n}.x\nT{n} = [o{n}.y, o{n}.x]\n",
    "if flag('A{n}'):\n    DEBUG = True\nelif os.getenv('B{n}') == 'x':\n    raise ValueError\nelse:\n    DEBUG = os.getenv('C{n}') == 'on'\n",
    "if 'test' in sys.argv:\n    S{n} = 't'\nelse:\n    S{n} = os.getenv('A{n}')\n    if S{n}:\n        T{n} = os.getenv('B{n}')\n",
    "D{n} = {'default': {'NAME': 'n'}}\nD{n}['default'].update(HOST=os.getenv('A{n}'))\nD{n}['default']['PORT'] = os.getenv('B{n}')\n",
    "match os.getenv('A{n}'):\n    case 'x':\n        S{n} = os.getenv('B{n}')\n    case _:\n        S{n} = os.getenv('A{n}')\n",
    "globals()['S{n}'] = os.getenv('A{n}')\nT{n} = [S{n}, os.getenv('B{n}')]\n",
    "def f{n}(x=os.getenv('A{n}')):\n    global G{n}\n    G{n} = os.getenv('B{n}')\n    return x\nS{n} = f{n}()\n",
    "g{n} = lambda name: os.getenv(name) or DEBUG\nS{n} = g{n}('A{n}')\nEMAIL_USE_SSL = g{n}('B{n}')\n",
    "S{n} = (T{n} := os.getenv('A{n}')) and os.getenv('B{n}')\n",
    "with open('f') as f{n}:\n    S{n} = os.getenv('A{n}')\n    ALLOWED_HOSTS += [os.getenv('B{n}', '')]\n",
    "DEBUG = os.getenv('A{n}') == '1' if 'B{n}' in os.environ else DEBUG\n",
    "N{n} = []\nfor name in os.getenv('A{n}', '').split(','):\n    N{n}.append(name)\nS{n} = [os.getenv('A{n}'), N{n}]\n",
    "if os.getenv('A{n}'):\n    sys.exit(1)\nS{n} = [os.getenv('A{n}'), os.getenv('B{n}')]\n",
    "class K{n}:\n    X = os.getenv('A{n}') == 'True'\n    L = ['l']\ndef k{n}(it):\n    it.L.append(os.getenv('B{n}'))\n    globals()['DEBUG'] = it.X\nk{n}(K{n})\nS{n} = K{n}.L\n",
    "class P{n}:\n    X = os.getenv('A{n}', 'p')\nclass Q{n}(P{n}):\n    Y = os.getenv('B{n}')\n    DEBUG = bool(os.getenv('C{n}'))\nfor name in dir(Q{n}):\n    if name.isupper():\n        globals()[name] = getattr(Q{n}, name)\nS{n} = X\nT{n} = [Y, DEBUG]\n",
    "class V{n}:\n    if os.getenv('B{n}'):\n        X = os.getenv('A{n}') == 'on'\n    Y = os.getenv('C{n}')\nS{n} = V{n}.Y\nEMAIL_USE_TLS = V{n}.X\n",
    "class W{n}:\n    X = bool(os.getenv('A{n}'))\nif os.getenv('B{n}'):\n    W{n}.X = False\nDEBUG = W{n}.X\n",
    "D{n} = os.getenv('A{n}') == 'True'\nE{n} = D{n}\nif E{n}:\n    S{n} = os.getenv('B{n}')\nDEBUG = E{n}\nT{n} = [D{n}, E{n}]\n",
    "def r{n}():\n    return DEBUG if os.getenv('A{n}') else DEBUG\nEMAIL_USE_SSL = r{n}()\nS{n} = os.getenv('B{n}', 's')\nT{n} = S{n} or S{n}\n",
    "D{n} = os.getenv('A{n}') == '1'\nDEBUG = D{n} if os.getenv('A{n}') == 'x' else os.getenv('A{n}') == 'True'\n",
    "def e{n}():\n    if os.getenv('A{n}') == 'x':\n        return DEBUG\n    return os.getenv('A{n}') == '1'\nEMAIL_USE_TLS = e{n}()\nDEBUG = EMAIL_USE_TLS\n",
    "class H{n}:\n    DEBUG = True\nclass I{n}:\n    DEBUG = False\nE{n} = os.getenv('A{n}', 'dev')\nI{n}.DEBUG = E{n} == 'debug' or os.getenv('B{n}') == 'on'\nc{n} = {'dev': H{n}, 'prod': I{n}, 'True': I{n}, '1': I{n}}[E{n}]\nDEBUG = c{n}.DEBUG\n",
    "import mysite.base as b{n}\nS{n} = [getattr(b{n}, 'DEBUG'), b{n}.CSRF_COOKIE_SECURE, os.getenv('A{n}')]\n",
];

const HEAD: &str = "import os\nimport sys\nINSTALLED_APPS = []\nDEBUG = False\nSESSION_COOKIE_SECURE = False\nCSRF_COOKIE_SECURE = False\nALLOWED_HOSTS = []\n\
    def flag(name, default=False):\n    value = os.environ.get(name)\n    if value is None:\n        return default\n    return value.lower() in ('true', '1')\n\
    def choose(one, two):\n    if os.environ.get(one) == 'x':\n        return os.environ.get(two)\n    return os.environ.get(one, two)\n";

fn numbered(form: &str, number: usize) -> String {
    form.replace("{n}", &number.to_string())
}

/// A project whose settings take over those of another file.
fn project(base: &str, settings: &str) -> (MemoryTree, Project) {
    let settings = format!("import os\nimport sys\nfrom mysite.base import *\n{settings}");
    let tree = MemoryTree::new([
        ("manage.py", MANAGE),
        ("mysite/__init__.py", ""),
        ("mysite/base.py", base),
        ("mysite/settings.py", &settings),
    ]);
    let project = inspect(&tree, &tree, &Hints::default(), &Uses::default()).expect("a project");
    (tree, project)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    /// Following many variables at once, or setting them at once, finds what setting each by itself does.
    #[test]
    fn together_as_alone(forms in proptest::collection::vec(proptest::sample::select(&FORMS[..]), 1..9), shared in 1..4_usize, based in 0..9_usize) {
        // Some of them read the same variables.
        let statements = forms.iter().enumerate();
        let statements = statements.map(|(index, form)| numbered(form, index / shared));
        let statements: Vec<String> = statements.collect();
        let (base, own) = statements.split_at(based.min(statements.len()));
        let (base, settings) = (format!("{HEAD}{}", base.concat()), own.concat());
        let (tree, project) = project(&base, &settings);
        let sources = Sources::new(&tree);
        let evaluations = Evaluations::new(&sources, "", &project.settings).expect("settings");
        let found = |way| spellings_of(&sources, "", &evaluations, &project, way);
        let alone = found(Way::Tried);
        proptest::prop_assert_eq!(found(Way::Together), alone.clone(), "{}\n{}", base, settings);
        proptest::prop_assert_eq!(found(Way::Followed), alone, "{}\n{}", base, settings);
    }
}

/// All settings are attributes of a class, which a function gives to the module, as one that changes them in place does.
#[test]
fn attributes_given_to_the_module() {
    let settings = "import os\nimport sys\n\
        class Base:\n    LOGGING = {'level': 'INFO'}\n    HOSTS = []\n    ALLOWED_HOSTS = []\n\
        class Own(Base):\n    DEBUG = bool(os.getenv('A', False))\n    EMAIL_USE_TLS = os.getenv('B') == 'on'\n\
        \x20   @property\n    def LOGGING(self):\n        logging = super().LOGGING\n        logging['level'] = os.getenv('C')\n        return logging\n\
        def load(settings):\n    module = sys.modules[__name__]\n    for name in dir(settings):\n        if name.isupper():\n            setattr(module, name, getattr(settings, name))\n\
        load(Own())\nNAMES = Own.DEBUG\n";
    let (tree, project) = project(HEAD, settings);
    let sources = Sources::new(&tree);
    let evaluations = Evaluations::new(&sources, "", &project.settings).expect("settings");
    let alone = spellings_of(&sources, "", &evaluations, &project, Way::Tried);
    assert_eq!(alone["A"].no.as_deref(), Some(""));
    let before = sources.work().evaluated;
    assert_eq!(spellings(&sources, "", &evaluations, &project), alone);
    assert_eq!(sources.work().evaluated, before);
}

/// Two reads of one variable that look alike, between which another decides.
#[test]
fn reads_that_look_alike() {
    let base = format!(
        "{HEAD}DEBUG = os.getenv('A') == 'True'\nDEBUG = os.getenv('A') == '1' if 'B' in os.environ else DEBUG\n"
    );
    let (tree, project) = project(&base, "EMAIL_USE_TLS = os.getenv('B') == 'b'\n");
    let sources = Sources::new(&tree);
    let evaluations = Evaluations::new(&sources, "", &project.settings).expect("settings");
    let found = |way| spellings_of(&sources, "", &evaluations, &project, way);
    let alone = found(Way::Tried);
    assert!(!alone.contains_key("A"));
    assert_eq!(found(Way::Together), alone);
    assert_eq!(found(Way::Followed), alone);
}

/// Hundreds of variables take the evaluations of a few.
#[test]
fn few_evaluations() {
    let form = |number: usize| numbered(FORMS[number % FORMS.len()], number);
    let forms: String = (0..8 * FORMS.len()).map(form).collect();
    let (tree, project) = project(HEAD, &forms);
    assert!(project.environment.len() > 200);
    let sources = Sources::new(&tree);
    let evaluations = Evaluations::new(&sources, "", &project.settings).expect("settings");
    spellings(&sources, "", &evaluations, &project);
    let work = sources.work();
    assert_eq!(work.parsed, 2);
    assert!(work.evaluated < 100, "{work:?}");
}
