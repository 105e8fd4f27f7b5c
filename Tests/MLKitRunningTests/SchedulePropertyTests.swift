import MLKitSpec
import MLKitStages
import MLKitTestSupport
import Testing

@testable import MLKitRunning

/// Random schedules from fixed seeds, held against what must be true of every schedule.
@Suite struct SchedulePropertyTests {
    /// What a stage takes, found without the schedule.
    private struct Taking {
        var cpus: Int
        var memory: Int
        var named: [String: Int]

        static func fit(_ takings: [Taking], _ capacity: Taking) -> Bool {
            let names = Set(takings.flatMap(\.named.keys))
            return takings.map(\.cpus).reduce(0, +) <= capacity.cpus
                && takings.map(\.memory).reduce(0, +) <= capacity.memory
                && names.allSatisfy { name in takings.reduce(0) { $0 + ($1.named[name] ?? 0) } <= capacity.named[name] ?? 1 }
        }
    }

    /// A schedule with a model of it beside, which knows who runs.
    private struct Play {
        var schedule: Schedule
        var capacity: Taking
        var takings: [Taking] = []
        var producers: [[Int]] = []
        var running: Set<Int> = []
        var queued: Set<Int> = []
        var resting: Set<Int> = []
        var done: Set<Int> = []
        var failed: Set<Int> = []

        func fits(_ index: Int) -> Bool { Taking.fit((running + [index]).map { takings[$0] }, capacity) }
        var freeCPUs: Int { capacity.cpus - running.map { takings[$0].cpus }.reduce(0, +) }

        /// A stage gives back what it took.
        mutating func leave(_ index: Int) { running.remove(index) }
    }

