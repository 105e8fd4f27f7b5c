internal import MLKitCore
internal import MLKitGit
internal import MLKitYAML

/// What a project was made from: the template, the answers, and for each file the blob that was rendered.
///
/// ```
/// record: 1
/// template:
///   name: tabular
///   version: 1.0.0
/// project: census
/// answers:
///   data: census
/// files:
///   README.md:
///     blob: 8baef1b4abc478178b004d62031cf7fe6db6f903
///     ownership: seed
/// ```
///
/// The base of a later merge is the blob of that id in the project's own history, so neither the old template nor
/// a network is needed. Everything is sorted, and each value has a line of its own, so that git can merge records
/// of two branches. (One list of lines `id path` would be shorter, but neighbours would conflict.)
struct ScaffoldRecord {
    static let path = ".mlkit/template.yaml"

    let text: String

    init(_ rendering: Rendering) {
        var lines = [
            "# Written by mlkit: what this project was made from. Later updates are merged by it; leave it as it is.",
            "record: 1", "template:", "  name: \(Self.flow(rendering.template.name))",
            "  version: \(Self.flow(rendering.template.version))", "project: \(Self.flow(rendering.projectName))",
        ]
        let answers = rendering.answers.given.sorted { $0.key < $1.key }
        lines.append(answers.isEmpty ? "answers: {}" : "answers:")
        lines += answers.map { "  \($0.key): \(YAMLText.flow($0.value))" }
        lines.append(rendering.files.isEmpty ? "files: {}" : "files:")
        for file in rendering.files {
            lines.append("  \(Self.flow(file.path)):")
            lines.append("    blob: \(Self.flow(file.blob.hex))")
            lines.append("    ownership: \(file.ownership.rawValue)")
        }
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func flow(_ text: String) -> String { YAMLText.flow(.string(text)) }
}
