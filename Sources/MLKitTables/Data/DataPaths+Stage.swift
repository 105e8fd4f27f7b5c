public import MLKitCore
public import MLKitSpec
public import SystemPackage

extension DataPaths {
    /// Where a stage of a project reads and writes.
    ///
    /// - Throws: `Failure` for a stage of another kind.
    public init(
        of stage: StageSpec, _ configuration: DataConfiguration, in root: FilePath, files: any FileSystem = LocalFileSystem()) throws {
        func output(_ role: String) throws -> FilePath {
            guard let path = stage.output(role)?.path else { throw Failure("`\(stage.name)` is no stage of kind `data`") }
            return root.pushing(FilePath(path))
        }
        let schema = try output(DataKind.Role.schema)
        self.init(
            sources: [root.pushing(FilePath(configuration.source))], existingSchema: try files.exists(schema) ? schema : nil,
            train: try output(Part.train.rawValue), valid: try output(Part.valid.rawValue), test: try output(Part.test.rawValue),
            schema: schema,
            report: try output(DataKind.Role.report), project: root)
        labels = configuration.clean.labels.map { root.pushing(FilePath($0.file)) }
    }
}
