internal import Glibc

/// What may be done with a file that is made, but for what the user's mask takes away.
public enum FileRights: Sendable {
    case ordinary
    case executable
    /// Nobody may write to it.
    case readOnly
    /// Nobody but its owner may read it or write to it.
    case personal

    var mode: mode_t {
        switch self {
        case .ordinary: 0o666
        case .executable: 0o777
        case .readOnly: 0o444
        case .personal: 0o600
        }
    }
}
