public import MLKitCore

/// A look at the project that tells whether an item is done. `checklists/README.md` says what each looks at.
public enum Probe: Hashable, Sendable {
    /// A file that is not empty matches one of the patterns.
    case files([String])
    /// A field of the spec, or of every stage of a kind.
    case spec(stage: String?, field: String, SpecTest)
    case stage(kind: String, upToDate: Bool)
    case metric(name: String, Bounds)
    /// `nil`: the bound of the stage's own `fairness.max_gap`.
    case fairness(maximumGap: Double?)
    /// Bytes.
    case noLargeFiles(Int)
    /// Words of headings.
    case readme([String])
    case command(String)
    /// The probes that take one word: `splits: disjoint`.
    case fixed(FixedProbe)

    /// What a field of the spec has to be.
    public enum SpecTest: Hashable, Sendable {
        case set
        case oneOf([JSON])
    }

    /// What a metric has to keep; several bounds may stand together.
    public struct Bounds: Hashable, Sendable {
        public var above: Double?
        public var below: Double?
        public var maximum: Double?
    }
}
