import MLKitCore
import MLKitONNX
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitDeployment

/// What bundles share.
@Suite struct DeployFolderTests {
    private static let large = [UInt8](repeating: 7, count: 1 << 20)
    let scratch: ScratchDirectory
    let disk = RecordingFileSystem(LocalFileSystem())

    /// A bundle stands there with a large file and a program.
    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("{}", to: "deploy/old/\(BundleManifest.fileName)")
        for (name, isProgram) in [("lib", false), ("program", true)] {
            try LocalFileSystem().write(
                Self.large, to: scratch.path.pushing(FilePath("deploy/old/\(name)")), executable: isProgram)
        }
    }

    /// The files of a staged bundle that are linked to.
    private func linked(_ entries: BundleBuilder.Entry...) throws -> [String] {
        let staging = try DeployFolder(scratch.path.appending("deploy"), files: disk).stage(entries)
        for entry in entries {
            let place = staging.pushing(FilePath(entry.path))
            #expect(try disk.read(place) == entry.bytes)
            #expect(try disk.information(at: place)?.isExecutable == entry.isExecutable)
        }
        return disk.changes.filter { $0.hasPrefix("link ") }.compactMap { $0.split(separator: "/").last.map(String.init) }
    }

    @Test func aLargeFileThatAnotherBundleHasIsLinkedTo() throws {
        #expect(try linked(.init(path: "lib", bytes: Self.large)) == ["lib"])
    }

    @Test func rightsHaveToBeTheSame() throws {
        #expect(try linked(.init(path: "lib", bytes: Self.large, isExecutable: true), .init(path: "program", bytes: Self.large)) == [])
        #expect(try linked(.init(path: "program", bytes: Self.large, isExecutable: true)) == ["program"])
    }

    @Test func contentHasToBeTheSame() throws {
        #expect(try linked(.init(path: "lib", bytes: Self.large.dropLast() + [8])) == [])
        #expect(try linked(.init(path: "lib", bytes: Self.large + [7])) == [])
        #expect(try linked(.init(path: "other", bytes: Self.large)) == [])
    }

    @Test func smallFilesAreWritten() throws {
        let small = Array(Self.large.dropLast())
        try LocalFileSystem().write(small, to: scratch.path.pushing("deploy/old/small"))
        #expect(try linked(.init(path: "small", bytes: small)) == [])
    }

    /// A killed run may have left some of its own there.
    @Test func whatWasStagedBeforeIsGone() throws {
        try scratch.write("x", to: "deploy/.staging/left")
        _ = try linked(.init(path: "a", bytes: [1]))
        #expect(try disk.list(scratch.path.pushing("deploy/.staging")) == ["a"])
    }
}
