import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

extension GitSandbox {
    static let time = GitTime(seconds: 1_767_225_600, offset: 60)

    func environment(_ extra: [String: String] = [:]) -> GitEnvironment {
        GitEnvironment(variables: variables.merging(extra) { $1 }, time: Self.time)
    }

    /// The repository as our library opens it.
    func repository(_ extra: [String: String] = [:], in folder: FilePath? = nil) throws -> Repository {
        try #require(try Repository.discover(from: folder ?? path, environment: environment(extra)))
    }
}
