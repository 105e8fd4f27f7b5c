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

    public init(summary: String, metrics: JSON = .object([]), products: [String] = [], warnings: [String] = []) {
        self.summary = summary
        self.metrics = metrics
        self.products = products
        self.warnings = warnings
    }

    public init(_ json: JSON) {
        self.init(
            summary: json["summary"]?.string ?? "", metrics: json["metrics"] ?? .object([]),
            products: json["products"]?.array?.compactMap(\.string) ?? [],
            warnings: json["warnings"]?.array?.compactMap(\.string) ?? [])
    }

    public var json: JSON {
        [
            "summary": .string(summary), "metrics": metrics, "products": .array(products.map { .string($0) }),
            "warnings": .array(warnings.map { .string($0) }),
        ]
    }
}
