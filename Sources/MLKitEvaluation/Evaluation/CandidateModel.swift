public import SystemPackage

/// A trained model to be evaluated.
public struct CandidateModel: Hashable, Sendable {
    public var name: String
    /// The algorithm's name in the spec; `baseline` is what others are measured beside.
    public var kind: String
    /// Its ONNX file.
    public var path: FilePath

    public init(name: String, kind: String, path: FilePath) {
        self.name = name
        self.kind = kind
        self.path = path
    }
}
