internal import MLKitCore
internal import MLKitGit
internal import MLKitScaffold
internal import MLKitSpec

/// Asks on a terminal which parts of a plan to write.
struct InitInterview {
    var write: (String) -> Void = { Console.standard.error($0) }
    var readLine: () -> String? = { Swift.readLine() }

    /// - Returns: `nil` if nothing is to be written.
    /// - Throws: `Failure` if the input ends: then nothing is written either.
    func choice(_ plan: AdoptionPlan) throws -> AdoptionChoice? {
        let question =
            plan.proposal == nil
            ? "follow the template `\(plan.rendering.template.name)` from now on?"
            : "write \(ProjectSpec.fileName) as shown?"
        guard try ask(question, ["yes", "no"]) == "yes" else { return nil }
        var files = PathSet()
        for (folder, paths) in groups(plan.missing.map(\.path)) { files.formUnion(try chosen(paths, of: folder)) }
        return AdoptionChoice(writesSpec: plan.proposal != nil, files: files)
    }

    /// Files by the first folder of their path; empty for the project's own.
    private func groups(_ paths: [String]) -> [(folder: String, paths: [String])] {
        var groups: [(folder: String, paths: [String])] = []
        for path in paths {
            let folder = path.firstIndex(of: "/").map { String(path[..<$0]) } ?? ""
            if let index = groups.firstIndex(where: { $0.folder == folder }) {
                groups[index].paths.append(path)
            } else {
                groups.append((folder, [path]))
            }
        }
        return groups
    }

    private func chosen(_ paths: [String], of folder: String) throws -> [String] {
        guard paths.count > 1 else { return try paths.filter { try ask("write `\($0)`?", ["no", "yes"]) == "yes" } }
        let place = folder.isEmpty ? "top" : "`\(folder)`"
        let count = folder.isEmpty ? "the \(paths.count) missing files at the" : "the \(paths.count) missing files in"
        switch try ask("write \(count) \(place)?", ["no", "yes", "each"]) {
        case "yes": return paths
        case "each": return try paths.filter { try ask("write `\($0)`?", ["no", "yes"]) == "yes" }
        default: return []
        }
    }

    /// One of some words, or its first letter; the first word if nothing is typed.
    private func ask(_ question: String, _ words: [String]) throws -> String {
        while true {
            write("\(question) \(words.joined(separator: "/")) [\(words[0])]: ")
            guard let line = readLine() else {
                throw Failure(
                    "the input ended: nothing is written",
                    hint: "`--accept all` or `--accept spec` writes without asking")
            }
            let text = line.trimmed.lowercased()
            if text.isEmpty { return words[0] }
            if let word = words.first(where: { $0 == text || String($0.prefix(1)) == text }) { return word }
            write("answer \(Suggestion.list(words))\n")
        }
    }
}
