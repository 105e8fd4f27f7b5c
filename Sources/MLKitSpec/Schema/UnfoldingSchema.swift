internal import MLKitCore

/// The keys that make several stages of one.
enum UnfoldingSchema {
    static func fields(of kind: some StageKind) -> [FieldSchema] {
        [
            FieldSchema(
                StageKeys.foreach, .either([.list(.anything), .mapping(.anything)]),
                "a stage for each value: `${item}`, `${item.KEY}` and `${key}` in the other keys"),
            matrix(kind),
        ]
    }

    private static func matrix(_ kind: some StageKind) -> FieldSchema {
        let axis = OtherFields(.list(.anything), "values that the other keys refer to as `${matrix.NAME}`")
        guard let name = kind.candidates, let candidate = kind.keys.schema[name] else {
            return FieldSchema(
                StageKeys.matrix, .object(ObjectSchema("`matrix`", [], others: axis)),
                "a stage for each combination of values: `${matrix.NAME}` and `${key}` in the other keys")
        }
        let candidates = FieldSchema(name, .list(candidate.value), "the candidates: `\(kind.name).NAME`")
        return FieldSchema(
            StageKeys.matrix, .object(ObjectSchema("`matrix`", [candidates], others: axis)),
            "a stage for each combination of values; those of `\(name)` take the place of the key `\(name)`")
    }
}
