internal import MLKitCore
internal import MLKitGit
internal import MLKitScaffold
internal import MLKitSpec
internal import SystemPackage

/// What to do after a project was adopted, one step a line.
struct InitAdvice {
    let lines: [String]
    /// What keeps the project from being updated.
    private(set) var problem: Diagnostic?

    init(_ plan: AdoptionPlan, _ written: [String], environment: GitEnvironment) throws {
        var lines: [String] = []
        let root = plan.survey.tree.root
        let repository = try Repository.discover(from: root, environment: environment)
        if let repository {
            let ignored = try written.filter { try Self.isIgnored($0, root, repository) }
            let open = written.filter { !ignored.contains($0) }
            let own = open.filter { !$0.hasPrefix(".mlkit/") } + (open.contains { $0.hasPrefix(".mlkit/") } ? [".mlkit"] : [])
            if !own.isEmpty { lines.append("`\(try repository.command("add")) \(Self.arguments(own))`, and commit") }
            if !ignored.isEmpty { lines.append("git ignores, so to be left out: \(Suggestion.list(ignored))") }
            problem = Diagnostic.hiddenRecord(ignored)
        } else {
            lines.append("`git init` makes this a git repository, in which to keep all this")
        }
        if let proposal = plan.proposal {
            let count = proposal.text.split(separator: "\n").count { $0.trimmed.hasPrefix("# review: ") }
            let places = count == 0 ? "" : ": \(plural(count, "place")) to review"
            lines.append("look through \(ProjectSpec.fileName)\(places)")
        }
        lines.append("`mlkit status` shows which stages would run, `mlkit check` what a sound project needs")
        if let repository {
            let open = try Self.made(plan.spec.layout).filter { try !Self.isIgnored($0.example, root, repository) }
            let rules = open.map { "'\($0.rule)'" }.joined(separator: " ")
            if !open.isEmpty {
                lines.append(
                    "git does not ignore what `mlkit run` makes: `printf '%s\\n' \(rules) >> .gitignore` has it do so")
            }
        }
        self.lines = lines
    }

    /// What can be made again, and is no part of a project: rules of what to ignore, and a file of each.
    private static func made(_ layout: Layout) -> [(rule: String, example: String)] {
        let splits = [Layout.Role.train, .valid, .test].map { layout[$0] }
        return splits.map { ("/\($0)/*.parquet", "\($0)/x.parquet") } + [
            ("/\(layout.models)/", "\(layout.models)/x.onnx"), ("/\(layout.deploy)/", "\(layout.deploy)/x"),
            ("/\(layout.logs)/*.log", "\(layout.logs)/x.log"),
        ]
    }

    private static func isIgnored(_ path: String, _ root: FilePath, _ repository: Repository) throws -> Bool {
        guard let path = repository.path(of: root.pushing(FilePath(path))) else { return false }
        return try repository.isIgnored(path)
    }

    /// The folders and files to name: a path with a space or the like in quotes.
    private static func arguments(_ paths: [String]) -> String {
        paths.map { path in
            path.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) } ? path : "'\(path)'"
        }.joined(separator: " ")
    }
}
