internal import Dispatch

/// Asynchronous work in a program that is not: the calling thread waits.
enum Waiting {
    /// Runs `body` to its end. Not for code that is itself asynchronous, whose thread must not be blocked.
    static func run<Value>(_ body: @escaping () async throws -> Value) throws -> Value {
        let work = Work(body: body)
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            await work.run()
            done.signal()
        }
        done.wait()
        return try work.result.get()
    }

    /// Unchecked, because only one side at a time touches it: the task until the signal, the waiting thread afterwards.
    private final class Work<Value>: @unchecked Sendable {
        private let body: () async throws -> Value
        private(set) var result: Result<Value, any Error> = .failure(CancellationError())

        init(body: @escaping () async throws -> Value) {
            self.body = body
        }

        func run() async {
            do {
                result = .success(try await body())
            } catch {
                result = .failure(error)
            }
        }
    }
}
