public import SystemPackage

/// Where a train stage reads and writes; all paths absolute.
public struct TrainPaths: Sendable {
    public var schema: FilePath
    /// Parquet, as the data stage writes it.
    public var train: FilePath
    public var valid: FilePath
    /// Where the ONNX model goes.
    public var model: FilePath
    public var metrics: FilePath
    public var history: FilePath
    /// What messages name files relative to; `nil` for whole paths.
    public var project: FilePath?

    public init(
        schema: FilePath, train: FilePath, valid: FilePath, model: FilePath, metrics: FilePath, history: FilePath,
        project: FilePath? = nil
    ) {
        self.schema = schema
        self.train = train
        self.valid = valid
        self.model = model
        self.metrics = metrics
        self.history = history
        self.project = project
    }
}
