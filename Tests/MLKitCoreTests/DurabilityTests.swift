import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What has reached the disk when a write returns, and what is left when it fails.
@Suite struct DurabilityTests {
    let scratch: ScratchDirectory
    let path: FilePath

    init() throws {
        scratch = try ScratchDirectory()
        path = scratch.path.appending("file")
    }

    private func create(_ path: FilePath, _ files: LocalFileSystem) throws {
        try Array("new".utf8).withUnsafeBytes { try files.create(path, $0, .ordinary) }
    }

    /// Under its other name, which is to say before it takes the place of the old file.
    @Test func aDurableWriteIsSyncedBeforeItIsRenamed() throws {
        try LocalFileSystem().write("old", to: path)
        try LocalFileSystem().write("new", to: path)
        let synced = SyncedFiles.inside(scratch.path)
        #expect(synced.count == 2)
        #expect(synced.allSatisfy { $0.hasPrefix("\(scratch.path)/.file.") && $0.hasSuffix(".tmp") })
    }

    /// Without that a power cut may leave the old file under the name, or none.
    @Test func theFolderOfADurableFileIsSyncedAfterIt() throws {
        let inner = scratch.path.appending("inner").appending("file")
        try LocalFileSystem().write("new", to: inner)
        try create(scratch.path.appending("inner").appending("made"), LocalFileSystem())
        let folder = scratch.path.appending("inner").string
        let synced = SyncedFiles.inside(scratch.path)
        #expect(synced.count == 4 && synced[1] == folder && synced[2] == "\(folder)/made" && synced[3] == folder)
        #expect(synced[0].hasPrefix("\(folder)/.file."))
        try LocalFileSystem(.whole).write("whole", to: inner)
        #expect(SyncedFiles.inside(scratch.path).count == 4)
    }

    /// So git, which ignores that folder, never sees half of one.
    @Test func aFileOfMlkitsOwnComesByWayOfItsScratchFolder() throws {
        let own = scratch.path.appending(".mlkit")
        let record = own.appending("template.yaml")
        let files = try LocalFileSystem().disk(for: ".mlkit/template.yaml", in: scratch.path)
        #expect(try LocalFileSystem().readText(own.pushing("tmp/.gitignore")) == "*\n")
        let before = SyncedFiles.inside(scratch.path).count
        try files.write("one", to: record)
        let synced = SyncedFiles.inside(scratch.path).dropFirst(before)
        #expect(synced.first?.hasPrefix("\(own)/tmp/.template.yaml.") == true && synced.last == own.string && synced.count == 2)
        chmod(record.string, 0o640)
        try files.replace(record, with: Array("two".utf8), executable: false, isPersonal: false)
        #expect(try LocalFileSystem().readText(record) == "two")
        var status = stat()
        #expect(stat(record.string, &status) == 0 && status.st_mode & 0o777 == 0o640)
        try files.unsynchronised.write("{}", to: own.pushing("lock/train.json"))
        #expect(try LocalFileSystem().list(own) == ["lock", "template.yaml", "tmp"])
        #expect(try LocalFileSystem().list(own.appending("tmp")) == [".gitignore"])
        #expect(try LocalFileSystem().list(own.appending("lock")) == ["train.json"])
        // Others are written beside their places.
        try LocalFileSystem().disk(for: "file", in: scratch.path).write("x", to: path)
        #expect(SyncedFiles.inside(scratch.path).last?.hasPrefix("\(scratch.path)/.file.") == true)
    }

    @Test func draftsOfTheLivingAreTold() {
        #expect(LocalFileSystem.isBeingWritten(draft: ".a.json.\(getpid()).7.tmp") == true)
        #expect(LocalFileSystem.isBeingWritten(draft: ".a.json.99999999.7.tmp") == false)
        for name in ["run.lock", "a.1.2.tmp", ".a.1.tmp", ".a.1.x.tmp", ".a.-1.2.tmp", "train"] {
            #expect(LocalFileSystem.isBeingWritten(draft: name) == nil, "\(name)")
        }
    }

