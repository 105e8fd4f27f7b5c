import Glibc
import MLKitCore
import Synchronization
import Testing

@testable import MLKitProcesses

@Suite struct RunLoopTests {
    @Test func tasksShareOneThread() async throws {
        let loop = try RunLoop()
        let own = pthread_self()
        let threads = await withTaskExecutorPreference(loop) {
            await withTaskGroup(of: pthread_t.self, returning: Set<pthread_t>.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        await Task.yield()
                        return pthread_self()
                    }
                }
                return await group.reduce(into: []) { $0.insert($1) }
            }
        }
        #expect(threads.count == 1)
        #expect(!threads.contains(own))
        loop.finish()
    }

    /// What others resume wakes it, while it sleeps or is about to.
    @Test func wakesForWhatComesFromElsewhere() async throws {
        let loop = try RunLoop()
        await withTaskExecutorPreference(loop) {
            for _ in 0..<200 { await Task.detached {}.value }
            try? await Task.sleep(for: .milliseconds(5))
        }
        loop.finish()
    }

    @Test func listensUntilTheSourceHasHadEnough() async throws {
        let loop = try RunLoop()
        let (here, there) = try MessageChannel.pair()
        let heard = Mutex<[Int]>([])
        await withTaskExecutorPreference(loop) {
            await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                loop.listen(
                    to: RunLoop.Source(descriptor: there.descriptor) {
                        repeat {
                            guard let number = there.receive()?.int else { return false }
                            heard.withLock { $0.append(number) }
                            if number == 3 { done.resume() }
                            if number >= 3 { return false }
                        } while there.hasNext
                        return true
                    })
                for number in 1...5 { here.send(.int(number)) }
            }
        }
        loop.finish()
        #expect(heard.withLock { $0 } == [1, 2, 3])
    }
}
