import MLKitTestSupport
import SystemPackage
import Testing

/// Runs on a disk that is really full, at many sizes: a small one in memory, in namespaces of the test's own.
@Suite struct RunOnSmallDiskTests {
    private static func mayMount() async throws -> Bool {
        let scratch = try ScratchDirectory()
        let command = "mount -t tmpfs -o size=64k tmpfs ."
        return try await BuiltTool.run("unshare", ["-rm", "sh", "-c", command], in: scratch.path).status == 0
    }

    @Test(.enabled("this machine lets nobody mount a disk in a namespace", mayMount))
    func onceThereIsRoomTheNextRunCompletes() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            stages:
              a: {run: 'yes a | head -c 20000 > a.txt', outputs: [a.txt]}
              b: {run: 'cat a.txt a.txt > b.txt', inputs: [a.txt], outputs: [b.txt]}
              c: {run: 'cat a.txt b.txt | tr a c > c.txt', inputs: [a.txt, b.txt], outputs: [c.txt]}

            """, to: "mlkit.yaml")
        let mlkit = BuiltTool.folder.appending("mlkit").string
        let script = """
            mkdir disk
            for size in 16 24 32 48 64 80 96 112 128 160 192 224 256 1024; do
                mount -t tmpfs -o size=${size}k tmpfs disk; cp mlkit.yaml disk; cd disk
                \(mlkit) run -j 1 2> ../first; first=$?
                grep -qi "no space left" ../first && full=full || full=room
                mount -o remount,size=4m .
                \(mlkit) run -j 1 2> ../second; second=$?
                \(mlkit) cache verify > ../third || { cat ../third; }
                echo $first $full $second $(cat a.txt b.txt c.txt | cksum)
                cd ..; umount disk
            done
            """
        let outcome = try await BuiltTool.run("unshare", ["-rm", "sh", "-c", script], in: scratch.path)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 14, "\(outcome)")
        let sum = try #require(lines.last).split(separator: " ").suffix(2).joined(separator: " ")
        // A warning that something is not in the cache is no failure; every failure names the full disk.
        for line in lines {
            #expect(["1 full 0 \(sum)", "0 full 0 \(sum)", "0 room 0 \(sum)"].contains(String(line)), "\(outcome)")
        }
        #expect(lines.first?.hasPrefix("1 full") == true && lines.last?.hasPrefix("0 room") == true, "\(outcome)")
    }
}
