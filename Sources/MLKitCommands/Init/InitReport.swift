internal import MLKitCore
internal import MLKitGit
internal import MLKitScaffold
internal import MLKitSpec
internal import SystemPackage

/// A plan to adopt a project, for people.
struct InitReport {
    let plan: AdoptionPlan
    let folder: FilePath
    /// What was decided about the table that the stages are for; `nil` without one.
    var table: TableAnswers?
    /// Columns of the terminal that it is shown on; `nil` for lines of any length.
    var width: Int?

    private static let ownFolder = ".mlkit"

    func text(showsSpec: Bool) -> String {
        let template = plan.rendering.template
        let state =
            plan.record != nil
            ? "is an mlkit project, and does without \(plural(plan.missing.count, "file")) of its template"
            : plan.proposal == nil
                ? "has a \(ProjectSpec.fileName), and follows no template yet" : "is not an mlkit project yet"
        var text = "`\(folder)` \(state)\n\nfound:\n\(found)"
        text += "\ntemplate `\(template.name)` \(template.version):\n\(files)"
        if !notes.isEmpty { text += "\nnotes:\n" + notes.map { "  \($0)\n" }.joined() }
        text = WrappedText.lines(text, width: width)
        // The proposal has the reasons beside its keys.
        if !showsSpec, plan.proposal != nil, plan.spec.stages.contains(where: { $0.kind == "data" }), let table {
            text += "\n" + table.text(width: width)
        }
        guard showsSpec, let proposal = plan.proposal else { return text }
        let lines = proposal.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let shown = lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
        return text + "\nproposed \(ProjectSpec.fileName):\n" + WrappedText.yaml(shown, width: width)
    }

    /// What is another than it was shown before; empty for nothing.
    func changes(since draft: InitReport) throws -> String {
        var text = ""
        if files != draft.files { text += WrappedText.lines("\nwith your answers, the template's files:\n\(files)", width: width) }
        let specs = [draft.plan, plan].map { Array(($0.proposal?.text ?? "").utf8) }
        let difference = try UnifiedDiff.text(from: (ProjectSpec.fileName, specs[0]), to: (ProjectSpec.fileName, specs[1]))
        let lines = difference.split(separator: "\n", omittingEmptySubsequences: false).filter {
            ($0.hasPrefix("+") || $0.hasPrefix("-")) && !$0.hasPrefix("--- ") && !$0.hasPrefix("+++ ")
        }
        guard !lines.isEmpty else { return text }
        return text + "\nyour answers change the proposed \(ProjectSpec.fileName):\n" + lines.map { "  \($0)\n" }.joined() + "\n"
    }

    private var found: String {
        let survey = plan.survey
        var table = TextTable()
        table.add("name", "\(plan.spec.project.name) (from \(survey.facts.name.source))")
        let languages = survey.languages.prefix(5).map { "\($0.language) \(plural($0.files, "file"))" }
        if !languages.isEmpty { table.add("languages", languages.joined(separator: ", ")) }
        if survey.layout.isKnown { table.add("layout", survey.layout.summary) }
        for (index, data) in survey.data.prefix(6).enumerated() { table.add(index == 0 ? "data" : "", Self.line(data)) }
        if survey.data.count > 6 { table.add("", "and \(survey.data.count - 6) more folders") }
        if !survey.environments.isEmpty { table.add("software", survey.environments.prefix(5).joined(separator: ", ")) }
        if plan.proposal != nil { table.add("stages", stages) }
        return table.text(indent: 2)
    }

    private static func line(_ data: DataFolder) -> String {
        let place = data.path.isEmpty ? "the root" : data.path
        let formats = data.formats.prefix(4).joined(separator: ", ")
        return "\(place): \(plural(data.files, "file")), \(size(data.bytes)) (\(formats))"
    }

