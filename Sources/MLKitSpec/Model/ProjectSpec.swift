public import MLKitCore
internal import MLKitYAML

/// A whole `mlkit.yaml`, checked.
public struct ProjectSpec: Sendable {
    public var project: Project
    public var layout: Layout
    public var checklists: [String]
    /// The values under `params`, as written.
    public var parameters: JSON
    /// Every stage, those of `foreach` and `matrix` one by one; producers before consumers, otherwise in the order
    /// of the file.
    public var stages: [StageSpec]
    public var serving: Serving
    /// How many there are of each resource that stages take by name.
    public var resources: [String: Int]
    public var cache: CacheSettings
    public var sweeps: [SweepSpec]

    public struct Project: Hashable, Sendable {
        public var name: String
        public var title: String?
        public var summary: String?
        public var owner: String?
        public var license: String?
        public var maturity: Maturity
        public var approach: String?
        public var inference: String?
        public var tags: [String]
    }

    public struct Serving: Hashable, Sendable {
        public var port: Int

        init(port: Int = 8080) {
            self.port = port
        }
    }

    /// The stage of that name.
    public func stage(_ name: String) -> StageSpec? {
        stages.first { $0.name == name }
    }

    /// The name of the file that declares a project.
    public static let fileName = "mlkit.yaml"
    /// The version of the format of `mlkit.yaml`.
    static let format = 1
    /// The most bytes that the file may have.
    public static let sizeLimit = YAMLDocument.sizeLimit
}
