internal import ArgumentParser
internal import Glibc
internal import Synchronization

/// Holds signals off that people, terminals and limits end a command by, while something is written that has to be whole.
/// Where a limit on the size of files is reached, or nobody reads what is written, writing fails then, and tidies up.
enum Uninterrupted {
    /// The last of the signals that came meanwhile; 0 for none.
    private static let received = Atomic<Int32>(0)

    /// Runs `body`; a signal that comes meanwhile ends the command after it.
    ///
    /// - Throws: what `body` throws, or the exit code if a signal came.
    static func run<Value>(_ body: () throws -> Value) throws -> Value {
        let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXFSZ]
        let old = numbers.map { number in
            signal(number) { number in
                // Only what a signal handler may do: one store.
                Uninterrupted.received.store(number, ordering: .relaxed)
            }
        }
        defer { for (number, handler) in zip(numbers, old) { signal(number, handler) } }
        let value = try body()
        let number = received.exchange(0, ordering: .relaxed)
        if number != 0 { throw ExitCode(128 + number) }
        return value
    }
}
