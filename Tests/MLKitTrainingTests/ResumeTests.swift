import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import Synchronization
import SystemPackage
import Testing

@testable import MLKitTraining

/// Training that was stopped goes on, and comes out as if it had not been.
@Suite struct ResumeTests {
    private static let folder = FilePath("/checkpoints")

    /// What stood on the disk, the lines of the log so far, and a clock by which each look is a second later.
    private final class Machine: Sendable {
        let files = InMemoryFileSystem()
        let lines = Mutex<[String]>([])
        /// By the number of lines, the disk as a run that is killed then leaves it.
        let disks = Mutex<[Int: [String: [UInt8]]]>([:])
        private let seconds = Mutex(0.0)

        var checkpoints: Checkpoints {
            Checkpoints(in: folder, files: files, every: 0) {
                self.seconds.withLock { seconds in
                    seconds += 1
                    return seconds
                }
            }
        }

        func note(_ line: String) {
            let count = lines.withLock { lines in
                lines.append(line)
                return lines.count
            }
            let disk = contents
            disks.withLock { $0[count] = disk }
        }

        var contents: [String: [UInt8]] {
            let names = (try? files.list(folder)) ?? []
            return Dictionary(uniqueKeysWithValues: names.map { ($0, (try? files.read(folder.appending($0))) ?? []) })
        }

        convenience init(_ disk: [String: [UInt8]]) throws {
            self.init()
            for (name, bytes) in disk { try files.write(bytes, to: folder.appending(name)) }
        }
    }

    private func train(
        _ problem: Training.Problem, _ algorithm: Training.Algorithm, _ machine: Machine?, folds: Int? = nil, refit: Bool = false
    ) throws -> TrainedModel {
        var context = Training.context
        context.checkpoints = machine?.checkpoints
        context.log = { machine?.note($0) }
        return try TrainStage.run(
            configuration: TrainConfiguration(
                model: ModelChoice(name: "m", algorithm.settings), seed: 3, crossValidation: folds.map { .parts($0) }, refit: refit),
            schema: problem.schema, train: problem.train, valid: problem.valid, context: context)
    }

    /// Holds a training that is stopped in some places, and goes on, to one that is not.
    private func check(
        _ problem: Training.Problem, _ algorithm: Training.Algorithm, folds: Int? = nil, refit: Bool = false, says words: String,
        places: Int = 3
    ) throws {
        let whole = try train(problem, algorithm, nil, folds: folds, refit: refit)
        let machine = Machine()
        let kept = try train(problem, algorithm, machine, folds: folds, refit: refit)
        #expect(try kept.model.bytes == whole.model.bytes)
        let disks = machine.disks.withLock { $0 }.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
        #expect(disks.count > places)
        for place in 1...places {
            let (count, disk) = disks[place * (disks.count - 1) / places]
            let other = try Machine(disk)
            let resumed = try train(problem, algorithm, other, folds: folds, refit: refit)
            #expect(try resumed.model.bytes == whole.model.bytes, "\(algorithm), line \(count)")
            #expect(resumed.history == whole.history)
            #expect(resumed.report == whole.report && resumed.folds?.answers == whole.folds?.answers)
            let lines = other.lines.withLock { $0 }
            #expect(lines.contains { $0.hasPrefix(words) }, "\(lines)")
            // One line says where it goes on, in place of one at least.
            #expect(lines.count <= machine.lines.withLock { $0.count })
        }
    }

    private static let boosted = [
        Training.Algorithm.lightGBM { ($0.rounds, $0.patience, $0.leaves, $0.minimumRows) = (80, 0, 7, 5) },
        Training.Algorithm.lightGBM { ($0.rounds, $0.patience, $0.leaves, $0.minimumRows, $0.learningRate) = (400, 12, 7, 5, 0.05) },
        Training.Algorithm.trees(.init(rounds: 80, maxDepth: 3)),
        Training.Algorithm.trees(.init(rounds: 200, maxDepth: 3, learningRate: 0.05, patience: 12)),
    ]

    @Test(arguments: boosted, [ModelTask.binary, .multiclass, .regression])
    func roundsOfTrees(algorithm: Training.Algorithm, task: ModelTask) throws {
        try check(Training.problem(task), algorithm, says: "goes on behind round ")
    }

    @Test(arguments: [ModelTask.binary, .regression])
    func epochsOfNetworks(task: ModelTask) throws {
        let network = Training.Algorithm.network(.init(hidden: [8, 4], batchSize: 32, epochs: 60, patience: 20))
        try check(Training.problem(task, rows: 200), network, says: "goes on behind epoch ")
    }

