internal import MLKitGit
internal import MLKitSpec

/// The keys of `.mlkit/template.yaml`.
enum ScaffoldRecordSchema {
    static let file = ObjectSchema(
        "template.yaml",
        [
            FieldSchema("record", .integer(1...ScaffoldRecord.format), "version of this format: 1", required: true),
            FieldSchema("template", .object(template), "the template", required: true),
            FieldSchema("layout", .object(layout), "the folders"),
            FieldSchema("project", .pattern(.projectName), "the project's name", required: true),
            FieldSchema("answers", .mapping(.anything), "the answers, by question"),
            FieldSchema("files", .mapping(.object(entry)), "what was rendered, by path"),
        ])

    private static let template = ObjectSchema(
        "`template`",
        [
            FieldSchema("name", .text, "what the template is called", required: true),
            FieldSchema("version", .text, "its version", required: true),
            FieldSchema("source", .text, "where it came from"),
            FieldSchema("commit", .text, "the commit that was taken"),
        ])

    private static let layout = ObjectSchema(
        "`layout`",
        [
            FieldSchema("name", .text, "a known layout, or `custom`", required: true),
            FieldSchema("folders", .object(folders), "the folder of each role", required: true),
        ])

    private static let folders = ObjectSchema(
        "`folders`", Layout.Role.allCases.map { FieldSchema($0.rawValue, .path, $0.summary) })

    private static let entry = ObjectSchema(
        "a recorded file",
        [
            FieldSchema("blob", .pattern(blob), "the id of what was rendered", required: true),
            FieldSchema("stored", .pattern(blob), "the id of the same as git stores it, if that is another"),
            FieldSchema(
                "ownership", .choice(Ownership.allCases.map(\.rawValue)), "whose the file is", required: true),
            FieldSchema("origin", .text, "the template's file"),
            FieldSchema("executable", .boolean, "whether it was rendered as a program"),
            FieldSchema("at", .text, "where the user keeps it"),
            FieldSchema("state", .choice(RecordedFile.State.allCases.map(\.rawValue)), "what became of it"),
        ])

    private static let blob = TextPattern("the 40 digits of a git blob") { ObjectID($0) != nil }
}
