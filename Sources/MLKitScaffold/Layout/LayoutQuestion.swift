internal import MLKitSpec

extension OwnQuestion {
    /// How folders are arranged.
    public static var layout: OwnQuestion {
        OwnQuestion(
            "layout", help: "How are the project's folders arranged?", choices: Layout.names.map { ($0, labels[$0]) }, option: "--layout ")
    }

    private static let labels = [
        "classic": "data by split, notebooks, and one folder with code and its tests",
        "packages": "a package for each task of the code: loading, models, training, evaluation and more",
        "data-science": "as cookiecutter-data-science has it, with one package named after the project",
    ]
}

extension Template {
    /// Whether it makes anything of how folders are arranged.
    public var usesLayout: Bool { TemplateUses(self).variables.contains(Self.layoutVariable) }
}