    @Test func networksThatArePrunedBehind() throws {
        var settings = NetworkFamily.Configuration(hidden: [8], batchSize: 32, epochs: 40, patience: 5)
        settings.prune = NetworkPruning()
        try check(Training.problem(.binary, rows: 200), .network(settings), says: "goes on behind epoch ")
        settings.prune?.rewind = 2
        try check(Training.problem(.binary, rows: 200), .network(settings), says: "goes on behind epoch ")
    }

    @Test(arguments: [false, true])
    func eachFoldForItself(refit: Bool) throws {
        try check(Training.problem(.binary, rows: 120), Self.boosted[1], folds: 3, refit: refit, says: "goes on behind round ", places: 4)
    }

    @Test func trialsOfASearch() throws {
        let auto = Training.Algorithm.auto(over: [LinearFamily(), LightGBMFamily(), ForestFamily()]) { $0.trials = 6 }
        let problem = Training.problem(.binary, rows: 160)
        let whole = try train(problem, auto, nil)
        let machine = Machine()
        #expect(try train(problem, auto, machine).model.bytes == whole.model.bytes)
        let lines = machine.lines.withLock { $0.count }
        let (_, disk) = try #require(machine.disks.withLock { $0 }.filter { $0.value.count > 4 }.min { $0.key < $1.key })
        #expect(String(decoding: try #require(disk["progress"]), as: UTF8.self).hasPrefix("trial ") && lines > 6)
        let other = try Machine(disk)
        let trials = disk.filter { $0.key.hasPrefix("trial-") }
        let resumed = try train(problem, auto, other)
        #expect(try resumed.model.bytes == whole.model.bytes && resumed.report == whole.report)
        #expect(resumed.fitted.trials?.trials.map(\.folds) == whole.fitted.trials?.trials.map(\.folds))
        // What was measured is not measured again: its files are as they were.
        #expect(trials.allSatisfy { other.contents[$0.key] == $0.value })
    }

    @Test func whatDrawsRowsKeepsNothing() throws {
        for algorithm in [
            Training.Algorithm.lightGBM { ($0.rounds, $0.patience, $0.subsample) = (60, 0, 0.7) },
            .lightGBM { ($0.rounds, $0.patience, $0.columnSample) = (60, 0, 0.7) }, .trees(.init(rounds: 60, subsample: 0.7)),
            .trees(.init(rounds: 60, columnSample: 0.7)),
        ] {
            let machine = Machine()
            _ = try train(Training.problem(.binary), algorithm, machine)
            #expect(machine.contents.isEmpty)
        }
    }

    @Test func whatIsNoCheckpointIsNotTakenForOne() throws {
        let problem = Training.problem(.binary, rows: 120)
        let network = Training.Algorithm.network(.init(hidden: [4], batchSize: 32, epochs: 30))
        for algorithm in [Self.boosted[0], network] {
            let machine = Machine()
            let whole = try train(problem, algorithm, machine)
            let name = "work.checkpoint"
            let file = try #require(machine.contents[name])
            let checkpoint = try #require(Checkpoint(file: file))
            #expect(checkpoint.file == file)
            for bad in [[], Array("mlkit checkpoint 2\n{}\n".utf8), Array(file.prefix(40)), Checkpoint(state: .null).file] {
                #expect(try train(problem, algorithm, Machine([name: bad])).model.bytes == whole.model.bytes)
            }
        }
        // One of another network, or of other rows.
        let machine = Machine()
        _ = try train(Training.problem(.binary, rows: 100), network, machine)
        let other = try Machine(machine.contents)
        #expect(try train(problem, network, other).model.bytes == train(problem, network, nil).model.bytes)
    }

    @Test func whatAPersonIsTold() throws {
        let files = InMemoryFileSystem()
        let checkpoints = Checkpoints(in: Self.folder, files: files, every: 10) { 0 }
        #expect(!checkpoints.isDue && !checkpoints.isWorth(since: 0) && checkpoints.isWorth(since: -3))
        func told() throws -> String { String(decoding: try files.read(Self.folder.appending(Checkpoints.progressName)), as: UTF8.self) }
        checkpoints.write(Checkpoint(state: .null), Checkpoints.progress("round", 300, of: 1000))
        #expect(try told() == "round 300 of 1,000")
        checkpoints.part("fold-2", told: "fold 2").write(Checkpoint(state: .null), Checkpoints.progress("epoch", 1_002_003, of: 20_000_000))
        #expect(try told() == "epoch 1,002,003 of 20,000,000 of fold 2")
        #expect(checkpoints.read() != nil && checkpoints.part("fold-2").read() != nil && checkpoints.part("fold-1").read() == nil)
    }
}
