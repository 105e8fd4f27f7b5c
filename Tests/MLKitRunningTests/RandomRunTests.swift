import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// Random graphs, edits, failures, kills and damage, held against a model of a few lines.
@Suite struct RandomRunTests {
    /// What a project is, and what the model knows of its past.
    private struct Model {
        struct Stage {
            var salt: Int
            var inputs: [String]
        }

        var stages: [Stage]
        var files: [String: String]
        /// Per stage: the command, the inputs and the output of its last success.
        var successes: [Int: (salt: Int, inputs: [String?], output: String)] = [:]
        /// What stages made, by what they made it from.
        var cache: [String: String] = [:]

        var text: String {
            let lines = stages.indices.map { index in
                let inputs = stages[index].inputs.joined(separator: ", ")
                let command = "[mix, s\(stages[index].salt), out/\(index)\(inputs.isEmpty ? "" : ", " + inputs)]"
                return "  s\(index): {run: \(command), inputs: [\(inputs)], outputs: [out/\(index)]}\n"
            }
            return "mlkit: 1\nproject: {name: p}\nstages:\n" + lines.joined()
        }

        /// Brings all up to date that does not need a failing stage, and says what became of each.
        mutating func run(failing: Set<Int>) -> [String] {
            var unmade = Set<Int>()
            var events = [String]()
            for (index, stage) in stages.enumerated() {
                let producers = stage.inputs.compactMap { $0.hasPrefix("out/") ? Int($0.dropFirst(4)) : nil }
                let inputs = stage.inputs.map { files[$0] }
                let last = successes[index]
                let key = "\(index) \(stage.salt) \(inputs)"
                if producers.contains(where: unmade.contains) {
                    unmade.insert(index)
                    events.append("cancelled s\(index)")
                } else if let last, last.salt == stage.salt, last.inputs == inputs, last.output == files["out/\(index)"] {
                    events.append("skipped s\(index)")
                } else if let last, last.salt == stage.salt, last.inputs == inputs, cache.values.contains(last.output) {
                    // Whichever stage made it, the cache has what the lock names.
                    files["out/\(index)"] = last.output
                    events.append("restored s\(index)")
                } else if let output = cache[key] {
                    files["out/\(index)"] = output
                    successes[index] = (stage.salt, inputs, output)
                    events.append("restored s\(index)")
                } else if failing.contains(index) {
                    // What it had written is out of the way, and what stood there is back.
                    unmade.insert(index)
                    events.append("failed s\(index)")
                } else {
                    let output = PlayedProcesses.mix("s\(stage.salt)", inputs.map { $0 ?? "" })
                    files["out/\(index)"] = output
                    successes[index] = (stage.salt, inputs, output)
                    cache[key] = output
                    events.append("ran s\(index)")
                }
            }
            return events.sorted()
        }
    }

    private func model(_ random: inout SeededGenerator) -> Model {
        let sources = (0..<3).map { "in/\($0)" }
        let stages = (0..<Int.random(in: 1...12, using: &random)).map { index in
            let known = sources + (0..<index).map { "out/\($0)" }
            let inputs = known.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
            return Model.Stage(salt: Int.random(in: 0...9, using: &random), inputs: Array(inputs))
        }
        return Model(stages: stages, files: Dictionary(uniqueKeysWithValues: sources.map { ($0, "0") }))
    }

