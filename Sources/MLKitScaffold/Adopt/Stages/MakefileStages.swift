internal import MLKitCore

/// Translates the rules of a Makefile that make files, and the phony targets named for steps of machine learning.
struct MakefileStages {
    let tree: ProjectTree

    func recognise(into result: inout RecognisedStages) {
        guard let file = ["GNUmakefile", "makefile", "Makefile"].first(where: { tree.contains($0) }) else { return }
        guard let text = tree.text(file) else {
            result.leftOut.append(LeftOut(what: "`\(file)`", why: "it is too long, or not UTF-8 text"))
            return
        }
        let makefile = Makefile(text)
        result.notes += makefile.notes.map { "\(file): \($0)" }
        var expansion = MakeExpansion(makefile: makefile, tree: tree)
        let phony = Set(makefile.phony.flatMap { expansion.paths($0) })
        var untouched: [String] = []
        for rule in makefile.rules {
            let translation = MakefileTranslation(rule: rule, file: file, phony: phony, makefile: makefile, tree: tree)
            translation.translate(into: &result, untouched: &untouched)
        }
        guard !untouched.isEmpty else { return }
        result.notes.append("left to make: \(Suggestion.list(untouched))")
    }
}

/// A rule of a Makefile, before its variables are expanded.
struct MakefileRule: Hashable {
    let line: Int
    let targets: String
    let prerequisites: String
    /// Whether all targets are made at once (`&:`).
    var isGrouped = false
    /// The recipe's lines, without the tab, continued lines joined.
    var recipe: [String] = []
    /// Whether the rule, or parts of its recipe, depend on conditions.
    var isConditional = false
    /// The comment right above it, `##` being what makes help texts.
    var comment: String?
}
