public import MLKitCore
public import MLKitSpec
public import SystemPackage

/// That a model was measured on a test split: `.mlkit/test-looks/<split>-<model>.json`, which git keeps.
///
/// One small file for each split and model, named by the beginnings of their hashes, so that branches merge and the same
/// look is the same file. It has no time: git has that.
public struct TestLook: Report, Hashable {
    public static let name = "test-look"

    /// Hashes of the files.
    public var split = ""
    public var model = ""
    /// The model's name, and the stage that measured it.
    public var modelName = ""
    public var stage = ""
    /// The sweep for which it was measured; `nil` if it was for none.
    public var sweep: String?

    public init() {}

    public init(split: ContentHash, model: ContentHash, modelName: String, stage: String) {
        self.split = split.description
        self.model = model.description
        self.modelName = modelName
        self.stage = stage
    }

    /// The folder of all looks, relative to the project.
    public static let folder = ".mlkit/test-looks"

    /// The name of its file.
    public var fileName: String { "\(Self.beginning(split))-\(Self.beginning(model)).json" }

    /// One that a record has; `nil` for what is none, as its hashes become the name of a file.
    public init?(recorded json: JSON) {
        guard let look = try? TestLook(json, file: Self.name), ContentHash(look.split) != nil, ContentHash(look.model) != nil
        else { return nil }
        self = look
    }

    /// Writes it into a project. One that is there already stays as it is, but for the sweep that it turns out to be for.
    public func note(in project: FilePath, files: any FileSystem) throws {
        let path = project.pushing(FilePath(Self.folder)).appending(fileName)
        if try files.exists(path), let known = try? TestLook(JSON(parsing: files.read(path)), file: fileName),
            sweep == nil || known.sweep != nil
        {
            return
        }
        try files.disk(for: Self.folder, in: project).write(json.pretty, to: path)
    }

    private static func beginning(_ hash: String) -> String { String(hash.drop { $0 != ":" }.dropFirst().prefix(16)) }

    public static let keys = KeySet<TestLook>(
        "a look at a test split", blank: TestLook(),
        [
            Key("split", \.split, .text, "the hash of the test split", required: true),
            Key("model", \.model, .text, "the hash of the model that was measured on it", required: true),
            Key("name", \.modelName, .text, "the model's name"),
            Key("stage", \.stage, .text, "the stage that measured it"),
            Key("sweep", \.sweep, .textOrNull, "the sweep for which it was measured, or null", absent: .null),
        ])
}

/// That a sweep chose by a figure of a test split: `.mlkit/test-looks/sweep-<name>.json`, which git keeps.
public struct TestSearch: Report, Hashable {
    public static let name = "test-search"

    public var sweep = ""
    /// As `STAGE.METRIC`.
    public var metric = ""
    /// The hash of the split; `nil` where only the metric's name says that it is of one.
    public var split: String?

    public init() {}

    public init(sweep: String, metric: String, split: ContentHash?) {
        self.sweep = sweep
        self.metric = metric
        self.split = split?.description
    }

    /// What the names of its files begin with.
    public static let prefix = "sweep-"

    public var fileName: String { "\(Self.prefix)\(sweep).json" }

    public static let keys = KeySet<TestSearch>(
        "a search on a test split", blank: TestSearch(),
        [
            Key("sweep", \.sweep, .text, "the sweep", required: true),
            Key("metric", \.metric, .text, "the figure that it chose by, as `STAGE.METRIC`", required: true),
            Key("split", \.split, .textOrNull, "the hash of the test split, or null where it is not known", absent: .null),
        ])
}