    private func play(_ random: inout SeededGenerator) throws -> Play {
        let cpus = Int.random(in: 1...4, using: &random)
        let count = Int.random(in: 1...14, using: &random)
        var takings = [Taking]()
        var producers = [[Int]]()
        var lines = [String]()
        for index in 0..<count {
            let inputs = (0..<index).filter { _ in Int.random(in: 0..<8, using: &random) == 0 }
            var taking = Taking(cpus: 1, memory: 0, named: [:])
            var parts = ["outputs: [o\(index)]"]
            if !inputs.isEmpty { parts.append("inputs: [\(inputs.map { "o\($0)" }.joined(separator: ", "))]") }
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                let wanted = Int.random(in: 1...6, using: &random)
                taking.cpus = min(wanted, cpus)
                parts.append("resources: {cpus: \(wanted)}")
            case 1:
                let wanted = Int.random(in: 1...5, using: &random)
                taking.memory = min(wanted, 4) << 20
                parts.append("resources: {memory: \(wanted)MiB}")
            case 2:
                let wanted = Int.random(in: 1...2, using: &random)
                taking.named = ["gpu": wanted]
                parts.append("resources: {gpu: \(wanted)}")
            case 3:
                taking.named = ["mutex": 1]
                parts.append("mutex: [m]")
            default: break
            }
            takings.append(taking)
            producers.append(inputs)
            lines.append("  s\(index): {run: x, \(parts.joined(separator: ", "))}")
        }
        let text = "mlkit: 1\nproject: {name: p}\nresources: {gpu: 2}\nstages:\n\(lines.joined(separator: "\n"))\n"
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        let capacity = Taking(cpus: cpus, memory: 4 << 20, named: ["gpu": 2, "mutex": 1])
        return Play(
            schedule: Schedule(stages: spec.stages, cpus: cpus, memory: 4 << 20, named: spec.resources), capacity: capacity,
            takings: takings, producers: producers)
    }

    /// Takes all that is ready, and starts all that fits; each step is what the model says.
    private func advance(_ play: inout Play, _ label: String) {
        while let index = play.schedule.takeReady() {
            #expect(play.producers[index].allSatisfy { play.done.contains($0) }, "\(label)")
            #expect(!play.queued.contains(index) && !play.running.contains(index), "\(label)")
            play.schedule.queue(index)
            play.queued.insert(index)
        }
        #expect(play.schedule.hasRoom == (play.freeCPUs > 0), "\(label)")
        #expect(play.schedule.wantsMore == (play.freeCPUs > 0 && play.queued.isEmpty), "\(label)")
        while true {
            let expected = play.freeCPUs > 0 ? play.queued.filter { play.fits($0) }.min() : nil
            let started = play.schedule.start()
            #expect(started == expected, "\(label)")
            guard let started else { break }
            play.queued.remove(started)
            play.running.insert(started)
        }
    }

    /// One thing happens to a stage that runs or rests.
    private func happen(_ play: inout Play, _ random: inout SeededGenerator) {
        if let index = play.resting.min(), Int.random(in: 0..<3, using: &random) == 0 || play.running.isEmpty {
            play.resting.remove(index)
            play.schedule.queue(index)
            play.queued.insert(index)
            return
        }
        guard let index = play.running.sorted().randomElement(using: &random) else { return }
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            play.schedule.fail(index)
            play.failed.insert(index)
        case 1:
            play.schedule.rest(index)
            play.resting.insert(index)
        case 2:
            // Its process has ended, and what it wrote is looked at while the next one runs.
            play.schedule.giveBack(index)
            play.leave(index)
            play.schedule.finish(index)
            play.done.insert(index)
        default:
            play.schedule.finish(index)
            play.done.insert(index)
        }
        play.leave(index)
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>) func everyStageRunsOnceItCan(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var play = try play(&random)
        for step in 0..<400 {
            advance(&play, "seed \(seed), step \(step)")
            guard !play.running.isEmpty || !play.resting.isEmpty else { break }
            happen(&play, &random)
        }
        #expect(play.running.isEmpty && play.queued.isEmpty, "seed \(seed)")
        // What neither ran nor failed waits for something that did not come.
        let left = play.takings.indices.filter { !play.done.contains($0) && !play.failed.contains($0) }
        #expect(play.schedule.left == left, "seed \(seed)")
        for index in left { #expect(play.producers[index].contains { !play.done.contains($0) }, "seed \(seed)") }
    }

    /// Stages that come later count on from those that are there, and share what there is with them.
    @Test func stagesThatComeLaterTakeTheirTurn() throws {
        func stages(_ text: String) throws -> [StageSpec] {
            try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\nstages:\n\(text)\n".utf8), kinds: .builtIn).stages
        }
        var schedule = Schedule(stages: try stages("  a: {run: x, mutex: [m]}"), cpus: 2, memory: 1 << 30, named: [:])
        #expect(schedule.wantsMore)
        let first = schedule.takeReady()
        schedule.queue(try #require(first))
        #expect(!schedule.wantsMore)
        #expect(schedule.start() == 0)
        #expect(schedule.wantsMore)
        let more = try stages(
            """
              b: {run: x, mutex: [m, n], outputs: [b]}
              c: {run: x, inputs: [b], mutex: [n]}
              d: {run: x, mutex: [n]}
            """)
        #expect(schedule.append(more) == 1..<4)
        while let index = schedule.takeReady() { schedule.queue(index) }
        // `b` waits for `a`; `c` for `b`; `d` may begin.
        #expect(schedule.start() == 3)
        #expect(schedule.start() == nil)
        schedule.finish(0)
        #expect(schedule.start() == nil)
        schedule.finish(3)
        #expect(schedule.takeReady() == nil)
        #expect(schedule.start() == 1)
        schedule.finish(1)
        #expect(schedule.takeReady() == 2)
        schedule.queue(2)
        #expect(schedule.start() == 2)
        #expect(schedule.left == [])
        #expect(schedule.append([]) == 4..<4)
    }

    /// Two that take all there is do so one after the other, to the byte.
    @Test func whatThereIsMayBeTakenWhole() throws {
        func started(_ sizes: [Int], memory: Int) throws -> [Int] {
            let lines = sizes.indices.map { "  s\($0): {run: x, resources: {memory: \(sizes[$0])MiB}}" }
            let text = "mlkit: 1\nproject: {name: p}\nstages:\n\(lines.joined(separator: "\n"))\n"
            var schedule = Schedule(
                stages: try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn).stages, cpus: 8, memory: memory, named: [:])
            while let index = schedule.takeReady() { schedule.queue(index) }
            var started = [Int]()
            while let index = schedule.start() { started.append(index) }
            return started
        }
        #expect(try started([1, 2], memory: 3 << 20) == [0, 1])
        #expect(try started([1, 2], memory: (3 << 20) - 1) == [0])
        #expect(try started([3], memory: 1 << 20) == [0])
    }
}
