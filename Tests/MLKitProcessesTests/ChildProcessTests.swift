import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitProcesses

/// What a process is started with, whatever this one has done to its own signals.
@Suite struct ChildProcessTests {
    /// What a shell says of itself.
    private func output(of script: String) throws -> String {
        let scratch = try ScratchDirectory()
        let path = scratch.path.appending("out")
        let descriptor = open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(descriptor >= 0)
        defer { close(descriptor) }
        let child = ChildProcess(
            arguments: ["sh", "-c", script], directory: nil, variables: ["PATH=/usr/bin:/bin"], descriptors: [(1, descriptor)])
        let process = try child.start()
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        #expect(status == 0)
        return try scratch.read("out")
    }

    @Test func itIgnoresNoSignal() throws {
        let before = signal(SIGWINCH, SIG_IGN)
        defer { signal(SIGWINCH, before) }
        let line = try output(of: "grep SigIgn /proc/self/status")
        let ignored = try #require(UInt64(line.dropFirst("SigIgn:\t".count).trimmed, radix: 16))
        // 32 and 33 are the C library's own, which it has a child ignore.
        #expect(ignored & ~(0b11 << 31) == 0)
    }

    @Test func itBlocksNone() throws {
        var (blocked, before) = (sigset_t(), sigset_t())
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGWINCH)
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        #expect(try output(of: "grep SigBlk /proc/self/status") == "SigBlk:\t0000000000000000\n")
    }

    @Test func itLeadsAGroupOfItsOwn() throws {
        #expect(try output(of: "test $(cut -d' ' -f5 /proc/$$/stat) = $$ && echo leads") == "leads\n")
    }
}
