internal import MLKitCore
internal import Synchronization

/// Why the project's repository could not be opened when a probe asked for it: the verdict has the cause alone, and what helps
/// is said once.
final class RepositoryTrouble: Sendable {
    private let found = Mutex<[Diagnostic]>([])

    /// What was found, as warnings: the command goes on without git.
    var warnings: [Diagnostic] {
        found.withLock { problems in
            problems.map { problem in
                var problem = problem
                problem.severity = .warning
                return problem
            }
        }
    }

    /// Opens a repository, and notes why if that fails.
    func noting<Result>(_ open: () throws -> Result) throws -> Result {
        do { return try open() } catch let failure as Failure {
            found.withLock { $0 = failure.diagnostics }
            throw failure
        }
    }
}
