internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// A template's test: answers, and the tree that they make.
///
/// ```
/// name: my-demo            # the project's; demo-project if left out
/// layout: packages         # classic if left out
/// answers: {data: own}     # all others are defaults
/// expect: cases/own        # the folder with the tree
/// ```
struct TemplateCase {
    /// Below the template: `cases/own.yaml`.
    let file: String
    let root: Node

    static let folder = "cases"

    static let schema = ObjectSchema(
        "a case",
        [
            FieldSchema("name", .pattern(.projectName), "the project's name"),
            FieldSchema("layout", .choice(Layout.names), "how folders are arranged"),
            FieldSchema("answers", .mapping(.anything), "answers to questions; all others are defaults"),
            FieldSchema("expect", .path, "the folder with the tree that is to be made", required: true),
        ])

    var project: String { root["name"]?.text ?? TemplateTrial.project }
    var layout: Layout? { Layout(named: root["layout"]?.text ?? TemplateTrial.layout.name, project: project) }

    /// The expected tree's folder, by its components below the template; `nil` if it is no folder below `cases`.
    var tree: [String]? {
        let parts = (root["expect"]?.text ?? "").split(separator: "/").map(String.init).filter { $0 != "." }
        return parts.count > 1 && parts.first == Self.folder && !parts.contains("..") ? parts : nil
    }
}
