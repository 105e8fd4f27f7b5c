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
        let look = TestLook(split: split, model: model, modelName: name, stage: stage)
        let path = project.pushing(FilePath(TestLook.folder)).appending(look.fileName)
        guard try !files.exists(path) else { return }
        try files.disk(for: TestLook.folder, in: project).write(look.json.pretty, to: path)
    }
}
