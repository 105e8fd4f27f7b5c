internal import MLKitChecklist

extension Evidence {
    /// A line of its own: what it is, and what binds it.
    var line: String { "  evidence \(name)\(mark.isEmpty ? "" : "  \(mark)")\n" }
}
