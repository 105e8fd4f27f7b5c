import MLKitCore
import MLKitONNX
import MLKitServing
import Synchronization
import Testing

/// What is asked is held to what the model was tried on.
struct DriftTests {
    /// Forty people below 30, forty from 30 and twenty from 50; of a hundred answers a quarter is ">50K".
    static let spread = BundleStatistics(
        rows: 100,
        columns: [
            .init(name: "age", role: .input, bins: ValueBins(edges: [30, 50]), counts: [40, 40, 20, 0]),
            .init(name: "workclass", role: .input, bins: ValueBins(values: ["Private", "State-gov"]), counts: [60, 30, 0, 10]),
            .init(name: "label", role: .output, bins: ValueBins(values: ["<=50K", ">50K"]), counts: [75, 25, 0, 0]),
        ])

    /// A service of the census model, and what it told.
    private final class Watched: Sendable {
        private final class Told: Sendable {
            let diagnostics = Mutex([Diagnostic]())
        }

        private let told = Told()
        private let service: ModelService
        private let observer: Observer

        init(alarm: Double? = nil, rows: Int) throws {
            observer = Observer(report: { [told] diagnostic in told.diagnostics.withLock { $0.append(diagnostic) } })
            let model = try ServedModel(
                manifest: CensusEngine.manifest, engine: CensusEngine(), spread: DriftTests.spread,
                drift: DriftRule(alarm: alarm, rows: rows))
            service = ModelService(ModelRepository([model]), observer: observer)
        }

        func ask(_ path: String, _ body: String) throws {
            let (status, answer) = try Transport.direct.ask(service, "POST", path, body)
            #expect(status == 200, "\(answer)")
        }

        /// Of ten rows six are Private, three State-gov and one missing, as in the bundle.
        func predict(_ ages: [Int], rich: Int = 0) throws {
            let classes = ages.indices.map { $0 % 10 == 9 ? "null" : $0 % 10 >= 6 ? #""State-gov""# : #""Private""# }
            let rows = zip(ages.indices, zip(ages, classes)).map { index, row in
                #"{"age":\#(row.0),"hours":\#(index < rich ? 50 : 30),"workclass":\#(row.1),"citizen":true}"#
            }
            try ask("/predict", "[\(rows.joined(separator: ","))]")
        }

        func metrics(_ name: String) throws -> [String: Double] {
            let (_, page) = try Transport.direct.ask(service, "GET", "/metrics", "")
            let start = name + #"{name="census",version="0123456789ab",role=""#
            return page.split(separator: "\n").reduce(into: [:]) { found, line in
                guard line.hasPrefix(start) else { return }
                let rest = line.dropFirst(start.count).split(separator: "\"")
                found[String(rest[2])] = Double(rest[3].dropFirst(2))
            }
        }

        /// What was told by now.
        func messages() -> [String] {
            observer.stop()
            return told.diagnostics.withLock { $0.map(\.message) }
        }
    }

    /// A window as the bundle's rows are: four below 30, four from 30, two from 50.
    private static let usual = [20, 20, 20, 20, 40, 40, 40, 40, 60, 60]
    private static let old = Array(repeating: 60, count: 10)

    @Test func aFullWindowIsCompared() throws {
        let watched = try Watched(rows: 10)
        try watched.predict(Array(Self.usual.dropLast()), rich: 2)
        #expect(try watched.metrics("mlkit_drift_index").isEmpty)
        try watched.predict([60], rich: 0)
        let indexes = try watched.metrics("mlkit_drift_index")
        #expect(indexes.keys.sorted() == ["age", "label", "workclass"])
        #expect(indexes["age"] == 0)
        // Shares of 0.8 and 0.2 beside 0.75 and 0.25, by NumPy.
        #expect(abs((indexes["label"] ?? 1) - 0.014384103622589043) < 1e-12)
        #expect(try watched.metrics("mlkit_drift_alarm") == ["age": 0, "label": 0, "workclass": 0])
        #expect(watched.messages().isEmpty)
    }

    @Test func whatMovesAwayIsToldOnce() throws {
        let watched = try Watched(rows: 10)
        for _ in 0..<3 { try watched.predict(Self.old, rich: 2) }
        #expect(abs((try watched.metrics("mlkit_drift_index")["age"] ?? 0) - 7.921131232100882) < 1e-9)
        #expect(try watched.metrics("mlkit_drift_alarm") == ["age": 1, "label": 0, "workclass": 0])
        // Back, and away again: that is told again.
        try watched.predict(Self.usual, rich: 2)
        #expect(try watched.metrics("mlkit_drift_alarm")["age"] == 0)
        try watched.predict(Self.old, rich: 2)
        let message = "what `census` is asked or answers has moved away from what it was tried on: `age` (7.92)"
        #expect(watched.messages() == [message, message])
    }

    /// 5.386.
    @Test func figuresAreRounded() throws {
        let watched = try Watched(rows: 10)
        try watched.predict(Array(repeating: 20, count: 10), rich: 2)
        #expect(watched.messages() == ["what `census` is asked or answers has moved away from what it was tried on: `age` (5.39)"])
    }

    /// Five of ten ">50K" beside a quarter: 0.27 is beyond the alarm, but of ten rows no more than chance; of a hundred it is.
    @Test func aSmallWindowMayDifferByChance() throws {
        let small = try Watched(rows: 10)
        try small.predict(Self.usual, rich: 5)
        #expect(abs((try small.metrics("mlkit_drift_index")["label"] ?? 0) - 0.27465307216702745) < 1e-12)
        #expect(try small.metrics("mlkit_drift_alarm")["label"] == 0)
        let large = try Watched(rows: 2000)
        for _ in 0..<200 { try large.predict(Self.usual, rich: 5) }
        #expect(abs((try large.metrics("mlkit_drift_index")["label"] ?? 0) - 0.27465307216702745) < 1e-12)
        #expect(try large.metrics("mlkit_drift_alarm")["label"] == 1)
        #expect(large.messages().count == 1)
    }

    @Test(arguments: [(0.2746, 1.0), (0.2747, 0.0)])
    func theAlarmIsTheBound(_ alarm: Double, _ expected: Double) throws {
        let watched = try Watched(alarm: alarm, rows: 2000)
        for _ in 0..<200 { try watched.predict(Self.usual, rich: 5) }
        #expect(try watched.metrics("mlkit_drift_alarm")["label"] == expected)
    }

    /// Tensors count as rows do; an output that nobody asked for is not judged.
    @Test func tensorsAreWatchedToo() throws {
        let watched = try Watched(rows: 10)
        func tensor(_ name: String, _ type: String, _ value: String) -> String {
            #"{"name":"\#(name)","shape":[10,1],"datatype":"\#(type)","#
                + #""data":[\#(Array(repeating: value, count: 10).joined(separator: ","))]}"#
        }
        let inputs = [
            tensor("age", "FP64", "60"), tensor("hours", "FP64", "30"), tensor("workclass", "BYTES", #""Private""#),
            tensor("citizen", "BYTES", #""true""#),
        ].joined(separator: ",")
        try watched.ask("/v2/models/census/infer", #"{"inputs":[\#(inputs)],"outputs":[{"name":"probabilities"}]}"#)
        #expect(try watched.metrics("mlkit_drift_index").keys.sorted() == ["age", "workclass"])
        #expect(try watched.metrics("mlkit_drift_alarm")["age"] == 1)
    }

    @Test func noRowsWatchNothing() throws {
        let watched = try Watched(rows: 0)
        try watched.predict(Self.old)
        #expect(try watched.metrics("mlkit_drift_index").isEmpty)
        #expect(watched.messages().isEmpty)
    }
}
