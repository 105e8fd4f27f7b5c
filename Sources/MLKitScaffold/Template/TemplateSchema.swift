internal import MLKitCore
public import MLKitSpec

/// The keys of `template.yaml`.
public enum TemplateSchema {
    public static let file = ObjectSchema(
        "template.yaml",
        [
            FieldSchema("template", .integer(1...Template.format), "version of this format: 1", required: true),
            FieldSchema("name", .pattern(.projectName), "what the template is called", required: true),
            FieldSchema("version", .text, "version of the template", required: true),
            FieldSchema("description", .text, "one line on what it makes", required: true),
            FieldSchema("questions", .mapping(.object(question)), "what to ask, in this order"),
            FieldSchema("computed", .mapping(.text), "variables that follow from answers, in this order"),
            FieldSchema("loops", .mapping(.object(loop)), "files and folders that are made once for each item of a list"),
            FieldSchema(
                "shared", .list(.pattern(.projectName)), "folders of `../shared` whose files the template has too"),
            FieldSchema("ownership", .mapping(.choice(Ownership.allCases.map(\.rawValue))), "whose each file is, by glob"),
            FieldSchema("next", .list(.text), "what to do with the new project, one step each"),
            FieldSchema("post", .list(.object(post)), "commands that finish the new project, run only with consent"),
        ])

    static let loop = ObjectSchema(
        "a loop",
        [
            FieldSchema("each", .text, "the list: an answer, or an expression", required: true),
            FieldSchema("as", .text, "the variable that holds the item", required: true),
        ])

    static let post = ObjectSchema(
        "a step of `post`",
        [
            FieldSchema("run", .text, "a command for the shell; answers in it are quoted", required: true),
            FieldSchema("when", .either([.boolean, .text]), "a condition on answers; not run unless it holds"),
            FieldSchema("help", .text, "what it is for"),
        ])

    static let question = ObjectSchema(
        "a question",
        [
            FieldSchema("type", .choice(Question.Kind.allCases.map(\.rawValue)), "what the answer is", required: true),
            FieldSchema("help", .text, "what is asked, for people"),
            FieldSchema("was", .either([.text, .list(.text)]), "what it was called in earlier versions: answers are kept"),
            FieldSchema("default", .anything, "the answer if none is given; may use earlier answers"),
            FieldSchema("secret", .boolean, "whether a text is neither shown nor kept; files with it have to be `seed`"),
            FieldSchema("multiline", .boolean, "whether a text may have several lines"),
            FieldSchema("choices", .either([.list(.text), .mapping(.text)]), "the possible answers, perhaps with labels"),
            FieldSchema("renamed", .mapping(.text), "choices that were called otherwise in earlier versions, by their old names"),
            FieldSchema("validate", .object(validation), "what the answer must look like"),
            FieldSchema("when", .either([.boolean, .text]), "a condition on earlier answers; not asked unless it holds"),
            FieldSchema("spec", .text, "the path in mlkit.yaml where the answer lives, as `project.title`"),
        ])

    static let validation = ObjectSchema(
        "`validate`",
        [
            FieldSchema("pattern", .text, "a regular expression for the whole answer", required: true),
            FieldSchema("message", .text, "what to say if it does not match", required: true),
        ])
}

extension TemplateSchema {
    /// The JSON Schema of `template.yaml`, as text.
    public static let json = JSONSchema.document(of: file).pretty
}
