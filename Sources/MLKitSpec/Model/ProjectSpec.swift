public import MLKitCore
internal import MLKitYAML

/// A whole `mlkit.yaml`, checked.
public struct ProjectSpec: Sendable {
    /// The kinds of stages that the file was read by.
    public let kinds: StageKinds
    public var project: Project
    public var layout: Layout
    public var checklists: [String]
    /// What the project demands of answers, beside what its checklists do.
    public var policies: [AnswerPolicy]
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

    init(_ head: SpecHead, kinds: StageKinds, layout: Layout, stages: [StageSpec], sweeps: [SweepSpec]) {
        self.kinds = kinds
        project = head.project
        self.layout = layout
        checklists = head.checklists
        policies = head.policies
        parameters = head.parameters
        self.stages = stages
        serving = head.serving
        resources = head.resources
        cache = head.cache
        self.sweeps = sweeps
    }

    /// The stage of that name.
    public func stage(_ name: String) -> StageSpec? {
        stages.first { $0.name == name }
    }

    /// The path of the model that each stage makes, by the stage's name: what it trains, quantizes or selects.
    public var models: [String: String] {
        Dictionary(stages.compactMap { stage in stage.model.map { (stage.name, $0) } }) { $1 }
    }

    /// The name of the file that declares a project.
    public static let fileName = "mlkit.yaml"
    /// Where a project that was made from a template says so.
    public static let recordPath = ".mlkit/template.yaml"
    /// The version of the format of `mlkit.yaml`.
    static let format = 1
    /// The most bytes that the file may have.
    public static let sizeLimit = YAMLDocument.sizeLimit
}

extension ProjectSpec {
    /// What the project is.
    public struct Project: Hashable, Sendable {
        public var name = ""
        public var title: String?
        public var summary: String?
        public var owner: String?
        public var license: String?
        public var maturity = Maturity.poc
        public var approach: String?
        public var inference: String?
        public var tags: [String] = []

        static let keys = KeySet<Project>(
            "`project`", blank: Project(),
            [
                Key("name", \.name, .pattern(.projectName), "short name of the project", required: true),
                Key(titleName, \.title, .text, "one line for people; on the model card"),
                Key(descriptionName, \.summary, .text, "what it is about; on the model card"),
                Key(ownerName, \.owner, .text, "who answers for it; on the model card"),
                Key(licenseName, \.license, .text, "SPDX identifier of its licence; on the model card"),
                Key(maturityName, \.maturity, .choice, "how far it has come: which checklist items it must have"),
                Key(
                    approachName, \.approach, .choice(["data-driven", "data-centric", "model-centric"]),
                    "what is improved first; selects checklist items"),
                Key(
                    inferenceName, \.inference, .choice(["online", "batch"]),
                    "how predictions are asked for; selects checklist items"),
                Key(tagsName, \.tags, .list(.text), "select checklist items, such as `personal-data`"),
            ])

        public static let titleName = "title"
        public static let descriptionName = "description"
        public static let ownerName = "owner"
        public static let licenseName = "license"
        public static let maturityName = "maturity"
        public static let approachName = "approach"
        public static let inferenceName = "inference"
        public static let tagsName = "tags"

        /// What outputs of stages show of the project, sorted by key.
        var shown: JSON {
            let all = Self.keys.json(self).members ?? []
            return .object(all.filter { [Self.descriptionName, Self.licenseName, Self.ownerName, Self.titleName].contains($0.name) }).sorted
        }
    }
}
