import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// Outputs whose places hold something of another kind, or lie on another disk.
extension OutputRoomTests {
    private enum Thing: CaseIterable, CustomStringConvertible {
        case file, folder, link

        var command: String {
            switch self {
            case .file: "echo x > out/o"
            case .folder: "mkdir out/o; echo x > out/o/x"
            case .link: "cp in out/other; ln -s other out/o"
            }
        }

        var description: String { command }
    }

    @Test(arguments: [false, true]) func anyThingReplacesAnyOther(isSandboxed: Bool) async throws {
        func stages(_ thing: Thing) -> String {
            let more = thing == .link ? ", out/other" : ""
            return "  a: {run: '\(thing.command)', inputs: [in], outputs: [out/o\(more)]}"
        }
        for thing in Thing.allCases {
            for other in Thing.allCases {
                try files.remove(scratch.path.appending("out"))
                try files.remove(scratch.path.appending(".mlkit"))
                #expect(try await run(stages(thing), isSandboxed: isSandboxed).first == "ran a", "\(thing)")
                #expect(try await run(stages(other), isSandboxed: isSandboxed, force: true).first == "ran a", "\(other)")
                let made = try tree("out/o")
                guard thing != .link, other != .link else { continue }
                #expect(try await run(stages(thing)).first == (thing == other ? "skipped a" : "restored a"))
                #expect(try tree("out/o") == (thing == .file ? ["out/o"] : ["out/o/x"]))
                #expect(made == (other == .file ? ["out/o"] : ["out/o/x"]))
            }
        }
    }

    @Test func aFileIsNotInTheWayOfAFolder() async throws {
        _ = try await run("  a: {run: 'cp in out', inputs: [in], outputs: [out]}")
        let deep = "  a: {run: 'cp in out/deep/x', inputs: [in], outputs: [out/deep/x]}"
        #expect(try await run(deep) == ["ran a"])
        #expect(try await run("  a: {run: 'cp in out', inputs: [in], outputs: [out]}") == ["restored a"])
        #expect(try scratch.read("out") == "1\n")
    }

    @Test func aLinkThatLeadsElsewhereIsKeptAndItsEndLeftAlone() async throws {
        let other = try ScratchDirectory()
        try other.write("theirs\n", to: "x")
        symlink(other.path.string, scratch.path.appending("out").string)
        let events = try await run("  a: {run: 'mkdir out; cp in out/x', inputs: [in], outputs: [out]}")
        #expect(events.first == "ran a" && events.count == 2)
        #expect(try other.read("x") == "theirs\n")
        #expect(try scratch.read("out/x") == "1\n")
        #expect(try files.isLink(scratch.path.pushing(FilePath(edited[0].components(upTo: "out")))))
    }

    private static let memory = FilePath("/dev/shm")
    private static let hasOtherDisk: Bool = {
        var (one, other) = (stat(), stat())
        return stat(OutputRoomTests.memory.string, &one) == 0 && stat("/tmp", &other) == 0 && one.st_dev != other.st_dev
    }()

    @Test(.enabled(if: hasOtherDisk), arguments: [false, true])
    func outputsMayBeOnAnotherDisk(isSandboxed: Bool) async throws {
        let far = Self.memory.appending("mlkit-\(UInt64.random(in: 0 ... .max))")
        try files.makeDirectory(far)
        defer { try? files.remove(far) }
        symlink(far.string, scratch.path.appending("data").string)
        let stages = "  a: {run: 'mkdir data/o; cp in data/o/x', inputs: [in], outputs: [data/o]}"
        for (text, event) in [("1\n", "ran a"), ("2\n", "ran a"), ("1\n", "restored a"), ("1\n", "skipped a")] {
            try scratch.write(text, to: "in")
            let status = try pipeline(stages).status()[0]
            #expect(status.isInCache == (event == "restored a"))
            #expect(try await run(stages, isSandboxed: isSandboxed) == [event])
            #expect(try scratch.read("data/o/x") == text)
        }
        try scratch.write("mine\n", to: "data/o/x")
        try expectKeptFolder(try await run(stages, isSandboxed: isSandboxed))
        #expect(try files.list(far) == ["o"])
    }

    private func expectKeptFolder(_ events: [String]) throws {
        #expect(events.count == 2)
        #expect(try scratch.read(edited[0]) == "mine\n")
    }
}

extension String {
    /// The path as far as its first component of that name.
    fileprivate func components(upTo name: String) -> String {
        let parts = split(separator: "/")
        return parts[...(parts.firstIndex { $0 == name } ?? parts.endIndex - 1)].joined(separator: "/")
    }
}
