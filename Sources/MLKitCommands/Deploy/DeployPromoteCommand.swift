internal import ArgumentParser
internal import MLKitCore
internal import MLKitDeployment
internal import MLKitGit
internal import SystemPackage

/// `mlkit deploy promote VERSION`: has a version served, once it has been found to answer.
struct DeployPromoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Serve another of the deployed versions, once it has been tried.")

    @Argument(help: "A version under deploy/, or the beginning of one.", completion: .names(.bundles))
    var version: String

    @OptionGroup var reason: DeployReason
    @OptionGroup var project: ProjectOption

    func run() async throws {
        let surroundings = try Surroundings()
        let deployments = try project.deployments(surroundings)
        let version = try deployments.version(matching: version) ?? version
        try await DeployChange(deployments, surroundings, reason.because).make(to: version)
    }
}

/// `mlkit deploy rollback`: has the version served that was served before.
struct DeployRollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Serve the version again that was served before the current one.")

    @OptionGroup var reason: DeployReason
    @OptionGroup var project: ProjectOption

    func run() async throws {
        let surroundings = try Surroundings()
        let deployments = try project.deployments(surroundings)
        guard let previous = try deployments.previous() else {
            throw Failure("there is no version to go back to", hint: "`mlkit deploy status` lists the versions and changes")
        }
        try await DeployChange(deployments, surroundings, reason.because).make(to: previous)
    }
}

struct DeployReason: ParsableArguments {
    @Option(help: "Why; it is recorded with your name.")
    var because: String?
}
