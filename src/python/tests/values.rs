//! Literals, operators, strings and functions.

use super::check;

#[test]
fn literals_are_themselves() {
    check(&[
        ("X = 'a' \"b\"", "'ab'"),
        ("X = -3", "-3"),
        ("X = [1, 'a', None, True]", "[1, 'a', None, true]"),
        ("X = {'a': (1,), **{'b': 2}}", "{'a': (1), 'b': 2}"),
        ("X = 1.5", "?"),
        ("X: int = 4", "4"),
        ("A, X = 1, 2", "2"),
        ("X = Y = [1]; Y.append(2)", "[1, 2]"),
    ]);
}

#[test]
fn arithmetic_of_text_and_sequences() {
    check(&[
        ("X = 'a' + 'b' * 1", "?"),
        ("X = 'a' + 'b'", "'ab'"),
        ("X = '%s/%s' % ('a', 1)", "'a/1'"),
        ("X = '{}-{name}'.format(1, name='b')", "'1-b'"),
        ("A = 'v'; X = f'{A}/x{1}'", "'v/x1'"),
        ("X = ['a'] + ['b']", "['a', 'b']"),
        ("X = ('a',) + unknown()", "('a', …)"),
        ("X = ['a', *['b'], *unknown]", "['a', 'b', …]"),
        ("X = 'a, b'.split(', ')", "['a', 'b']"),
        ("X = ','.join(['a', 'b'])", "'a,b'"),
        ("X = 'A'.lower().strip().replace('a', 'c')", "'c'"),
        ("X = [1, 2, 3][1:]", "[2, 3]"),
        ("X = {'a': {'b': 1}}['a']['b']", "1"),
        ("X = {'a': 1}.get('b', 2)", "2"),
        ("X = {'a': 1} | {'b': 2}", "{'a': 1, 'b': 2}"),
        ("X = dict(a=1, b=2)", "{'a': 1, 'b': 2}"),
        (
            "X = [n + '!' for n in ['a', 'b', 'c'] if n != 'b']",
            "['a!', 'c!']",
        ),
        ("X = 60 * 60 * 24", "86400"),
        ("X = 5 // 2 + 5 % 3", "4"),
    ]);
}

#[test]
fn functions_with_a_plain_return() {
    check(&[
        ("def f(a, b=2):\n    return a + b\nX = f(1)", "3"),
        (
            "def f(a, *rest, **more):\n    return (a, rest, more)\nX = f(1, 2, c=3)",
            "(1, (2), {'c': 3})",
        ),
        (
            "def f():\n    for n in [1, 2]:\n        if n == 2:\n            return n\nX = f()",
            "2",
        ),
        ("def f():\n    pass\nX = f()", "None"),
        ("def f():\n    yield 1\nX = f()", "?"),
        (
            "def f():\n    while unknown():\n        return 1\n    return 2\nX = f()",
            "either(? | 2; usually ?)",
        ),
        ("def f(n):\n    return f(n)\nX = f(1)", "?"),
        ("@decorator\ndef f():\n    return 1\nX = f()", "?"),
        ("X = 1\ndef f():\n    global X\n    X = 2\nf()", "2"),
    ]);
}

#[test]
fn loops_over_what_is_known() {
    check(&[
        (
            "X = []\nfor n in ['a', 'b']:\n    X.append(n)",
            "['a', 'b']",
        ),
        (
            "X = 0\nfor n in [1, 2, 3]:\n    if n == 2:\n        break\n    X = n",
            "1",
        ),
        ("X = 1\nfor n in unknown():\n    X = n", "?"),
        ("X = [1]\nwhile unknown():\n    X.append(2)", "?"),
        (
            "X = 1\nfor n in [1, 2]:\n    if unknown():\n        break\n    X = n",
            "?",
        ),
    ]);
}

#[test]
fn what_is_not_followed_is_unknown() {
    check(&[
        ("X = open('f').read()", "File(f)"),
        ("X = [1]\nunknown(X)", "?"),
        ("X = 1\nexec('X = 2')", "either(1 | ?; usually ?)"),
        ("X = 1\nsomething(locals())", "either(1 | ?; usually ?)"),
        ("X = 1\nfrom elsewhere import *", "either(1 | ?; usually ?)"),
        ("from elsewhere import *", "?"),
        ("globals()['X'] = 1", "1"),
        ("globals().update(X=1)", "1"),
        (
            "X = 1\nmatch unknown():\n    case 1:\n        X = 2",
            "either(2 | 1; usually ?)",
        ),
        ("import sys\nX = 1\nsys.exit(1)\nX = 2", "1"),
    ]);
}

#[test]
fn what_is_kept_of_a_dict() {
    check(&[
        (
            "D = {'i': 1, 's': 2}; X = {k: v for k, v in D.items() if k not in ('s',)}",
            "{'i': 1}",
        ),
        ("X = {k: v for k, v in unknown.items()}", "?"),
        ("X = {k: 1 for k in ('a', 'b', 'a')}", "{'a': 1, 'b': 1}"),
        (
            "D = {'a': {'E': 'x.y', 'O': {'i': 1}}}\nO = D['a'] if 'y' in D['a'].get('E', '') else {}\n\
             D['a'].update({'E': O.get('E') or 'z', 'O': {**O.get('O', {}), 'c': 2}}); X = D['a']",
            "{'E': 'x.y', 'O': {'i': 1, 'c': 2}}",
        ),
    ]);
}
