internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

extension ReadingOptions {
    /// Options as they stand below `read` in mlkit.yaml: `{decimal: ",", skip: 2}`.
    ///
    /// - Parameter name: what messages call them.
    /// - Throws: `Failure` for text that is no mapping of known keys.
    public init(parsing text: String, name: String) throws {
        let node = try YAMLDocument.parse(Array(text.utf8), file: name)
        var validator = SchemaValidator()
        validator.check(node, .object(Self.keys.schema), as: name)
        guard validator.problems.isEmpty else { throw Failure(validator.problems) }
        self = Self.keys.read(node)
    }
}
