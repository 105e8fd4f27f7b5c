public import MLKitSpec

/// Which stage comes next: the order of a run, kept apart from running it.
///
/// A stage is *ready* once all stages it reads from are done; it then is either found up to date, or queued until
/// what it takes of the machine is free. Stages that take the same wait in one line, so that finding the next one
/// looks at the heads of few lines, however many stages wait. Of those that fit, the first in the spec's order goes
/// first.
public struct Schedule {
    public private(set) var stages: [StageSpec]
    private var capacity: Demand
    private var free: Demand
    /// How many of its producers are not done yet, and who waits for it.
    private var missing: [Int]
    private var consumers: [[Int]]
    /// Stages that became ready and were not taken yet.
    private var ready = IndexHeap()
    private var lines: [Demand: IndexHeap] = [:]
    private var states: [State]

    private enum State { case waiting, running, resting, ended, done, failed }

    /// What a stage takes, or what there is.
    private struct Demand: Hashable {
        var cpus: Int
        /// Bytes.
        var memory: Int
        var named: [String: Int]

        /// A stage that wants more than there is has to do with all of it.
        func limited(to capacity: Demand) -> Demand {
            Demand(
                cpus: min(cpus, capacity.cpus), memory: min(memory, capacity.memory),
                named: named.reduce(into: [:]) { $0[$1.key] = min($1.value, capacity.named[$1.key] ?? 1) })
        }

        func fits(_ free: Demand) -> Bool {
            cpus <= free.cpus && memory <= free.memory && named.allSatisfy { $0.value <= free.named[$0.key] ?? 0 }
        }

        mutating func take(_ other: Demand, times sign: Int) {
            cpus -= sign * other.cpus
            memory -= sign * other.memory
            for (name, count) in other.named { named[name, default: 0] -= sign * count }
        }
    }

    /// - Parameters:
    ///   - stages: those to run, producers first. What they read from others is there already.
    ///   - memory: bytes that stages which declare their memory may take together.
    ///   - named: how many there are of each named resource.
    public init(stages: [StageSpec], cpus: Int, memory: Int, named: [String: Int]) {
        self.stages = stages
        let mutexes = stages.flatMap(\.policy.mutexes).map { (Self.mutex($0), 1) }
        capacity = Demand(
            cpus: max(cpus, 1), memory: memory, named: named.merging(mutexes) { first, _ in first })
        free = capacity
        let numbers = Dictionary(stages.indices.map { (stages[$0].name, $0) }) { first, _ in first }
        var consumers = [[Int]](repeating: [], count: stages.count)
        missing = stages.indices.map { index in
            let producers = stages[index].producers.compactMap { numbers[$0] }
            for producer in producers { consumers[producer].append(index) }
            return producers.count
        }
        self.consumers = consumers
        states = [State](repeating: .waiting, count: stages.count)
        for index in stages.indices where missing[index] == 0 { ready.insert(index) }
    }

    /// Adds stages that need each other and none of those that are there.
    ///
    /// - Returns: their numbers.
    public mutating func append(_ more: [StageSpec]) -> Range<Int> {
        let added = Schedule(stages: more, cpus: capacity.cpus, memory: capacity.memory, named: capacity.named)
        let first = stages.count
        for (name, count) in added.capacity.named where capacity.named[name] == nil {
            capacity.named[name] = count
            free.named[name] = count
        }
        stages += more
        missing += added.missing
        consumers += added.consumers.map { $0.map { $0 + first } }
        states += added.states
        for index in more.indices where missing[first + index] == 0 { ready.insert(first + index) }
        return first..<stages.count
    }

    /// Whether a stage that takes one core could start at once, and none waits for that.
    public var wantsMore: Bool { free.cpus > 0 && lines.isEmpty }

    /// A mutex is a resource of which there is one. No resource of the user's can have that name.
    private static func mutex(_ name: String) -> String { "mutex \(name)" }

    private func demand(_ index: Int) -> Demand {
        let resources = stages[index].policy.resources
        let mutexes = stages[index].policy.mutexes.map { (Self.mutex($0), 1) }
        return Demand(
            cpus: resources.cpus, memory: resources.memory ?? 0,
            named: resources.named.merging(mutexes) { first, _ in first }
        ).limited(to: capacity)
    }

    /// The next stage whose inputs are all there, to be found up to date or queued.
    public mutating func takeReady() -> Int? { ready.removeFirst() }

    /// Puts a stage that has to run, or to be tried again, in line.
    public mutating func queue(_ index: Int) { lines[demand(index), default: IndexHeap()].insert(index) }

    /// Whether any stage could start.
    var hasRoom: Bool { free.cpus > 0 }

    /// The next stage that can run now; what it takes is taken.
    public mutating func start() -> Int? {
        guard free.cpus > 0 else { return nil }
        let fitting = lines.filter { $0.key.fits(free) }.compactMap { line in line.value.first.map { (line.key, $0) } }
        guard let (demand, index) = fitting.min(by: { $0.1 < $1.1 }) else { return nil }
        _ = lines[demand]?.removeFirst()
        if lines[demand]?.first == nil { lines[demand] = nil }
        run(index, demand)
        return index
    }

    private mutating func run(_ index: Int, _ demand: Demand) {
        free.take(demand, times: 1)
        states[index] = .running
    }

    /// A stage's process has ended, and what it took is free; those that wait for its outputs go on waiting.
    mutating func giveBack(_ index: Int) {
        release(index)
        states[index] = .ended
    }

    /// A stage has its outputs: those that waited for it may be ready now.
    public mutating func finish(_ index: Int) {
        release(index)
        states[index] = .done
        for consumer in consumers[index] {
            missing[consumer] -= 1
            if missing[consumer] == 0 { ready.insert(consumer) }
        }
    }

    /// A stage has no outputs: those that wait for it stay where they are.
    public mutating func fail(_ index: Int) {
        release(index)
        states[index] = .failed
    }

    /// A stage is to be tried again later: until it is queued again, others have what it takes.
    mutating func rest(_ index: Int) {
        release(index)
        states[index] = .resting
    }

    private mutating func release(_ index: Int) {
        guard states[index] == .running else { return }
        free.take(demand(index), times: -1)
    }

    /// The stages that were neither run nor found up to date.
    var left: [Int] { stages.indices.filter { states[$0] == .waiting } }
}
