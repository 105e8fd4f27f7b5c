/// A rule of a Makefile, before its variables are expanded.
struct MakefileRule: Hashable {
    let line: Int
    let targets: String
    let prerequisites: String
    /// Whether all targets are made at once (`&:`).
    var isGrouped = false
    /// The recipe's lines, without the tab, continued lines joined.
    var recipe: [String] = []
    /// Whether parts of the recipe depend on conditions.
    var isConditional = false
    /// The comment right above it, `##` being what makes help texts.
    var comment: String?
}
