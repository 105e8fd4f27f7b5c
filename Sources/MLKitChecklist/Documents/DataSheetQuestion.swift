/// One question of a data sheet.
struct DataSheetQuestion {
    /// Of its block.
    let name: String
    let title: String
    /// The items whose answers say it, the best first.
    let items: [String]

    private init(_ name: String, _ title: String, _ items: [String] = []) {
        self.name = name
        self.title = title
        self.items = items
    }

    /// The seven groups of Gebru et al., in our words.
    static let groups: [(title: String, questions: [DataSheetQuestion])] = [
        (
            "Motivation",
            [
                .init("purpose", "What the data was made for", ["data.needs"]),
                .init("creators", "Who made it, and on whose behalf"),
                .init("funding", "Who paid for it"),
            ]
        ),
        (
            "Composition",
            [
                .init("rows", "What a row stands for", ["data.dictionary"]),
                .init("size", "How many rows there are", ["data.amount", "data.enough"]),
                .init("columns", "What each row consists of", ["data.types"]),
                .init("target", "What the target is", ["data.label-definition"]),
                .init("missing", "What is missing", ["data.missing"]),
                .init("splits", "Recommended splits", ["data.split", "data.split-scheme"]),
                .init("errors", "Errors, noise and duplicates", ["data.noise", "data.duplicates"]),
                .init("groups", "Who is in it, and who is not", ["data.bias", "ethics-analysis.data-bias"]),
                .init("personal", "Personal, sensitive or confidential content", ["responsible-ai.personal-data"]),
            ]
        ),
        (
            "Collection process",
            [
                .init("acquisition", "How the data was obtained", ["data.sources"]),
                .init("collectors", "Who collected and labelled it", ["data.label-who"]),
                .init("time", "Over which time", ["data.refresh"]),
                .init("sampling", "How the sample was drawn", ["ethics-collection.collection-bias", "data.coverage"]),
                .init("consent", "Whether people were told and agreed", ["ethics-collection.consent", "data.rights"]),
            ]
        ),
        (
            "Preprocessing, cleaning and labelling",
            [
                .init("cleaning", "What was done to the data", ["data.cleaning", "data.transformations"]),
                .init("labelling", "How it was labelled", ["data.label-instructions"]),
                .init("original", "Where the raw data is kept", ["data.original"]),
            ]
        ),
        (
            "Uses",
            [
                .init("uses", "What it has been used for", ["card-use.intended-use"]),
                .init("risks", "What in it could affect later uses", ["data.bias-action", "ethics-modelling.fair"]),
                .init(
                    "not-for", "What it should not be used for", ["ethics-deployment.misuse", "card-use.out-of-scope"]),
            ]
        ),
        (
            "Distribution",
            [
                .init("recipients", "Who gets it, and how", ["data-engineering.access"]),
                .init("terms", "Licence and terms of use", ["data.rights"]),
                .init("restrictions", "Restrictions by law", ["responsible-ai.legal"]),
            ]
        ),
        (
            "Maintenance",
            [
                .init("maintainer", "Who keeps it, and how to reach them"),
                .init("updates", "Updates and corrections", ["data.refresh"]),
                .init("retention", "How long it is kept", ["ethics-storage.retention", "responsible-ai.deletion"]),
                .init("versions", "Earlier versions", ["data.versioning"]),
            ]
        ),
    ]
}
