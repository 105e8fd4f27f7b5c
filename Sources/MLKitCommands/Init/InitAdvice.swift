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
        let needed = Self.needed(plan, written)
        if !needed.isEmpty {
            lines.append(
                "stages need \(Suggestion.list(needed)) of the template, which \(needed.count == 1 ? "is" : "are") not written: "
                    + "`mlkit init --accept missing` writes \(needed.count == 1 ? "it" : "them")")
        }
        let others = plan.missing.map(\.path).filter { !written.contains($0) && !needed.contains($0) }
        if !others.isEmpty {
            let shown = others.prefix(4).map { "`\($0)`" }
            let rest = others.count > 4 ? ["\(others.count - 4) more"] : []
            lines.append(
                "of the template \(Self.joined(shown + rest)) \(others.count == 1 ? "is" : "are") not written: `mlkit init --accept missing` writes "
                    + (others.count == 1 ? "it" : "them"))
        }
        lines.append("`mlkit status` shows which stages would run, `mlkit check` what a sound project needs")
        if let repository {
            let made = Self.made(plan.spec.layout)
            var rules = try made.filter { try !Self.isIgnored($0.example, root, repository) }.map(\.rule)
            let outputs = try Self.outputs(plan, besides: made.map(\.rule)).filter { try Self.isOpen($0, root, repository) }
            if outputs.count <= Self.shown { rules += outputs.map(Self.rule) }
            if !rules.isEmpty {
                let words = rules.map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
                lines.append(
                    "git does not ignore what `mlkit run` makes: `printf '%s\\n' \(words) >> .gitignore` has it do so")
            }
            lines += try Self.records(root, repository)
            if outputs.count > Self.shown {
                let first = outputs.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
                lines.append(
                    "git does not ignore what the stages make: \(first) and \(outputs.count - 3) more; "
                        + "let .gitignore name their folders")
            }
        }
        self.lines = lines
    }

    /// "a, b and c", of texts as they are.
    private static func joined(_ texts: [String]) -> String {
        texts.count < 2 ? texts.joined() : texts.dropLast().joined(separator: ", ") + " and " + (texts.last ?? "")
    }

    /// Files of the template that stages read, and that were not written.
    private static func needed(_ plan: AdoptionPlan, _ written: [String]) -> [String] {
        let inputs = Set(plan.spec.stages.flatMap(\.inputs).map(\.path))
        return plan.missing.map(\.path).filter { inputs.contains($0) && !written.contains($0) }
    }

    /// What can be made again, and is no part of a project: rules of what to ignore, and a file of each.
    private static func made(_ layout: Layout) -> [(rule: String, example: String)] {
        let splits = [Layout.Role.train, .valid, .test].map { layout[$0] }
        return splits.map { ("/\($0)/*.parquet", "\($0)/x.parquet") } + [
            ("/\(layout.models)/", "\(layout.models)/x.onnx"), ("/\(layout.deploy)/", "\(layout.deploy)/x"),
            ("/\(layout.logs)/*.log", "\(layout.logs)/x.log"),
        ]
    }

    /// What to do where git would not take answers of the checklist, as a rule `data/` has it.
    private static func records(_ root: FilePath, _ repository: Repository) throws -> [String] {
        let hidden = try sections.filter { try isIgnored("checklist/\($0)/x.yaml", root, repository) }
        guard !hidden.isEmpty else { return [] }
        let rules = hidden.flatMap { ["'!/checklist/\($0)/'", "'!/checklist/\($0)/**'"] }.joined(separator: " ")
        let folders = Suggestion.list(hidden.map { "checklist/\($0)" })
        return [
            "git ignores \(folders), where answers of the checklist go, which others are to see: "
                + "`printf '%s\\n' \(rules) >> .gitignore` has it take them",
        ]
    }

    /// Those of the standard checklist, whose records are in folders that are called so.
    private static let sections = [
        "scoping", "environment", "data", "programming", "modelling", "deployment", "continuous", "architecture", "knowledge",
    ]

    /// The most outputs for which rules are spelled out.
    private static let shown = 10

    /// What the proposed stages make and is not meant for git, but for what other rules are for already.
    private static func outputs(_ plan: AdoptionPlan, besides rules: [String]) -> [String] {
        (plan.proposal?.stages ?? []).flatMap { stage in stage.outputs.filter { !stage.committed.contains($0) } }.filter { path in
            !path.contains("${") && !rules.contains { $0.hasSuffix("/") && "/\(path)/".hasPrefix($0) }
        }
    }

    /// The rule for one file or folder: a wildcard in its name is none.
    private static func rule(_ path: String) -> String { "/" + path.replacing(#/[*?\[\]\\]/#) { "\\\($0.output)" } }

    /// Whether git would take an output: a file or a folder, of which nothing is tracked.
    private static func isOpen(_ path: String, _ root: FilePath, _ repository: Repository) throws -> Bool {
        guard let place = repository.path(of: root.pushing(FilePath(path))) else { return false }
        return try !repository.isTracked(place) && repository.trackedFiles(below: place).isEmpty
            && !repository.isIgnored(place) && !repository.isIgnored(place + "/x")
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
