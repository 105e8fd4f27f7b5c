/// How an item is answered.
public enum ItemKind: String, CaseIterable, Sendable {
    /// Something to do; it is done when somebody says so, or when its probes pass.
    case task
    /// Something to find out; the answer goes into the record.
    case question
    /// A decision among options; which one, and why, goes into the record.
    case choice
    /// Something that only probes can tell.
    case automatic
}
