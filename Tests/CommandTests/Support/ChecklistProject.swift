import MLKitTestSupport
import SystemPackage

/// A project with a checklist of its own, in a git repository.
struct ChecklistProject {
    let sandbox: GitSandbox
    /// Where in the repository the project is; empty for its root.
    let folder: String

    private static let definition = """
        checklist: 1
        title: A small list
        sections:
          - id: scoping
            title: Scoping
            items:
              - id: scoping.baseline
                title: Establish a baseline
                why: Without one, every result looks like success.
                how: Measure the majority class.
                maturity: poc
              - {id: scoping.budget, title: Agree on a budget, why: It ends., how: Ask., maturity: mvp}
          - id: data
            title: Data
            items:
              - id: data.labels
                title: Are the labels right?
                why: The model learns them.
                how: Look at fifty.
                kind: question
                answers: {yes: Say who looked., no: Correct them first.}
                maturity: poc

        """

    init(folder: String = "") async throws {
        sandbox = try await GitSandbox()
        self.folder = folder
        let prefix = folder.isEmpty ? "" : folder + "/"
        try await sandbox.commit([
            prefix + ".gitignore": "/.mlkit/cache/\n",
            prefix + "mlkit.yaml": "mlkit: 1\nproject: {name: p}\nchecklists: [lists/small.yaml]\n",
            prefix + "lists/small.yaml": Self.definition,
            prefix + "reports/evaluation.json": "{\"auc\": 0.9}\n",
        ])
    }

    var path: FilePath { folder.isEmpty ? sandbox.path : sandbox.path.pushing(FilePath(folder)) }

    func check(
        _ arguments: String..., in directory: FilePath? = nil, environment: [String: String] = [:]
    ) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(
            ["check"] + arguments, in: directory ?? path,
            environment: sandbox.variables.merging(environment) { $1 })
    }

    /// The text with commit ids and times replaced.
    static func timeless(_ text: String) -> String {
        text.withoutItemText.replacing(#/commit [0-9a-f]{7}/#, with: "commit ID")
            .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#, with: "TIME")
            .replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d  [0-9a-f]{7}/#, with: "DAY-AND-TIME  COMMIT7")
    }
}
