internal import MLKitCore
public import MLKitSpec

extension StageWork {
    /// The schema that the data stage wrote, for what models are made of.
    ///
    /// - Throws: `Failure` also for one without a target.
    public func schema() throws -> TableSchema {
        let path = try input("schema")
        return try SchemaFile(path, name: path.name(in: job.project), files: context.files).schema
    }
}
