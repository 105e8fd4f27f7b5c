internal import Glibc

/// What may be done with a file that is made, but for what the user's mask takes away.
public enum FileRights: Sendable {
    case ordinary
    case executable
    /// Nobody may write to it.
    case readOnly
    /// Nobody else may even read it.
    case ownerOnly

    var mode: mode_t {
        switch self {
        case .ordinary: 0o666
        case .executable: 0o777
        case .readOnly: 0o444
        case .ownerOnly: 0o600
        }
    }
}
