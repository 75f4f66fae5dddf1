//! Character references: `&amp;`, `&#8217;`, `&#x2019;`.

use std::borrow::Cow;

/// Named references that pages use (HTML 4's, and some of HTML 5's), in order of their bytes.
#[rustfmt::skip]
const NAMED: &[(&str, &str)] = &[
    ("AElig", "Æ"), ("AMP", "&"), ("Aacute", "Á"), ("Acirc", "Â"), ("Agrave", "À"), ("Alpha", "Α"), ("Aring",
    "Å"), ("Atilde", "Ã"), ("Auml", "Ä"), ("Beta", "Β"), ("COPY", "©"), ("Ccaron", "Č"), ("Ccedil", "Ç"), ("Chi",
    "Χ"), ("Dagger", "‡"), ("Delta", "Δ"), ("ETH", "Ð"), ("Eacute", "É"), ("Ecirc", "Ê"), ("Egrave", "È"),
    ("Epsilon", "Ε"), ("Eta", "Η"), ("Euml", "Ë"), ("GT", ">"), ("Gamma", "Γ"), ("Iacute", "Í"), ("Icirc", "Î"),
    ("Idot", "İ"), ("Igrave", "Ì"), ("Iota", "Ι"), ("Iuml", "Ï"), ("Kappa", "Κ"), ("LT", "<"), ("Lambda", "Λ"),
    ("Lstrok", "Ł"), ("Mu", "Μ"), ("NewLine", "\n"), ("Ntilde", "Ñ"), ("Nu", "Ν"), ("OElig", "Œ"), ("Oacute",
    "Ó"), ("Ocirc", "Ô"), ("Ograve", "Ò"), ("Omega", "Ω"), ("Omicron", "Ο"), ("Oslash", "Ø"), ("Otilde", "Õ"),
    ("Ouml", "Ö"), ("Phi", "Φ"), ("Pi", "Π"), ("Prime", "″"), ("Psi", "Ψ"), ("QUOT", "\""), ("REG", "®"), ("Rho",
    "Ρ"), ("Scaron", "Š"), ("Sigma", "Σ"), ("THORN", "Þ"), ("Tab", "\t"), ("Tau", "Τ"), ("Theta", "Θ"), ("Uacute",
    "Ú"), ("Ucirc", "Û"), ("Ugrave", "Ù"), ("Upsilon", "Υ"), ("Uuml", "Ü"), ("Xi", "Ξ"), ("Yacute", "Ý"), ("Yuml",
    "Ÿ"), ("Zcaron", "Ž"), ("Zeta", "Ζ"), ("aacute", "á"), ("abreve", "ă"), ("acirc", "â"), ("acute", "´"),
    ("aelig", "æ"), ("agrave", "à"), ("alefsym", "ℵ"), ("alpha", "α"), ("amacr", "ā"), ("amp", "&"), ("and", "∧"),
    ("ang", "∠"), ("aogon", "ą"), ("apos", "'"), ("aring", "å"), ("ast", "*"), ("asymp", "≈"), ("atilde", "ã"),
    ("auml", "ä"), ("bdquo", "„"), ("beta", "β"), ("brvbar", "¦"), ("bsol", "\\"), ("bull", "•"), ("cacute", "ć"),
    ("cap", "∩"), ("ccaron", "č"), ("ccedil", "ç"), ("cedil", "¸"), ("cent", "¢"), ("check", "✓"), ("chi", "χ"),
    ("circ", "ˆ"), ("clubs", "♣"), ("colon", ":"), ("comma", ","), ("commat", "@"), ("cong", "≅"), ("copy", "©"),
    ("crarr", "↵"), ("cup", "∪"), ("curren", "¤"), ("dArr", "⇓"), ("dagger", "†"), ("darr", "↓"), ("dash", "‐"),
    ("dcaron", "ď"), ("deg", "°"), ("delta", "δ"), ("diams", "♦"), ("divide", "÷"), ("dollar", "$"), ("eacute",
    "é"), ("ecaron", "ě"), ("ecirc", "ê"), ("egrave", "è"), ("emacr", "ē"), ("empty", "∅"), ("emsp", "\u{2003}"),
    ("ensp", "\u{2002}"), ("eogon", "ę"), ("epsilon", "ε"), ("equals", "="), ("equiv", "≡"), ("eta", "η"), ("eth",
    "ð"), ("euml", "ë"), ("euro", "€"), ("excl", "!"), ("exist", "∃"), ("fnof", "ƒ"), ("forall", "∀"), ("frac12",
    "½"), ("frac14", "¼"), ("frac34", "¾"), ("frasl", "⁄"), ("gamma", "γ"), ("gbreve", "ğ"), ("ge", "≥"),
    ("grave", "`"), ("gt", ">"), ("hArr", "⇔"), ("hairsp", "\u{200a}"), ("half", "½"), ("harr", "↔"), ("hearts",
    "♥"), ("hellip", "…"), ("hyphen", "‐"), ("iacute", "í"), ("icirc", "î"), ("iexcl", "¡"), ("igrave", "ì"),
    ("imacr", "ī"), ("image", "ℑ"), ("infin", "∞"), ("inodot", "ı"), ("int", "∫"), ("iota", "ι"), ("iquest", "¿"),
    ("isin", "∈"), ("iuml", "ï"), ("kappa", "κ"), ("lArr", "⇐"), ("lambda", "λ"), ("lang", "〈"), ("laquo", "«"),
    ("larr", "←"), ("lbrace", "{"), ("lbrack", "["), ("lceil", "⌈"), ("lcub", "{"), ("ldquo", "“"), ("ldquor",
    "„"), ("le", "≤"), ("lfloor", "⌊"), ("lowast", "∗"), ("lowbar", "_"), ("loz", "◊"), ("lpar", "("), ("lrm",
    "\u{200e}"), ("lsaquo", "‹"), ("lsqb", "["), ("lsquo", "‘"), ("lsquor", "‚"), ("lstrok", "ł"), ("lt", "<"),
    ("macr", "¯"), ("mdash", "—"), ("micro", "µ"), ("middot", "·"), ("minus", "−"), ("mu", "μ"), ("nabla", "∇"),
    ("nacute", "ń"), ("nbsp", "\u{a0}"), ("ncaron", "ň"), ("ndash", "–"), ("ne", "≠"), ("ni", "∋"), ("not", "¬"),
    ("notin", "∉"), ("nsub", "⊄"), ("ntilde", "ñ"), ("nu", "ν"), ("num", "#"), ("numsp", "\u{2007}"), ("oacute",
    "ó"), ("ocirc", "ô"), ("odblac", "ő"), ("oelig", "œ"), ("ograve", "ò"), ("oline", "‾"), ("omacr", "ō"),
    ("omega", "ω"), ("omicron", "ο"), ("oplus", "⊕"), ("or", "∨"), ("ordf", "ª"), ("ordm", "º"), ("oslash", "ø"),
    ("otilde", "õ"), ("otimes", "⊗"), ("ouml", "ö"), ("para", "¶"), ("part", "∂"), ("percnt", "%"), ("period",
    "."), ("permil", "‰"), ("perp", "⊥"), ("phi", "φ"), ("pi", "π"), ("piv", "ϖ"), ("plus", "+"), ("plusmn", "±"),
    ("pound", "£"), ("prime", "′"), ("prod", "∏"), ("prop", "∝"), ("psi", "ψ"), ("puncsp", "\u{2008}"), ("quest",
    "?"), ("quot", "\""), ("rArr", "⇒"), ("radic", "√"), ("rang", "〉"), ("raquo", "»"), ("rarr", "→"), ("rbrace",
    "}"), ("rbrack", "]"), ("rcaron", "ř"), ("rceil", "⌉"), ("rcub", "}"), ("rdquo", "”"), ("rdquor", "”"),
    ("real", "ℜ"), ("reg", "®"), ("rfloor", "⌋"), ("rho", "ρ"), ("rlm", "\u{200f}"), ("rpar", ")"), ("rsaquo",
    "›"), ("rsqb", "]"), ("rsquo", "’"), ("rsquor", "’"), ("sacute", "ś"), ("sbquo", "‚"), ("scaron", "š"),
    ("scedil", "ş"), ("sdot", "⋅"), ("sect", "§"), ("semi", ";"), ("shy", "\u{ad}"), ("sigma", "σ"), ("sigmaf",
    "ς"), ("sim", "∼"), ("sol", "/"), ("spades", "♠"), ("star", "☆"), ("starf", "★"), ("sub", "⊂"), ("sube", "⊆"),
    ("sum", "∑"), ("sup", "⊃"), ("sup1", "¹"), ("sup2", "²"), ("sup3", "³"), ("supe", "⊇"), ("szlig", "ß"),
    ("tau", "τ"), ("tcaron", "ť"), ("tcedil", "ţ"), ("there4", "∴"), ("theta", "θ"), ("thetasym", "ϑ"), ("thinsp",
    "\u{2009}"), ("thorn", "þ"), ("tilde", "˜"), ("times", "×"), ("trade", "™"), ("uArr", "⇑"), ("uacute", "ú"),
    ("uarr", "↑"), ("ucirc", "û"), ("udblac", "ű"), ("ugrave", "ù"), ("umacr", "ū"), ("uml", "¨"), ("upsih", "ϒ"),
    ("upsilon", "υ"), ("uring", "ů"), ("uuml", "ü"), ("vert", "|"), ("weierp", "℘"), ("xi", "ξ"), ("yacute", "ý"),
    ("yen", "¥"), ("yuml", "ÿ"), ("zacute", "ź"), ("zcaron", "ž"), ("zdot", "ż"), ("zeta", "ζ"), ("zwj",
    "\u{200d}"), ("zwnj", "\u{200c}"),
];

