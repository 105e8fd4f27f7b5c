internal import ArgumentParser
internal import MLKitCore
internal import MLKitDeployment
internal import MLKitEngines
internal import MLKitSpec
internal import SystemPackage

/// `mlkit deploy pack`: a version with all that serves it, as one file to be carried elsewhere.
struct DeployPackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Pack a version with server, libraries and Dockerfile into one file.",
        discussion: """
            The file is a tar archive, packed with gzip. In the unpacked folder, `docker build .` makes a container, and \
            `LD_LIBRARY_PATH=lib ./mlkit-server .` serves the model without one.
            """)

    @Argument(help: "A version under deploy/, or the beginning of one; the current one if left out.", completion: .names(.bundles))
    var version: String?

    @Option(name: .shortAndLong, help: "The file to write; <name>-<version>.tar.gz if left out.")
    var output: String?

    @OptionGroup var project: ProjectOption

    func run() async throws {
        let surroundings = try Surroundings()
        let (deployments, serving) = try project.serving(surroundings)
        guard let version = try version.map({ try deployments.version(matching: $0) ?? $0 }) ?? deployments.current() else {
            throw Failure("nothing is deployed yet", hint: "deploy a model with `mlkit run`")
        }
        let bundle = try deployments.bundle(version)
        let name = try deployments.versions().first { $0.version == version }?.name ?? "model"
        let target = surroundings.directory.pushing(FilePath(output ?? "\(name)-\(version).tar.gz"))
        let server = try surroundings.installation().executables.appending("mlkit-server")
        let context = StageContext(engines: surroundings.engines())
        try await BundlePacking(context: context, server: server, options: serving.options).pack(bundle, as: target)
        Console.standard.say("wrote `\(target.lastComponent?.string ?? target.string)`\n")
    }
}
