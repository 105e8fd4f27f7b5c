internal import MLKitCore

/// The keys that make several stages of one.
enum UnfoldingSchema {
    static func fields(of stage: ObjectSchema) -> [FieldSchema] {
        [
            FieldSchema(
                "foreach", .either([.list(.anything), .mapping(.anything)]),
                "a stage for each value: `${item}`, `${item.KEY}` and `${key}` in the other keys"),
            FieldSchema(
                "matrix", .object(stage.name == "train" ? ofTrain : matrix),
                stage.name == "train"
                    ? "a stage for each combination of values; those of `model` take the place of the key `model`"
                    : "a stage for each combination of values: `${matrix.NAME}` and `${key}` in the other keys"),
        ]
    }

    private static let axis = OtherFields(.list(.anything), "values that the other keys refer to as `${matrix.NAME}`")
    private static let matrix = ObjectSchema("`matrix`", [], others: axis)
    private static let ofTrain = ObjectSchema(
        "`matrix`", [FieldSchema("model", .list(StageSchema.model), "the candidates: `train.NAME`")],
        others: axis)
}
