//! Refuses text whose syntax tree would be so deep that dropping it overflows the stack.

/// Tokens that may pile up in one expression, over all open brackets.
const MAX_CHAIN: usize = 1_500;
/// Brackets that may be open at once.
const MAX_BRACKETS: usize = 200;
/// Columns of indentation.
const MAX_INDENT: usize = 400;

/// An upper bound of the tree's depth is too high. Commas and lines begin anew, since their parts are siblings.
pub(crate) fn is_too_deep(text: &str) -> bool {
    let mut scan = Scan {
        rest: text.as_bytes(),
        chains: vec![0],
    };
    while let Some(byte) = scan.next() {
        if scan.step(byte) {
            return true;
        }
    }
    false
}

struct Scan<'a> {
    rest: &'a [u8],
    /// Tokens since the last separator, for each open bracket.
    chains: Vec<usize>,
}

impl Scan<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn step(&mut self, byte: u8) -> bool {
        match byte {
            b'\'' | b'"' => self.skip_string(byte),
            // A line that goes on separates nothing.
            b'\\' => self.skip_while(|byte| matches!(byte, b'\r' | b'\n')),
            b'#' => self.skip_while(|byte| byte != b'\n'),
            b'(' | b'[' | b'{' => self.chains.push(1),
            b')' | b']' | b'}' if self.chains.len() > 1 => {
                self.chains.pop();
            }
            b'\n' if self.chains.len() == 1 => {
                self.separate();
                if self.indent() > MAX_INDENT {
                    return true;
                }
            }
            b',' | b';' => self.separate(),
            byte if byte.is_ascii_whitespace() => {}
            byte if is_word(byte) => {
                self.count();
                self.skip_while(is_word);
            }
            _ => self.count(),
        }
        self.chains.len() > MAX_BRACKETS || self.chains.iter().sum::<usize>() > MAX_CHAIN
    }

    fn count(&mut self) {
        if let Some(chain) = self.chains.last_mut() {
            *chain += 1;
        }
    }

    fn separate(&mut self) {
        if let Some(chain) = self.chains.last_mut() {
            *chain = 0;
        }
    }

    fn indent(&self) -> usize {
        self.rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        let end = self.rest.iter().position(|byte| !keep(*byte));
        self.rest = &self.rest[end.unwrap_or(self.rest.len())..];
    }

    fn skip_string(&mut self, quote: u8) {
        self.count();
        let triple = [quote, quote];
        if !self.rest.starts_with(&triple) {
            return self.skip_to(&[quote], true);
        }
        self.rest = &self.rest[2..];
        self.skip_to(&[quote, quote, quote], false);
    }

    fn skip_to(&mut self, end: &[u8], one_line: bool) {
        while let Some(byte) = self.rest.first() {
            if *byte == b'\\' {
                self.rest = self.rest.get(2..).unwrap_or(&[]);
            } else if self.rest.starts_with(end) {
                self.rest = &self.rest[end.len()..];
                return;
            } else if one_line && *byte == b'\n' {
                return;
            } else {
                self.rest = &self.rest[1..];
            }
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
