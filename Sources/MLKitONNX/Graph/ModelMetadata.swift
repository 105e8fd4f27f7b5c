public import MLKitCore
public import MLKitSignature
public import SystemPackage

/// What a model says of itself, in the texts that travel with it. One made elsewhere may say nothing.
public struct ModelMetadata: Hashable, Sendable {
    /// Its name in the project.
    public var model: String?
    /// The family of models that it is of.
    public var kind: String?
    public var task: ModelTask?
    /// The column that it predicts.
    public var target: String?
    /// The columns that it takes.
    public var features: [String]?
    /// The classes in the order of its probabilities.
    public var classes: [String]?
    /// How many of the rows that it was trained on it holds; `nil` for none, or where it does not say.
    public var trainingRows: Int?

    /// The `kind` that reports give a model which has none.
    public static let foreignKind = "onnx"

    public init(
        model: String? = nil, kind: String? = nil, task: ModelTask? = nil, target: String? = nil,
        features: [String]? = nil, classes: [String]? = nil, trainingRows: Int? = nil
    ) {
        self.trainingRows = trainingRows
        self.model = model
        self.kind = kind
        self.task = task
        self.target = target
        self.features = features
        self.classes = classes
    }

    private enum Name {
        static let model = "model"
        static let kind = "kind"
        static let task = "task"
        static let target = "target"
        static let features = "features"
        static let classes = "classes"
        static let trainingRows = "training_rows"
        static let all = [model, kind, task, target, features, classes, trainingRows]
    }

    /// As they travel.
    public var texts: [String: String] {
        func list(_ texts: [String]?) -> String? { texts.map { JSON.array($0.map { .string($0) }).compact } }
        let all = [
            Name.model: model, Name.kind: kind, Name.task: task?.rawValue, Name.target: target,
            Name.features: list(features), Name.classes: list(classes), Name.trainingRows: trainingRows.map(String.init),
        ]
        return all.compactMapValues { $0 }
    }

    /// Reads what a model says.
    ///
    /// - Parameter name: what messages call the model.
    /// - Throws: `Failure` if what should be a list of texts is none.
    public init(of model: Model, name: String) throws {
        try self.init(texts: model.metadata, name: name)
    }

    /// Reads what a model that is ready to run says; its graph is not looked at again.
    ///
    /// - Throws: `Failure` as `init(of:name:)` does.
    public init(of session: Session, name: String) throws {
        try self.init(texts: session.metadata(Name.all), name: name)
    }

    private init(texts: [String: String], name: String) throws {
        func list(_ key: String) throws -> [String]? {
            guard let text = texts[key] else { return nil }
            // Classes that are whole numbers may be written as such.
            let items = try JSON(parsing: text, file: "the metadata of `\(name)`").array?.map { $0.string ?? $0.int.map(String.init) } ?? []
            guard !items.isEmpty else { throw Failure("the model `\(name)` does not name its \(key)") }
            guard !items.contains(nil) else { throw Failure("the model `\(name)` has \(key) that are no texts") }
            return items.compactMap { $0 }
        }
        self.init(
            model: texts[Name.model], kind: texts[Name.kind], task: texts[Name.task].flatMap { ModelTask(rawValue: $0) },
            target: texts[Name.target], features: try list(Name.features), classes: try list(Name.classes),
            trainingRows: texts[Name.trainingRows].flatMap { Int($0) })
    }

    /// Reads what the model in a file says.
    ///
    /// - Throws: `Failure` as `init(of:name:)` does, and for a file that is no model.
    public init(reading path: FilePath, files: some FileSystem) throws {
        try self.init(of: Model(parsing: files.read(path)), name: path.lastComponent?.string ?? path.string)
    }
}
