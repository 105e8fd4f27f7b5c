public import SystemPackage

/// Where a data stage reads and writes; all paths absolute.
public struct DataPaths: Sendable {
    /// Files to read, or patterns of them (`*`, `?`, `[…]`, `**`); read one after the other in sorted order.
    public var sources: [FilePath]
    /// The schema to hold the data to; `nil` on the first run, when it is inferred.
    public var existingSchema: FilePath?
    /// The file of better labels, where there is one.
    public var labels: FilePath?
    public var train: FilePath
    public var valid: FilePath
    public var test: FilePath
    /// Where the schema is written, inferred or as it was.
    public var schema: FilePath
    public var report: FilePath
    /// Where a page of the report goes, if there is to be one.
    public var page: FilePath?
    /// Where files of the source are kept as they were typed, so that the next run reads new ones alone; `nil` for nowhere.
    public var cache: FilePath?
    /// What messages name files relative to; `nil` for whole paths.
    public var project: FilePath?

    public init(
        sources: [FilePath], existingSchema: FilePath? = nil, train: FilePath, valid: FilePath, test: FilePath,
        schema: FilePath, report: FilePath, project: FilePath? = nil
    ) {
        self.sources = sources
        self.existingSchema = existingSchema
        self.train = train
        self.valid = valid
        self.test = test
        self.schema = schema
        self.report = report
        self.project = project
    }

    func split(_ part: Part) -> FilePath {
        switch part {
        case .train: train
        case .valid: valid
        case .test: test
        }
    }
}
