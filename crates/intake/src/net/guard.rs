//! Which addresses may be asked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Which addresses may be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Those of the public network alone: somebody else wrote the address.
    #[default]
    Public,
    /// Any: the operator named it.
    Any,
}

impl Reach {
    /// Whether a machine of this address may be asked.
    pub fn admits(self, ip: IpAddr) -> bool {
        self == Reach::Any || is_public(ip)
    }
}

/// Whether an address is of the public network: none of those that IANA's special-purpose registries keep for a
/// machine, a site or a document.
pub fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => public_v4(ip),
        IpAddr::V6(ip) => public_v6(ip),
    }
}

fn public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !special
}

fn public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, rest @ ..] = ip.segments();
    let embedded = |from: usize| {
        let bytes = ip.octets();
        let four = bytes.get(from..from + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
        four.map(Ipv4Addr::from)
    };
    match (a, b) {
        // Translated and tunnelled addresses lead where the inner one does; other translations are a site's own.
        (0x64, 0xff9b) => rest.iter().take(4).all(|s| *s == 0) && embedded(12).is_some_and(public_v4),
        (0x2002, _) => embedded(2).is_some_and(public_v4),
        (0x2001, 0x0db8) | (0x3fff, _) => false,
        // Teredo, benchmarks, identifiers.
        (0x2001, b) if b < 0x200 => false,
        // What is given out at all.
        (a, _) => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_machine_and_its_network_are_not_public() {
        let public = ["198.51.101.7", "8.8.8.8", "2606:4700::1", "64:ff9b::808:808", "2002:808:808::1"];
        let not = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::808:808",
            "2002:a00:1::1",
            "2001:db8::1",
            "::7f00:1",
        ];
        for ip in public {
            assert!(Reach::Public.admits(ip.parse().expect("an address")), "{ip}");
        }
        for ip in not {
            let ip = ip.parse().expect("an address");
            assert!(!Reach::Public.admits(ip) && Reach::Any.admits(ip), "{ip}");
        }
    }
}
