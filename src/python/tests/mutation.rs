//! Changes in place.

use super::check;

#[test]
fn lists() {
    check(&[
        ("X = [1]\nX += [2]", "[1, 2]"),
        (
            "X = [1]\nX.append(2)\nX.insert(0, 0)\nX.extend([3])\nX.remove(1)",
            "[0, 2, 3]",
        ),
        ("X = (1,)\nX += (2,)", "(1, 2)"),
        ("X = [1, 2]\nX[0] = 5\ndel X[1]", "[5]"),
        ("X = [1]\nX += unknown()", "[1, …]"),
        ("X = [1]\nX.sort(key=unknown)", "?"),
        ("X = [1]\nX.insert(X.index(1), 0)", "[0, 1]"),
    ]);
}

#[test]
fn dicts() {
    check(&[
        ("X = {'a': {}}\nX['a']['b'] = 1", "{'a': {'b': 1}}"),
        ("X = {}\nX.update({'a': 1}, b=2)", "{'a': 1, 'b': 2}"),
        (
            "X = {'a': 1}\nX.setdefault('a', 2)\nX.setdefault('b', 3)",
            "{'a': 1, 'b': 3}",
        ),
        (
            "X = {'a': 1}\nX[unknown()] = 2",
            "{'a': either(1 | ?; usually ?), …}",
        ),
        (
            "X = {'a': 1}\nX.update(unknown())",
            "{'a': either(1 | ?; usually ?), …}",
        ),
        ("X = {'a': 1}\ndel X['a']", "{}"),
        ("X = {'a': 1}\nX.pop('a')", "?"),
    ]);
}

#[test]
fn every_name_of_an_object_sees_its_changes() {
    check(&[
        ("A = [1]\nX = A\nA.append(2)", "[1, 2]"),
        ("A = {}\nX = {'d': A}\nA['k'] = 1", "{'d': {'k': 1}}"),
        ("A = [1]\nX = A.copy()\nA.append(2)", "[1]"),
        ("A = [1]\nX = A + []\nA.append(2)", "[1]"),
        (
            "import copy\nA = {'a': [1]}\nX = copy.deepcopy(A)\nA['a'].append(2)",
            "{'a': [1]}",
        ),
        ("X = [1]\ndef f(l):\n    l.append(2)\nf(X)", "[1, 2]"),
        ("X = [1]\ndef f():\n    X.append(2)\nf()", "[1, 2]"),
        (
            "A = [1]\nB = [2]\nC = A if unknown() else B\nX = A\nC.append(3)",
            "either([1] | [1, 3]; usually ?)",
        ),
    ]);
}

#[test]
fn a_change_in_one_arm_is_an_alternative() {
    check(&[
        (
            "X = [1]\nif unknown():\n    X.append(2)",
            "either([1, 2] | [1]; usually ?)",
        ),
        (
            "X = [1]\nif unknown():\n    X.append(2)\nX.append(3)",
            "either([1, 2, 3] | [1, 3]; usually ?)",
        ),
        (
            "import os\nX = [1]\nif os.getenv('A'):\n    X += [2]",
            "either([1, 2] | [1]; usually [1])",
        ),
    ]);
}

#[test]
fn a_database_updated_from_a_url_has_both() {
    check(&[(
        "import dj_database_url\nX = {'default': {'ENGINE': 's'}}\nX['default'].update(dj_database_url.config())",
        "{'default': either({'ENGINE': 's'} | url(DATABASE_URL or {'ENGINE': 's'}); usually {'ENGINE': 's'})}",
    )]);
}
