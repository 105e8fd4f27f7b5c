import MLKitCore
import MLKitEngines
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage

/// A test split and some models in a scratch folder.
///
/// The table has 40 rows of `x`, the numbers 0 to 39, one of them missing; `colour`, red or blue; and `label`, `yes`
/// where `x` is 20 or more, apart from three rows.
struct EvaluateFixture {
    let scratch: ScratchDirectory
    let context: StageContext

    init(log: @escaping @Sendable (String) -> Void = { _ in }) async throws {
        scratch = try ScratchDirectory()
        context = stageContext(log: log)
        let query = """
            SELECT CASE WHEN i = 7 THEN NULL ELSE i END AS x, CASE WHEN i % 2 = 0 THEN 'red' END AS colour,
                CASE WHEN (i >= 20) <> (i IN (3, 11, 30)) THEN 'yes' ELSE 'no' END AS label, i * 2.5 AS amount
            FROM range(40) t(i)
            """
        try await write(query, to: test)
    }

    /// Writes what a query gives as a split.
    func write(_ query: String, to path: FilePath) async throws {
        try TableEngine(context).run("COPY (\(query)) TO '\(path)' (FORMAT parquet);", to: "write")
    }

    /// A split of its own: `x` from 0 to 39, where `label` is `yes` from `threshold` on, and `colour` alternates.
    func split(_ name: String, threshold: Int) async throws -> FilePath {
        let path = scratch.path.appending("\(name).parquet")
        let query = """
            SELECT i AS x, CASE WHEN i % 2 = 0 THEN 'red' ELSE 'blue' END AS colour,
                CASE WHEN i >= \(threshold) THEN 'yes' ELSE 'no' END AS label FROM range(40) t(i)
            """
        try await write(query, to: path)
        return path
    }

    var test: FilePath { scratch.path.appending("test.parquet") }
    var outputs: EvaluateStage.Outputs {
        .init(
            report: scratch.path.appending("evaluation.json"), selected: scratch.path.appending("selected.onnx"),
            looks: LookBook(project: scratch.path, stage: "evaluate"))
    }

    let schema = TableSchema(
        columns: [
            ColumnSchema(name: "x", type: .integer, nullable: true),
            ColumnSchema(name: "colour", type: .text, nullable: true),
            ColumnSchema(name: "label", type: .text, categories: ["no", "yes"]),
        ], target: "label")

    let regression = TableSchema(
        columns: [ColumnSchema(name: "x", type: .integer, nullable: true), ColumnSchema(name: "amount", type: .number)],
        target: "amount")

    /// Writes a model and returns it as a candidate.
    func candidate(_ name: String, kind: String = "network", _ model: Model) throws -> CandidateModel {
        let path = scratch.path.appending("\(name).onnx")
        try LocalFileSystem().write(model.bytes, to: path)
        return CandidateModel(name: name, kind: kind, path: path)
    }

    /// How a model names the classes that it answers, in its output `label`.
    enum Labels {
        case texts(no: String, yes: String)
        case places
    }

    /// A model that takes `x` and answers softmax(x · slope + bias); padded to be larger if wanted.
    ///
    /// - Parameters:
    ///   - width: how many equal parts the slope is the sum of.
    ///   - labels: its output `label`, `yes` where that is more probable than `threshold`; none if `nil`.
    static func classifier(
        slope: Float, bias: Float = 0, input: ElementType = .double, classes: [String]? = ["no", "yes"],
        padding: Int = 0, width: Int = 1, labels: Labels? = nil, threshold: Float = 0.5
    ) throws -> Model {
        var builder = GraphBuilder(name: "classifier")
        let x = widened(&builder, filled(&builder, builder.input("x", input, shape: ["N", 1])), width)
        let parts = (0..<width).flatMap { _ in [-slope / Float(width), slope / Float(width)] }
        let weights = builder.constant(try Tensor(.float(parts), shape: [width, 2]))
        let product = builder.node("MatMul", [x, weights], name: "product")
        let scores = builder.node("Add", [product, builder.constant(Tensor(.float([-bias, bias])))])
        let answer = builder.node("Softmax", [scores], [("axis", .int(1))])
        builder.output(answer, name: "probabilities", .float, shape: ["N", 2])
        if let labels {
            let yes = builder.node("Gather", [answer, builder.constant(Tensor.scalar(Int64(1)))], [("axis", .int(1))])
            let isYes = builder.node("Greater", [yes, builder.constant(Tensor.scalar(threshold))])
            let place = builder.node("Cast", [isYes], [("to", .int(7))])
            switch labels {
            case .places: builder.output(place, name: "label", .int64, shape: ["N"])
            case .texts(let no, let yes):
                let text = builder.node(
                    "LabelEncoder", domain: "ai.onnx.ml", [place],
                    [("keys_int64s", .ints([0, 1])), ("values_strings", .strings([no, yes]))])
                builder.output(text, name: "label", .string, shape: ["N"])
            }
        }
        var metadata = ["note": String(repeating: "x", count: padding)]
        if let classes { metadata["classes"] = JSON.array(classes.map { .string($0) }).compact }
        return try builder.model(metadata: metadata)
    }