/// What Windows-1252 puts at 0x80–0x9F; HTML reads references to those numbers so.
#[rustfmt::skip]
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// `text` with its character references replaced; unknown ones stay as they are.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let (plain, mut rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len());
    out.push_str(plain);
    while !rest.is_empty() {
        match reference(rest) {
            Some((character, used)) => {
                character.write(&mut out);
                rest = rest.get(used..).unwrap_or("");
            }
            None => {
                let next = memchr::memchr(b'&', rest.as_bytes().get(1..).unwrap_or(&[]))
                    .map_or(rest.len(), |at| at + 1);
                out.push_str(rest.get(..next).unwrap_or(rest));
                rest = rest.get(next..).unwrap_or("");
            }
        }
    }
    Cow::Owned(out)
}

/// What a reference stands for.
enum Meaning {
    Named(&'static str),
    Numbered(char),
}

impl Meaning {
    fn write(&self, out: &mut String) {
        match self {
            Meaning::Named(text) => out.push_str(text),
            Meaning::Numbered(character) => out.push(*character),
        }
    }
}

/// The reference that `text` begins with, and how many bytes it takes.
fn reference(text: &str) -> Option<(Meaning, usize)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        return numbered(number).map(|(character, used)| (Meaning::Numbered(character), used + 2));
    }
    let length = body.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let name = body.get(..length)?;
    let closed = body.as_bytes().get(length) == Some(&b';');
    let at = NAMED.binary_search_by(|(known, _)| known.as_bytes().cmp(name.as_bytes())).ok()?;
    let (_, meaning) = NAMED.get(at)?;
    // Without a semicolon only the oldest names count, and "&copy=" in an address does not.
    let bare = !closed && (length > 6 || body.as_bytes().get(length) == Some(&b'='));
    (!bare).then_some((Meaning::Named(meaning), 1 + length + usize::from(closed)))
}

/// The character of a decimal or hexadecimal reference (after "&#"), and how many bytes it takes.
fn numbered(text: &str) -> Option<(char, usize)> {
    let (radix, digits, lead) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits, 1),
        None => (10, text, 0),
    };
    let length = digits.bytes().take(8).take_while(|b| (*b as char).is_digit(radix)).count();
    let number = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
    let closed = digits.as_bytes().get(length) == Some(&b';');
    let character = match number {
        0x80..=0x9f => *WINDOWS_1252.get(number as usize - 0x80)?,
        0 => char::REPLACEMENT_CHARACTER,
        _ => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    Some((character, lead + length + usize::from(closed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_replaced_and_stray_ampersands_kept() {
        assert!(NAMED.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(
            decode("R&amp;D &#8217;s &#x2014; &#146; &uuml;ber &nosuch; & &"),
            "R&D ’s — ’ über &nosuch; & &"
        );
        assert_eq!(decode("?a=1&copy=2&amp"), "?a=1&copy=2&");
    }
}
