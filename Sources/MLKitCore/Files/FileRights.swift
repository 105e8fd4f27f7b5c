/// What may be done with a file that is made, but for what the user's mask takes away.
public enum FileRights: Sendable {
    case ordinary
    case executable
    /// Nobody may write to it.
    case readOnly
}