    /// One that was killed writes no more, though its end is still to be asked for.
    @Test func draftsOfTheDeadAreTold() throws {
        var process: pid_t = 0
        var arguments = [strdup("true"), nil]
        defer { free(arguments[0]) }
        #expect(posix_spawn(&process, "/bin/true", nil, nil, &arguments, nil) == 0)
        var information = siginfo_t()
        #expect(waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) == 0)
        #expect(kill(process, 0) == 0 && LocalFileSystem.isBeingWritten(draft: ".a.json.\(process).7.tmp") == false)
        waitpid(process, nil, 0)
    }

    @Test func aFileMadeDurablyIsSynced() throws {
        try create(path, LocalFileSystem())
        #expect(SyncedFiles.inside(scratch.path) == [path.string])
    }

    @Test func whatNeedNotBeDurableIsNotSynced() throws {
        for (number, files) in [LocalFileSystem(.whole), LocalFileSystem(.draft)].enumerated() {
            try files.write("new", to: path)
            try create(scratch.path.appending("made\(number)"), files)
        }
        try LocalFileSystem().unsynchronised.write("new", to: path)
        try LocalFileSystem().drafting.write("new", to: path)
        #expect(SyncedFiles.inside(scratch.path) == [])
    }

    @Test func whatCannotBeSyncedLeavesTheOldFileAndNothingBeside() throws {
        try scratch.write("old", to: "file")
        SyncedFiles.fail(inside: scratch.path)
        #expect { try LocalFileSystem().write("new", to: path) } throws: { "\($0)".contains("cannot write `") }
        #expect(throws: Failure.self) { try create(scratch.path.appending("made"), LocalFileSystem()) }
        #expect(try scratch.read("file") == "old")
        #expect(try LocalFileSystem().list(scratch.path) == ["file"])
    }

    @Test func aFileThatCannotTakeItsPlaceLeavesNothingBeside() throws {
        try scratch.write("x", to: "file/inside")
        for files in [LocalFileSystem(), LocalFileSystem(.whole), LocalFileSystem(.draft)] {
            #expect { try files.write("new", to: path) } throws: { "\($0)".hasPrefix("error: cannot write `\(path)`") }
            #expect(try files.list(scratch.path) == ["file"])
        }
    }

    /// A draft over a file that is there is written as any other.
    @Test func aDraftReplacesWhole() throws {
        let files = LocalFileSystem(.draft)
        let inode = { (text: String) in
            try files.write(text, to: path)
            return try files.information(at: path)?.inode
        }
        let first = try inode("one")
        #expect(try inode("two") != first)
        #expect(try scratch.read("file") == "two")
        #expect(try files.list(scratch.path) == ["file"])
    }

    /// The same on every disk: folders are made on the way, and what stood there is replaced.
    @Test(arguments: [true, false]) func aRenameMakesFoldersAndReplaces(isInMemory: Bool) throws {
        let files: any FileSystem = isInMemory ? InMemoryFileSystem() : LocalFileSystem(.whole)
        let (source, target) = (scratch.path.appending("source"), scratch.path.pushing("new/deep/target"))
        for text in ["one", "two"] {
            try files.write(text, to: source)
            try files.rename(source, to: target)
            #expect(try files.readText(target) == text)
            #expect(try !files.exists(source))
        }
        try files.write(Array("program".utf8), to: source.appending("tool"), executable: true)
        try files.rename(source, to: scratch.path.appending("folder"))
        #expect(try files.list(scratch.path) == ["folder", "new"])
        #expect(try files.information(at: scratch.path.pushing("folder/tool"))?.isExecutable == true)
        #expect { try files.rename(source, to: target) } throws: { "\($0)".contains("\(source)") }
    }

