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
    /// Where the answers of folds go; `nil` for nowhere.
    public var folds: FilePath?
    /// Where what was tried goes, and a page of it; `nil` for a model that is one of its family.
    public var trials: FilePath?
    public var page: FilePath?
    /// The file of a model from whose answers this one learns too; `nil` for none.
    public var teacher: FilePath?
    /// What messages name files relative to; `nil` for whole paths.
    public var project: FilePath?

    public init(
        schema: FilePath, train: FilePath, valid: FilePath, model: FilePath, metrics: FilePath, history: FilePath,
        folds: FilePath? = nil, trials: FilePath? = nil, page: FilePath? = nil, teacher: FilePath? = nil, project: FilePath? = nil
    ) {
        self.schema = schema
        self.train = train
        self.valid = valid
        self.model = model
        self.metrics = metrics
        self.history = history
        self.folds = folds
        self.trials = trials
        self.page = page
        self.teacher = teacher
        self.project = project
    }
}
