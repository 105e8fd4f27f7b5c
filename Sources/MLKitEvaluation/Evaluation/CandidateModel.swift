public import SystemPackage

/// A trained model to be evaluated.
public struct CandidateModel: Hashable, Sendable {
    public var name: String
    /// The algorithm's name in the spec; `baseline` is what others are measured beside.
    public var kind: String
    /// Its ONNX file.
    public var path: FilePath
    /// What models of its kind answered for rows that they were not fitted on (`FoldAnswers`); `nil` where nobody knows.
    public var folds: FilePath?

    public init(name: String, kind: String, path: FilePath, folds: FilePath? = nil) {
        self.name = name
        self.kind = kind
        self.path = path
        self.folds = folds
    }
}
