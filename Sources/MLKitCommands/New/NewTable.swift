internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// The table that a new project is made for.
struct NewTable {
    let answers: TableAnswers
    /// Its files, and where the project has them.
    let brought: [BroughtFile]

    /// What is said of files that were brought in.
    static func remarks(_ result: NewProjectResult) -> [String] {
        let (copied, linked) = (result.brought.filter { !$0.isLinked }, result.brought.filter(\.isLinked))
        var lines = [String]()
        if let first = copied.first {
            let what = copied.count == 1 ? "`\(first.path)`" : "\(copied.count) files, the first `\(first.path)`"
            var line = "copied to \(what)"
            if case .committed = result.git {
                line += ", and not committed: `git add` \(copied.count == 1 ? "it if it is" : "them if they are") small, and others may see "
                    + (copied.count == 1 ? "it" : "them")
            }
            lines.append(line)
        }
        if let first = linked.first {
            let what = linked.count == 1
                ? "`\(first.path)` is a link to `\(first.source)`"
                : "\(linked.count) files are links, the first, `\(first.path)`, to `\(first.source)`"
            lines.append("\(what): more than \(BroughtFile.copyLimit >> 30) GiB is not copied")
        }
        return lines
    }
}

extension NewCommand {
    /// The command by which a folder with the table in it becomes a project.
    var adoption: String {
        guard let data = table.data else { return "mlkit init" }
        let place = name == "." ? "" : " -C \(ShellText.shown(name))"
        return "mlkit init\(place) --template \(template) --data \(ShellText.shown(data))"
    }

    /// Looks at the table that was named; `nil` where none was.
    func newTable(
        _ template: Template, _ layout: Layout, _ assigned: AssignedAnswers, _ surroundings: Surroundings
    ) throws -> NewTable? {
        guard let data = table.data else { return nil }
        try TableAnswers.check(template)
        try table.check(assigned)
        let start = try TableStart(data, read: table.options(), surroundings)
        let proposal = try start.proposal(
            target: table.target ?? assigned["target"], task: assigned["task"], seed: assigned["seed"],
            choice: prompter == nil ? nil : TargetChoice())
        let original = "\(layout[.original])/"
        guard let place = assigned["source"] else {
            return NewTable(
                answers: TableAnswers(name: data, proposal: proposal, source: original + start.files.source, template: template),
                brought: brought(start.files) { original + $0.place })
        }
        guard start.files.files.count == 1 else { throw Failure("`--set source=…` is for one file, and `\(data)` is several") }
        return NewTable(
            answers: TableAnswers(name: data, proposal: proposal, source: place, template: template),
            brought: brought(start.files) { _ in place })
    }

    private func brought(_ files: TableFiles, _ place: (TableFiles.File) -> String) -> [BroughtFile] {
        files.files.map { BroughtFile(source: $0.path, path: place($0), isLinked: files.bytes > BroughtFile.copyLimit) }
    }
}
