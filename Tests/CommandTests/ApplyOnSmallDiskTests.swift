import MLKitTestSupport
import SystemPackage
import Testing

/// Updates and new projects on a disk that is really full, at many sizes: a small one in memory, in namespaces of the test's own.
@Suite struct ApplyOnSmallDiskTests {
    private static func mayMount() async throws -> Bool {
        let scratch = try ScratchDirectory()
        let command = "mount -t tmpfs -o size=64k tmpfs ."
        return try await BuiltTool.run("unshare", ["-rm", "sh", "-c", command], in: scratch.path).status == 0
    }

    /// All or nothing, and the message says why.
    @Test(.enabled("this machine lets nobody mount a disk in a namespace", mayMount))
    func anUpdateIsDoneOrNotBegun() async throws {
        let project = try await TemplatedProject()
        try project.secondVersion()
        let mlkit = BuiltTool.folder.appending("mlkit").string
        let script = """
            mkdir disk
            for room in 0 4 8 12 16 24 32 48 64 96 256; do
                mount -t tmpfs -o size=8m tmpfs disk; cp -a demo small disk; cd disk/demo
                used=$(du -s --block-size=4k .. | cut -f1)
                mount -o remount,size=$((used * 4 + room))k ..
                \(mlkit) apply > ../../out 2> ../../said; first=$?
                grep -qi "no space left on device" ../../said && full=full || full=room
                mount -o remount,size=8m ..
                state=$(git status --porcelain | wc -l)
                ls .mlkit/tmp/apply > /dev/null 2>&1 && left=left || left=none
                echo $room $first $full $([ $state = 0 ] && echo before || echo after) $left
                \(mlkit) apply > /dev/null 2> ../../again || cat ../../again
                cd ../..; umount disk
            done
            """
        let outcome = try await BuiltTool.run("unshare", ["-rm", "sh", "-c", script], in: project.scratch.path)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 11, "\(outcome)")
        for line in lines {
            let end = line.drop { $0 != " " }.dropFirst()
            #expect(["1 full before none", "0 room after none"].contains(String(end)), "\(outcome)")
        }
        #expect(lines.first?.contains("full") == true && lines.last?.contains("room") == true, "\(outcome)")
    }

    @Test(.enabled("this machine lets nobody mount a disk in a namespace", mayMount))
    func aNewProjectIsMadeOrLeavesNothing() async throws {
        let project = try await TemplatedProject()
        let mlkit = BuiltTool.folder.appending("mlkit").string
        let script = """
            mkdir disk
            for size in 4 8 16 24 32 48 64 96 128 192 512 2048; do
                mount -t tmpfs -o size=${size}k tmpfs disk; cd disk
                \(mlkit) new other --template ../small --defaults > ../out 2> ../said; first=$?
                grep -qi "no space left on device" ../said && full=full || full=room
                echo $first $full $(ls -A | wc -l)
                cd ..; umount disk
            done
            """
        let outcome = try await BuiltTool.run("unshare", ["-rm", "sh", "-c", script], in: project.scratch.path)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 12, "\(outcome)")
        // Where only git's own files do not fit any more, the project is there, and the warning says why it is not committed.
        for line in lines { #expect(["1 full 0", "2 full 1", "0 room 1"].contains(line), "\(outcome)") }
        #expect(lines.first == "1 full 0" && lines.last == "0 room 1", "\(outcome)")
    }
}
