internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec
public import SystemPackage

/// Where looks at the test split are noted, a small file for each model and split.
public struct LookBook: Sendable {
    private let project: FilePath
    private let stage: String

    /// - Parameter stage: the stage that looks.
    public init(project: FilePath, stage: String) {
        self.project = project
        self.stage = stage
    }

    /// Notes that a model was measured on a test split. One that is noted already stays as it is.
    func note(_ model: ContentHash, named name: String, split: ContentHash, _ files: any FileSystem) throws {
        try TestLook(split: split, model: model, modelName: name, stage: stage).note(in: project, files: files)
    }
}

extension StageResult {
    /// Notes the looks that were taken for it, where it is put in place without being made again.
    func noteLooks(in project: FilePath, files: any FileSystem) throws {
        for look in looks.compactMap(TestLook.init(recorded:)) { try look.note(in: project, files: files) }
    }
}

extension StageWork {
    /// Looks of this stage as a result has them.
    ///
    /// - Parameter models: names and files of those that were measured.
    func looks(at split: String, _ models: [(name: String, path: FilePath)]) throws -> [JSON] {
        guard let test = job.inputs[split], !models.isEmpty else { return [] }
        let hash = try context.files.hash(test)
        return try models.map { name, path in
            TestLook(split: hash, model: try context.files.hash(path), modelName: name, stage: job.stage).json
        }
    }
}
