internal import MLKitCore

/// Translates one rule of a Makefile.
struct MakefileTranslation {
    let rule: MakefileRule
    let file: String
    let phony: Set<String>
    let makefile: Makefile
    let tree: ProjectTree

    /// - Parameter untouched: collects phony targets that are no steps of the project's work.
    func translate(into result: inout RecognisedStages, untouched: inout [String]) {
        var expansion = MakeExpansion(makefile: makefile, tree: tree)
        let targets = expansion.paths(rule.targets)
        let prerequisites = expansion.paths(rule.prerequisites)
        guard !targets.isEmpty, !rule.recipe.isEmpty || rule.isConditional else { return }
        if targets.contains(where: { $0.contains("%") }) {
            let stage = ProposedStage(name: targets.joined(separator: " "), origin: origin, run: "")
            return result.leaveOut(stage, "it is a pattern, and what it makes is known to make alone", writing: patterns(targets))
        }
        for group in groups(targets) {
            let isTaskGroup = group.allSatisfy { isTask($0) }
            guard !isTaskGroup || Self.isStep(group[0]) else {
                untouched += group
                continue
            }
            translate(group, prerequisites, isPhony: isTaskGroup, expansion, into: &result, untouched: &untouched)
        }
    }

    private var origin: String { "\(file), line \(rule.line)" }

    /// A recipe that does not name its target makes all of them at once.
    private func groups(_ targets: [String]) -> [[String]] {
        let namesTarget = rule.recipe.contains { $0.contains("$@") || $0.contains("$(@") || $0.contains("${@") }
        return rule.isGrouped || !namesTarget ? [targets] : targets.map { [$0] }
    }

    /// Declared so, or named like no file and made by a recipe that does not make it.
    private func isTask(_ target: String) -> Bool {
        if phony.contains(target) { return true }
        guard !target.contains("/"), !target.contains("."), !tree.contains(target) else { return false }
        return !rule.recipe.contains { $0.contains("$@") || CommandText.words($0).contains(target) }
    }

    private func translate(
        _ targets: [String], _ prerequisites: [String], isPhony: Bool, _ expansion: MakeExpansion,
        into result: inout RecognisedStages, untouched: inout [String]
    ) {
        var expansion = expansion
        let name = isPhony ? targets[0] : FileName.stem(targets[0])
        var stage = ProposedStage(name: name, origin: origin, run: "")
        expansion.automatic = automatic(targets[0], prerequisites)
        let lines = rule.recipe.map { Self.command(expansion.expand($0)) }
        let commands = lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }
        guard commands.contains(where: CommandText.works) || rule.isConditional else { return }
        if commands.contains(where: { $0.hasPrefix("dvc ") || $0.hasPrefix("make ") }) {
            untouched += targets
            return
        }
        let written = isPhony ? [] : patterns(targets)
        if rule.isConditional { return result.leaveOut(stage, "its recipe hangs on conditions", writing: written) }
        guard expansion.unknown.isEmpty else {
            return result.leaveOut(stage, "\(Suggestion.list(expansion.unknown)) cannot be known without running make", writing: written)
        }
        let working = commands.filter { !Self.onlyPrints($0) }
        stage.run = CommandText.escaped(
            makefile.isOneShell && working.count > 1
                ? (["set -e"] + working).joined(separator: "\n") : CommandText.joined(working))
        stage.summary = rule.comment
        addInputs(prerequisites, to: &stage)
        stage.addScripts(named: commands, in: tree)
        reviewShell(&stage)
        if isPhony { review(&stage, commands) } else { addOutputs(targets, to: &stage) }
        result.add(stage)
    }

    /// What a rule makes, with `*` for the `%` of a pattern.
    private func patterns(_ targets: [String]) -> [String] {
        targets.compactMap { FileName.join("", $0.replacing("%", with: "*")) }
    }

    private func automatic(_ target: String, _ prerequisites: [String]) -> [String: String] {
        var seen = Set<String>()
        let unique = prerequisites.filter { seen.insert($0).inserted }
        return [
            "@": target, "<": prerequisites.first ?? "", "^": unique.joined(separator: " "),
            "?": unique.joined(separator: " "), "+": prerequisites.joined(separator: " "),
        ]
    }

    /// A line of a recipe without its marks; `-` lets it fail.
    private static func command(_ line: String) -> String {
        let marks = line.prefix { "@-+ ".contains($0) }
        let command = line.dropFirst(marks.count).trimmed
        return marks.contains("-") && !command.isEmpty ? "{ \(command); } || true" : command
    }

    private static func onlyPrints(_ command: String) -> Bool {
        command.hasPrefix("echo ") && !command.contains { ">|;&".contains($0) }
    }

    private func addInputs(_ prerequisites: [String], to stage: inout ProposedStage) {
        for path in prerequisites {
            if phony.contains(path) || isTaskName(path) {
                stage.reviews.append("make runs `\(path)` before it; what it needs of that is to be listed as inputs")
            } else if let inside = FileName.join("", path), !inside.isEmpty, !stage.inputs.contains(inside) {
                stage.inputs.append(inside)
            }
        }
    }

    /// Whether a prerequisite is another rule's name rather than a file.
    private func isTaskName(_ path: String) -> Bool {
        !path.contains("/") && !path.contains(".") && !tree.contains(path) && !tree.hasFolder(path)
            && makefile.rules.contains { $0.targets.split(separator: " ").contains { $0 == path } }
    }

    private func addOutputs(_ targets: [String], to stage: inout ProposedStage) {
        for target in targets {
            if let path = FileName.join("", target) {
                stage.outputs.append(path)
            } else {
                stage.reviews.append("its target `\(target)` lies outside the project, and is not listed")
            }
        }
    }

    /// `mlkit run` starts commands with `sh`.
    private func reviewShell(_ stage: inout ProposedStage) {
        guard let shell = makefile.variables["SHELL"], FileName.last(shell) != "sh",
            ["source ", "[[", "<(", "pipefail"].contains(where: { stage.run.contains($0) })
        else { return }
        stage.reviews.append("make runs it with `\(shell)`, `mlkit run` with `sh`")
    }

    private func review(_ stage: inout ProposedStage, _ commands: [String]) {
        var seen = Set(stage.inputs)
        let named = commands.flatMap(CommandText.words).compactMap { FileName.join("", $0) }.filter { path in
            path.contains("/") && !path.hasPrefix("-") && !path.contains("$") && seen.insert(path).inserted
        }
        let hint = named.isEmpty ? "" : "; its command names \(Suggestion.list(named))"
        stage.reviews.insert("make does not say what it reads and writes\(hint)", at: 0)
    }

    /// Whether a phony target is named for a step of machine learning.
    static func isStep(_ name: String) -> Bool {
        let words = name.lowercased().split { !$0.isLetter }.map(String.init)
        guard let first = words.first, !chores.contains(first) else { return false }
        return words.contains { word in steps.contains { word == $0 || word == $0 + "s" } }
    }

    private static let steps = [
        "data", "dataset", "ingest", "prepare", "preprocess", "process", "feature", "featurize", "split", "train",
        "training", "fit", "tune", "model", "evaluate", "evaluation", "eval", "predict", "prediction", "inference",
        "score", "report", "figure", "plot", "visualize", "export",
    ]
    private static let chores: Set<String> = [
        "clean", "sync", "install", "test", "lint", "format", "docker", "build", "push", "deploy", "serve", "upload",
        "setup",
    ]
}
