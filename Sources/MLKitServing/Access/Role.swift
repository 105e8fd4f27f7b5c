/// What a key allows.
public enum Role: String, CaseIterable, Sendable {
    /// Asking for predictions.
    case predict
    /// Metadata, metrics and descriptions.
    case read
    /// Loading and unloading models.
    case operate
}
