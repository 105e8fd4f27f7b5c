import MLKitSpec
import MLKitStages
import Testing

@testable import MLKitRunning

/// The order of a run, without running anything.
@Suite struct ScheduleTests {
    private func schedule(_ stages: String, cpus: Int = 2, memory: Int = .max, head: String = "") throws -> Schedule {
        let text = "mlkit: 1\nproject: {name: p}\n\(head)\nstages:\n\(stages)\n"
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        return Schedule(stages: spec.stages, cpus: cpus, memory: memory, named: spec.resources)
    }

    /// Queues all that is ready, and starts what fits.
    private func started(_ schedule: inout Schedule) -> [Int] {
        while let index = schedule.takeReady() { schedule.queue(index) }
        var started = [Int]()
        while let index = schedule.start() { started.append(index) }
        return started
    }

    @Test func aStageIsReadyWhenItsOwnProducersAreDone() throws {
        var schedule = try schedule(
            """
              a: {run: x, outputs: [a]}
              b: {run: x, outputs: [b]}
              c: {run: x, inputs: [a], outputs: [c]}
              d: {run: x, inputs: [b, c]}
            """)
        #expect(started(&schedule) == [0, 1])
        schedule.finish(0)
        #expect(started(&schedule) == [2])
        schedule.finish(2)
        #expect(started(&schedule) == [])
        schedule.finish(1)
        #expect(started(&schedule) == [3])
    }

    @Test func whatAFailureHoldsBackIsLeft() throws {
        var schedule = try schedule(
            "  a: {run: x, outputs: [a]}\n  b: {run: x, inputs: [a], outputs: [b]}\n  c: {run: x, inputs: [b]}")
        #expect(started(&schedule) == [0])
        schedule.fail(0)
        #expect(started(&schedule) == [])
        #expect(schedule.left == [1, 2])
    }

    @Test func aStageThatWantsMoreThanThereIsRunsAlone() throws {
        var schedule = try schedule(
            "  a: {run: x, resources: {cpus: 8}}\n  b: {run: x}\n  c: {run: x}", cpus: 2)
        #expect(started(&schedule) == [0])
        schedule.finish(0)
        #expect(started(&schedule) == [1, 2])
    }

    @Test func declaredMemoryIsSharedOut() throws {
        let stage = "{run: x, resources: {memory: 6GiB}}"
        var schedule = try schedule("  a: \(stage)\n  b: \(stage)\n  c: {run: x}", memory: 10 << 30)
        #expect(started(&schedule) == [0, 2])
        schedule.finish(0)
        #expect(started(&schedule) == [1])
    }

    @Test(arguments: [(10 << 30, [0, 1]), ((10 << 30) - 1, [0])])
    func memoryIsTakenToTheLastByte(memory: Int, first: [Int]) throws {
        let stage = "{run: x, resources: {memory: 5GiB}}"
        var schedule = try schedule("  a: \(stage)\n  b: \(stage)", memory: memory)
        #expect(started(&schedule) == first)
    }

    /// While its outputs are looked at, others have what a stage took; afterwards it has nothing more to give.
    @Test func whatAnEndedStageTookIsFreeOnceAndNotTwice() throws {
        var schedule = try schedule(
            "  a: {run: x, mutex: [m], outputs: [a]}\n  b: {run: x, mutex: [m]}\n  c: {run: x, mutex: [m]}\n  d: {run: x, inputs: [a]}")
        #expect(started(&schedule) == [0])
        schedule.giveBack(0)
        #expect(started(&schedule) == [1])
        schedule.finish(0)
        #expect(started(&schedule) == [3])
        schedule.finish(1)
        #expect(started(&schedule) == [2])
        #expect(schedule.left == [])
    }

    @Test func moreIsWantedWhileACoreIsIdleAndNobodyWaits() throws {
        var schedule = try schedule("  a: {run: x}\n  b: {run: x}\n  c: {run: x}", cpus: 2)
        #expect(schedule.wantsMore)
        schedule.queue(0)
        #expect(!schedule.wantsMore)
        #expect(schedule.start() == 0 && schedule.wantsMore)
        schedule.queue(1)
        #expect(schedule.start() == 1 && !schedule.wantsMore)
        schedule.finish(0)
        #expect(schedule.wantsMore)
    }

    @Test func whoRestsTakesNothing() throws {
        var schedule = try schedule("  a: {run: x, mutex: [m]}\n  b: {run: x, mutex: [m]}")
        #expect(started(&schedule) == [0])
        schedule.rest(0)
        #expect(started(&schedule) == [1])
        schedule.queue(0)
        #expect(started(&schedule) == [])
        schedule.finish(1)
        #expect(started(&schedule) == [0])
        schedule.rest(0)
        #expect(schedule.left == [])
    }

    @Test func whatFitsOvertakesWhatDoesNot() throws {
        let taking = { (count: Int) in "{run: x, resources: {gpu: \(count)}}" }
        var schedule = try schedule(
            "  a: \(taking(1))\n  b: \(taking(2))\n  c: \(taking(1))\n  d: {run: x, mutex: [m]}\n  e: {run: x, mutex: [m]}",
            cpus: 8, head: "resources: {gpu: 2}")
        #expect(started(&schedule) == [0, 2, 3])
        schedule.finish(0)
        #expect(started(&schedule) == [])
        schedule.finish(2)
        #expect(started(&schedule) == [1])
        schedule.finish(3)
        #expect(started(&schedule) == [4])
    }

    @Test func aHeapGivesBackInOrder() {
        var heap = IndexHeap()
        for number in [5, 3, 9, 1, 7, 3, 0, 8] { heap.insert(number) }
        var sorted = [Int]()
        while let number = heap.removeFirst() { sorted.append(number) }
        #expect(sorted == [0, 1, 3, 3, 5, 7, 8, 9])
    }
}
