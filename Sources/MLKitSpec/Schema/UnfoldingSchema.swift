internal import MLKitCore

/// The keys that make several stages of one.
enum UnfoldingSchema {
    static let foreach = FieldSchema(
        StageKeys.foreach, .either([.list(.anything), .mapping(.anything)]),
        "a stage for each value: `${item}`, `${item.KEY}` and `${key}` in the other keys")

    /// - Parameters:
    ///   - keys: those of the kind of stage.
    ///   - candidates: the one whose values may be an axis; `nil` for a kind that has none.
    static func matrix(of keys: ObjectSchema, candidates: String?) -> FieldSchema {
        let axis = OtherFields(.list(.anything), "values that the other keys refer to as `${matrix.NAME}`")
        guard let name = candidates, let candidate = keys[name] else {
            return FieldSchema(
                StageKeys.matrix, .object(ObjectSchema("`matrix`", [], others: axis)),
                "a stage for each combination of values: `${matrix.NAME}` and `${key}` in the other keys")
        }
        let own = FieldSchema(name, .list(candidate.value), "the candidates: `\(keys.name).NAME`")
        return FieldSchema(
            StageKeys.matrix, .object(ObjectSchema("`matrix`", [own], others: axis)),
            "a stage for each combination of values; those of `\(name)` take the place of the key `\(name)`")
    }
}