    /// A model that answers the same probabilities in every row.
    static func constant(_ probability: Float) throws -> Model {
        try classifier(slope: 0, bias: probability)
    }

    /// A classifier whose probabilities are multiplied, so that they are none.
    static func scaled(by factor: Float) throws -> Model {
        var builder = GraphBuilder(name: "scaled")
        let x = filled(&builder, builder.input("x", .double, shape: ["N", 1]))
        let product = builder.node("MatMul", [x, builder.constant(try Tensor(.float([-1, 1]), shape: [1, 2]))])
        let shares = builder.node("Softmax", [product], [("axis", .int(1))])
        builder.output(
            builder.node("Mul", [shares, builder.constant(Tensor.scalar(factor))]), name: "probabilities", .float, shape: ["N", 2])
        return try builder.model(metadata: ["classes": #"["no","yes"]"#])
    }

    /// A model that answers `x` times `slope` as `prediction`; the slope is the sum of `width` equal parts.
    static func regressor(slope: Float, width: Int = 1) throws -> Model {
        var builder = GraphBuilder(name: "regressor")
        let x = widened(&builder, filled(&builder, builder.input("x", .double, shape: ["N", 1])), width)
        let parts = [Float](repeating: slope / Float(width), count: width)
        let weights = builder.constant(try Tensor(.float(parts), shape: [width, 1]))
        builder.output(
            builder.node("MatMul", [x, weights], name: "product"), name: "prediction", .float, shape: ["N", 1])
        return try builder.model(metadata: [:])
    }

    /// A regressor that answers `x`, but from some value of it on the logarithm of a negative number.
    static func broken(from limit: Float, answering infinity: Bool = false) throws -> Model {
        var builder = GraphBuilder(name: "broken")
        let x = filled(&builder, builder.input("x", .double, shape: ["N", 1]))
        let weights = builder.constant(try Tensor(.float([1]), shape: [1, 1]))
        let product = builder.node("MatMul", [x, weights], name: "product")
        let isBroken = builder.node("GreaterOrEqual", [product, builder.constant(Tensor.scalar(limit))])
        let wrong = infinity
            ? builder.node("Div", [builder.constant(Tensor.scalar(Float(1))), builder.constant(Tensor.scalar(Float(0)))])
            : builder.node("Log", [builder.constant(Tensor.scalar(Float(-1)))])
        builder.output(
            builder.node("Where", [isBroken, wrong, product]), name: "prediction", .float, shape: ["N", 1])
        return try builder.model(metadata: [:])
    }

    /// The same number several times, [N, width].
    private static func widened(_ builder: inout GraphBuilder, _ x: Value, _ width: Int) -> Value {
        width == 1 ? x : builder.node("Expand", [x, builder.constant(Tensor(.int64([1, Int64(width)])))])
    }

    /// A number as float, 0 where it is missing.
    private static func filled(_ builder: inout GraphBuilder, _ input: Value) -> Value {
        let float = builder.node("Cast", [input], [("to", .int(1))])
        let missing = builder.node("IsNaN", [float])
        return builder.node("Where", [missing, builder.constant(Tensor.scalar(Float(0))), float])
    }
}