    private static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1000: plural(bytes, "byte")
        case ..<1_000_000: "\((Double(bytes) / 1e3).brief(1)) kB"
        case ..<1_000_000_000: "\((Double(bytes) / 1e6).brief(1)) MB"
        default: "\((Double(bytes) / 1e9).brief(1)) GB"
        }
    }

    private var stages: String {
        let names = plan.proposal?.stages.map(\.name) ?? []
        if names.isEmpty {
            if !plan.recognised.suggestions.isEmpty { return "none, but scripts that may be stages" }
            return plan.proposal?.leftOut.isEmpty == false ? "none taken over" : "none"
        }
        guard names.count > 12 else { return names.joined(separator: ", ") }
        return "\(names.count): \(names.prefix(12).joined(separator: ", ")), …"
    }

    private var files: String {
        let isColoured = Console.standard.outputIsColoured
        var table = TextTable()
        for comparison in plan.files {
            let word = comparison.word.padded(9)
            let style = comparison.isMissing ? Style.yellow : .dim
            table.add(word.styled(style, isColoured), comparison.file.path, comparison.detail)
        }
        return table.text(indent: 2)
    }

    private var notes: [String] {
        var notes = plan.survey.tree.notes + plan.recognised.notes
        notes += leftOut
        if let table = tableNote { notes.append(table) }
        if let former = plan.formerTemplate {
            notes.append(
                "the project was made from `\(former)`; from now on it follows the template "
                    + "`\(plan.rendering.template.name)`, and the record of the other gives way")
        }
        if plan.survey.tree.isTruncated { notes.append("only the first \(ProjectTree.limit) files were looked at") }
        if plan.survey.tree.repository == nil {
            notes.append("the folder is not in a git repository; the checklist and updates need one")
        }
        return notes
    }

    /// How a project without stages comes to some, where there is something to learn from.
    private var tableNote: String? {
        guard plan.proposal?.stages.isEmpty == true, plan.rendering.template.name == AdoptionPlan.standardTemplate else { return nil }
        if let table = plan.survey.sourceTable {
            return "if something in `\(table)` is to be predicted: `mlkit init --data \(ShellText.shown(table)) --target COLUMN` "
                + "proposes all stages for it"
        }
        let formats = Set(plan.survey.data.flatMap(\.formats))
        guard !formats.isDisjoint(with: ["csv", "tsv", "parquet", "xlsx", "sqlite", "jsonl"]) else { return nil }
        return "if something in one of the tables here is to be predicted: `mlkit init --data FILE --target COLUMN` proposes all stages "
            + "for it"
    }

    /// What was not taken over, by reason.
    private var leftOut: [String] {
        var reasons: [(why: String, what: [String])] = []
        for item in plan.proposal?.leftOut ?? [] {
            if let index = reasons.firstIndex(where: { $0.why == item.why }) {
                reasons[index].what.append(item.what)
            } else {
                reasons.append((item.why, [item.what]))
            }
        }
        return reasons.map { why, what in
            let more = what.count > 3 ? " and \(what.count - 3) more, named in the proposal" : ""
            return "not taken over: \(what.prefix(3).joined(separator: ", "))\(more): \(why)"
        }
    }

    /// What the next command would write.
    var offer: String {
        let books = "what belongs to \(plan.proposal == nil ? "a project" : "it") in \(Self.ownFolder)"
        let base = plan.proposal == nil ? books : "\(ProjectSpec.fileName), and \(books)"
        var table = TextTable()
        if !plan.missing.isEmpty {
            let all = plan.proposal == nil ? "missing" : "all"
            table.add("`--accept \(all)`", "writes \(base); and \(plural(plan.missing.count, "missing file"))")
        }
        table.add("`--accept spec`", "writes \(base)\(plan.missing.isEmpty ? "" : "; no file of the template's")")
        return "\nnothing is written. The same command with\n" + table.text(indent: 2)
    }

    func result(_ written: [String], advice: InitAdvice) -> String {
        "\nwrote \(plural(written.count, "file")), and changed none:\n" + written.map { "  \($0)\n" }.joined()
            + "\nnext:\n" + advice.lines.map { "  \($0)\n" }.joined()
    }
}

extension FileComparison {
    /// The state in one word.
    var word: String {
        switch state {
        case .identical: "identical"
        case .similar: "similar"
        case .covered: "skipped"
        case .missing: "missing"
        case .blocked: "blocked"
        }
    }

    var detail: String {
        switch state {
        case .identical, .missing: ""
        case .similar(0, 0): "the same lines, in another order"
        case .similar(let own, let template):
            "\(plural(own, "line")) of yours, \(template) of the template's; yours stays"
        case .covered(let reason), .blocked(let reason): reason
        }
    }
}
