internal import ArgumentParser
internal import Glibc
internal import MLKitCore
internal import MLKitDeployment
internal import MLKitSpec
internal import SystemPackage

/// `mlkit deploy`: which of the deployed versions is served, and who may ask it.
struct DeployCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy", _superCommandName: RootCommand.name,
        abstract: "Change which deployed version is served; pack one up; make keys.",
        discussion: """
            Stages of kind `deploy` make the versions. A running `mlkit serve` follows every change within a second: the \
            new version is loaded and tried before it takes the place of the old one.
            """,
        subcommands: [
            DeployStatusCommand.self, DeployPromoteCommand.self, DeployRollbackCommand.self, DeployPackCommand.self,
            DeployKeyCommand.self,
        ])
}

extension ProjectOption {
    /// The bundles of the project.
    func deployments(_ surroundings: Surroundings) throws -> Deployments { try serving(surroundings).deployments }

    /// The same, with what the project says of serving them.
    func serving(_ surroundings: Surroundings) throws -> (deployments: Deployments, serving: ProjectSpec.Serving) {
        let (root, spec) = try load(surroundings)
        return (Deployments(root.pushing(FilePath(spec.layout.deploy))), spec.serving)
    }
}