    /// Changes a source, a command or an output.
    private func edit(_ model: inout Model, _ random: inout SeededGenerator) {
        let stage = Int.random(in: model.stages.indices, using: &random)
        let value = "\(Int.random(in: 0...3, using: &random))"
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1: model.files["in/\(Int.random(in: 0..<3, using: &random))"] = value
        case 2: model.stages[stage].salt = Int.random(in: 0...9, using: &random)
        case 3: model.files["out/\(stage)"] = nil
        default: model.files["out/\(stage)"] = value
        }
    }

    /// Makes the disk hold what the model says, writing each changed file anew, and some unchanged ones too.
    private func write(_ model: Model, to files: InMemoryFileSystem, _ random: inout SeededGenerator) throws {
        let names = (0..<3).map { "in/\($0)" } + model.stages.indices.map { "out/\($0)" }
        for name in names {
            let path = FilePath("/p").pushing(FilePath(name))
            let now = try files.exists(path) ? try files.readText(path) : nil
            guard let text = model.files[name] else {
                if now != nil { try files.remove(path) }
                continue
            }
            if now != text || Int.random(in: 0..<4, using: &random) == 0 { try files.write(text, to: path) }
        }
    }

    private func pipeline(
        _ model: Model, _ files: any FileSystem, _ processes: PlayedProcesses
    ) throws -> Pipeline {
        Pipeline(
            spec: try ProjectSpec(parsing: Array(model.text.utf8), kinds: .builtIn), project: "/p", worker: "/none", files: files,
            environment: [:], engines: { _ in [:] }, now: TestClock(seconds: 4_000_000_000).now,
            launcher: processes)
    }

    @Test(arguments: 0..<60)
    func aRunDoesWhatTheModelDoes(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var model = model(&random)
        let files = InMemoryFileSystem()
        for _ in 0..<8 {
            for _ in 0..<Int.random(in: 0...2, using: &random) { edit(&model, &random) }
            try write(model, to: files, &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0...1: try await runAfterDeath(&model, files, &random)
            case 2: try await runAfterDamage(&model, files, &random)
            default: try await run(&model, files, &random)
            }
            for (name, text) in model.files { #expect(try files.readText(FilePath("/p").pushing(FilePath(name))) == text) }
        }
    }

    /// A run of which some stages fail.
    private func run(_ model: inout Model, _ files: InMemoryFileSystem, _ random: inout SeededGenerator) async throws {
        let processes = PlayedProcesses(files)
        let failing = model.stages.indices.filter { _ in Int.random(in: 0..<10, using: &random) == 0 }
        processes.fail(Set(failing.map { "s\($0)" }))
        let pipeline = try pipeline(model, files, processes)
        let statuses = try pipeline.status()
        let stale = Set(statuses.filter { !$0.reasons.isEmpty }.map(\.stage))
        var events = [String]()
        let jobs = Int.random(in: 1...4, using: &random)
        _ = try await pipeline.run(.init(jobs: jobs, keepsGoing: true)) { event in
            switch event {
            case .skipped(let stage): events.append("skipped \(stage)")
            case .finished(let stage, _, _): events.append("ran \(stage)")
            case .restored(let stage, _, _): events.append("restored \(stage)")
            case .failed(let stage, _, _): events.append("failed \(stage)")
            case .cancelled(let stage): events.append("cancelled \(stage)")
            default: break
            }
        }
        #expect(events.sorted() == model.run(failing: Set(failing)))
        // What ran was announced; a stage that another's equal output spared was announced too.
        #expect(stale.isSuperset(of: processes.takeLaunches()))
        #expect(statuses.filter(\.isInCache).allSatisfy { events.contains("restored \($0.stage)") })
    }

    /// A run dies at one of its changes to the disk, with all its processes; the next one goes on from there.
    private func runAfterDeath(
        _ model: inout Model, _ files: InMemoryFileSystem, _ random: inout SeededGenerator
    ) async throws {
        let mortal = FaultyFileSystem(files, failingAfter: Int.random(in: 0...80, using: &random), .death)
        let jobs = Int.random(in: 1...4, using: &random)
        _ = try? await pipeline(model, mortal, PlayedProcesses(mortal)).run(.init(jobs: jobs)) { _ in }
        try await runOn(&model, files)
        let left = files.paths.filter { $0.hasPrefix("/p/.mlkit/lock/.") || $0.hasPrefix("/p/.mlkit/tmp/") }
        #expect(left.filter { $0 != "/p/.mlkit/tmp/.gitignore" } == [])
    }

    /// Something under `.mlkit` is cut in half, as by a power cut.
    private func runAfterDamage(
        _ model: inout Model, _ files: InMemoryFileSystem, _ random: inout SeededGenerator
    ) async throws {
        if let path = files.paths.filter({ $0.hasPrefix("/p/.mlkit/") }).randomElement(using: &random) {
            let bytes = try files.read(FilePath(path))
            try files.write(Array(bytes.prefix(bytes.count / 2)), to: FilePath(path))
        }
        try await runOn(&model, files)
        // What is left of the cache is not known to the model.
        try files.remove("/p/.mlkit/cache")
        model.cache = [:]
    }

    /// A run from no matter what: what counts as up to date before it is right, and all is right after it.
    private func runOn(_ model: inout Model, _ files: InMemoryFileSystem) async throws {
        let pipeline = try pipeline(model, files, PlayedProcesses(files))
        _ = model.run(failing: [])
        for status in try pipeline.status() where status.reasons.isEmpty {
            let output = "out/\(status.stage.dropFirst())"
            #expect(try files.readText(FilePath("/p").pushing(FilePath(output))) == model.files[output])
        }
        let summary = try await pipeline.run(.init(jobs: 2)) { _ in }
        #expect(summary.failed + summary.cancelled == 0)
    }
}
