internal import MLKitCore
internal import MLKitDeployment
internal import MLKitGit
internal import SystemPackage

/// A change of the version that is served, by hand.
struct DeployChange {
    private let deployments: Deployments
    private let surroundings: Surroundings
    private let because: String?

    init(_ deployments: Deployments, _ surroundings: Surroundings, _ because: String?) {
        self.deployments = deployments
        self.surroundings = surroundings
        self.because = because
    }

    /// Tries the version, and has it served.
    ///
    /// - Throws: `Failure` if it does not answer; what was served is served on.
    func make(to version: String) async throws {
        let before = try deployments.current()
        guard version != before else { return Console.standard.say("`\(version)` is served already\n") }
        try await check(try deployments.bundle(version))
        let change = Deployments.Change(
            time: Surroundings.timestamp, from: before, to: version, by: author, because: because)
        guard let made = try deployments.change(change) else { return Console.standard.say("`\(version)` is served already\n") }
        Console.standard.say("`\(version)` is served\(made.from.map { ", in place of `\($0)`" } ?? ""), until another is deployed\n")
    }

    private func check(_ bundle: FilePath) async throws {
        let server = try surroundings.installation().executables.appending("mlkit-server")
        let result = try await Command(server.string, ["--check", bundle.string]).run()
        guard result.status != 0 else { return }
        let said = result.errorText.split(separator: "\n").map(String.init)
        throw Failure("the version cannot be served, and nothing was changed", notes: said)
    }

    /// Whom git takes the user for; the login name where it does not know.
    private var author: String {
        if let author = try? Repository.author(in: deployments.folder, environment: surroundings.git()) { return author }
        return surroundings.environment["USER"] ?? surroundings.environment["LOGNAME"] ?? "unknown"
    }
}
