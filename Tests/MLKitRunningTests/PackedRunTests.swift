import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Projects with an output of many small files, on the machine's own disk, through the built tool.
@Suite struct PackedRunTests {
    let scratch: ScratchDirectory
    let files = LocalFileSystem()
    /// Packs are not made where files can share their blocks.
    private let packs: Bool

    private static let spec = """
        mlkit: 1
        project: {name: p}
        params: {word: one}
        stages:
          make:
            run: |
              rm -rf out; mkdir -p out/deep
              for n in $(seq 150); do echo $n > out/$n; done
              for n in $(seq 5); do echo $n ${params.word} > out/deep/$n; done
              chmod +x out/7; ln -s ../7 out/deep/link; touch out/none
            outputs: [out]

        """

    init() throws {
        scratch = try ScratchDirectory()
        let (one, two) = (try scratch.write("x", to: "one"), scratch.path.appending("two"))
        packs = try !files.clone(one, to: two, executable: false)
        try scratch.write(Self.spec, to: "p/mlkit.yaml")
        try scratch.write("out\nlogs\n", to: "p/.gitignore")
    }

    @discardableResult
    private func mlkit(_ arguments: String..., in folder: String = "p", status: Int32 = 0) async throws -> String {
        let outcome = try await BuiltTool.mlkit(arguments, in: scratch.path.appending(folder))
        #expect(outcome.status == status, "\(arguments): \(outcome.output)\(outcome.error)")
        return outcome.output + outcome.error
    }

    private func use(_ word: String) async throws {
        try scratch.write(Self.spec.replacing("word: one", with: "word: \(word)"), to: "p/mlkit.yaml")
        try await mlkit("run")
    }

    /// The objects that are no trees, with their sizes.
    private func objects(_ project: String = "p") throws -> [FilePath: Int] {
        let folder = scratch.path.pushing(FilePath("\(project)/.mlkit/cache/objects"))
        var sizes: [FilePath: Int] = [:]
        for part in try files.list(folder) {
            for name in try files.list(folder.appending(part)) where !name.hasSuffix(".tree") {
                let path = folder.appending(part).appending(name)
                sizes[path] = try files.information(at: path)?.size
            }
        }
        return sizes
    }

    /// Hash and modes of all that was made.
    private func made(_ project: String = "p") async throws -> String {
        try await BuiltTool.run(
            "sh", ["-c", "find . -type f | sort | xargs sha256sum; find . | sort | xargs stat -c '%n %A %N'"],
            in: scratch.path.pushing(FilePath("\(project)/out"))
        ).output
    }

    @Test func twoVersionsShareWhatIsTheSame() async throws {
        try await use("one")
        let (first, one) = (try objects(), try await made())
        try await use("two")
        let (second, two) = (try objects(), try await made())
        #expect(one != two)
        if packs {
            #expect(first.count < 10)
            #expect(second.filter { first[$0.key] == nil }.values.reduce(0, +) < 200)
        }
        #expect(try await mlkit("cache", "verify").contains("all as it should be"))
        try files.remove(scratch.path.pushing("p/out"))
        #expect(try await mlkit("run").contains("1 restored"))
        #expect(try await made() == two)
        try await use("one")
        #expect(try await made() == one)
        #expect(try await mlkit("run") == "nothing to do: 1 stage up to date\n")
        // A pack that a version is in which is still needed stays, the other goes.
        try files.remove(scratch.path.pushing("p/.mlkit/lock"))
        try await use("two")
        try await mlkit("cache", "gc", "--keep-runs", "1")
        try files.remove(scratch.path.pushing("p/out"))
        #expect(try await mlkit("run").contains("1 restored"))
        #expect(try await made() == two)
    }

    @Test func aDamagedPackIsFoundAndMended() async throws {
        try await use("one")
        let made = try await made()
        let largest = try #require(try objects().max { $0.value < $1.value }?.key)
        var bytes = try files.read(largest)
        bytes[bytes.count / 2] ^= 1
        try files.write(bytes, to: largest)
        #expect(try await mlkit("cache", "verify", status: 1).contains("make: out"))
        #expect(try !files.exists(largest))
        try files.remove(scratch.path.pushing("p/out"))
        #expect(try await mlkit("run").contains("1 stage run"))
        #expect(try await mlkit("cache", "verify").contains("all as it should be"))
        try files.remove(scratch.path.pushing("p/out"))
        #expect(try await mlkit("run").contains("1 restored"))
        #expect(try await self.made() == made)
    }

    @Test func aPackedFolderGoesToARemoteAndBack() async throws {
        try await use("one")
        let remote = scratch.path.appending("remote").string
        try await mlkit("cache", "push", "--remote", remote)
        for name in ["mlkit.yaml", ".mlkit/lock/make.json"] {
            try scratch.write(try scratch.read("p/\(name)"), to: "clone/\(name)")
        }
        #expect(try await mlkit("cache", "pull", "--remote", remote, in: "clone").hasPrefix("restored  make\n"))
        #expect(try await made("clone") == made())
        #expect(try objects("clone").values.sorted() == objects().values.sorted())
    }

    @Test func packsAreReadOnly() async throws {
        try await use("one")
        for path in try objects().keys {
            #expect(try await BuiltTool.run("stat", ["-c", "%A", path.string], in: "/").output == "-r--r--r--\n")
        }
    }
}
