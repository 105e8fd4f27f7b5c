import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A training that was stopped goes on at the next run.
@Suite struct ResumedRunTests {
    private let scratch: ScratchDirectory
    private let whole: ScratchDirectory

    init() throws {
        (scratch, whole) = (try ScratchDirectory(), try ScratchDirectory())
        let rows = (0..<300).map { row in "\((row * 7919) % 601),\(row % 17),\((row * 7919) % 601 > 300 ? "yes" : "no")\n" }
        for place in [scratch, whole] { try place.write("size,kind,ill\n" + rows.joined(), to: "data.csv") }
    }

    /// - Parameter epochs: of a network that takes some seconds.
    private func spec(_ place: ScratchDirectory, _ keys: String = "", rate: Double = 0.001) throws {
        try place.write(
            """
            mlkit: 1
            project: {name: ward}
            stages:
              ingest: {kind: data, source: data.csv, target: ill, split: {train: 0.6, valid: 0.2, test: 0.2, seed: 1}}
              train:
                kind: train
                data: ${stages.ingest}\(keys)
                model: {kind: network, hidden: [16], batch_size: 16, epochs: \(Self.epochs), patience: \(Self.epochs), learning_rate: \(rate)}

            """, to: "mlkit.yaml")
    }

    private static let epochs = 1500
    private static let kept = ".mlkit/tmp/@checkpoints"

    private func mlkit(_ arguments: String..., in place: ScratchDirectory? = nil) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: (place ?? scratch).path, engines: BuiltTool.sourceRoot.appending("engines"))
    }

    /// Starts a run, and ends it by a signal as soon as something is kept.
    private func stop(by signal: String, _ arguments: String = "") async throws {
        let tool = BuiltTool.folder.appending("mlkit").string
        let script = """
            MLKIT_ENGINES='\(BuiltTool.sourceRoot.appending("engines"))' '\(tool)' run \(arguments) 2> messages & run=$!
            for i in $(seq 3000); do ls \(Self.kept)/train/*/progress > /dev/null 2>&1 && break; sleep 0.02; done
            kill -\(signal) $run; wait $run; echo $?
            """
        let outcome = try await BuiltTool.run("setsid", ["--wait", "sh", "-c", script], in: scratch.path)
        #expect(["137\n", "143\n"].contains(outcome.output), "\(outcome.output)")
        #expect(try scratch.exists("models/network/model.onnx") == false)
    }

    @Test(arguments: ["KILL", "TERM"])
    func itGoesOnAndComesOutTheSame(signal: String) async throws {
        try spec(scratch)
        try spec(whole)
        try await stop(by: signal)
        let again = try await mlkit("run")
        #expect(again.status == 0, "\(again.error)")
        #expect(again.error.contains("more train   resumed at epoch "), "\(again.error)")
        #expect(again.error.contains(" of 1,500\n"), "\(again.error)")
        #expect(try await mlkit("run", in: whole).status == 0)
        for file in ["model.onnx", "metrics.json", "history.json"] {
            let (one, other) = (try bytes("models/network/\(file)", scratch), try bytes("models/network/\(file)", whole))
            #expect(one == other, "\(file)")
        }
        #expect(try !scratch.exists(Self.kept))
    }

    private func bytes(_ name: String, _ place: ScratchDirectory) throws -> [UInt8] {
        try LocalFileSystem().read(place.path.pushing(FilePath(name)))
    }

    @Test func whatChangedBeginsAnew() async throws {
        try spec(scratch)
        try await stop(by: "KILL")
        try spec(scratch, rate: 0.002)
        let other = try await mlkit("run", "--format", "json")
        #expect(other.status == 0 && !other.output.contains(#""event":"resumed""#), "\(other.error)")
    }

    @Test func forcedItBeginsAnew() async throws {
        try spec(scratch)
        try await stop(by: "KILL")
        let forced = try await mlkit("run", "--force", "--format", "json")
        #expect(forced.status == 0 && !forced.output.contains(#""event":"resumed""#), "\(forced.error)")
    }

    @Test func theKeySwitchesItOff() async throws {
        try spec(scratch)
        try await stop(by: "KILL")
        // The key changes nothing of what comes of it, so that what was kept would still fit.
        try spec(scratch, "\n    resume: false")
        let outcome = try await mlkit("run", "--format", "json")
        #expect(outcome.status == 0 && !outcome.output.contains(#""event":"resumed""#), "\(outcome.error)")
        let log = try scratch.read("logs/train.log")
        #expect(log.contains("epoch 1: ") && !log.contains("goes on behind"))
        try spec(scratch)
        let unchanged = try await mlkit("run", "--format", "json")
        #expect(unchanged.status == 0 && !unchanged.output.contains(#""event":"started""#), "\(unchanged.output)")
    }
}
