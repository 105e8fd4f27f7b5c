internal import MLKitCore
internal import MLKitEngines
internal import MLKitONNX
internal import MLKitSpec
internal import SystemPackage

/// What a container needs beyond the model: the server, ONNX Runtime, every shared library that the two are linked
/// with, and the recipe. They are this machine's own, those that the bundle was tried out with.
struct ContainerFiles {
    let server: FilePath
    /// What it is started with, beside the bundle.
    let options: [String]
    /// The names of the bundle's own files that it reads.
    let parts: [String]
    let context: StageContext

    /// What a server reads of a bundle that has all of it.
    static let parts = [
        BundleManifest.fileName, BundleManifest.modelName, "schema.yaml", "sample-request.json", BundleStatistics.fileName,
        BundleChecksums.fileName,
    ]

    /// - Throws: `Failure` if the server is missing or its libraries cannot be found out.
    func entries() async throws -> [BundleBuilder.Entry] {
        guard try context.files.information(at: server)?.kind == .file else {
            throw Failure("`\(server)` is missing", hint: "install `mlkit-server` beside `mlkit` with `make install`")
        }
        let runtime = try context.engines.require(.onnxruntime)
        let libraries = try await libraries(of: [server, runtime])
        var entries = [
            BundleBuilder.Entry(path: "mlkit-server", bytes: try context.files.read(server), isExecutable: true)
        ]
        for library in libraries.all.union([runtime]).sorted(by: { $0.string < $1.string }) {
            let isLoader = library == libraries.loader
            let path = "lib/\(library.lastComponent?.string ?? "")"
            entries.append(BundleBuilder.Entry(path: path, bytes: try context.files.read(library), isExecutable: isLoader))
        }
        let recipe = Dockerfile(loader: libraries.loader, runtime: runtime.lastComponent?.string ?? "", options: options, parts: parts)
        entries.append(BundleBuilder.Entry(path: "Dockerfile", bytes: Array(recipe.text.utf8)))
        entries.append(BundleBuilder.Entry(path: ".dockerignore", bytes: Array(Dockerfile.ignored.utf8)))
        return entries
    }

    /// The shared libraries of some files, and the program that loads them, which stands among them.
    private func libraries(of paths: [FilePath]) async throws -> (all: Set<FilePath>, loader: FilePath) {
        var all = Set<FilePath>()
        var loader: FilePath?
        for path in paths {
            let result = try await Command("ldd", [path.string]).run()
            guard result.status == 0 else {
                throw Failure("the libraries of `\(path)` cannot be listed", notes: [result.errorText])
            }
            for line in result.outputText.split(separator: "\n") {
                // "	libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f06cfc00000)", "	/lib64/ld-linux-x86-64.so.2 (0x…)"
                let words = line.split(whereSeparator: \.isWhitespace)
                if words.count >= 3, words[1] == "=>", words[2].hasPrefix("/") {
                    all.insert(FilePath(String(words[2])))
                } else if let word = words.first, word.hasPrefix("/") {
                    loader = FilePath(String(word))
                }
            }
        }
        guard let loader else { throw Failure("the loader of `\(server)` cannot be found") }
        return (all.union([loader]), loader)
    }
}
