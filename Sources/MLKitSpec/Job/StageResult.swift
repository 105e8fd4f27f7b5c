public import MLKitCore

/// What a built-in stage says when it has succeeded.
public struct StageResult: Sendable {
    /// One line for people: "48,842 rows: 34,190 train, 7,326 valid, 7,326 test".
    public var summary: String
    /// Numbers worth comparing between runs, by name.
    public var metrics: JSON
    /// What it wrote in folders of its own, relative to the project.
    public var products: [String]
    /// What the user should know of, though the stage succeeded.
    public var warnings: [String]
    /// The looks at a test split that it took, for them to be noted again where the result comes from the cache: each as
    /// `TestLook` has it.
    public var looks: [JSON]

    public init(
        summary: String, metrics: JSON = .object([]), products: [String] = [], warnings: [String] = [], looks: [JSON] = []
    ) {
        self.summary = summary
        self.metrics = metrics
        self.products = products
        self.warnings = warnings
        self.looks = looks
    }

    public init(_ json: JSON) {
        self.init(
            summary: json["summary"]?.string ?? "", metrics: json["metrics"] ?? .object([]),
            products: json["products"]?.array?.compactMap(\.string) ?? [],
            warnings: json["warnings"]?.array?.compactMap(\.string) ?? [], looks: json["looks"]?.array ?? [])
    }

    public var json: JSON {
        let looks = self.looks.isEmpty ? [] : [JSON.Member("looks", .array(self.looks))]
        return .object(
            [
                JSON.Member("summary", .string(summary)), JSON.Member("metrics", metrics),
                JSON.Member("products", .array(products.map { .string($0) })),
                JSON.Member("warnings", .array(warnings.map { .string($0) })),
            ] + looks)
    }
}