    /// One name may be another's beginning.
    @Test(arguments: [true, false]) func onlyWhatIsNamedIsRemoved(isInMemory: Bool) throws {
        let files: any FileSystem = isInMemory ? InMemoryFileSystem() : LocalFileSystem(.whole)
        for name in ["a/x", "a/b/y", "ab", "abc/z"] { try files.write("", to: scratch.path.pushing(FilePath(name))) }
        try files.remove(scratch.path.appending("none"))
        try files.remove(scratch.path.pushing("ab/none"))
        try files.remove(scratch.path.appending("a"))
        #expect(try files.list(scratch.path) == ["ab", "abc"])
        #expect(try !files.exists(scratch.path.pushing("a/b")))
        try files.remove(scratch.path.appending("ab"))
        #expect(try files.list(scratch.path) == ["abc"])
        #expect(throws: Failure.self) { try files.list(scratch.path.appending("a")) }
        #expect(throws: Failure.self) { try files.list(scratch.path.pushing("abc/z")) }
    }

    /// Of a link, the link; what it leads to stays.
    @Test func aLinkIsRemovedItself() throws {
        let files = LocalFileSystem()
        try scratch.write("x", to: "folder/x")
        try files.makeLink(at: scratch.path.pushing("new/link"), to: "../folder")
        #expect(try files.isLink(scratch.path.pushing("new/link")))
        #expect(try files.linkTarget(scratch.path.pushing("new/link")) == "../folder")
        #expect(try files.linkTarget(scratch.path.pushing("folder/x")) == nil)
        #expect(try files.linkTarget(scratch.path.pushing("folder/x/y")) == nil)
        #expect(try !files.isLink(scratch.path.appending("folder")))
        try files.remove(scratch.path.appending("new"))
        #expect(try scratch.read("folder/x") == "x")
        #expect(try files.list(scratch.path) == ["folder"])
    }

    @Test func aSecondNameIsOfTheSameFile() throws {
        let files = LocalFileSystem()
        try scratch.write("x", to: "file")
        let second = scratch.path.appending("second")
        #expect(try files.hardLink(path, to: second))
        #expect(try files.information(at: second) == files.information(at: path))
        #expect(throws: Failure.self) { try files.hardLink(path, to: second) }
        // Another disk cannot have one, and says so.
        let memory = try ScratchDirectory(in: "/dev/shm")
        #expect(try !files.hardLink(path, to: memory.path.appending("second")))
        #expect(try files.list(memory.path) == [])
    }

    /// On a disk that cannot clone nothing is left of the try.
    @Test func aCloneIsWholeOrNotThere() throws {
        try scratch.write("text", to: "file")
        let copy = scratch.path.appending("copy")
        if try LocalFileSystem().clone(path, to: copy, executable: false) {
            #expect(try scratch.read("copy") == "text")
        } else {
            #expect(try LocalFileSystem().list(scratch.path) == ["file"])
        }
        #expect(throws: Failure.self) { try LocalFileSystem().clone(path, to: path, executable: false) }
        #expect(try scratch.read("file") == "text")
    }

    @Test func aProtectedFileKeepsItsKind() async throws {
        let files = LocalFileSystem()
        for (name, isExecutable, expected) in [("plain", false, "-r--r--r--"), ("program", true, "-r-xr-xr-x")] {
            let path = scratch.path.appending(name)
            try files.write([], to: path, executable: isExecutable)
            try files.protect(path)
            #expect(try await BuiltTool.run("stat", ["-c", "%A", path.string], in: "/").output == "\(expected)\n")
        }
        #expect(throws: Failure.self) { try files.protect(scratch.path.appending("none")) }
    }

    @Test(arguments: [true, false]) func aFileIsMadeExecutableOnlyIfItIsToBe(isInMemory: Bool) throws {
        let files: any FileSystem = isInMemory ? InMemoryFileSystem() : LocalFileSystem(.whole)
        for (name, rights) in [("plain", .ordinary), ("program", .executable)] as [(String, FileRights)] {
            let path = scratch.path.pushing("new").appending(name)
            try Array("x".utf8).withUnsafeBytes { try files.create(path, $0, rights) }
            #expect(try files.information(at: path)?.isExecutable == (rights == .executable))
        }
    }
}
