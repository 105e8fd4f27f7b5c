internal import MLKitCore
public import MLKitSpec

extension StageWork {
    /// The schema that the data stage wrote, for what models are made of.
    ///
    /// - Throws: `Failure` also for one without a target.
    public func schema() throws -> TableSchema {
        let path = try input(Wiring.schemaRole)
        let name = path.name(in: job.project)
        let schema = try SchemaFile(path, name: name, files: context.files).schema
        guard schema.hasTarget else {
            throw Failure(
                "there is nothing to predict: `\(name)` names no target",
                hint: "name the column as `target` in the stage of kind `data`, in place of `task: none`, and remove `\(name)`")
        }
        return schema
    }
}
