internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// What a container needs beyond the model: the server, the libraries it is linked with that Debian does not
/// have, and the recipe.
struct ContainerFiles {
    let server: FilePath
    let context: StageContext

    /// - Throws: `Failure` if the server is missing or its libraries cannot be found out.
    func entries() async throws -> [BundleBuilder.Entry] {
        guard try context.files.information(at: server)?.kind == .file else {
            throw Failure("`\(server)` is missing", hint: "install `mlkit-server` beside `mlkit` with `make install`")
        }
        var entries = [
            BundleBuilder.Entry(path: "mlkit-server", bytes: try context.files.read(server), isExecutable: true)
        ]
        for library in try await libraries() {
            let name = library.lastComponent?.string ?? ""
            entries.append(BundleBuilder.Entry(path: "lib/\(name)", bytes: try context.files.read(library)))
        }
        let recipe = Dockerfile(hasLibraries: entries.count > 1)
        entries.append(BundleBuilder.Entry(path: "Dockerfile", bytes: Array(recipe.text.utf8)))
        entries.append(BundleBuilder.Entry(path: ".dockerignore", bytes: Array(Dockerfile.ignored.utf8)))
        return entries
    }

    /// The shared libraries of a Swift toolchain, which a server built with `--static-swift-stdlib` does not have.
    private func libraries() async throws -> [FilePath] {
        let result = try await Command("ldd", [server.string]).run()
        guard result.status == 0 else {
            throw Failure("the libraries of `\(server)` cannot be listed", notes: [result.errorText])
        }
        return result.outputText.split(separator: "\n").compactMap { line in
            // "	libswiftCore.so => /opt/swift/usr/lib/swift/linux/libswiftCore.so (0x00007f06cfc00000)"
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 3, words[1] == "=>", words[2].contains("/swift/") else { return nil }
            return FilePath(String(words[2]))
        }.sorted { $0.string < $1.string }
    }
}
