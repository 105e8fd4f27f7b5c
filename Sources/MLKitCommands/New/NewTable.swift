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
            var line = copied.count == 1 ? "copied to `\(first.path)`" : "copied \(copied.count) files, the first to `\(first.path)`"
            if case .committed = result.git {
                line += ", and not committed: `git add` \(copied.count == 1 ? "it if it is" : "them if they are") small, and others may "
                    + "see "
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

    /// Looks at the table that was named, and asks what nobody said of it; `nil` where none was.
    func foundTable(
        _ template: Template, _ assigned: AssignedAnswers, _ surroundings: Surroundings
    ) throws -> (start: TableStart, proposal: TableProposal)? {
        guard let data = table.data else { return nil }
        try TableAnswers.check(template)
        try table.check(assigned)
        let start = try TableStart(data, read: table.options(), prompter, surroundings)
        let target = (table.target ?? assigned["target"]).map { TableStart.Target.named($0) }
            ?? (prompter == nil ? .sure : .chosen(TargetChoice()))
        let proposal = try start.proposal(target: target, task: assigned["task"], seed: assigned["seed"])
        return (start, proposal)
    }

    /// The table in its place in the project.
    func newTable(
        _ found: (start: TableStart, proposal: TableProposal)?, _ template: Template, _ layout: Layout, _ assigned: AssignedAnswers
    ) throws -> NewTable? {
        guard let data = table.data, let (start, proposal) = found else { return nil }
        let files = start.files
        let original = "\(layout[.original])/"
        if let fetched = start.fetched {
            return NewTable(
                answers: TableAnswers(
                    name: start.name, proposal: proposal, source: original + files.source, address: fetched.source, template: template),
                        brought: [])
        }
        guard let place = assigned["source"] else {
            return NewTable(
                answers: TableAnswers(name: data, proposal: proposal, source: original + files.source, template: template),
                brought: brought(files) { original + $0.place })
        }
        guard files.files.count == 1 else { throw Failure("`--set source=…` is for one file, and `\(data)` is several") }
        return NewTable(
            answers: TableAnswers(name: data, proposal: proposal, source: place, template: template),
            brought: brought(files) { _ in place })
    }

    private func brought(_ files: TableFiles, _ place: (TableFiles.File) -> String) -> [BroughtFile] {
        files.files.map { BroughtFile(source: $0.path, path: place($0), isLinked: files.bytes > BroughtFile.copyLimit) }
    }
}
