internal import MLKitCore

/// The keys of an entry of `sweeps`.
public enum SweepSchema {
    public static let sweep = ObjectSchema(
        "a sweep",
        [
            FieldSchema(
                "method", .choice(SweepSpec.Method.allCases.map(\.rawValue)), "how values are chosen",
                default: .string(SweepSpec.Method.random.rawValue)),
            FieldSchema(
                "parameters", .mapping(.either([.list(.anything), .object(domain)])),
                "parameters by dotted name, each with a list of values or a range", required: true),
            FieldSchema(
                "metric", .text, "what is to be best, as `STAGE.METRIC` with the names of `mlkit metrics`",
                required: true),
            FieldSchema(
                "goal", .choice(SweepSpec.Goal.allCases.map(\.rawValue)), "which way the metric is better",
                required: true),
            FieldSchema(
                "trials", .integer(1...100_000),
                "how many are tried; if left out, \(SweepSpec.standardTrials) by `random` and `tpe`, all by `grid`, as "
                    + "many as `budget` can tell apart by `halving`; `hyperband` goes by `budget` alone"),
            FieldSchema("seed", .integer(0 ... .max), "the same seed proposes the same values", default: 0),
            FieldSchema("budget", .object(budget), "what `halving` and `hyperband` give to the better trials"),
        ])

    static let domain = ObjectSchema(
        "a range",
        [
            FieldSchema("values", .list(.anything), "the values; without any other key"),
            FieldSchema("min", .number(-.infinity ... .infinity), "the least value"),
            FieldSchema("max", .number(-.infinity ... .infinity), "the largest value"),
            FieldSchema(
                "step", .number(-.infinity ... .infinity),
                "the distance of values; whole numbers are tried if all three are such"),
            FieldSchema(
                "scale", .choice(["linear", "log"]), "log: each power of ten counts as much as the next",
                default: "linear"),
        ], oneOf: ["values", "min"])

    static let budget = ObjectSchema(
        "`budget`",
        [
            FieldSchema("parameter", .text, "the parameter that it sets, by dotted name", required: true),
            FieldSchema("min", .number(-.infinity ... .infinity), "what every trial gets at first", required: true),
            FieldSchema("max", .number(-.infinity ... .infinity), "what the best get at last", required: true),
            FieldSchema(
                "factor", .integer(2...100), "how much more the next ones get, and how many times fewer they are",
                default: 3),
        ])
}
